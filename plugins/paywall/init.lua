-- Of an article that is not free, the beginning; then what remains, and how to read it. Whoever
-- may read all of it is served by the site with this plugin off.
local E = encart.html

local MARK = "encart%-in%-paywall%-rest%-(%d+)"
local BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, dl, table, figure, blockquote, pre, div, details"

local rest -- the share that was cut, in per cent

local function is_walled(ctx)
  return ctx.article.access == "paid" or ctx.article.access == "registered"
end

-- The article's blocks; those of a div that holds others, in its place.
local function blocks_of(doc)
  local list = {}
  local function add(node)
    local inner = node.tag == "div" and node:select(":scope > :is(" .. BLOCKS .. ")")
    local first = inner and inner()
    if not first then
      list[#list + 1] = node
      return
    end
    for child in node:select ":scope > *" do add(child) end
  end
  for node in doc:select ":scope > *" do add(node) end
  return list
end

-- A heading and what ends in a colon announce something: nothing can end there.
local function announces(node)
  return node.tag:match "^h[1-6]$" or node:text():match "[:：]%s*$"
end

-- The block to end with, and the share that comes after: the first after enough words where
-- something remains, or else the last before. Nothing when one block is all there is.
local function ending(list, enough)
  local words, all, total, best, kept = {}, 0, 0, nil, 0
  for i, node in ipairs(list) do
    words[i] = node:words()
    all = all + words[i]
  end
  for i, node in ipairs(list) do
    total = total + words[i]
    if total == all then break end
    if total > 0 and not announces(node) then best, kept = node, total end
    if best and kept >= enough then break end
  end
  return best, best and math.max(1, math.min(99, (100 * (all - kept) + all // 2) // all))
end

-- An article that was cut before says so on its last block; what comes behind it others have added.
local function cut_before(list)
  for _, node in ipairs(list) do
    local share = (node:get "class" or ""):match(MARK)
    if share then return node, tonumber(share) end
  end
end

-- The ids of what is behind the last block.
local function ids_behind(list, last)
  local gone, behind = {}, false
  for _, node in ipairs(list) do
    if behind then
      gone[node:get "id" or ""] = true
      for inner in node:select "[id]" do gone[inner:get "id"] = true end
    end
    behind = behind or node == last
  end
  return gone
end

-- A link to what goes is words again; the number of a note that goes says nothing.
local function unlink(list, last)
  local gone = ids_behind(list, last)
  for _, node in ipairs(list) do
    for a in node:select 'a[href^="#"]' do
      if gone[a:get("href"):sub(2)] then
        local number = a:matches 'sup > a[role="doc-noteref"]:only-child'
        if number then a:parent():remove() else a:unwrap() end
      end
    end
    if node == last then return end
  end
end

---@param ctx encart.Context
---@param doc encart.Document
local function transform(ctx, doc)
  if not is_walled(ctx) then return end
  local list = blocks_of(doc)
  local last, share = cut_before(list)
  if not last then
    last, share = ending(list, ctx.settings.words)
    if not last then
      ctx.warn "the article is one block: it was not cut"
      return
    end
    -- Where a policy has no class at all the mark is refused, which must not save the rest.
    pcall(function() last:add_class("encart-in-paywall-rest-" .. share) end)
  end
  rest = share
  if last == list[#list] then return end
  unlink(list, last)
  doc:cut(last)
end

local function link(href, label, class)
  return href and E.a { class = class, href = href, label }
end

---@param ctx encart.Context
local function propose(ctx)
  if not rest then return nil end
  local s, paid, id = ctx.settings, ctx.article.access == "paid", ctx.anchor()
  local join = paid and link(s.subscribe, ctx.t "subscribe", "join")
    or not paid and link(s.register, ctx.t "register", "join")
  local login = link(s.login, ctx.t "login", "login")
  return ctx.box("cut", {
    slot = "after-body", weight = -1000,
    content = E.aside {
      class = "encart encart-paywall", ["aria-labelledby"] = id,
      E.p { class = "encart-label", id = id, ctx.t("rest", { percent = rest }) },
      E.p(ctx.t(paid and "paid" or "registered")),
      s.text and E.p(s.text),
      (join or login) and E.p { class = "actions", join, join and login and " ", login },
    },
  })
end

---@type encart.Plugin
return { transform = transform, propose = propose }
