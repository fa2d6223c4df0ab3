return {
  label = "المواضيع",
}
