return {
  label = "Contents",
}
