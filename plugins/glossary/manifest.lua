return {
  name = "glossary", version = "1.0.0", api = 1,
  title = { fr = "Glossaire", en = "Glossary", ar = "مسرد" },
  license = "MIT",

  uses = { "tree.edit" },
  assets = { css = { "assets/glossary.css" } },

  settings = {
    terms = { type = "map", default = {},
              label = { fr = "Chaque terme et sa définition, ou l’adresse d’une page",
                        en = "Each term and its definition, or the address of a page" } },
    quotes = { type = "boolean", default = false,
               label = { fr = "Aussi dans les citations", en = "In quotations too" } },
    plurals = { type = "boolean", default = false,
                label = { fr = "Aussi au pluriel (s, x)", en = "In the plural too (s, x)" } },
    accents = { type = "boolean", default = true,
                label = { fr = "Les accents comptent", en = "Accents matter" } },
    title = { type = "string", optional = true,
              label = { fr = "Titre des définitions", en = "Title of the definitions" } },
  },
}
