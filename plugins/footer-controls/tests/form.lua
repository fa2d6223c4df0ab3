-- The form by itself, with a context of two functions: what is asked of a reader, and how.
local form = require "lib.form"

local function context(settings)
  return {
    settings = settings, article = {},
    anchor = function(name) return "e-x_" .. name end,
    t = function(key) return key end,
  }
end

-- All elements below one that have the attribute, in their order.
local function with(attribute, element, found)
  found = found or {}
  for _, child in ipairs(element) do
    if type(child) == "table" then
      if child[attribute] then found[#found + 1] = child end
      with(attribute, child, found)
    end
  end
  return found
end

local function names(element)
  return encart.map(with("name", element), function(field) return field.name end)
end

local function fields(settings, hidden)
  return form(context(settings), { action = "/comments", hidden = hidden or {} })
end

describe("the comment form", function()
  it("asks for the text, the name and the address", function()
    expect(names(fields {})):equals { "comment", "author", "email" }
  end)

  it("has a trap and a consent when they are wanted", function()
    expect(names(fields { honeypot = true, consent = true }))
      :equals { "comment", "author", "email", "url2", "consent" }
  end)

  it("has a label for each field", function()
    local f = fields { honeypot = true, consent = true }
    local labelled = encart.map(with("for", f), function(label) return label["for"] end)
    for _, field in ipairs(with("name", f)) do expect(labelled):contains(field.id) end
  end)

  it("sends the host's hidden fields along", function()
    local f = fields({}, { { name = "post", value = "17" } })
    local last = with("name", f)[4]
    expect(last.type):is "hidden"
    expect(last.value):is "17"
  end)

  it("goes where the host says", function()
    expect(fields({}).action):is "/comments"
    expect(fields({}).method):is "post"
  end)
end)
