return {
  heading = "الحواشي",
  note = "الحاشية {n}",
  back = "العودة إلى النص، الحاشية {n}",
  arrow = "↪︎",
}
