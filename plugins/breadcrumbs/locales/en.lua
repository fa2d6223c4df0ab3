return {
  home = "Home",
  name = "Breadcrumb",
}
