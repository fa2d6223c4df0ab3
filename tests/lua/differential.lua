-- Run by the stock interpreter's library and by ours: both must return the same text.
-- Deterministic: a linear congruential generator, no clock, no address.
--
-- Where ours differs by intent, so that it is not asked here but tested by itself:
--   pairs, next        in order of keys; keys that are neither numbers nor strings refused
--   tostring, %s       without addresses, without __name; %p refused
--   pcall              passes on the end of a budget
--   setmetatable       refuses __gc, __close, __mode, __name
--   getmetatable       false for strings
--   table.*            raw access; sort is stable and takes any order function
--   byte, unpack, codepoint   at most 250 results; strings at most 1 MiB
--   math.max, min      numbers only, as the manual says (stock takes numerals too)
--   coroutine, debug, io, os, package, _G, collectgarbage, dofile, load, loadfile, print,
--   warn, xpcall, math.random, math.randomseed, string.dump, pack, unpack, packsize,
--   table.move         absent
local seed = 12345
local function rnd(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end

local out = {}
local function show(v)
  if type(v) == "string" then return (string.format("%q", v):gsub("\\\n", "\\n")) end
  if math.type(v) == "float" then return string.format("%.17g", v) end
  return tostring(v)
end

-- One line for each call: what it gave, or that it failed and how. Argument errors name
-- the function differently here and there: only that they are errors counts.
local function try(label, f, ...)
  local r = table.pack(pcall(f, ...))
  if not r[1] then
    local why = tostring(r[2]):gsub("^[^:]*:%d+: ", "")
    if why:find("bad argument", 1, true) or why:find("attempt to", 1, true) then
      why = "argument"
    end
    -- Stock reports conversions in other words, and before or after the argument.
    if label:find("^format ") then why = "error" end
    out[#out + 1] = label .. " ! " .. why
    return
  end
  local parts = {}
  for i = 2, r.n do parts[#parts + 1] = show(r[i]) end
  out[#out + 1] = label .. " = " .. table.concat(parts, ", ")
end

local function pick(list) return list[rnd(#list)] end

-- ---- patterns ---------------------------------------------------------------------------

local atoms = { "a", "b", "c", ".", "%a", "%d", "%s", "%w", "%p", "%A", "%S", "%x", "%u", "%l",
  "%c", "%g", "%.", "%%", "[abc]", "[^ab]", "[a-c]", "[%a_]", "[]]", "[^]x]", "[a-]", "[%]]",
  "[-a]", "%-", " ", "(", ")", "()", "%1", "%2", "%b()", "%bxx", "%f[%w]", "%f[^a]", "$", "^",
  "[a", "%", "[%", "%f", "%b(", "\0", "é" }
local suffixes = { "", "", "", "*", "+", "-", "?" }
local pieces = { "a", "b", "c", "ab", "abc", " ", "1", "(", ")", "x", "A", "_", "]", "-", "%",
  ".", "\0", "\n", "é", "^", "$" }

local function pattern()
  local t = {}
  for _ = 1, rnd(5) do t[#t + 1] = pick(atoms) .. pick(suffixes) end
  return (rnd(5) == 1 and "^" or "") .. table.concat(t) .. (rnd(6) == 1 and "$" or "")
end

local function subject()
  local t = {}
  for _ = 1, rnd(10) - 1 do t[#t + 1] = pick(pieces) end
  return table.concat(t)
end

local function all_matches(s, p, init)
  local t = {}
  for a, b, c in s:gmatch(p, init) do
    t[#t + 1] = show(a) .. "/" .. show(b) .. "/" .. show(c)
    if #t > 50 then break end
  end
  return table.concat(t, ";")
end

for _ = 1, CASES or 2500 do
  local s, p = subject(), pattern()
  local init = rnd(2) == 1 and nil or rnd(9) - 5
  local label = show(s) .. " " .. show(p)
  try("find " .. label, string.find, s, p, init)
  try("plain " .. label, string.find, s, p, init, true)
  try("match " .. label, string.match, s, p, init)
  try("gmatch " .. label, all_matches, s, p, init)
  try("gsub " .. label, string.gsub, s, p, pick { "<%0>", "%1", "x", "", "%%", "%2", "%" })
  try("gsubn " .. label, string.gsub, s, p, "-", rnd(4) - 2)
  try("gsubt " .. label, string.gsub, s, p, { a = "A", ab = true, b = false, [1] = "one" })
  try("gsubf " .. label, string.gsub, s, p, function(x, y)
    if x == "a" then return nil end
    return tostring(x) .. tostring(y)
  end)
end

-- ---- format -----------------------------------------------------------------------------

local flags = { "", "-", "+", " ", "#", "0", "-+", "+0", "-#", "#0" }
local widths = { "", "", "1", "5", "12", "99", "100" }
local precisions = { "", "", ".", ".0", ".3", ".10", ".99", ".100" }
local letters = { "d", "i", "u", "c", "x", "X", "o", "e", "E", "f", "F", "g", "G", "a", "A", "s",
  "q", "z", "%" }
local values = { 0, 1, -1, 65, 255, 123456789, math.maxinteger, math.mininteger, 0.0, -0.0, 1.5,
  -2.25, 1e15, 1e100, 1e308, 0.1, 3.0, math.huge, -math.huge, "x", "", "12", "0x10", "1e2",
  "abc def", "a\0b", "é", ("long "):rep(30), true, false }
for _ = 1, (CASES or 2500) do
  local f = "%" .. pick(flags) .. pick(widths) .. pick(precisions) .. pick(letters)
  local v = pick(values)
  try("format " .. f .. " " .. show(v), string.format, "<" .. f .. ">", v)
end
for _, v in ipairs(values) do
  try("q", string.format, "%q", v)
  try("q0", string.format, "%q", tostring(v) .. "\0001\r\n\127")
end
try("q nil", string.format, "%q", nil)
try("s nil", string.format, "%s %s", nil, true)
try("few", string.format, "%s %s", 1)
try("none", string.format, "%")
try("tostring", string.format, "%10.4s|", setmetatable({}, { __tostring = function()
  return "abcdefgh"
end }))

-- ---- strings ----------------------------------------------------------------------------

local ints = { -9223372036854775807 - 1, -10, -3, -2, -1, 0, 1, 2, 3, 10, 9223372036854775807, nil,
  1.0, 1.5, "2" }
for _ = 1, 500 do
  local s, i, j = subject(), ints[rnd(15)], ints[rnd(15)]
  try("sub", string.sub, s, i, j)
  try("byte", string.byte, s, i, j)
  try("rep", string.rep, s, rnd(6) - 2, pick(pieces))
  try("upper", string.upper, s)
  try("lower", string.lower, s)
  try("reverse", string.reverse, s)
  try("len", string.len, s)
  try("char", string.char, rnd(300) - 20, rnd(256) - 1)
end
try("rep0", string.rep, "", 40)
try("rep-", string.rep, "x", -1)

-- ---- numbers ----------------------------------------------------------------------------

local numerals = { "10", " 10 ", "0x1F", "1e1", "1e", "", " ", "1 2", "ff", "-ff", "zz", "7", "8",
  "1.5", "0x1p4", "\v12\t", "-", "+5", "nan", "inf", "1_0", "0b1", "९" }
for _, n in ipairs(numerals) do
  try("tonumber " .. n, tonumber, n)
  for _, base in ipairs { 2, 8, 10, 16, 36, 1, 37 } do
    try("tonumber " .. n .. " " .. base, tonumber, n, base)
  end
end
for _, f in ipairs { "abs", "ceil", "floor", "sqrt", "exp", "log", "modf", "tointeger", "type" } do
  for _, v in ipairs(values) do
    -- Stock 5.4.4 refuses strings here that later releases take.
    if f ~= "tointeger" or type(v) == "number" then try(f, math[f], v) end
  end
end
for _ = 1, 300 do
  local a, b = pick(values), pick(values)
  try("fmod", math.fmod, a, b)
  -- Stock compares strings too; ours takes numbers only, as the manual says.
  if type(a) == "number" and type(b) == "number" then
    try("max", math.max, a, b)
    try("min", math.min, a, b, 3)
  end
  try("ult", math.ult, a, b)
  try("log2", math.log, a, b)
end

for _, f in ipairs { "sin", "cos", "tan", "asin", "acos", "atan", "deg", "rad" } do
  for _, v in ipairs(values) do try(f, math[f], v) end
end
for _ = 1, 300 do try("atan", math.atan, pick(values), pick(values)) end

-- Numerals in arithmetic; tables with events of their own; what is neither.
local event = { __add = function() return "add" end, __unm = function() return "unm" end,
  __concat = function() return "concat" end, __idiv = function() return "idiv" end }
local operands = { 1, -3, 2.5, 0, math.maxinteger, math.mininteger, 1e308, "10", " 0x1F ", "1e1",
  "-7", "", "x", "1.5", "9223372036854775807", "9223372036854775808", "0x1p4", true,
  setmetatable({}, event), {} }
local operations = {
  ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end, ["/"] = function(a, b) return a / b end,
  ["%"] = function(a, b) return a % b end, ["^"] = function(a, b) return a ^ b end,
  ["//"] = function(a, b) return a // b end, ["u-"] = function(a) return -a end,
  ["&"] = function(a, b) return a & b end, [".."] = function(a, b) return a .. b end,
  ["<"] = function(a, b) return a < b end, ["=="] = function(a, b) return a == b end,
}
for _, name in ipairs { "+", "-", "*", "/", "%", "^", "//", "u-", "&", "..", "<", "==" } do
  for i, a in ipairs(operands) do
    for k, b in ipairs(operands) do
      try(name .. " " .. i .. " " .. k, operations[name], a, b)
    end
  end
end
for _, n in ipairs { "9223372036854775807", "9223372036854775808", "-9223372036854775808",
  "0xFFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF", "1e400", "-1e400", "0x.8p1", ".5", "5.", "0x",
  "1e+", "1..2", "١", "1\0", "\t7\n", "7 7", "inf", "-nan", "1e-400" } do
  try("tonumber", tonumber, n)
  try("for", function() for i = 1, tonumber(n) or 0 do if i > 2 then return i end end end)
end

-- ---- tables -----------------------------------------------------------------------------

local function list(n)
  local t = {}
  for i = 1, n do t[i] = rnd(20) end
  return t
end
for _ = 1, 300 do
  local t, n = list(rnd(9) - 1), rnd(12) - 2
  try("concat", table.concat, t, pick { "", ",", ", " }, ints[rnd(15)] and 1 or nil, rnd(10) - 1)
  try("insert", function() table.insert(t, n, "x") return table.concat(t, " ") end)
  try("append", function() table.insert(t, "y") return table.concat(t, " ") end)
  try("remove", function() return table.remove(t, n), table.concat(t, " ") end)
  try("pop", function() return table.remove(t), table.concat(t, " ") end)
  try("unpack", table.unpack, t, n, n + rnd(5) - 2)
  try("pack", function(...) local p = table.pack(...) return p.n, p[1], p[p.n] end, 1, nil, n)
  try("sort", function()
    local u = list(rnd(30))
    table.sort(u)
    return table.concat(u, " ")
  end)
  try("sort >", function()
    local u = list(rnd(30))
    table.sort(u, function(a, b) return a > b end)
    return table.concat(u, " ")
  end)
end
-- With holes and bounds; a border is a border, so only what no border decides.
for _ = 1, 300 do
  local t, i, j = list(rnd(6)), rnd(9) - 3, rnd(9) - 3
  try("concat", table.concat, t, "-", i, j)
  try("concat numbers", table.concat, { 1, 2.5, "x", -0.0, 1e100 }, pick { "", 7, ", " })
  try("unpack", table.unpack, t, i, j)
  try("insert at", function() table.insert(t, i, "z") return #t, table.concat(t, " ") end)
  try("remove at", function() return table.remove(t, i), #t, table.concat(t, " ") end)
  try("insert many", table.insert, t, 1, 2, 3)
  try("insert none", table.insert, t)
  try("select", select, i == 0 and "#" or i, table.unpack(t, 1, 5))
  try("sort by key", function()
    local u = list(20)
    table.sort(u, function(a, b) return a % 5 < b % 5 or a % 5 == b % 5 and a < b end)
    return table.concat(u, " ")
  end)
end
for _, bad in ipairs { "x", 1, true, 1.5 } do
  try("table.concat", table.concat, bad)
  try("table.insert", table.insert, bad, 1)
  try("table.sort", table.sort, bad)
  try("table.sort", table.sort, { 3, 1 }, bad)
  try("ipairs", function() return select("#", ipairs(bad)) end)
  try("setmetatable", setmetatable, bad, {})
  try("setmetatable", setmetatable, {}, bad)
  try("rawget", rawget, bad, 1)
  try("rawset", rawset, {}, nil, bad)
  try("rawlen", rawlen, bad)
  try("gsub", string.gsub, "x", "x", bad)
  try("rep", string.rep, bad, bad)
end
try("sort mixed", table.sort, { 1, "x", 2 })
try("select", select, "#", 1, nil, 3)
try("select", select, 2, "a", "b", "c")
try("select", select, -1, "a", "b", "c")
try("select", select, -5, "a")
try("select", select, 0, "a")
try("rawlen", rawlen, { 1, 2 })
try("rawlen", rawlen, "abc")
try("rawequal", rawequal, "a", "a")
try("ipairs", function()
  local t = setmetatable({ 1, 2 }, { __index = function(_, k) return k < 5 and k or nil end })
  local n = 0
  for _, v in ipairs(t) do n = n + v end
  return n
end)
try("metatable", getmetatable, setmetatable({}, { __metatable = "locked" }))
try("locked", setmetatable, setmetatable({}, { __metatable = "locked" }), {})
try("assert", assert, false)
try("assert", assert, nil, "why")
try("assert", assert, 1, 2, 3)
try("error", error, "plain", 0)
try("error", error)
try("pairs", function()
  local s = 0
  for k, v in pairs { 10, 20, x = 3 } do s = s + v + (k == "x" and 100 or k) end
  return s
end)

-- ---- utf8 -------------------------------------------------------------------------------

local bytes = { "a", "é", "€", "𝄞", "\xC3", "\xA9", "\xE2\x82", "\xF5", "\xED\xA0\x80",
  "\xC0\x80", "\xF4\x90\x80\x80", "\xFD\xBF\xBF\xBF\xBF\xBF", "\0" }
for _ = 1, 1000 do
  local t = {}
  for _ = 1, rnd(5) - 1 do t[#t + 1] = pick(bytes) end
  local s, i, j, lax = table.concat(t), rnd(9) - 4, rnd(9) - 4, rnd(2) == 1
  try("len", utf8.len, s)
  try("len", utf8.len, s, i, j, lax)
  try("codepoint", utf8.codepoint, s, i, j, lax)
  try("offset", utf8.offset, s, i)
  try("offset", utf8.offset, s, i, j)
end
for _, cp in ipairs { 0, 65, 127, 128, 2047, 2048, 65535, 65536, 0x10FFFF, 0x7FFFFFFF, -1 } do
  try("char", utf8.char, cp, 97)
end
for _, s in ipairs { "", "aé€𝄞", "é" } do
  local t = {}
  for p, c in utf8.codes(s) do t[#t + 1] = p .. ":" .. c end
  out[#out + 1] = table.concat(t, " ")
end
try("bad codes", function() for _ in utf8.codes("a\xC3") do end end)
out[#out + 1] = utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*" and "pattern" or "other"

return out
