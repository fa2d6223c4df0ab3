-- Where a term of the site's glossary stands first, it becomes a link: to its page, or to its
-- definition below the article.
local E = encart.html

local MARKED = "a.encart-in-glossary-term"
local NEVER = "a, h1, h2, h3, h4, h5, h6, summary, caption, figcaption, pre, code, kbd, samp, "
  .. "abbr, dfn, .encart-in-glossary-list, [data-encart]"
local QUOTES = ", q, blockquote"

local function is_address(text)
  return text:match "^https?://%S+$" or text:match "^/%S*$"
end

-- What may stand for a term, by its spelling: itself, and its plural where it is wanted.
local function spellings(settings)
  local of, list = {}, {}
  for term in pairs(settings.terms) do
    for _, ending in ipairs(settings.plurals and { "", "s", "x" } or { "" }) do
      list[#list + 1] = term .. ending
      of[term .. ending] = term
    end
  end
  for term in pairs(settings.terms) do of[term] = term end
  return of, list
end

-- The terms that have their link already: the article may be one that this plugin has made.
local function linked(doc, of, list, accents)
  local done = {}
  for range in doc:find(list, { within = MARKED, accents = accents }) do
    done[of[range.term]] = true
  end
  return done
end

-- Gives ids of the definitions, which stand in the order of their terms in the article.
local function numbered(doc)
  local n = 0
  return function()
    repeat n = n + 1 until not doc:first("#a-glossary-" .. n)
    return "a-glossary-" .. n
  end
end

-- Puts definitions below those that are there, or below the article.
local function define(ctx, doc, entries)
  local list, last = doc:first "dl.encart-in-glossary-list", doc:first ":scope > :last-child"
  if #entries == 0 then return end
  if list then
    list:append(entries)
  else
    last:after {
      E.h2 { class = "encart-in-glossary-title", ctx.settings.title or ctx.t "title" },
      E.dl { class = "encart-in-glossary-list", entries },
    }
  end
end

---@param ctx encart.Context
---@param doc encart.Document
local function transform(ctx, doc)
  local s = ctx.settings
  local of, list = spellings(s)
  local done, id, entries = linked(doc, of, list, s.accents), numbered(doc), {}
  local never = NEVER .. (s.quotes and "" or QUOTES)

  for range in doc:find(list, { first = true, not_within = never, accents = s.accents }) do
    local term = of[range.term]
    if not done[term] then
      local href = s.terms[term]
      if not is_address(href) then
        local entry = id()
        entries[#entries + 1] = { E.dt { id = entry, term }, E.dd(href) }
        href = "#" .. entry
      end
      done[term] = true
      range:wrap(E.a { class = "encart-in-glossary-term", href = href })
    end
  end
  define(ctx, doc, entries)
end

---@type encart.Plugin
return { transform = transform }
