local E = encart.html
return { propose = function(ctx)
  return ctx.box("note", { content = function()
    return E.p { E.input { type = "hhdden", name = "n", value = 12, maxlength = 3.5, tabindex = -1,
      required = true, class = "x" } }
  end }), ctx.box("side", { content = function() return E.p { lang = "fr", dir = "x", 1, 2.5 } end })
end }
