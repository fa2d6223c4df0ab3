return {
  title = "Glossaire",
}
