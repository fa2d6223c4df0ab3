-- What search engines and previews read: schema.org as JSON-LD, Open Graph, a Twitter card, the
-- canonical address, a word for robots. What the article does not tell is left out.
local jsonld = require "lib.jsonld"
local opengraph = require "lib.opengraph"
local address = require "lib.address"

local function meta(ctx, name, content)
  return content and #content <= 8000 and ctx.meta { name = name, content = content }
end

local function twitter(ctx, add)
  local image = ctx.article.image and address.whole(ctx, ctx.article.image.url)
  add(meta(ctx, "twitter:card", image and "summary_large_image" or "summary"))
  add(meta(ctx, "twitter:site", ctx.settings.twitter_site))
end

local function content(ctx)
  local s, list = ctx.settings, {}
  local url = address.of(ctx)
  local function add(piece)
    list[#list + 1] = piece or nil
  end

  if s.canonical and url then add(ctx.link { rel = "canonical", href = url }) end
  add(s.description and meta(ctx, "description", ctx.article.summary))
  add(meta(ctx, "robots", s.robots))
  if s.opengraph then opengraph(ctx, url, add) end
  if s.twitter then twitter(ctx, add) end
  if s.jsonld then add(ctx.jsonld(jsonld(ctx, url))) end
  return list
end

---@param ctx encart.Context
local function propose(ctx)
  if not ctx.article.title then return nil end
  return ctx.box("data", { slot = "head", content = content(ctx) })
end

---@type encart.Plugin
return { propose = propose }
