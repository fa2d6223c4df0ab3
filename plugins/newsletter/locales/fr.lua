return {
  consent = "J’accepte de recevoir la lettre d’information à cette adresse. "
    .. "Je peux me désinscrire à tout moment.",
  hint = "Exemple : nom@exemple.fr",
  mail = "Adresse e-mail (obligatoire)",
  privacy = "Comment sont traitées vos données personnelles",
  subscribe = "S’inscrire",
  title = "Lettre d’information",
}
