-- The articles before and after this one, as the host gives them.
local E = encart.html

-- Where there is no title, what the link leads to is its label.
local function link(ctx, which, neighbour)
  local label = ctx.settings[which] or ctx.t(which)
  local title = ctx.settings.titles and neighbour.title
  return E.li(E.a {
    rel = which == "next" and "next" or "prev", href = neighbour.url,
    E.span { class = "encart-label", label },
    title and { " ", E.bdi(title) },
  })
end

---@param ctx encart.Context
local function propose(ctx)
  local links = ctx.article.links
  if not links.prev and not links.next then return nil end
  return ctx.box("links", {
    slot = "after-body", weight = 30,
    content = E.nav {
      class = "encart encart-prev-next encart-extra", ["aria-label"] = ctx.t "name",
      E.ul {
        links.prev and link(ctx, "previous", links.prev),
        links.next and link(ctx, "next", links.next),
      },
    },
  })
end

---@type encart.Plugin
return { propose = propose }
