-- A page cannot print itself without a script: the site may have one for printing.
local E = encart.html

return function(ctx)
  local url = ctx.url("print", { id = ctx.article.id, url = ctx.article.url })
  return url and E.p { class = "encart-print", E.a { href = url, rel = "nofollow", ctx.t "print" } }
end
