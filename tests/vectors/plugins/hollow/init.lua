-- Two boxes, one of them with holes: what encart_fill_holes() is for.
local E = encart.html

return {
  propose = function(ctx)
    return {
      ctx.box("hello", { slot = "after-body",
        content = E.p { "Bonjour ", ctx.hole("reader", { long = true }), ctx.hole("csrf"), "." } }),
      ctx.box("note", { slot = "aside",
        content = E.aside { ["aria-label"] = "Note", E.p { "<b>&amp;</b>" } } }),
    }
  end,
}
