return {
  rest = "{percent}% of this article remains to be read.",
  paid = "The rest is for subscribers.",
  registered = "The rest is for registered readers.",
  subscribe = "Subscribe",
  register = "Register",
  login = "Log in",
}
