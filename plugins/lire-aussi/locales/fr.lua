return {
  label = "Lire aussi :",
  name_and_title = "{name} : {title}",
}
