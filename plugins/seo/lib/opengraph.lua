-- Open Graph (ogp.me), as messengers and social networks read it.
local address = require "lib.address"

local MOST = 40 -- subjects and authors that are told
local LONGEST = 8000 -- bytes of a value

-- Languages that come without a region have their most usual one.
local REGIONS = {
  ar = "AR", de = "DE", en = "US", es = "ES", fr = "FR", it = "IT", nl = "NL", pt = "PT",
}

local function locale(lang)
  local language, region = (lang or ""):match "^(%a%a)%-(%a%a)$"
  language = language or (lang or ""):match "^%a%a$"
  region = region or REGIONS[language]
  return region and language:lower() .. "_" .. region:upper()
end

---@param ctx encart.Context
return function(ctx, url, add)
  local article, s = ctx.article, ctx.settings
  local image = article.image
  local picture = image and address.whole(ctx, image.url)
  local function property(name, content)
    if content and #tostring(content) <= LONGEST then
      add(ctx.meta { property = name, content = content })
    end
  end

  property("og:type", "article")
  property("og:title", article.title)
  property("og:description", article.summary)
  property("og:url", url)
  property("og:site_name", s.publisher or ctx.site.name)
  property("og:locale", locale(article.lang))
  if picture then
    property("og:image", picture)
    property("og:image:alt", image.alt)
    property("og:image:width", image.width)
    property("og:image:height", image.height)
  end
  property("article:published_time", article.published)
  property("article:modified_time", article.modified)
  property("article:section", article.section and article.section.name)
  for i = 1, math.min(#article.tags, MOST) do property("article:tag", article.tags[i].name) end
  for i = 1, math.min(#article.authors, MOST) do
    property("article:author", address.whole(ctx, article.authors[i].url))
  end
end
