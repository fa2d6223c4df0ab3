-- Fails in its first hook: costs its box, never the page.
return {
  propose = function(ctx)
    return ctx.box("never", { slot = "after-body", content = ctx.article.absent.absent })
  end,
}
