local E = encart.html
return { propose = function(ctx)
  local list = ctx.related { limit = 2, unused = true }
  local note = ctx.box("note", { weight = 3, content = function(at)
    return E.p { class = "x", id = ctx.anchor(), ctx.t("many", { n = at.of }), " ",
      E.a { href = "/a?b=c&d", hreflang = "fr", ctx.article.title or "-" }, { nil, "y", false },
      E.input { type = "hidden", name = "n", value = "<v>" }, E.time { datetime = ctx.now(), "z" } }
  end })
  local side = ctx.box("side", { topic = ctx.blocks[1].text(), place = { at = 0.4, gap = 100,
    avoid = { "heading", "figure" }, otherwise = "relax" },
    content = E.aside { aria_label = nil, ["aria-label"] = ctx.t("read", { n = 12345.5 }),
      E.ul(encart.map(list, function(a, i) return E.li { E.a { href = a.url, a.title, i } } end)) } })
  return { side, note }
end }
--ARTICLE
<h2>Un titre</h2><p>Un texte « <b>gras</b> » <a href=/x>lien</a>.</p><ul><li>a<li>b</ul><p>Fin.</p>
