return {
  name = "footnotes", version = "1.0.0", api = 1,
  title = { fr = "Notes", en = "Footnotes", ar = "الحواشي" },
  license = "MIT",

  uses = { "tree.edit" },

  settings = {
    inline = { type = "boolean", default = true,
               label = { fr = "Notes dans le texte : ((note))",
                         en = "Notes in the text: ((note))" } },
    marked = { type = "boolean", default = true,
               label = { fr = "Notes appelées : [^1], et [^1]: note",
                         en = "Notes by reference: [^1], and [^1]: note" } },
    heading = { type = "string", optional = true,
                label = { fr = "Titre des notes", en = "Heading of the notes" } },
  },
}
