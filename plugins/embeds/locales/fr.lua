return {
  consent = "Ce contenu est hébergé par {provider}. En l’affichant, vous acceptez ses cookies.",
  show_video = "Afficher la vidéo",
  show_audio = "Afficher le lecteur audio",
  show_post = "Afficher la publication",
  video = "Vidéo {provider}",
  audio = "Lecteur audio {provider}",
  post = "Publication {provider}",
  numbered = "{name} {n}",
}
