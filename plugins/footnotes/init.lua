-- Footnotes: ((a note)) and [^1] in the text become numbers, and the notes a list at its end.
local syntax = require "lib.syntax"
local E = encart.html

-- Where text is; an element of blocks has none of its own.
local TEXTS = "p:not(ol.encart-in-footnotes *), :is(li, dd, td, th, figcaption, blockquote, div)"
  .. ":not(:has(p, li, dd, td, div, blockquote, figure, table, pre)):not(ol.encart-in-footnotes *)"
-- Notes are links: where none can stand, and where signs stand for themselves, there are none.
local NOT_IN = "a, a *, button *, code, code *, kbd, kbd *, samp, samp *, pre, pre *"

-- The notes that a render before this one made come first.
local function earlier(doc)
  local list, n = doc:first "ol.encart-in-footnotes:has(> li[id^=a-fn-])", 0
  if list then for _ in list:select ":scope > li" do n = n + 1 end end
  return list, n
end

-- What the paragraphs that are notes define, by label; and the paragraphs, each with its own.
local function defined(doc)
  local notes, paragraphs = {}, {}
  for p in doc:select "p" do
    local own = syntax.definitions(p:raw())
    for _, note in ipairs(own) do
      note.paragraph = p
      if note.to >= note.text and not notes[note.label] then notes[note.label] = note end
    end
    if #own > 0 then paragraphs[#paragraphs + 1] = own end
  end
  return notes, paragraphs
end

-- A new note with the next number, of what `range` has.
local function add(ctx, doc, notes, range)
  local n = notes.count + 1
  local note = { n = n, id = doc:id("fn-" .. n), ref = doc:id("fnref-" .. n) }
  notes.count = n
  notes.items[#notes.items + 1] = E.li { id = note.id, range:content(), " ", E.a {
    href = "#" .. note.ref, role = "doc-backlink", ["aria-label"] = ctx.t("back", { n = n }),
    ctx.t "arrow",
  } }
  return note
end

-- The number in the text; the back link leads to the first of several.
local function number(ctx, note)
  local first = not note.referred
  note.referred = true
  return E.sup(E.a {
    id = first and note.ref, href = "#" .. note.id, role = "doc-noteref",
    ["aria-label"] = ctx.t("note", { n = note.n }), ctx.num(note.n),
  })
end

-- The note that a mark in the element means, and nil when it means none.
local function meant(ctx, doc, notes, element, mark)
  if not mark.label then
    local text = element:range(mark.text, mark.to)
    return text and add(ctx, doc, notes, text)
  end
  local definition = notes.defined[mark.label]
  if not definition then
    return ctx.warn("no note is called “" .. mark.label .. "”")
  end
  if not definition.note then
    local text = definition.paragraph:range(definition.text, definition.to)
    definition.note = text and add(ctx, doc, notes, text)
  end
  return definition.note
end

-- With the space before it, where that stands in the same element.
local function spot(element, mark)
  local range = element:range(mark.first, mark.last)
  local wider = range and element:range(mark.space, mark.last)
  return wider and wider:parent() == range:parent() and wider or range
end

local function refer(ctx, doc, notes, element, mark)
  local range = spot(element, mark)
  if not range then
    return ctx.warn "a note that begins in one element and ends in another was left"
  end
  local parent = range:parent()
  if parent:matches(NOT_IN) then return end
  local note = meant(ctx, doc, notes, element, mark)
  if not note then return end
  if parent.tag == "sup" and #parent:raw() == #range.text then range = parent end
  range:replace(number(ctx, note))
end

-- Definitions that became notes go from their paragraph, and those that nothing calls stay.
local function clear(definitions)
  local p, kept, used = definitions[1].paragraph, {}, false
  for _, d in ipairs(definitions) do
    local range = p:range(d.from, d.to)
    if not range then return end
    used = used or d.note
    if not d.note then
      if #kept > 0 then kept[#kept + 1] = E.br() end
      kept[#kept + 1] = range:content()
    end
  end
  if #kept == 0 then
    p:remove()
  elseif used then
    p:range(1, #p:raw()):replace(kept)
  end
end

-- As the article's own: the first level that it has.
local function heading(ctx, doc)
  local first, words = doc:first "h2, h3, h4, h5, h6", ctx.settings.heading or ctx.t "heading"
  return E[first and first.tag or "h2"] { id = doc:id(words, "notes"), words }
end

---@param ctx encart.Context
---@param doc encart.Document
local function transform(ctx, doc)
  local list, count = earlier(doc)
  local notes, paragraphs, is_note = { items = {}, count = count, defined = {} }, {}, {}
  if ctx.settings.marked then notes.defined, paragraphs = defined(doc) end
  for _, definitions in ipairs(paragraphs) do is_note[definitions[1].paragraph] = true end
  for element in doc:select(TEXTS) do
    if not is_note[element] then
      for mark in syntax.marks(element:raw(), ctx.settings) do
        refer(ctx, doc, notes, element, mark)
      end
    end
  end
  for _, definitions in ipairs(paragraphs) do clear(definitions) end
  if #notes.items == 0 then return end
  if list then
    list:append(notes.items)
  else
    doc:append { heading(ctx, doc), E.ol { class = "encart-in-footnotes", notes.items } }
  end
end

---@type encart.Plugin
return { transform = transform }
