return {
  label = "Read also:",
  name_and_title = "{name}: {title}",
}
