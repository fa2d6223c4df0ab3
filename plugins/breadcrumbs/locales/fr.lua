return {
  home = "Accueil",
  name = "Fil d’Ariane",
}
