-- What a writer writes for a note, found in the text of an element: ((note)) or [^1], and
-- paragraphs that begin with [^1]:. Positions are bytes.
local syntax = {}

local LABEL = "%[%^([^%s%]]+)%]"

-- ((…)), whose parentheses may have others inside.
local function inline(raw, first)
  local _, last = raw:find("^%b()", first)
  local _, inner = raw:find("^%b()", first + 1)
  if not last or inner ~= last - 1 then return nil end
  local text = raw:match("^%s*()", first + 2)
  local to = inner - 1
  while to >= text and raw:find("^%s", to) do to = to - 1 end
  return to >= text and { first = first, last = last, text = text, to = to } or nil
end

-- Whether a line begins at `at`, white space aside.
local function begins_line(raw, at)
  repeat at = at - 1 until at < 1 or not raw:find("^[^%S\n]", at)
  return at < 1 or raw:find("^\n", at)
end

-- [^label], but for the beginning of a definition.
local function reference(raw, first)
  local _, last, label = raw:find("^" .. LABEL, first)
  if not label or (raw:find("^:", last + 1) and begins_line(raw, first)) then return nil end
  return { first = first, last = last, label = label }
end

-- Each mark of `raw` in turn: `first` to `last`, `space` with the white space before it; and its
-- `label`, or `text` to `to` of the note itself.
function syntax.marks(raw, wanted)
  local at = 1
  return function()
    while true do
      local first = raw:find("[%(%[][%(%^]", at)
      if not first then return nil end
      local mark = wanted.inline and raw:find("^%(%(", first) and inline(raw, first)
        or wanted.marked and reference(raw, first)
      at = mark and mark.last + 1 or first + 1
      if mark then
        mark.space = first
        while mark.space > 1 and raw:find("^%s", mark.space - 1) do
          mark.space = mark.space - 1
        end
        return mark
      end
    end
  end
end

-- The definitions that a paragraph consists of, one a line: `from` to `to`, where the note is
-- `text` to `to`. None when it begins otherwise.
function syntax.definitions(raw)
  local list = {}
  local from, label, text = raw:match("^%s*()" .. LABEL .. ":%s*()")
  while from do
    local stop, next, other, after = raw:match("()%s*\n%s*()" .. LABEL .. ":%s*()", text)
    local to = (stop or #raw + 1) - 1
    while raw:find("^%s", to) do to = to - 1 end
    list[#list + 1] = { label = label, from = from, text = text, to = to }
    from, label, text = next, other, after
  end
  return list
end

return syntax
