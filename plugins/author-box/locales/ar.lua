return {
  all = "كل مقالات {name}",
  title = "بقلم",
}
