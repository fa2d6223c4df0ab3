return {
  all = "{name} : tous ses articles",
  title = "Écrit par",
}
