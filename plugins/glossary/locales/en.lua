return {
  title = "Glossary",
}
