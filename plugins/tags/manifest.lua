return {
  name = "tags", version = "1.0.0", api = 1,
  title = { fr = "Sujets", en = "Topics", ar = "المواضيع" },
  license = "MIT",

  slots = { "after-body" },
  boxes = { list = { slot = "after-body", element = "nav" } },

  settings = {
    count = { type = "integer", default = 8, min = 1, max = 30,
              label = { fr = "Nombre de sujets au plus", en = "Topics at most" } },
    kinds = { type = "list", default = {},
              label = { fr = "Seulement ces genres (tag, person, place, org, topic)",
                        en = "Only these kinds (tag, person, place, org, topic)" } },
    unlinked = { type = "boolean", default = false,
                 label = { fr = "Aussi les sujets sans page", en = "Topics without a page too" } },
    label = { type = "string", optional = true,
              label = { fr = "Libellé", en = "Label" } },
  },
}
