return {
  label = "اقرأ أيضًا:",
  name_and_title = "{name}: {title}",
}
