return {
  name = "cutter", version = "1.0.0", api = 1,
  uses = { "tree.edit" },
}
