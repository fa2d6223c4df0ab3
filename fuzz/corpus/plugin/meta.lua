local m = {} m.__index = function(t, k) return k .. "x" end
m.__call = function(t, ...) return select("#", ...) end m.__eq = function() return true end
m.__lt = function(a, b) return #tostring(a) < #tostring(b) end m.__len = function() return 3 end
m.__concat = function(a, b) return "c" end m.__tostring = function() return "s" end
m.__pairs = function(t) return next, { a = 1 }, nil end m.__unm = function() return 1 end
local a, b = setmetatable({}, m), setmetatable({}, m)
local t = { a, b, a } table.sort(t)
m.__close = function() end
for _ in function() end, nil, nil, a do break end
return { propose = function(ctx) local n = 0 for k in pairs(a) do n = n + 1 end
  return ctx.box("note", { content = encart.html.p(a.k .. b(1, 2) .. tostring(a == b) .. #a ..
    (a .. b) .. -a .. n .. ("%s"):format(a)) }) end }
