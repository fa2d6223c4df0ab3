return {
  all = "All articles by {name}",
  title = "Written by",
}
