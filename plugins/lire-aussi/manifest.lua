return {
  name = "lire-aussi", version = "1.0.0", api = 1,
  title = { fr = "Lire aussi", en = "Read also", ar = "اقرأ أيضًا" },
  license = "MIT",

  uses = { "service.related" },
  slots = { "body" },
  boxes = { links = { slot = "body", element = "aside" } },

  settings = {
    boxes = { type = "integer", default = 1, min = 1, max = 3,
              label = { fr = "Nombre d’encarts", en = "Number of boxes" } },
    count = { type = "integer", default = 1, min = 1, max = 6,
              label = { fr = "Liens par encart", en = "Links in each box" } },
    at = { type = "number", default = 0.4, min = 0, max = 1,
           label = { fr = "Place d’un encart seul, en part des mots",
                     en = "Place of a single box, as a share of the words" } },
    label = { type = "string", optional = true,
              label = { fr = "Libellé", en = "Label" } },
    older = { type = "boolean", default = true,
              label = { fr = "Seulement des articles antérieurs",
                        en = "Earlier articles only" } },
    same_language = { type = "boolean", default = false,
                      label = { fr = "Seulement dans la langue de l’article",
                                en = "Only in the article’s language" } },
  },
  needs = { related = { limit = 12 } },
}
