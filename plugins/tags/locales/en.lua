return {
  label = "Topics",
}
