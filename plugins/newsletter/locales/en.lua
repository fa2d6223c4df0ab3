return {
  consent = "I agree to receive the newsletter at this address. I can unsubscribe at any time.",
  hint = "Example: name@example.com",
  mail = "Email address (required)",
  privacy = "How your personal data is used",
  subscribe = "Subscribe",
  title = "Newsletter",
}
