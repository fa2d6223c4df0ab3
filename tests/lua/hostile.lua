-- What a hostile plugin may try: { name, how it ends, code }. It ends by
--   "budget"   stopped: fuel, memory, stack or time
--   "error"    an error that its own pcall may catch
--   "value"    nothing happens
--   "refused"  the file is not loaded
--   "either"   an error or a budget: which comes first depends on the surroundings
-- The code is the body of a function; `encart`, `ctx` and the library are in reach. With a
-- fourth member "file" it is a whole init.lua. Read by tests/lua_hostile.c with stock Lua.
local function times(s, n, sep) return s:rep(n, sep) end

-- A table of few keys whose length is a power of two, or the greatest integer.
local border = "local t, i = { 1, 1, 1, 1, 1, [9] = 1 }, 8 while i > 0 do t[i] = 1 i = i * 2 end "

return {
  -- ---- loops ----------------------------------------------------------------------------
  { "loop", "budget", [[while true do end]] },
  { "pcall_loop", "budget", [[while true do pcall(function() while true do end end) end]] },
  { "pcall_tree", "budget",
    [[local function f() pcall(f) pcall(f) end while true do f() end]] },
  { "xpcall_handler", "error", [[local function s() while true do end end xpcall(s, s)]] },
  { "goto_loop", "budget", [[::a:: goto a]] },
  { "goto_pcall", "budget", [[::a:: pcall(error, "x") goto a]] },
  { "repeat_loop", "budget", [[repeat local x = 1 until x == 2]] },
  { "for_huge", "budget", [[for i = math.mininteger, math.maxinteger do end]] },
  { "for_float", "budget", [[for i = 0, math.huge do end]] },
  { "for_tiny_step", "budget", [[for i = 0, 1, 5e-324 do end]] },
  { "for_zero_step", "error", [[for i = 1, 2, 0 do end]] },
  { "for_endless_iterator", "budget", [[for _ in function() return 1 end do end]] },
  { "tail_loop", "budget", [[local function f() return f() end return f()]] },
  { "ipairs_endless", "budget",
    [[for _ in ipairs(setmetatable({}, { __index = function() return 1 end })) do end]] },
  { "ipairs_rawequal", "budget",
    [[for _ in ipairs(setmetatable({}, { __index = rawequal })) do end while true do end]] },
  { "pairs_endless", "budget",
    [[for _ in pairs(setmetatable({}, { __pairs = function()
        return function() return 1 end end })) do end]] },

  -- ---- patterns -------------------------------------------------------------------------
  { "pattern_star", "budget", [[return ("a"):rep(30):find(("a*"):rep(30) .. "b")]] },
  { "pattern_lazy", "budget", [[return ("a"):rep(200):find(".-.-.-.-.-b")]] },
  { "pattern_quad", "budget", [[return ("x"):rep(20000):gsub(".-y", "")]] },
  { "pattern_balance", "budget", [[return ("("):rep(20000):gsub("%b()", "")]] },
  { "pattern_frontier", "budget",
    [[local s = ("a"):rep(1e6) while true do s:find("%f[^%w%s%p%c%x]z") end]] },
  { "pattern_back", "budget", [[return ("a"):rep(5000):find("(.*)(.*)%1%2b")]] },
  { "pattern_set", "budget",
    [[local p = "[" .. ("bc"):rep(400000) .. "]" while true do ("a"):rep(1000):find(p) end]] },
  { "pattern_long", "error", [[return ("a"):rep(300):find(("a?"):rep(300) .. ("a"):rep(300))]] },
  { "pattern_captures", "error", [[return ("a"):rep(99):find(("(a)"):rep(40))]] },
  { "pattern_deep", "error", [[return ("a"):rep(900):find(("(a"):rep(30) .. (")"):rep(31))]] },
  { "pattern_open", "error", [[return ("a"):find("[a")]] },
  { "pattern_index", "error", [[return ("a"):find("%9")]] },
  { "gmatch_long", "budget",
    [[for w in ("ab "):rep(3e5 // 1 | 0):gmatch("%a-%s-") do end]] },
  { "gsub_grow", "either",
    [[local s = "x" for i = 1, 40 do s = s:gsub(".", "%0%0%0%0%0%0%0%0") end]] },
  { "gsub_callback_error", "budget",
    [[while true do pcall(string.gsub, "abc", ".", function() error("x") end) end]] },
  { "gsub_callback_spin", "budget",
    [[while true do pcall(string.gsub, "abc", ".", function() while true do end end) end]] },
  { "gsub_index", "budget",
    [[local t = setmetatable({}, { __index = function(_, k) return k end })
      while true do ("abc"):rep(100000):gsub(".", t) end]] },
  { "gsub_bad_value", "error", [[return ("a"):gsub("a", function() return {} end)]] },
  { "plain_find", "either",
    [[return ("a"):rep(1 << 20):find(("a"):rep(1 << 19) .. "b", 1, true)]] },
  { "find_many", "budget", [[local s, p = ("a"):rep(900000), ("a"):rep(400000) .. "b"
      while true do s:find(p, 1, true) end]] },

  -- ---- sizes ----------------------------------------------------------------------------
  { "rep_empty", "value", [[return (""):rep(1 << 62)]] },
  { "rep_huge", "error", [[return ("x"):rep(1 << 33)]] },
  { "rep_wraps", "error", [[return ("xxxx"):rep(1 << 62)]] },
  { "rep_separator", "error", [[return (""):rep(math.maxinteger, "xx")]] },
  { "format_wide", "budget", [[while true do local _ = ("%99.99f"):rep(4):format(1e300, 1e300,
      1e300, 1e300) end]] },
  { "format_width", "error", [[return ("%999d"):format(1)]] },
  { "format_star", "error", [[return ("%*d"):format(1 << 30, 1)]] },
  { "format_many", "budget", [[local f = ("%s"):rep(200) while true do pcall(string.format, f,
      table.unpack({}, 1, 200)) end]] },
  { "format_pointer", "error", [[return ("%p"):format({})]] },
  { "byte_all", "error", [[local s = ("x"):rep(900000) while true do s:byte(1, -1) end]] },
  { "byte_pcall", "budget",
    [[local s = ("x"):rep(900000) while true do pcall(s.byte, s, 1, -1) end]] },
  { "sub_bounds", "value", [[local s = ("x"):rep(10)
      return s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger, math.mininteger),
        s:byte(math.mininteger, math.mininteger), s:find("x", math.mininteger),
        s:find("x", math.maxinteger), s:match("()", math.maxinteger)]] },
  { "codepoint_all", "budget",
    [[local s = ("é"):rep(400000) while true do pcall(utf8.codepoint, s, 1, -1) end]] },
  { "utf8_long", "budget", [[local s = ("é"):rep(400000) while true do utf8.len(s) end]] },
  { "utf8_bounds", "value", [[for _, i in ipairs { math.mininteger, math.maxinteger } do
      pcall(utf8.len, "é", i, i) pcall(utf8.offset, "é", i, i) pcall(utf8.codepoint, "é", i, i)
      pcall(utf8.char, i) end]] },
  { "utf8_continuation", "budget", [[local f, s = utf8.codes(""), ("\x80"):rep(1 << 20)
      while true do f(s, 1) end]] },
  { "char_many", "budget", [[while true do string.char(table.unpack(setmetatable({}, {}), 1, 0))
      local t = {} for i = 1, 250 do t[i] = 65 end string.char(table.unpack(t)) end]] },
  { "tonumber_long", "budget",
    [[local s = ("1"):rep(1 << 20) while true do tonumber(s) tonumber(s, 10) end]] },
  { "tonumber_zeros", "budget",
    [[local s = "0." .. ("0"):rep(1 << 19) .. "1e500000" while true do tonumber(s) end]] },
  { "number_argument", "budget",
    [[local s = ("0"):rep(1 << 20) while true do pcall(string.rep, "", s) end]] },
  { "concat_numbers", "budget", [[local s = "" while true do s = s .. 1.5 .. 2 end]] },
  { "arith_string", "budget",
    [[local s = ("1"):rep(1 << 20) while true do pcall(function() return s + 1 end) end]] },

  -- ---- tables ---------------------------------------------------------------------------
  { "unpack_wide", "budget", [[while true do pcall(table.unpack, {}, 1, 900000) end]] },
  { "unpack_wraps", "error", [[return table.unpack({}, math.mininteger, math.maxinteger)]] },
  { "move_forever", "error", [[table.move({}, 1, math.maxinteger - 1, 1, {})]] },
  { "insert_len", "value",
    [[table.insert(setmetatable({}, { __len = function() return 1 << 53 end }), 1, "x")]] },
  { "remove_len", "value",
    [[table.remove(setmetatable({}, { __len = function() return 1 << 53 end }), 1)]] },
  { "insert_border", "either",
    border .. [[t[math.maxinteger] = 1 table.insert(t, 5) table.insert(t, 1, 5)]] },
  { "insert_middle", "budget", border .. [[table.insert(t, 1, 5)]] },
  { "remove_border", "budget", border .. [[t[math.maxinteger] = 1 table.remove(t, 1)]] },
  { "insert_position", "error", [[table.insert({}, math.mininteger, 1)]] },
  { "insert_front", "budget", [[local t = {} while true do table.insert(t, 1, 1) end]] },
  { "concat_index", "error",
    [[table.concat(setmetatable({}, { __index = function() return "" end }), "", 1, 1 << 53)]] },
  { "concat_end", "error", [[return table.concat({}, "", math.maxinteger, math.maxinteger)]] },
  { "concat_grow", "budget", [[local t = {} for i = 1, 250 do t[i] = ("x"):rep(4000) end
      while true do table.concat(t, ", ") end]] },
  { "concat_separator", "either",
    [[local t = {} for i = 1, 100 do t[i] = "" end return table.concat(t, ("x"):rep(1 << 20))]] },
  { "sort_true", "value", [[local t = {} for i = 1, 2000 do t[i] = i end
      table.sort(t, function() return true end)]] },
  { "sort_error", "budget", [[local t = { 3, 2, 1 } while true do
      pcall(table.sort, t, function() error "x" end) end]] },
  { "sort_big", "budget", [[local t = {} for i = 1, 2e5 do t[i] = -i end
      for i = 1, 40 do table.sort(t) t[1], t[9] = t[9], t[1] end]] },
  { "sort_mutates", "value", [[local t = {} for i = 1, 100 do t[i] = i * 7 % 31 end
      table.sort(t, function(a, b) for i = 1, 100 do t[i] = nil end return a < b end)]] },
  { "sort_nested", "budget", [[local t = {} for i = 1, 100 do t[i] = i * 7 % 31 end
      while true do table.sort(t, function(a, b)
        table.sort(t, function(c, d) return c > d end) return a < b end) end]] },
  { "sort_lt", "budget", [[local m = { __lt = function() while true do end end }
      local t = {} for i = 1, 9 do t[i] = setmetatable({}, m) end table.sort(t)]] },
  { "next_sparse", "budget", [[local t = {} for i = 1, 2e5 do t[i] = i end
      for i = 1, 2e5 do t[i] = nil end while true do next(t) end]] },
  { "pairs_sparse", "budget", [[local t = {} for i = 1, 2e5 do t[i] = i end
      for i = 1, 2e5 do t[i] = nil end while true do pairs(t) end]] },
  { "next_walk", "budget", [[local t = {} for i = 1, 5000 do t["k" .. i] = i end
      local k while true do k = next(t, k) end]] },
  { "pairs_long_keys", "budget", [[local t, s = {}, ("x"):rep(900000)
      for i = 1, 6 do t[s .. i] = i end while true do pairs(t) end]] },
  { "pairs_objects", "error", [[for _ in pairs { [{}] = 1 } do end]] },
  { "chunk_of_keys", "budget", [[while true do pairs { 1, 2, 3, a = 1, b = 2 } end]] },
  { "select_wide", "either",
    [[local function b(n, ...) if n == 0 then while true do select(2, ...) end end
      return b(n - 1, 1, ...) end return b(200)]] },
  { "select_bounds", "error", [[return select(math.mininteger, 1, 2)]] },
  { "vararg_million", "either", [[local function f(n, ...)
      if n == 0 then return select("#", ...) end
      return f(n - 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ...) end return f(70000)]] },
  { "pack_spin", "budget", [[while true do table.pack(table.unpack({}, 1, 250)) end]] },
  { "constructor_wide", "budget", [[local function many() return table.unpack({}, 1, 250) end
      while true do local t = { many(), many(), many(), many() } end]] },

  -- ---- costs of one instruction ----------------------------------------------------------
  { "collide_integers", "budget",
    [[local t, m = {}, (1 << 16) - 1 for i = 1, 60000 do t[i * m] = i end while true do end]] },
  { "collide_big", "budget",
    [[local t, m = {}, (1 << 17) - 1 for i = 1, 120000 do t[i * m] = i end while true do end]] },
  { "collide_small", "budget", [[local t, m = {}, (1 << 13) - 1
      for i = 1, 8000 do t[i * m] = i end while true do local _ = t[m * 8001] end]] },
  { "collide_floats", "budget", [[local t = {} for i = 1, 1000 do t[2.0 ^ i] = i end
      for i = 1, 60000 do t[i + 2.0 ^ -20] = i end while true do end]] },
  { "collide_pairs", "budget", [[local t, m = {}, (1 << 13) - 1
      for i = 1, 8000 do t[i * m] = i end while true do for _ in pairs(t) do end end]] },
  { "collide_next", "budget", [[local t, m = {}, (1 << 13) - 1
      for i = 1, 8000 do t[i * m] = i end while true do next(t) end]] },
  { "call_itself", "budget",
    [[local t = setmetatable({}, {}) getmetatable(t).__call = t return t()]] },
  { "call_itself_pcall", "budget",
    [[local t = setmetatable({}, {}) getmetatable(t).__call = t while true do pcall(t) end]] },
  { "call_chain", "either", [[local f = function() end
      for i = 1, 7000 do f = setmetatable({}, { __call = f }) end while true do f() end]] },
  { "call_chain_deep", "either", [[local f = function() end
      for i = 1, 3000 do f = setmetatable({}, { __call = f }) end
      while true do f() f() f() f() f() f() f() f() f() f() f() f() f() f() f() f() end]] },
  { "call_chain_gsub", "either", [[local f = function() return "x" end
      for i = 1, 3000 do f = setmetatable({}, { __call = f }) end
      local t = setmetatable({}, { __index = f })
      while true do ("a"):rep(1000):gsub(".", t) end]] },
  { "index_chain", "budget", [[local t = {} for i = 1, 1990 do t = setmetatable({}, { __index = t })
      end while true do local a, b, c, d = t.x, t.x, t.x, t.x end]] },
  { "index_cycle", "error",
    [[local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x]] },
  { "newindex_cycle", "error",
    [[local t = setmetatable({}, {}) getmetatable(t).__newindex = t t.x = 1]] },
  { "copy_big", "budget", [[local s = "x" for i = 1, 20 do s = s .. s end
      while true do local t = s .. "y" end]] },
  { "eq_big", "budget", [[local s = "x" for i = 1, 19 do s = s .. s end
      local a, b = s .. "a", s .. "b" while true do local _ = a == b end]] },
  { "lt_big", "budget", [[local s = "x" for i = 1, 19 do s = s .. s end
      local a, b = s .. "a", s .. "b" while true do local _ = a < b end]] },
  { "lt_zeros", "budget", [[local s = ("\0"):rep(1048000) local a, b = s .. "a", s .. "b"
      while true do local _ = a < b end]] },
  { "lt_zeros_wide", "budget", [[local s = ("\0"):rep(30000) local a, b = s .. "a", s .. "b"
      while true do local _, _, _ = a < b, a < b, a < b end]] },
  { "sort_zeros", "budget", [[local s, t = ("\0"):rep(300000), {} for i = 1, 9 do t[i] = s .. i end
      while true do table.sort(t) end]] },
  { "key_long", "budget",
    [[local s, t = ("x"):rep(1 << 19), {} while true do t[s .. #t] = 1 end]] },
  { "len_border", "budget", border .. [[while true do local _ = #t end]] },
  { "fmod_slow", "budget", [[local a, b = 1e308, 5e-324 while true do local _ = a % b end]] },
  { "pow_slow", "budget", [[local a = 1 + 2 ^ -52 while true do local _ = a ^ 1e300 end]] },
  { "error_chain", "budget", "local t = {} local function f() " ..
    times("t.x = t.x ", 900, "\n") .. "\n return t" .. times(".a", 90) .. " end " ..
    "t.a = t while true do pcall(f) end" },
  { "error_after_much_code", "budget", "local t = { } t.a = t local function f(x) if x then\n" ..
    times("x = x.y x = x.y x = x.y x = x.y x = x.y x = x.y x = x.y x = x.y", 2500, "\n") ..
    "\nend return t" .. times(".a", 90) .. ".b.c end while true do pcall(f) end" },

  -- ---- depth ----------------------------------------------------------------------------
  { "deep_lua", "budget", [[local function f() return 1 + f() end return f()]] },
  { "deep_mutual", "budget", [[local g local function f() return 1 + g() end
      g = function() return 1 + f() end return f()]] },
  { "deep_pcall", "either", [[local function f() return pcall(f) end assert(f())
      error("as deep as it goes")]] },
  { "deep_gsub", "error", [[local function f() return (("x"):gsub("x", f)) end return f()]] },
  { "deep_sort", "error", [[local function f() table.sort({ 2, 1 }, function() f() end) end f()]] },
  { "deep_map", "error", [[local function f() encart.map({ 1 }, f) end f()]] },
  { "deep_pairs", "error", [[local m = {} m.__pairs = function() pairs(setmetatable({}, m)) end
      pairs(setmetatable({}, m))]] },
  { "deep_index", "error", [[local t = setmetatable({}, {}) getmetatable(t).__index =
      function(t, k) return t[k .. "x"] end return t.x]] },
  { "deep_newindex", "error", [[local t = setmetatable({}, {}) getmetatable(t).__newindex =
      function(t, k) t[k .. "x"] = 1 end t.x = 1]] },
  { "deep_tostring", "error", [[local t = setmetatable({}, { __tostring = function(t)
      return tostring(t) end }) return tostring(t)]] },
  { "deep_format", "error", [[local t = setmetatable({}, { __tostring = function(t)
      return ("%s"):format(t) end }) return tostring(t)]] },
  { "deep_concat", "error", [[local t = setmetatable({}, {}) getmetatable(t).__concat =
      function(a, b) return a .. b end return t .. t]] },
  { "deep_eq", "error", [[local m = {} m.__eq = function() return setmetatable({}, m) ==
      setmetatable({}, m) end return setmetatable({}, m) == setmetatable({}, m)]] },
  { "deep_len", "error", [[local t = setmetatable({}, {}) getmetatable(t).__len =
      function(t) return #t end return #t]] },
  { "deep_unm", "error", [[local t = setmetatable({}, {}) getmetatable(t).__unm =
      function(t) return -t end return -t]] },
  { "deep_lt", "error", [[local t = setmetatable({}, {}) getmetatable(t).__lt =
      function(a, b) return a < b end return t < t]] },
  { "deep_vararg", "budget",
    [[local function b(n, ...) if n == 0 then return end return b(n - 1, 1, ...) end b(220000)]] },
  { "deep_element", "either", [[local e = encart.html.span "x"
      for i = 1, 1e6 do e = encart.html.span(e) end]] },
  { "deep_list", "error", [[local t = {} for i = 1, 100 do t = { t } end
      return encart.html.p(t)]] },
  { "wide_list", "either", [[local t = { "x" } for i = 1, 31 do t = { t, t } end
      return encart.html.p(t)]] },
  { "list_cycle", "error", [[local t = {} t[1] = t return encart.html.p(t)]] },
  { "list_sparse", "value",
    [[local _ = encart.html.p { [1 << 40] = "x", [-5] = "y", [1.5] = "z" }]] },

  -- ---- memory ---------------------------------------------------------------------------
  { "mem", "budget", [[local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end]] },
  { "mem_pcall", "budget", [[while true do pcall(function() local t = {}
      while true do t[#t + 1] = {} end end) end]] },
  { "mem_swallow", "budget", [[local t = {} while true do pcall(function()
      t[#t + 1] = ("x"):rep(1 << 20) .. #t end) end]] },
  { "mem_closures", "budget",
    [[local f while true do local g = f f = function() return g end end]] },
  { "mem_strings", "budget", [[local i = 0 while true do i = i + 1 local _ = "k" .. i end]] },
  { "mem_one_table", "budget", [[local t = {} for i = 1, 1e9 do t[i] = true end]] },
  { "mem_one_string", "budget", [[local s = "x" while true do s = s .. s end]] },
  { "mem_reverse", "budget", [[local s = ("x"):rep(1 << 19) while true do s:reverse() end]] },
  { "topic_flood", "budget", [[local s = ("x"):rep(1 << 20) while true do
      pcall(ctx and ctx.box or error, "note", { topic = s, weight = "no",
        content = encart.html.p "x" }) end]] },
  { "warn_flood", "budget", [[while true do (ctx and ctx.warn or tostring)("x") end]] },
  { "warn_long", "budget", [[local s = ("x"):rep(1 << 20)
      while true do (ctx and ctx.warn or tostring)(s) end]] },
  { "key_flood", "budget", [[local s = ("x"):rep(1 << 20)
      while true do pcall(function() return ctx[s] end) end]] },
  { "attribute_flood", "budget", [[local s = ("x"):rep(1 << 20)
      while true do pcall(encart.html.p, { [s] = "x" }) pcall(encart.html.p, { class = s })
        pcall(encart.html.a, { href = "https://example.org/" .. s:sub(1, 500000) }) end]] },
  { "label_flood", "budget", [[local s = ("{n}"):rep(1 << 18)
      while true do pcall(ctx and ctx.t or error, s, { n = 1 }) end]] },

  -- ---- metamethods and errors ------------------------------------------------------------
  { "gc_spin", "error", [[setmetatable({}, { __gc = function() while true do end end })]] },
  { "gc_later", "value", [[local m = {} local t = setmetatable({}, m)
      m.__gc = function() while true do end end t = nil]] },
  { "mode_later", "value", [[local m = {} local t = setmetatable({}, m) m.__mode = "kv"
      for i = 1, 100 do t[{}] = {} end]] },
  { "close_spin", "refused", [[local x <close> = setmetatable({}, { __close = function()
      while true do end end }) while true do end]] },
  { "close_in_for", "budget", [[local m = {} local x = setmetatable({}, m)
      m.__close = function() while true do end end
      for _ in function() end, nil, nil, x do end]] },
  { "close_on_error", "budget", [[local m = {} local x = setmetatable({}, m)
      m.__close = function() while true do end end
      while true do pcall(function() for _ in function() return 1 end, nil, nil, x do
        error("x") end end) end]] },
  { "close_when_dead", "budget", [[local m, n = {}, 0 local x = setmetatable({}, m)
      m.__close = function() n = n + 1 while true do end end
      local function f(d) for _ in function() return 1 end, nil, nil, x do
        if d > 0 then f(d - 1) end while true do end end end
      while true do pcall(f, 50) end]] },
  { "close_breaks", "budget", [[local m = {} local x = setmetatable({}, m)
      m.__close = function() error("close") end
      while true do pcall(function() for _ in function() return 1 end, nil, nil, x do break end
        for _ in function() return 1 end, nil, nil, x do error({}) end end) end]] },
  { "tostring_spin", "budget", [[local t = setmetatable({}, { __tostring = function()
      while true do end end }) while true do pcall(string.format, "%s", t) end]] },
  { "tostring_lies", "error",
    [[return tostring(setmetatable({}, { __tostring = function() return {} end }))]] },
  { "index_spin", "budget", [[local t = setmetatable({}, { __index = function()
      while true do end end }) while true do pcall(function() return t.x end) end]] },
  { "err_object", "error",
    [[error(setmetatable({}, { __tostring = function() error "boom" end }))]] },
  { "err_spin", "error",
    [[error(setmetatable({}, { __tostring = function() while true do end end }))]] },
  { "err_nil", "error", [[error(nil)]] },
  { "err_long", "error", [[error(("x"):rep(1 << 19))]] },
  { "err_function", "error", [[error(function() while true do end end)]] },
  { "err_levels", "value", [[for i = -3, 300 do pcall(error, "x", i) end
      pcall(error, "x", math.maxinteger) pcall(error, "x", math.mininteger)]] },
  { "err_in_err", "error", [[local function f() error(setmetatable({}, { __index = error })) end
      local ok, e = pcall(f) error(e)]] },
  { "err_memory_again", "budget", [[local ok = true while true do
      ok = pcall(string.rep, "x", 1 << 20) pcall(function() local s = ("x"):rep(1 << 20)
      return s .. s end) end]] },
  { "metatable_locked", "error", [[setmetatable(setmetatable({}, { __metatable = 1 }), {})]] },
  { "library_metatable", "error", [[getmetatable("").__index = nil]] },
  { "string_mt", "error", [[getmetatable("").__add = function() end]] },
  { "element_metatable", "error", [[getmetatable(encart.html.p "x").__index = error]] },
  { "ctx_metatable", "error", [[getmetatable(ctx or error("no ctx")).__index = error]] },
  { "ctx_raw", "error", [[rawset(ctx or error("no ctx"), "box", 1) return ctx.nothing]] },
  { "library_changed", "value", [[string.find, pairs, tostring, error = nil]] },
  { "env_gone", "error", [[local _ENV = nil return x]] },
  { "env_const", "refused", [[local _ENV <const> = {} return x]] },
  { "count_lies", "value", [[local n = select("#", table.unpack({}, 1, 250)) assert(n == 250)]] },

  -- ---- what must not be there --------------------------------------------------------------
  { "env_escape", "value", [[local g = load and load("return _G")() or _G
      assert(g == nil and os == nil and io == nil and debug == nil and coroutine == nil and
        package == nil and collectgarbage == nil and dofile == nil and loadfile == nil and
        print == nil and string.dump == nil and string.pack == nil and table.move == nil and
        math.random == nil)]] },
  { "addr", "value", [[assert(tostring({}) == "table" and not pcall(string.format, "%p", {}) and
      tostring(pairs) == "function" and tostring(ctx or {}) == "table")]] },
  { "order", "value", [[local o = {} for k in pairs { b = 1, a = 2, c = 3 } do o[#o + 1] = k end
      assert(table.concat(o) == "abc")]] },
  { "coroutine_close", "error", [[local c = false for i = 1, 20000 do local p = c
      c = coroutine.create(function() end) end coroutine.close(c)]] },
  { "collect", "error", [[while true do collectgarbage() end]] },
  { "load_endless", "error", [[return load(function() return "x = 1 " end)]] },
  { "require_path", "error", [[require "../../etc/passwd"]] },
  { "require_init", "error", [[require "init"]] },
  { "debug_hook", "error", [[debug.sethook()]] },

  -- ---- sources ---------------------------------------------------------------------------
  { "bytecode", "refused", "\27Lua", "file" },
  { "bom", "refused", "\xEF\xBB\xBFreturn {}", "file" },
  { "shebang", "refused", "#!/usr/bin/lua\nreturn {}", "file" },
  { "chain", "refused",
    "local t = {} t.a = t return t" .. times(".a", 4000) .. ".b.c" },
  { "chain_brackets", "refused", "local t = {} return t" .. times("['a']", 101) },
  { "chain_comments", "refused", "local t = {} return t" .. times(".a--[[x]]\n", 101) },
  { "chain_methods", "error", "local t = {} return t" .. times(":a()", 101) },
  { "chain_calls", "error", "local t = {} return t" .. times(".a{}", 101) },
  { "parens", "refused", "return " .. times("(", 300) .. "1" .. times(")", 300) },
  { "blocks", "refused", times("do ", 300) .. times("end ", 300) },
  { "functions", "refused", times("return function() ", 250) .. times("end ", 250) },
  { "unary", "refused", "return " .. times("not ", 1500) .. "x" },
  { "powers", "refused", "return 1" .. times("^1", 1500) },
  { "concats", "refused", "return 1" .. times("..1", 1500) },
  { "locals", "refused", times("local a ", 250) },
  { "long_line", "refused", "return '" .. times("x", 9000) .. "'" },
  { "long_file", "refused", times("-- x\n", 60000) },
  { "jumps", "refused", "local a while true do local b = a" ..
    times(" and a", 20000, "\n") .. " end" },
  { "jumps_at_most", "either", "local a while true do local b = a" ..
    times(" and a", 4000, "\n") .. " end" },
  { "jumps_elseif", "budget", "local a while true do if a then" ..
    times(" elseif a then", 4000, "\n") .. " end end" },
  { "jumps_goto", "budget", "while true do do" .. times(" do goto a end", 3900, "\n") ..
    " end ::a:: end" },
  { "labels", "refused", times("::a::", 100, "\n") },
  { "constants", "budget", "local t = {" .. times("65535,", 2000, "\n") .. "} while true do end" },
  { "unfinished_string", "refused", "return 'x" },
  { "unfinished_long_string", "refused", "return [==[x]=]" },
  { "zeros", "refused", "return \0" },

  -- ---- what is returned --------------------------------------------------------------------
  { "ret_index", "error", [[return { propose = function()
      return setmetatable({}, { __index = function() error "boom" end }) end }]], "file" },
  { "ret_len", "error", [[return { propose = function()
      return setmetatable({}, { __len = function() while true do end end }) end }]], "file" },
  { "ret_plugin_index", "error",
    [[return setmetatable({}, { __index = function() error "boom" end })]], "file" },
  { "ret_border", "budget", [[return { propose = function() local t, i = { [9] = false }, 8
      for k = 1, 5 do t[k] = false end
      while i > 0 do t[i] = false i = i * 2 end t[math.maxinteger] = false return t end }]],
    "file" },
  { "ret_other", "error",
    [[return { propose = function() return 1, "x", {}, print end }]], "file" },
  { "ret_cycle", "error", [[return { propose = function(ctx) local t = {} t[1] = t
      return ctx.box("note", { content = t }) end }]], "file" },
  { "ret_cycle_content", "error", [[return { propose = function(ctx)
      return ctx.box("note", { content = function() local e = encart.html.p "x" e[1] = e
        return e end }) end }]], "file" },
  { "ret_shared", "error", [[return { propose = function(ctx)
      return ctx.box("note", { content = function() local e = encart.html.b "x"
        for i = 1, 28 do e = encart.html.b { e, e } end return encart.html.p(e) end }) end }]],
    "file" },
  { "ret_many_boxes", "error", [[return { propose = function(ctx) local t = {}
      for i = 1, 1e5 do t[i] = ctx.box("side", { content = encart.html.aside "x" }) end
      return t end }]], "file" },
  { "ret_no_table", "error", [[return 1]], "file" },
  { "ret_no_propose", "error", [[return { propose = 1 }]], "file" },
}
