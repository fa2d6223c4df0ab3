-- To the nearest minute, halves up; never none. The words are counted by Encart.
local function told(words, speed)
  local page = render {
    article = { encart = 1, lang = "en", title = "Words",
                body = { value = "<p>" .. ("word "):rep(words) .. "</p>" } },
    settings = { least = 1, speed = speed },
  }
  return page:box("time").html:match ">([^<]+)</time>"
end

describe("the time", function()
  for _, case in ipairs {
    { words = 1, speed = 1000, text = "1 minute to read" },
    { words = 149, speed = 100, text = "1 minute to read" },
    { words = 150, speed = 100, text = "2 minutes to read" },
    { words = 1249, speed = 100, text = "12 minutes to read" },
    { words = 1250, speed = 100, text = "13 minutes to read" },
  } do
    it(("of %d words at %d a minute"):format(case.words, case.speed), function()
      expect(told(case.words, case.speed)):equals(case.text)
    end)
  end
end)
