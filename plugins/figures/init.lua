-- Images: figures with captions, of paragraphs that are an image; and when they load.
local captions = require "lib.captions"
local E = encart.html

-- Signs among words, which are images to the browser alone.
local SIGNS = ".emoji, .wp-smiley, .ql-formula"
local HOLDERS = ":scope > :is(img, picture, a:has(> img), a:has(> picture))"

-- ---- figures ------------------------------------------------------------------------------

local function count(nodes)
  local n, last = 0, nil
  for node in nodes do n, last = n + 1, node end
  return n, last
end

-- The only image of a paragraph: what holds it there, which may be a link or `picture`, and itself.
local function only_image(p)
  local holders, holder = count(p:select(HOLDERS))
  local images, image = count(p:select "img")
  if holders ~= 1 or images ~= 1 or image:matches(SIGNS) then return nil end
  return holder, image
end

local function is_alone(p)
  return not p:raw():find "%S" and count(p:select ":scope > :not(br)") == 1
end

-- The paragraph gives way to a figure around what it holds, which takes over its attributes.
local function enclose(p, holder, caption)
  local figure = E.figure { id = p:get "id", class = p:get "class", lang = p:get "lang" }
  for line in p:select ":scope > br" do line:remove() end
  holder:wrap(figure)
  if caption then holder:after(E.figcaption(caption)) end
  p:unwrap()
end

local function make_figures(ctx, doc)
  for p in doc:select "p:has(img):not(figure *)" do
    local holder, image = only_image(p)
    local residue = holder and captions.residue(p)
    if residue then
      local caption = residue.caption:content()
      residue.caption:remove()
      for _, sign in ipairs(residue.signs) do sign:remove() end
      enclose(p, holder, caption)
    elseif holder and is_alone(p) then
      enclose(p, holder, captions.beside(p, ctx.settings.emphasis)
        or ctx.settings.title and captions.title(image, ctx.article))
    end
  end
end

-- WordPress made these before HTML had figures.
local function rename_boxes(doc)
  for box in doc:select "div.wp-caption:has(img):not(figure *):not(:has(figure))" do
    local text = nil
    for p in box:select ":scope > p.wp-caption-text" do text = p end
    if text then text:replace(E.figcaption(text:content())) end
    box:wrap(E.figure { id = box:get "id", class = box:get "class" }):unwrap()
  end
end

-- ---- loading ------------------------------------------------------------------------------

local function set_absent(node, attributes)
  for name, value in pairs(attributes) do
    if not node:get(name) then node:set(name, value) end
  end
end

-- What the host says of the article's image is so wherever it is shown.
local function set_size(node, image)
  if image and image.width and image.height and node:get "src" == image.url
    and not node:get "width" and not node:get "height" then
    node:set("width", image.width):set("height", image.height)
  end
end

-- `sizes` is for candidates by width, "a.jpg 800w", and wrong beside those by density.
local function has_widths(node)
  return (node:get "srcset" or ""):find "%s%d+w%f[^w]"
end

local function load(ctx, doc)
  local s, n = ctx.settings, 0
  local opening = doc:first ":scope > :nth-child(-n+2) img, :scope > img:nth-child(-n+2)"
  for node in doc:select "img" do
    n = n + 1
    set_size(node, ctx.article.image)
    if s.sizes and has_widths(node) then set_absent(node, { sizes = s.sizes }) end
    if n > s.eager then
      set_absent(node, { loading = "lazy", decoding = "async" })
    elseif s.priority and node == opening and not node:get "loading" then
      set_absent(node, { fetchpriority = "high" })
    end
  end
end

---@param ctx encart.Context
---@param doc encart.Document
local function transform(ctx, doc)
  make_figures(ctx, doc)
  rename_boxes(doc)
  load(ctx, doc)
end

---@type encart.Plugin
return { transform = transform }
