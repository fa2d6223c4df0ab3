-- The way from the home page to the article, above its title.
local E = encart.html

-- A name may be of another direction than the page: it keeps its own.
local function step(name, url)
  name = E.bdi(name)
  return E.li(url and E.a { href = url, name } or name)
end

local function last_step(title)
  return E.li(E.span { ["aria-current"] = "page", E.bdi(title) })
end

---@param ctx encart.Context
local function propose(ctx)
  local s, section, title = ctx.settings, ctx.article.section, ctx.article.title
  -- The home page alone is no way.
  if not section then return nil end
  return ctx.box("trail", {
    slot = "before-title",
    content = E.nav {
      class = "encart encart-breadcrumbs", ["aria-label"] = ctx.t "name",
      E.ol {
        step(s.home_name or ctx.t "home", s.home),
        step(section.name, section.url),
        s.current and title and last_step(title),
      },
    },
  })
end

---@type encart.Plugin
return { propose = propose }
