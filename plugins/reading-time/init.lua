-- How long an article takes, under its title.
local E = encart.html

-- To the nearest minute, halves up; nobody is told « 0 minute ».
local function minutes(words, speed)
  return math.max(1, (words + speed // 2) // speed)
end

---@param ctx encart.Context
local function propose(ctx)
  local words, s = ctx.article.words, ctx.settings
  if words < s.least then return nil end
  local n = minutes(words, s.speed)
  return ctx.box("time", {
    slot = "after-title",
    content = E.p {
      class = "encart encart-reading-time encart-extra",
      E.time { datetime = "PT" .. n .. "M", ctx.t("minutes", { n = n }) },
    },
  })
end

---@type encart.Plugin
return { propose = propose }
