-- The article as schema.org has it. A member whose value is nil is none.
local address = require "lib.address"

local function picture(ctx, image)
  local url = image and address.whole(ctx, image.url)
  return url and {
    ["@type"] = "ImageObject", url = url, width = image.width, height = image.height,
    caption = image.caption or image.alt, creditText = image.credit,
  } or nil
end

local function author(ctx, who)
  return who.name and {
    ["@type"] = who.kind == "org" and "Organization" or "Person",
    name = who.name, url = address.whole(ctx, who.url), description = who.bio,
    jobTitle = who.kind ~= "org" and who.role or nil, image = picture(ctx, who.image),
  } or nil
end

local function publisher(ctx)
  local s = ctx.settings
  local name = s.publisher or ctx.site.name
  return name and {
    ["@type"] = "Organization", name = name, url = s.publisher_url or ctx.site.url,
    logo = picture(ctx, s.logo and { url = s.logo, width = s.logo_width, height = s.logo_height }),
  } or nil
end

local MOST = 40 -- subjects and authors that are told

-- f of each; an empty list says nothing.
local function each(list, f)
  local out = encart.map(list, function(item, i) return i <= MOST and f(item) or nil end)
  return #out > 0 and out or nil
end

-- Whether the text is free, and which part is not; nothing where the article does not tell.
local function access(ctx, data)
  local kind = ctx.article.access
  if not kind then return end
  data.isAccessibleForFree = kind == "free"
  if kind ~= "free" then
    data.hasPart = { ["@type"] = "WebPageElement", isAccessibleForFree = false,
                     cssSelector = ctx.settings.paywall }
  end
end

---@param ctx encart.Context
return function(ctx, url)
  local article = ctx.article
  local data = {
    ["@context"] = "https://schema.org", ["@type"] = ctx.settings.type,
    mainEntityOfPage = url and { ["@type"] = "WebPage", ["@id"] = url } or nil, url = url,
    headline = article.title, alternativeHeadline = article.subtitle,
    description = article.summary, image = picture(ctx, article.image),
    datePublished = article.published, dateModified = article.modified,
    author = each(article.authors, function(who) return author(ctx, who) end),
    publisher = publisher(ctx), inLanguage = article.lang,
    articleSection = article.section and article.section.name,
    keywords = each(article.tags, function(tag) return tag.name end),
    wordCount = article.words > 0 and article.words or nil,
    commentCount = article.comments.count,
  }
  access(ctx, data)
  return data
end
