-- What a reader does at the end of an article: comment, share, print, go back to the top.
local E = encart.html
local form = require "lib.form"

local function heading(at, id, text)
  return E["h" .. at.heading_level] { id = id, text }
end

-- « 3 commentaires » when the number is known, else « Commentaires ».
local function title_of(ctx, comments)
  if comments.count and comments.count > 0 then
    return ctx.t("count", { n = comments.count })
  end
  return ctx.t "comments"
end

local function section(ctx, at, title, content)
  local id = ctx.anchor "comments"
  return E.section {
    class = "encart encart-comments", ["aria-labelledby"] = id,
    heading(at, id, title), content,
  }
end

local function respond_url(ctx)
  local url = ctx.article.url
  return url and url:gsub("#.*$", "") .. "#" .. ctx.settings.respond
end

-- Which of the three the page gets: "closed", "link", "form", or nil.
local function kind_of(ctx, s)
  local comments, wish = ctx.article.comments, s.comments
  if wish == "none" or comments.status == "none" then return nil end
  if comments.status == "closed" then return "closed" end
  if wish == "link" then return ctx.article.url and "link" end
  if wish == "form" or comments.action or not ctx.article.url then return "form" end
  return "link"
end

local build = {}

function build.closed(ctx, at)
  local comments = ctx.article.comments
  return section(ctx, at, title_of(ctx, comments), E.p(ctx.t "closed"))
end

function build.link(ctx, at)
  local comments = ctx.article.comments
  return section(ctx, at, title_of(ctx, comments),
                 E.p(E.a { href = respond_url(ctx), ctx.t "leave" }))
end

function build.form(ctx, at)
  local comments = ctx.article.comments
  local count = comments.count and comments.count > 0
  return section(ctx, at, ctx.t "leave", {
    count and E.p(ctx.t("count", { n = comments.count })),
    form(ctx, comments),
  })
end

local function comments_box(ctx, s)
  local kind = kind_of(ctx, s)
  if not kind then return nil end
  return ctx.box("comments", {
    slot = "footer", weight = 50,
    content = function(at) return build[kind](ctx, at) end,
  })
end

-- What few sites want is read only where it is wanted.
local function share_box(ctx, s)
  if #s.share > 0 and ctx.article.url then return require "lib.share" (ctx) end
end

local function footer_box(ctx, s)
  local printing = s.print and require "lib.print" (ctx)
  local top = s.top
    and E.p { class = "encart-top", E.a { href = "#" .. ctx.top, ctx.t "back_to_top" } }
  if not (printing or top) then return nil end
  return ctx.box("top", {
    slot = "footer", weight = 100,
    content = E.footer { class = "encart encart-footer", printing, top },
  })
end

return {
  propose = function(ctx)
    local s = ctx.settings
    return comments_box(ctx, s), share_box(ctx, s), footer_box(ctx, s)
  end,
}
