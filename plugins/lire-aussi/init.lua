-- One or more boxes inside the body, each with links to earlier articles on the subject.
local E = encart.html

local function primary(lang)
  return lang and lang:match("^%a+") or nil
end

-- A link says its language only where that differs from the article's.
local function link(ctx, a)
  local other = a.lang and primary(a.lang) ~= primary(ctx.article.lang) and a.lang
  return E.a { href = a.url, lang = other, hreflang = other, a.title }
end

-- « Lire aussi : » without its colon and spaces (ordinary, U+00A0, U+202F): the name by
-- which assistive technology announces the box.
local function name_of(label)
  for _, tail in ipairs { "%s+$", ":$", "\u{A0}$", "\u{202F}$", "%s+$" } do
    label = label:gsub(tail, "")
  end
  return label
end

-- Two boxes of one name cannot be told apart: only the first, on a page where the author
-- wrote none, is called plainly « Lire aussi ».
local function accessible_name(ctx, label, at, first)
  local name = name_of(label)
  if at.index == 1 and ctx.article.author_boxes == 0 then return name end
  return ctx.t("name_and_title", { name = name, title = first.title })
end

-- The candidates that no link of the page uses yet: the box's own, then what was left over.
local function still_free(ctx, own, spare, count)
  local list = {}
  for _, candidates in ipairs { own, spare } do
    for _, a in ipairs(candidates) do
      if #list < count and not ctx.used(a.url) then list[#list + 1] = a end
    end
  end
  return list
end

local function build(ctx, list, at)
  local label = ctx.settings.label or ctx.t "label"
  local head = E.span { class = "encart-label", label }
  local one = #list == 1
  return E.aside {
    class = "encart encart-read-also",
    ["aria-label"] = accessible_name(ctx, label, at, list[1]),
    E.p { head, one and " ", one and link(ctx, list[1]) },
    not one and E.ul(encart.map(list, function(a) return E.li(link(ctx, a)) end)),
  }
end

local function slice(list, from, to)
  local part = {}
  for i = from, math.min(to, #list) do part[#part + 1] = list[i] end
  return part
end

local function propose(ctx)
  local s = ctx.settings
  local candidates = ctx.related {
    older = s.older, unused = true, lang = s.same_language and ctx.article.lang or nil,
  }
  -- A box without a link of its own is not proposed.
  local n = math.min(s.boxes, (#candidates + s.count - 1) // s.count)
  local spare = slice(candidates, n * s.count + 1, #candidates)
  local boxes = {}
  for i = 1, n do
    local own = slice(candidates, (i - 1) * s.count + 1, i * s.count)
    boxes[i] = ctx.box("links", {
      slot = "body",
      topic = own[1].title,
      place = {
        at = n == 1 and s.at or i / (n + 1),
        avoid = { "figure", "list", "quote", "table", "embed", "box" },
        otherwise = "drop",
      },
      content = function(at)
        local list = still_free(ctx, own, spare, s.count)
        if #list > 0 then return build(ctx, list, at) end
      end,
    })
  end
  return boxes
end

return { propose = propose }
