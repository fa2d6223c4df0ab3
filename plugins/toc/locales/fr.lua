return {
  label = "Sommaire",
}
