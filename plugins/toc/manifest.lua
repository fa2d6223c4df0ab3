return {
  name = "toc", version = "1.0.0", api = 1,
  title = { fr = "Sommaire", en = "Table of contents", ar = "المحتويات" },
  license = "MIT",

  uses = { "tree.edit", "article.blocks" },
  order = { after = { "footnotes" } },
  slots = { "after-title", "after-lede", "body" },
  boxes = {
    top = { slot = "after-title", element = "nav" },
    lede = { slot = "after-lede", element = "nav" },
    list = { slot = "body", element = "nav" },
  },

  settings = {
    place = { type = "enum", values = { "after-title", "after-lede", "before-headings" },
              default = "after-lede",
              label = { fr = "Place du sommaire", en = "Place of the contents" } },
    least = { type = "integer", default = 3, min = 1, max = 100,
              label = { fr = "Intertitres d’un article au moins",
                        en = "Headings of an article at least" } },
    levels = { type = "integer", default = 2, min = 1, max = 4,
               label = { fr = "Niveaux d’intertitres", en = "Levels of headings" } },
    label = { type = "string", optional = true,
              label = { fr = "Libellé", en = "Label" } },
  },
}
