return {
  heading = "Notes",
  note = "Note {n}",
  back = "Retour au texte, note {n}",
  arrow = "↩︎",
}
