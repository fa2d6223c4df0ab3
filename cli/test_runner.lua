-- What runs a plugin's tests/*.lua: `encart plugin test` makes a plugin of this file, one test
-- file and the plugin's own lib/ and locales/, and renders it like any other; so a test has the
-- sandbox, the libraries and the budget that the plugin has. One render runs one test.
--
-- The sandbox cannot call out. What a test asks for with `render` is therefore told to the host
-- in a hole, the host renders, and the test is run again from its beginning with that page among
-- its answers. It is the same test each time: nothing in here can differ between two runs.
local plan = require "lib.encart_test.plan" -- { run = which, 0 = none; answers = { … } }

-- ---- values as text ---------------------------------------------------------------------

local MOST, TEXT = 60, 400 -- members shown of a table, bytes of a string

local function show(value, depth)
  depth = depth or 0
  if type(value) == "string" and #value > TEXT then
    return show(value:sub(1, utf8.offset(value, 0, TEXT) - 1)) .. "… (" .. #value .. " bytes)"
  elseif type(value) == "string" then
    return '"' .. value:gsub('[\\"]', "\\%0"):gsub("\n", "\\n") .. '"'
  elseif type(value) ~= "table" then
    return tostring(value)
  elseif depth == 4 then
    return "{ … }"
  end
  local parts, list = {}, #value
  for key, item in pairs(value) do
    local name = type(key) == "string" and key:find "^[%a_][%w_]*$" and key
      or "[" .. show(key, 4) .. "]"
    local isItem = math.type(key) == "integer" and key >= 1 and key <= list
    if #parts == MOST then
      parts[#parts + 1] = "…"
      break
    end
    parts[#parts + 1] = (isItem and "" or name .. " = ") .. show(item, depth + 1)
  end
  return #parts == 0 and "{}" or "{ " .. table.concat(parts, ", ") .. " }"
end

-- The first place in which two values differ, as path, expected, found; nil: they are the same.
local function difference(want, got, path)
  if rawequal(want, got) or want == got then return end
  if type(want) ~= "table" or type(got) ~= "table" then return path, want, got end
  for key, item in pairs(want) do
    local at = type(key) == "string" and path .. "." .. key or path .. "[" .. show(key) .. "]"
    local where, expected, found = difference(item, got[key], at)
    if where then return where, expected, found end
  end
  for key, item in pairs(got) do
    if want[key] == nil then
      local at = type(key) == "string" and path .. "." .. key or path .. "[" .. show(key) .. "]"
      return at, nil, item
    end
  end
end

-- ---- expect -------------------------------------------------------------------------------

local function fault(what, want, got)
  error({ what = what, want = want, got = got }, 0)
end

local checks = {}

function checks.is(got, want)
  if not rawequal(got, want) then fault("expected the very value", show(want), show(got)) end
end

function checks.equals(got, want)
  local path, expected, found = difference(want, got, "")
  if path then
    fault(path == "" and "expected an equal value" or "expected an equal value; differs at "
      .. path, show(expected), show(found))
  end
end

function checks.differs(got, want)
  if not difference(want, got, "") then fault("expected another value", nil, show(got)) end
end

function checks.matches(got, pattern)
  if type(got) ~= "string" or not got:find(pattern) then
    fault("expected text that matches", show(pattern), show(got))
  end
end

-- A part of a text, or an item of a list.
local function has(got, want)
  if type(got) == "string" then return got:find(want, 1, true) ~= nil end
  if type(got) ~= "table" then return false end
  for _, item in pairs(got) do
    if not difference(want, item, "") then return true end
  end
  return false
end

function checks.contains(got, want)
  if not has(got, want) then fault("expected to contain", show(want), show(got)) end
end

function checks.lacks(got, want)
  if has(got, want) then fault("expected not to contain", show(want), show(got)) end
end

function checks.is_nil(got)
  if got ~= nil then fault("expected nothing", "nil", show(got)) end
end

function checks.is_true(got)
  if not got then fault("expected what is true", "true", show(got)) end
end

-- The function raises an error whose message contains the text.
function checks.fails(got, text)
  local ok, message = pcall(got)
  if ok then fault("expected an error", text and show(text), "none") end
  message = tostring(message)
  if text and not message:find(text, 1, true) then
    fault("expected another error", show(text), show(message))
  end
end

local names = { "is", "equals", "differs", "matches", "contains", "lacks", "is_nil", "is_true",
  "fails" }

-- A check fails at the line of the test, three calls up: the test, the method, the error.
local function method(name)
  return function(self, want)
    local ok, found = pcall(checks[name], rawget(self, "value"), want)
    if not ok then
      if type(found) ~= "table" then error(found, 0) end
      local lines = { found.what }
      if found.want then lines[2] = "  expected: " .. found.want end
      if found.got then lines[#lines + 1] = "  found:    " .. found.got end
      error(table.concat(lines, "\n"), 2)
    end
    return self
  end
end

local methods = {}
for _, name in ipairs(names) do methods[name] = method(name) end

local function unknown(_, name)
  error("expect(…):" .. tostring(name) .. ": no such check; there are "
    .. table.concat(names, ", "), 2)
end
setmetatable(methods, { __index = unknown })

-- ---- what a test file has ---------------------------------------------------------------

local tests, above = {}, {}
local given, pending = 0, nil

function describe(name, f)
  above[#above + 1] = name
  f()
  above[#above] = nil
end

function it(name, f)
  local path = table.concat(above, " ")
  tests[#tests + 1] = { name = path == "" and name or path .. " " .. name, run = f }
end

function expect(value)
  return setmetatable({ value = value }, { __index = methods })
end

-- page:box "note", page:box("ad", 2): the plugin's box of that id, nil when it has none.
local page_methods = {}

function page_methods:box(id, number)
  local left = number or 1
  for _, box in ipairs(self.boxes) do
    if box.id == id then left = left - 1 end
    if left == 0 then return box end
  end
end

function render(case)
  if not plan.running then error("render: only inside of it(…)", 2) end
  if type(case) ~= "table" then
    error("render: a table expected, as in tests/NAME.json", 2)
  end
  given = given + 1
  local page = plan.answers[given]
  if not page then
    pending = pending or case
    error("render: the page is not there yet", 0)
  end
  if page.failed then error("render: " .. page.failed, 2) end
  return setmetatable(page, { __index = page_methods })
end

-- ---- the run --------------------------------------------------------------------------------

local E = encart.html

-- What the host reads: a hole for each test, or one for the result of the one that ran.
local function answer(ctx)
  require "lib.encart_test.file"
  if plan.run == 0 then
    return encart.map(tests, function(t) return ctx.hole("test", { name = t.name }) end)
  end
  plan.running = true
  local ok, message = pcall(tests[plan.run].run)
  if pending then return ctx.hole("render", pending) end
  if ok then return ctx.hole("passed") end
  message = tostring(message)
  if #message > 3000 then message = message:sub(1, utf8.offset(message, 0, 3000) - 1) .. "…" end
  return ctx.hole("failed", { message = message })
end

return {
  propose = function(ctx)
    return ctx.box("encart-test", { slot = "footer", content = E.div { answer(ctx) } })
  end,
}
