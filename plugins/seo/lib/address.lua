-- Addresses as readers elsewhere need them: whole.
local address = {}

-- The article's own, as the editors want it known.
function address.of(ctx)
  return address.whole(ctx, ctx.article.links.canonical or ctx.article.url)
end

local function origin(ctx)
  return (ctx.article.url or ""):match "^https?://[^/?#]+" or
    (ctx.site.url or ""):match "^https?://[^/?#]+"
end

-- nil for what is no address of the web, or cannot be made whole.
function address.whole(ctx, url)
  local root = origin(ctx)
  if not url or url:match "^https?://" then return url end
  if url:match "^//" then return (root and root:match "^https?:" or "https:") .. url end
  return url:match "^/" and root and root .. url or nil
end

return address
