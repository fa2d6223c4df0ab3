-- Subscription to the site's newsletter. The site says where the form is sent; without that
-- there is none.
local E = encart.html

local function address(ctx)
  local id, hint = ctx.anchor "mail", ctx.anchor "hint"
  return E.p {
    E.label { ["for"] = id, ctx.t "mail" }, " ",
    E.input { type = "email", id = id, name = ctx.settings.field, autocomplete = "email",
              maxlength = 254, ["aria-describedby"] = hint, dir = "ltr", required = true }, " ",
    E.small { id = hint, ctx.t "hint" },
  }
end

-- Never ticked beforehand: silence is no consent.
local function consent(ctx)
  local id = ctx.anchor "consent"
  return E.p {
    class = "consent",
    E.input { type = "checkbox", id = id, name = ctx.settings.consent_field, value = "1",
              required = true }, " ",
    E.label { ["for"] = id, ctx.t "consent" },
  }
end

-- Each is written "name=value"; what is not is told, and left out.
local function hidden(ctx)
  return encart.map(ctx.settings.hidden, function(field)
    local name, value = field:match("^([^=]+)=(.*)$")
    if name then return E.input { type = "hidden", name = name, value = value } end
    ctx.warn(("hidden: “%s” is not written “name=value”"):format(field))
  end)
end

local function form(ctx)
  local s = ctx.settings
  return E.form {
    method = "post", action = s.action,
    address(ctx),
    s.consent and consent(ctx),
    hidden(ctx),
    E.p(E.button { type = "submit", ctx.t "subscribe" }),
  }
end

local function content(ctx, at)
  local s, id = ctx.settings, ctx.anchor()
  return E.aside {
    class = "encart encart-newsletter encart-extra", ["aria-labelledby"] = id,
    E["h" .. at.heading_level] { id = id, s.title or ctx.t "title" },
    s.text and E.p(s.text),
    form(ctx),
    s.privacy and E.p(E.a { href = s.privacy, ctx.t "privacy" }),
  }
end

---@param ctx encart.Context
local function propose(ctx)
  if not ctx.settings.action then
    ctx.warn "action: the setting is missing, so there is no form"
    return nil
  end
  if ctx.article.words < ctx.settings.least then return nil end
  return ctx.box("form", {
    slot = "after-body", weight = 15,
    content = function(at) return content(ctx, at) end,
  })
end

---@type encart.Plugin
return { propose = propose }
