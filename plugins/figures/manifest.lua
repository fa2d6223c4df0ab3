return {
  name = "figures", version = "1.0.0", api = 1,
  title = { fr = "Images et légendes", en = "Images and captions", ar = "الصور والتعليقات" },
  license = "MIT",

  uses = { "tree.edit" },

  settings = {
    emphasis = { type = "integer", default = 0, min = 0, max = 200,
                 label = { fr = "Mots d’un paragraphe en italique pris pour légende, au plus",
                           en = "Words of an emphasised paragraph taken as a caption, at most" } },
    title = { type = "boolean", default = true,
              label = { fr = "Légende d’après l’attribut title",
                        en = "Caption from the attribute title" } },
    eager = { type = "integer", default = 1, min = 0, max = 20,
              label = { fr = "Premières images chargées d’emblée",
                        en = "First images that load at once" } },
    priority = { type = "boolean", default = true,
                 label = { fr = "Priorité à une image qui ouvre l’article",
                           en = "Priority for an image that opens the article" } },
    sizes = { type = "string", optional = true,
              label = { fr = "Largeur des images (attribut sizes)",
                        en = "Width of images (attribute sizes)" } },
  },
}
