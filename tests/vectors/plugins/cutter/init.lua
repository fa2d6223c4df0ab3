-- Edits the article: what is no first paragraph goes, links are marked. Run twice, it finds
-- its own work done.
return {
  transform = function(_, doc)
    for a in doc:select "a:not(.cut)" do
      a:add_class "cut"
    end
    for p in doc:select "p + p" do
      p:remove()
    end
  end,
}
