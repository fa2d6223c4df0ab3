return {
  label = "إعلان",
  numbered = "{name} {n}",
}
