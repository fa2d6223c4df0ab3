-- Below a link that stands alone, what it leads to: an empty frame of a reserved size, and a link
-- that fills it. Nothing is asked of the provider before the reader clicks.
local providers = require "lib.providers"
local E = encart.html

-- What is kept free, in pixels where no stylesheet says more.
local sizes = {
  wide = { 560, 315 }, tall = { 325, 740 }, post = { 500, 640 },
  list = { 560, 352 }, track = { 560, 166 },
}

local function leaves_out(settings, name)
  for _, other in ipairs(settings.without) do
    if other:lower() == name:lower() then return true end
  end
  return false
end

-- Two players of one name cannot be told apart: from the second on they have numbers.
local function name_of(ctx, found, number)
  local name = ctx.t(found.kind, { provider = found.name })
  return number == 1 and name or ctx.t("numbered", { name = name, n = number })
end

-- The link has no rel="noopener": Firefox looks for no frame then, and opens a window.
local function player(ctx, found, number, name)
  local frame = ctx.anchor(tostring(number))
  local size = sizes[found.shape]
  return E.aside {
    class = "encart encart-embeds", ["aria-label"] = name,
    E.p { class = "encart-embeds-consent", ctx.t("consent", { provider = found.name }) },
    E.p { E.a { class = "encart-embeds-show", href = found.src, target = frame, rel = "nofollow",
      ctx.t("show_" .. found.kind) } },
    E.iframe {
      class = "encart-embeds-frame encart-embeds-" .. found.shape,
      name = frame, title = name, width = size[1], height = size[2], allowfullscreen = true,
    },
  }
end

---@param ctx encart.Context
local function propose(ctx)
  local boxes, seen, named = {}, {}, {}
  for number, block in ipairs(ctx.blocks) do
    local found = block.link and providers.find(block.link)
    if found and not seen[found.src] and not leaves_out(ctx.settings, found.name) then
      local label = found.kind .. found.name
      seen[found.src] = true
      named[label] = (named[label] or 0) + 1
      boxes[#boxes + 1] = ctx.box("player", {
        slot = "body",
        -- After the last block there is no gap; what follows the body then is right there.
        place = { after = number, otherwise = number == #ctx.blocks and "after-body" or "drop" },
        weight = -100,
        content = player(ctx, found, #boxes + 1, name_of(ctx, found, named[label])),
      })
      if #boxes == ctx.settings.most then return boxes end
    end
  end
  return boxes
end

---@type encart.Plugin
return { propose = propose }
