-- The comment form. Every field has a visible label; hidden fields come from the host only.
local E = encart.html

local star = E.span { ["aria-hidden"] = "true", "*" }

local function label(ctx, id, key)
  return E.label { ["for"] = id, ctx.t(key), " ", star }
end

-- Nobody sees it and nobody reaches it by keyboard; what fills it in is a robot.
local function honeypot(ctx)
  local id = ctx.anchor "hp"
  return E.p {
    class = "hp", ["aria-hidden"] = "true",
    E.label { ["for"] = id, ctx.t "honeypot" },
    E.input { type = "text", id = id, name = "url2", tabindex = -1, autocomplete = "off" },
  }
end

local function consent(ctx)
  local id = ctx.anchor "consent"
  return E.p {
    class = "consent",
    E.input { type = "checkbox", id = id, name = "consent", value = "1", required = true },
    E.label { ["for"] = id, ctx.t "consent" },
  }
end

local function hidden(comments)
  return encart.map(comments.hidden, function(field)
    return E.input { type = "hidden", name = field.name, value = field.value }
  end)
end

return function(ctx, comments)
  local note, text = ctx.anchor "note", ctx.anchor "text"
  local name, mail = ctx.anchor "name", ctx.anchor "mail"
  return E.form {
    -- Without an address of its own the form goes to the page's.
    method = "post", action = comments.action,
    E.p { id = note, ctx.t "note" },
    E.p { label(ctx, text, "comment"),
          E.textarea { id = text, name = "comment", rows = 6, maxlength = 65525,
                       required = true } },
    E.p { label(ctx, name, "name"),
          E.input { type = "text", id = name, name = "author", autocomplete = "name",
                    maxlength = 245, required = true } },
    E.p { label(ctx, mail, "mail"),
          E.input { type = "email", id = mail, name = "email", autocomplete = "email",
                    maxlength = 100, ["aria-describedby"] = note, dir = "ltr",
                    required = true } },
    ctx.settings.honeypot and honeypot(ctx),
    ctx.settings.consent and consent(ctx),
    hidden(comments),
    -- A field with a token is one reader's only: the site puts it in after its cache.
    ctx.settings.csrf and ctx.hole("csrf", { article = ctx.article.id }),
    E.p(E.button { type = "submit", ctx.t "publish" }),
  }
end
