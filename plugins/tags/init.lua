-- The article's subjects, below it; each leads to its own page.
local E = encart.html

local function is_among(list, value)
  for _, item in ipairs(list) do
    if item == value then return true end
  end
  return false
end

local function is_wanted(s, tag)
  return tag.name and (tag.url or s.unlinked)
    and (#s.kinds == 0 or is_among(s.kinds, tag.kind or "tag"))
end

-- In the article's order, each name once.
local function chosen(ctx)
  local s, list, seen = ctx.settings, {}, {}
  for _, tag in ipairs(ctx.article.tags) do
    if #list < s.count and is_wanted(s, tag) and not seen[tag.name] then
      seen[tag.name] = true
      list[#list + 1] = tag
    end
  end
  return list
end

-- A name may be of another direction than the page: it keeps its own.
local function item(tag)
  local name = E.bdi(tag.name)
  return E.li(tag.url and E.a { rel = "tag", href = tag.url, name } or name)
end

---@param ctx encart.Context
local function propose(ctx)
  local list, id = chosen(ctx), ctx.anchor()
  if #list == 0 then return nil end
  return ctx.box("list", {
    slot = "after-body", weight = 5,
    content = E.nav {
      class = "encart encart-tags encart-extra", ["aria-labelledby"] = id,
      E.p { class = "encart-label", id = id, ctx.settings.label or ctx.t "label" },
      E.ul(encart.map(list, item)),
    },
  })
end

---@type encart.Plugin
return { propose = propose }
