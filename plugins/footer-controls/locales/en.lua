return {
  back_to_top = "Back to top",
  closed = "Comments are closed.",
  comment = "Comment",
  comments = "Comments",
  consent = "I agree that my name and my email address are kept for the publication and "
    .. "moderation of this comment.",
  count = { one = "{n} comment", other = "{n} comments" },
  email = "Email",
  honeypot = "Leave this field empty",
  leave = "Leave a comment",
  mail = "Email address",
  name = "Name",
  note = "Your email address will not be published. Required fields are marked with *.",
  print = "Print",
  publish = "Post comment",
  share = "Share",
  share_on = "Share on {service}",
}
