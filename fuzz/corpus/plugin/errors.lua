local function f(x) if x == 0 then error({ code = 1 }) end return f(x - 1) end
return { propose = function(ctx)
  local ok, e = pcall(f, 5) ok, e = pcall(error, "x", 2) ok, e = pcall(string.rep, "x", 1 << 40)
  ok, e = pcall(function() local t = {} return t.a.b.c end) ctx.warn(e)
  ok, e = pcall(encart.html.p, { onclick = "x" }) ctx.warn(e)
  ok, e = pcall(ctx.box, "nte", {}) ctx.warn(e)
  return ctx.box("side", { content = function() error(nil) end }),
    ctx.box("note", { content = encart.html.p(tostring(e)) })
end }
