return {
  heading = "Notes",
  note = "Note {n}",
  back = "Back to the text, note {n}",
  arrow = "↩︎",
}
