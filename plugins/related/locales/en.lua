return {
  title = "Related articles",
}
