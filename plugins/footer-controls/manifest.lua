return {
  name = "footer-controls", version = "1.1.0", api = 1,
  title = { fr = "Commentaires et retour en haut", en = "Comments and back to top",
            ar = "التعليقات والعودة إلى الأعلى" },
  license = "MIT",

  uses = { "forms" },
  slots = { "footer" },
  boxes = {
    comments = { slot = "footer", element = "section" },
    top = { slot = "footer", element = "footer" },
  },

  settings = {
    comments = { type = "enum", default = "auto", values = { "auto", "link", "form", "none" },
                 label = { fr = "Commentaires", en = "Comments" } },
    consent = { type = "boolean", default = true,
                label = { fr = "Case de consentement", en = "Consent checkbox" } },
    csrf = { type = "boolean", default = false,
             label = { fr = "Place pour le jeton du site (CSRF)",
                       en = "Place for the site’s token (CSRF)" } },
    honeypot = { type = "boolean", default = true,
                 label = { fr = "Champ piège contre les robots",
                           en = "Hidden field against robots" } },
    respond = { type = "string", default = "respond",
                label = { fr = "Ancre du formulaire du site",
                          en = "Anchor of the site’s form" } },
    top = { type = "boolean", default = true,
            label = { fr = "Retour en haut de la page", en = "Back to top" } },
  },
}
