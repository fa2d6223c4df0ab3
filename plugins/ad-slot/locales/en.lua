return {
  label = "Advertisement",
  numbered = "{name} {n}",
}
