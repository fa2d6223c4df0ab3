/* Blocks that are nothing but a link, or an address: what editors paste to show a film or a post,
 * and what the sanitiser leaves of a player. */
#include "lua/run.h"
#include "core/sanitise/url.h"

typedef struct {
    const encart__tree *t;
    encart__node_id link; /* the only one, so far */
    encart__str text;     /* beside it: an address at most */
    int other;            /* something else is there */
    size_t seen;
} looking;

static void look_at_text(looking *l, encart__node_id at)
{
    encart__str s = encart__str_trim(encart__tree_text_of(l->t, at));

    if (!s.n)
        return;
    l->other |= l->link || l->text.n ||
                !(encart__str_starts(s, ENCART__STR("https://")) ||
                  encart__str_starts(s, ENCART__STR("http://")));
    l->text = s;
}

static void look_at_element(looking *l, encart__node_id at)
{
    uint16_t tag = l->t->nodes[at].tag;

    l->other |= (encart__tag_flags(tag) & ENCART__F_NOTPROSE) || tag == ENCART__T_IMG ||
                tag == ENCART__T_VIDEO || tag == ENCART__T_AUDIO;
    if (tag != ENCART__T_A)
        return;
    l->other |= l->link || l->text.n;
    l->link = at;
}

static void look_at(looking *l, encart__node_id at)
{
    l->seen++;
    if (l->t->nodes[at].kind == ENCART__NODE_ELEMENT)
        look_at_element(l, at);
    else if (l->t->nodes[at].kind == ENCART__NODE_TEXT &&
             !encart__tree_inside(l->t, at, ENCART__T_A))
        look_at_text(l, at);
}

static int is_block(const encart__tree *t, encart__node_id node)
{
    return t->nodes[node].kind == ENCART__NODE_ELEMENT &&
           (encart__tag_flags(t->nodes[node].tag) & ENCART__F_BLOCK);
}

/* A block is an element, or a run of inline siblings that begins with the node. */
static void look_over(looking *l, encart__node_id first)
{
    int run = !is_block(l->t, first);

    for (encart__node_id top = first; top && !l->other; top = l->t->nodes[top].next) {
        if (top != first && (!run || is_block(l->t, top)))
            return;
        for (encart__node_id at = top; at && !l->other; at = encart__tree_next(l->t, top, at, 0))
            look_at(l, at);
    }
}

static int may_be_link(int kind)
{
    return kind == ENCART__BLOCK_PARAGRAPH || kind == ENCART__BLOCK_FIGURE ||
           kind == ENCART__BLOCK_EMBED || kind == ENCART__BLOCK_OTHER;
}

encart__str encart__lua_block_link(lua_State *L, const encart__block *block)
{
    encart__run *run = encart__run_of(L);
    looking l = {.t = &run->opts.article->tree, .text = ENCART__STR_EMPTY};
    encart__str url;
    encart__url parts;

    if (!may_be_link(block->kind))
        return ENCART__STR_EMPTY;
    look_over(&l, block->node);
    encart__lua_charge(L, 2 * l.seen);
    if (l.other || (!l.link && !l.text.n))
        return ENCART__STR_EMPTY;
    if (l.link)
        return encart__tree_attr(l.t, l.link, ENCART__A_HREF, &url) ? url : ENCART__STR_EMPTY;
    for (size_t i = 0; i < l.text.n; i++)
        if (encart__is_space((unsigned char)l.text.p[i]))
            return ENCART__STR_EMPTY;
    if (!encart__url_normalise(l.text, ENCART__STR_EMPTY, &run->scratch, &parts))
        return ENCART__STR_EMPTY;
    return encart__strbuf_view(&run->scratch);
}
