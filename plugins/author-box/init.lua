-- Who wrote the article: what they do, who they are, and where to read what else they wrote.
local E = encart.html

local PICTURE = 64 -- CSS pixels, as the stylesheet keeps them free

local function is_shown(s, author)
  return author.name and (author.url or s.unlinked or s.profile and author.bio)
end

local function chosen(ctx)
  local s, list = ctx.settings, {}
  for _, author in ipairs(ctx.article.authors) do
    if #list < s.count and is_shown(s, author) then list[#list + 1] = author end
  end
  return list
end

-- It says nothing that the words beside it do not say.
local function picture(image)
  return image and E.img {
    class = "encart-author-box-picture", src = image.url, alt = "",
    width = PICTURE, height = PICTURE, loading = "lazy", decoding = "async",
  }
end

-- The link says by itself where it leads: links are read out of their context too.
local function name(ctx, author)
  if not author.url then return E.bdi(author.name) end
  return E.a { rel = "author", href = author.url, ctx.t("all", { name = author.name }) }
end

local function has_profile(ctx, author)
  return ctx.settings.profile and (author.role or author.bio or author.image)
end

-- A name alone stands in a paragraph or an item; what more there is, in paragraphs.
local function entry(ctx, author)
  if not has_profile(ctx, author) then return name(ctx, author) end
  return {
    picture(author.image),
    E.p(name(ctx, author)),
    author.role and E.p { class = "encart-author-box-role", author.role } or false,
    author.bio and E.p(author.bio) or false,
  }
end

-- One author is a sentence or a few, several are a list.
local function entries(ctx, list)
  if #list > 1 then
    return E.ul(encart.map(list, function(author) return E.li(entry(ctx, author)) end))
  end
  local only = entry(ctx, list[1])
  return has_profile(ctx, list[1]) and only or E.p(only)
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
