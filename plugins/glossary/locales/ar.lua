return {
  title = "مسرد المصطلحات",
}
