return {
  name = "Articles voisins",
  previous = "Article précédent",
  next = "Article suivant",
}
