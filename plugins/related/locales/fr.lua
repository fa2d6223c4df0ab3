return {
  title = "Articles similaires",
}
