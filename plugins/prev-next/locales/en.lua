return {
  name = "Neighbouring articles",
  previous = "Previous article",
  next = "Next article",
}
