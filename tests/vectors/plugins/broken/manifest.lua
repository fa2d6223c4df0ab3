return {
  name = "broken", version = "1.0.0", api = 1,
  slots = { "after-body" },
  boxes = { never = { slot = "after-body", element = "p" } },
}
