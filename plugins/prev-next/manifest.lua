return {
  name = "prev-next", version = "1.0.0", api = 1,
  title = { fr = "Article précédent, article suivant", en = "Previous and next article",
            ar = "المقال السابق والمقال التالي" },
  license = "MIT",

  slots = { "after-body" },
  boxes = { links = { slot = "after-body", element = "nav" } },

  settings = {
    titles = { type = "boolean", default = true,
               label = { fr = "Avec les titres", en = "With the titles" } },
    previous = { type = "string", optional = true,
                 label = { fr = "Libellé du précédent", en = "Label of the previous one" } },
    next = { type = "string", optional = true,
             label = { fr = "Libellé du suivant", en = "Label of the next one" } },
  },
}
