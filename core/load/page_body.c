/* The body of a page, as marks on its tokens: choose, clean, and judge what is left. */
#include "core/load/page.h"
#include "core/load/page_tree.h"

enum {
    ENOUGH_CHARS = 250 /* a body this long needs no second look */
};

static uint32_t kept_chars(const encart__ptree *t)
{
    uint32_t chars = 0;

    for (size_t i = 1; i < t->count; i++)
        if ((t->node[i].flags & (ENCART__P_KEEP | ENCART__P_CUT)) == ENCART__P_KEEP)
            chars += t->node[i].own;
    return chars;
}

/* A token is kept with the element around it; an element's own tags with itself. */
static void mark_tokens(uint8_t *keep, const encart__ptree *t)
{
    for (size_t i = 0; i < t->tokens->count; i++) {
        unsigned flags = t->node[t->owner[i]].flags;

        keep[i] = (flags & (ENCART__P_KEEP | ENCART__P_CUT)) == ENCART__P_KEEP;
    }
}

/* Everything inside body (or everything, when there is no body tag) but what no page
 * shows. */
static void keep_all(encart__ptree *t)
{
    uint32_t body = 0;

    for (uint32_t i = (uint32_t)t->count; i-- > 0;) {
        t->node[i].flags = 0;
        if (t->node[i].tag == ENCART__T_BODY)
            body = i;
    }
    for (uint32_t i = body; i < t->node[body].last; i++)
        t->node[i].flags |= ENCART__P_KEEP;
}

/* One attempt: choose and clean. *chars is what is kept, 0 when nothing was found. */
static int attempt(encart__ptree *t, encart__str title, int trust_words, uint32_t *chars)
{
    int found, status = encart__page_choose(t, trust_words, &found);

    *chars = 0;
    if (!status && found)
        status = encart__page_clean(t, title);
    if (!status && found)
        *chars = kept_chars(t);
    return status;
}

/* Class names may mislead: a short find is looked for again without them, and the second
 * counts when it is twice as long. */
static int find_body(encart__ptree *t, encart__str title, uint32_t *chars)
{
    uint32_t first;
    int status = attempt(t, title, 1, chars);

    if (status || *chars >= ENOUGH_CHARS)
        return status;
    first = *chars;
    status = attempt(t, title, 0, chars);
    if (!status && *chars <= 2 * first)
        status = attempt(t, title, 1, chars);
    return status;
}

int encart__page_body(uint8_t *keep, const encart_article *a,
                      const encart__tokens *tokens, encart__diags *diags)
{
    encart__ptree tree;
    uint32_t chars = 0;
    int status = encart__ptree_build(&tree, tokens);

    if (status)
        return status;
    status = find_body(&tree, a->title, &chars);
    if (!status && chars == 0) {
        keep_all(&tree);
        if (diags)
            encart__diag_add(diags, ENCART__WARNING, "no-article",
                             "nothing on the page looks like an article: all of its body "
                             "is kept");
    }
    if (!status)
        mark_tokens(keep, &tree);
    encart__ptree_free(&tree);
    return status;
}
