return { propose = function(ctx)
  local s, n = "x", 0 for i = 1, 12 do s = s .. s end
  local ok = pcall(function() return s:find((".-"):rep(5) .. "b") end)
  while n < 1e7 do n = n + 1 pcall(function() local t = {} for i = 1, 100 do t[i] = s .. i end end) end
  return ctx.box("note", { content = encart.html.p "x" }) end }
