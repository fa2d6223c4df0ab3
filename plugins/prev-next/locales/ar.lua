return {
  name = "مقالات مجاورة",
  previous = "المقال السابق",
  next = "المقال التالي",
}
