return {
  home = "الرئيسية",
  name = "مسار التنقل",
}
