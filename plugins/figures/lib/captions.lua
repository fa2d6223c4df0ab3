-- Where the words of a caption stand when a CMS has no figures.
local captions = {}

-- The paragraph after an image, if it is called a caption, or short and emphasised as a whole.
-- It is taken from where it stands.
function captions.beside(p, most)
  local next = p:next()
  if not next or next.tag ~= "p" then return nil end
  if next:matches ".wp-caption-text, .caption, .legende, .image-caption" then
    return next:remove():content()
  end
  local text = next:raw():match "^%s*(.-)%s*$"
  local _, words = text:gsub("%S+", "")
  if words == 0 or words > most then return nil end
  for node in next:select ":scope > :is(em, i, small):only-child" do
    if node:raw():match "^%s*(.-)%s*$" == text then return next:remove():content() end
  end
end

-- The attribute title, which few readers see, if it is a sentence and not the file's name, the
-- alternative or the article's title once more.
function captions.title(image, article)
  local title = image:get "title"
  if not title or not title:find "%S%s+%S" then return nil end
  if title == image:get "alt" or title == article.title then return nil end
  image:set("title", false)
  return title
end

-- [caption …]image words[/caption], which no plugin of the CMS has read: the ranges of the words,
-- and of the signs around them.
function captions.residue(p)
  local raw = p:raw()
  local open, from, to, close = raw:match "^%s*%[caption[^%]]*()%]%s*()%S.-()%s*()%[/caption%]%s*$"
  if not open then return nil end
  local signs = { p:range(1, open), p:range(close, #raw) }
  local caption = p:range(from, to - 1)
  return caption and #signs == 2 and { caption = caption, signs = signs } or nil
end

return captions
