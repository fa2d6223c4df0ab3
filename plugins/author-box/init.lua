-- Who wrote the article, and where to read what else they wrote.
local E = encart.html

local function chosen(ctx)
  local s, list = ctx.settings, {}
  for _, author in ipairs(ctx.article.authors) do
    if #list < s.count and author.name and (author.url or s.unlinked) then
      list[#list + 1] = author
    end
  end
  return list
end

-- The link says by itself where it leads: links are read out of their context too.
local function entry(ctx, author)
  if not author.url then return E.bdi(author.name) end
  return E.a { rel = "author", href = author.url, ctx.t("all", { name = author.name }) }
end

-- One author is a sentence, several are a list.
local function entries(ctx, list)
  if #list == 1 then return E.p(entry(ctx, list[1])) end
  return E.ul(encart.map(list, function(author) return E.li(entry(ctx, author)) end))
end

local function content(ctx, at, list)
  local id = ctx.anchor()
  return E.aside {
    class = "encart encart-author encart-extra", ["aria-labelledby"] = id,
    E["h" .. at.heading_level] { id = id, ctx.settings.title or ctx.t "title" },
    entries(ctx, list),
  }
end

---@param ctx encart.Context
local function propose(ctx)
  local list = chosen(ctx)
  if #list == 0 then return nil end
  return ctx.box("authors", {
    slot = "after-body", weight = 10,
    content = function(at) return content(ctx, at, list) end,
  })
end

---@type encart.Plugin
return { propose = propose }
