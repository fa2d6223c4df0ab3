return {
  rest = "بقي {percent}٪ من هذا المقال.",
  paid = "بقية المقال للمشتركين.",
  registered = "بقية المقال للمسجلين.",
  subscribe = "اشترك",
  register = "سجّل",
  login = "تسجيل الدخول",
}
