return {
  name = "hollow", version = "1.0.0", api = 1,
  slots = { "after-body", "aside" },
  boxes = {
    hello = { slot = "after-body", element = "p" },
    note = { slot = "aside", element = "aside" },
  },
}
