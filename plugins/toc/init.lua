-- A table of contents: headings get ids, and a list of links leads to them.
local E = encart.html

local BOXES = { ["after-title"] = "top", ["after-lede"] = "lede", ["before-headings"] = "list" }

-- The article's upper levels, which need not begin at h2; nothing where they are too few.
local function chosen(settings, all)
  local top, list = 6, {}
  for _, heading in ipairs(all) do top = math.min(top, heading.level) end
  for _, heading in ipairs(all) do
    if heading.level < top + settings.levels then list[#list + 1] = heading end
  end
  return #list < settings.least and {} or list
end

---@param ctx encart.Context
---@param doc encart.Document
local function transform(ctx, doc)
  local all = {}
  for node in doc:select "h1, h2, h3, h4, h5, h6" do
    all[#all + 1] = { node = node, level = tonumber(node.tag:sub(2)) }
  end
  for _, heading in ipairs(chosen(ctx.settings, all)) do
    local node = heading.node
    if not node:get "id" then node:set("id", doc:id(node:text())) end
  end
end

-- The list of the headings from `i` on that are below `level`, and what comes after them.
local function nested(list, i, level)
  local items = {}
  while list[i] and list[i].level > level do
    local heading, below = list[i], nil
    i = i + 1
    if list[i] and list[i].level > heading.level then
      below, i = nested(list, i, heading.level)
    end
    items[#items + 1] = E.li { E.a { href = "#" .. heading.id, heading.text() }, below }
  end
  return E.ol(items), i
end

-- What precedes the first heading, as a share of the words.
local function beginning(ctx)
  local words = 0
  for _, block in ipairs(ctx.blocks) do
    if block.kind == "heading" then break end
    words = words + block.words
  end
  return words / math.max(1, ctx.article.words)
end

local function place(ctx)
  if ctx.settings.place ~= "before-headings" then return nil end
  return { at = beginning(ctx), lead = 0, tail = 0, window = 0.1, otherwise = "relax" }
end

---@param ctx encart.Context
local function propose(ctx)
  local all, id = {}, ctx.anchor()
  for _, block in ipairs(ctx.blocks) do
    if block.kind == "heading" and block.id and block.words > 0 then all[#all + 1] = block end
  end
  local list = chosen(ctx.settings, all)
  if #list == 0 then return nil end
  return ctx.box(BOXES[ctx.settings.place], {
    place = place(ctx),
    content = E.nav {
      class = "encart encart-toc encart-extra", ["aria-labelledby"] = id,
      E.p { class = "encart-label", id = id, ctx.settings.label or ctx.t "label" },
      (nested(list, 1, 0)),
    },
  })
end

---@type encart.Plugin
return { transform = transform, propose = propose }
