-- The list at the end of an article. It is made when all other boxes stand, so that no link
-- comes twice.
local E = encart.html

local function primary(lang)
  return lang and lang:match("^%a+") or nil
end

-- The title is in the same link: the image says nothing more.
local function image(a)
  local i = a.image
  return i and E.img { src = i.url, alt = "", width = i.width, height = i.height,
                       loading = "lazy", decoding = "async" }
end

local function item(ctx, a)
  local s = ctx.settings
  local other = a.lang and primary(a.lang) ~= primary(ctx.article.lang) and a.lang
  local dated = s.dates and a.published
  return E.li {
    E.a { href = a.url, lang = other, hreflang = other, s.images and image(a), a.title },
    dated and " ",
    dated and E.time { datetime = ctx.iso(dated), ctx.date(dated, "medium") },
  }
end

local function candidates(ctx, limit)
  return ctx.related {
    limit = limit, unused = true,
    lang = ctx.settings.same_language and ctx.article.lang or nil,
  }
end

local function content(ctx, at)
  local s = ctx.settings
  local list = candidates(ctx, math.max(s.count, s.min))
  if #list < s.min then return nil end
  local id = ctx.anchor()
  return E.section {
    class = "encart encart-related", ["aria-labelledby"] = id,
    E["h" .. at.heading_level] { id = id, s.title or ctx.t "title" },
    E.ul(encart.map(list, function(a) return item(ctx, a) end)),
  }
end

local function propose(ctx)
  -- Too few already: nothing to place. Links used until then may still make it too few.
  if #candidates(ctx, ctx.settings.min) < ctx.settings.min then return nil end
  return ctx.box("cards", {
    slot = "after-body",
    weight = 20,
    content = function(at) return content(ctx, at) end,
  })
end

return { propose = propose }
