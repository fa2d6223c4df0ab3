return {
  minutes = { one = "{n} minute to read", other = "{n} minutes to read" },
}
