return {
  name = "breadcrumbs", version = "1.0.0", api = 1,
  title = { fr = "Fil d’Ariane", en = "Breadcrumbs", ar = "مسار التنقل" },
  license = "MIT",

  slots = { "before-title" },
  boxes = { trail = { slot = "before-title", element = "nav" } },

  settings = {
    home = { type = "url", default = "/",
             label = { fr = "Adresse de l’accueil", en = "Address of the home page" } },
    home_name = { type = "string", optional = true,
                  label = { fr = "Nom de l’accueil", en = "Name of the home page" } },
    current = { type = "boolean", default = false,
                label = { fr = "Finir par le titre de l’article",
                          en = "End with the article’s title" } },
  },
}
