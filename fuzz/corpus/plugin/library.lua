local s = "abc é " .. 12 .. 1.5
local o = { s:find("b()"), s:gsub("%w", "%0%0"), s:match("(%a+)(.-)%s"), s:rep(3, "-"), s:byte(1, 3),
  ("%5.2f|%q|%-9s|%x"):format(1 / 3, s, "é", 255), s:upper(), s:reverse(), s:sub(-3, -1),
  tostring(nil), tonumber("0x10"), tonumber("zz", 36), math.floor(2.5), math.fmod(-7, 3) }
table.sort(o, function(a, b) return tostring(a) < tostring(b) end)
table.insert(o, 1, table.remove(o)) table.insert(o, select("#", 1, 2))
for p, c in utf8.codes("aé€") do o[#o + 1] = utf8.char(c) .. p end
for w in s:gmatch("%f[%w]%w+") do o[#o + 1] = w end
for k, v in pairs { b = 1, a = 2, [3] = 4, [1.5] = 5 } do o[#o + 1] = k .. v end
return { propose = function(ctx) local t = {}
  for i, v in ipairs(o) do t[i] = tostring(v) end
  return ctx.box("note", { content = encart.html.p(table.concat(t, " ", 1, #t)) }) end }
