return {
  name = "reading-time", version = "1.0.0", api = 1,
  title = { fr = "Temps de lecture", en = "Reading time", ar = "مدة القراءة" },
  license = "MIT",

  slots = { "after-title" },
  boxes = { time = { slot = "after-title", element = "p" } },

  settings = {
    speed = { type = "integer", default = 220, min = 50, max = 1000,
              label = { fr = "Mots lus par minute", en = "Words read in a minute" } },
    least = { type = "integer", default = 100, min = 1, max = 100000,
              label = { fr = "Mots d’un article au moins",
                        en = "Words of an article at least" } },
  },
}
