return {
  label = "المحتويات",
}
