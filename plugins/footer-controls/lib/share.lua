-- Links that take the article to another place. They are links and no more: no script, nothing
-- is loaded, and nobody learns that the page was read.
local E = encart.html

-- As in a query of RFC 3986.
local function encoded(text)
  return (text:gsub("[^%w%-._~]", function(byte)
    return ("%%%02X"):format(byte:byte())
  end))
end

-- By setting: what readers call it, and its address; `u` and `t` are the article's, encoded.
local services = {
  bluesky = { "Bluesky", function(u, t)
    return "https://bsky.app/intent/compose?text=" .. t .. "%20" .. u
  end },
  facebook = { "Facebook", function(u)
    return "https://www.facebook.com/sharer/sharer.php?u=" .. u
  end },
  linkedin = { "LinkedIn", function(u)
    return "https://www.linkedin.com/sharing/share-offsite/?url=" .. u
  end },
  telegram = { "Telegram", function(u, t)
    return "https://t.me/share/url?url=" .. u .. "&text=" .. t
  end },
  whatsapp = { "WhatsApp", function(u, t)
    return "https://wa.me/?text=" .. t .. "%20" .. u
  end },
  x = { "X", function(u, t)
    return "https://x.com/intent/post?url=" .. u .. "&text=" .. t
  end },
}

local function email(ctx, u, t)
  return E.a { href = "mailto:?subject=" .. t .. "&body=" .. u, ctx.t "email" }
end

-- The name that is read out begins with what it does, and holds what is seen.
local function link(ctx, service, u, t)
  local name = service[1]
  return E.a {
    href = service[2](u, t), rel = "nofollow noopener",
    ["aria-label"] = ctx.t("share_on", { service = name }), name,
  }
end

local function item(ctx, name, u, t)
  if name == "email" then return E.li(email(ctx, u, t)) end
  if services[name] then return E.li(link(ctx, services[name], u, t)) end
  ctx.warn("share: unknown service “" .. name .. "”")
end

-- The list, or nil when nothing can be shared.
local function list(ctx)
  local u = encoded((ctx.article.url:gsub("#.*$", "")))
  local t = encoded(ctx.article.title or "")
  local items = {}
  for _, name in ipairs(ctx.settings.share) do
    items[#items + 1] = item(ctx, name, u, t)
  end
  if #items == 0 then return nil end
  return E.nav { class = "encart encart-share", ["aria-label"] = ctx.t "share", E.ul(items) }
end

return function(ctx)
  return ctx.box("share", {
    slot = "footer", weight = 75, content = function() return list(ctx) end,
  })
end
