return {
  title = "مقالات ذات صلة",
}
