return {
  back_to_top = "Retour en haut de la page",
  closed = "Les commentaires sont fermés.",
  comment = "Commentaire",
  comments = "Commentaires",
  consent = "J’accepte que mon nom et mon adresse e-mail soient conservés pour la "
    .. "publication et la modération de ce commentaire.",
  count = { one = "{n} commentaire", many = "{n} de commentaires", other = "{n} commentaires" },
  email = "E-mail",
  honeypot = "Ne pas remplir ce champ",
  leave = "Laisser un commentaire",
  mail = "Adresse e-mail",
  name = "Nom",
  note = "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués "
    .. "avec *.",
  print = "Imprimer",
  publish = "Publier le commentaire",
  share = "Partager",
  share_on = "Partager sur {service}",
}
