return {
  name = "paywall", version = "1.0.0", api = 1,
  title = { fr = "Accès réservé", en = "Paywall", ar = "محتوى للمشتركين" },
  license = "MIT",

  uses = { "tree.edit", "article.cut" },
  slots = { "after-body" },
  boxes = { cut = { slot = "after-body", element = "aside" } },
  assets = { css = { "assets/paywall.css" } },

  settings = {
    words = { type = "integer", default = 120, min = 1, max = 10000,
              label = { fr = "Mots donnés à lire, au moins", en = "Words to be read, at least" } },
    subscribe = { type = "url", optional = true,
                  label = { fr = "Adresse pour s’abonner", en = "Address to subscribe at" } },
    register = { type = "url", optional = true,
                 label = { fr = "Adresse pour s’inscrire", en = "Address to register at" } },
    login = { type = "url", optional = true,
              label = { fr = "Adresse pour se connecter", en = "Address to log in at" } },
    text = { type = "string", optional = true,
             label = { fr = "Un paragraphe de plus", en = "One more paragraph" } },
  },
}
