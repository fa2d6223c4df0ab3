return {
  name = "related", version = "1.0.0", api = 1,
  title = { fr = "Articles similaires", en = "Related articles", ar = "مقالات ذات صلة" },
  license = "MIT",

  uses = { "service.related" },
  slots = { "after-body" },
  boxes = { cards = { slot = "after-body", element = "section" } },

  settings = {
    count = { type = "integer", default = 4, min = 1, max = 6,
              label = { fr = "Nombre de liens", en = "Number of links" } },
    min = { type = "integer", default = 3, min = 1, max = 6,
            label = { fr = "Moins que cela : rien", en = "Fewer than this: nothing" } },
    dates = { type = "boolean", default = true,
              label = { fr = "Afficher les dates", en = "Show dates" } },
    images = { type = "boolean", default = false,
               label = { fr = "Afficher les images", en = "Show images" } },
    title = { type = "string", optional = true,
              label = { fr = "Titre", en = "Heading" } },
    same_language = { type = "boolean", default = false,
                      label = { fr = "Seulement dans la langue de l’article",
                                en = "Only in the article’s language" } },
  },
  needs = { related = { limit = 12 } },
}
