return {
  name = "embeds", version = "1.0.0", api = 1,
  title = { fr = "Vidéos et publications", en = "Videos and posts", ar = "مقاطع ومنشورات" },
  license = "MIT",

  uses = { "article.blocks", "embeds" },
  slots = { "body" },
  boxes = { player = { slot = "body", element = "aside" } },
  assets = { css = { "assets/embeds.css" } },

  settings = {
    most = { type = "integer", default = 10, min = 1, max = 16,
             label = { fr = "Nombre maximal par article", en = "Most in one article" } },
    without = { type = "list", default = {},
                label = { fr = "Fournisseurs dont les liens restent des liens",
                          en = "Providers whose links stay links" } },
  },
}
