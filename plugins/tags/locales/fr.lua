return {
  label = "Sujets",
}
