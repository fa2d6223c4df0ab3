-- Empty places for the site's advertisements, labelled, of a size that is kept free.
local E = encart.html

local function is_flagged(article, flag)
  for _, f in ipairs(article.flags) do
    if f == flag then return true end
  end
  return false
end

-- Two places of one name cannot be told apart: from two on they have numbers.
local function name_of(ctx, label, at)
  if at.of == 1 then return label end
  return ctx.t("numbered", { name = label, n = at.index })
end

local function content(ctx, at)
  local s = ctx.settings
  local label = s.label or ctx.t "label"
  return E.aside {
    class = "encart encart-ad", ["aria-label"] = name_of(ctx, label, at),
    E.p { class = "encart-label", label },
    -- What the host fills; the stylesheet keeps its size free until then.
    E.div {
      id = ctx.anchor(tostring(at.index)),
      class = ("encart-ad-slot encart-ad-small-%s encart-ad-wide-%s"):format(s.small, s.wide),
    },
  }
end

local function slot(ctx, number)
  local s = ctx.settings
  return ctx.box("ad", {
    slot = "body",
    place = {
      at = s.slots == 1 and s.at or number / (s.slots + 1),
      gap = s.gap,
      avoid = { "figure", "list", "quote", "table", "embed", "box" },
      otherwise = "drop",
    },
    content = function(at) return content(ctx, at) end,
  })
end

---@param ctx encart.Context
local function propose(ctx)
  if is_flagged(ctx.article, "sensitive") and not ctx.settings.sensitive then return nil end
  local boxes = {}
  for number = 1, ctx.settings.slots do boxes[number] = slot(ctx, number) end
  return boxes
end

---@type encart.Plugin
return { propose = propose }
