return {
  label = "Publicité",
  numbered = "{name} {n}",
}
