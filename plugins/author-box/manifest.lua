return {
  name = "author-box", version = "1.1.0", api = 1,
  title = { fr = "Signatures", en = "Authors", ar = "الكتّاب" },
  license = "MIT",

  slots = { "after-body" },
  boxes = { authors = { slot = "after-body", element = "aside" } },
  assets = { css = { "assets/author-box.css" } },

  settings = {
    count = { type = "integer", default = 4, min = 1, max = 20,
              label = { fr = "Nombre de signatures au plus", en = "Authors at most" } },
    unlinked = { type = "boolean", default = false,
                 label = { fr = "Aussi les signatures sans page",
                           en = "Authors without a page too" } },
    profile = { type = "boolean", default = true,
                label = { fr = "Aussi la fonction, la présentation et le portrait",
                          en = "What they do, who they are, and a picture too" } },
    title = { type = "string", optional = true,
              label = { fr = "Titre", en = "Heading" } },
  },
}
