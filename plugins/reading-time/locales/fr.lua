return {
  minutes = { one = "{n} minute de lecture", many = "{n} de minutes de lecture",
              other = "{n} minutes de lecture" },
}
