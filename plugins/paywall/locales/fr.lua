return {
  rest = "Il reste {percent} % de cet article à lire.",
  paid = "La suite est réservée aux abonnés.",
  registered = "La suite est réservée aux inscrits.",
  subscribe = "S’abonner",
  register = "S’inscrire",
  login = "Se connecter",
}
