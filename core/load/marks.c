/* Boxes of an earlier render, found again by their mark (ruling 2): taken out when they
 * are ours, told of when they are not. One pass, one stack; an element without its own
 * end tag is never taken for a box, so that no mark can swallow what follows it. */
#include "core/base/vec.h"
#include "core/load/load.h"

#define NO_END UINT32_MAX

typedef struct {
    const encart__alloc *alloc;
    uint32_t *end; /* of each start tag: its end tag, NO_END when it has none */
    void *stack;   /* uint32_t: open start tags */
    size_t count, cap;
    uint32_t open[ENCART__T_COUNT]; /* how many of each name are open */
} pairing;

static int push(pairing *p, uint32_t token)
{
    if (!encart__vec_grow(p->alloc, &p->stack, &p->cap, p->count, sizeof token, 0))
        return 0;
    ((uint32_t *)p->stack)[p->count++] = token;
    return 1;
}

static void close_tag(pairing *p, const encart__tokens *t, uint32_t end)
{
    const uint32_t *stack = p->stack;
    uint16_t tag = t->token[end].tag;

    if (tag >= ENCART__T_COUNT || !p->open[tag])
        return;
    while (p->count) {
        uint32_t start = stack[--p->count];

        p->open[t->token[start].tag]--;
        if (t->token[start].tag == tag) {
            p->end[start] = end;
            return;
        }
    }
}

/* Fills p->end; false without memory. Elements without a name are left out. */
static int pair_tags(pairing *p, const encart__tokens *t)
{
    for (uint32_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i];
        int empty = (encart__tag_flags(k->tag) & ENCART__F_VOID) != 0;

        p->end[i] = NO_END;
        if (k->tag == ENCART__T_UNKNOWN || empty || (k->flags & ENCART__TOKEN_FOREIGN))
            continue;
        if (k->type == ENCART__TOKEN_END)
            close_tag(p, t, i);
        if (k->type != ENCART__TOKEN_START)
            continue;
        if (!push(p, i))
            return 0;
        p->open[k->tag]++;
    }
    return 1;
}

static const encart__box_kind *known_box(const encart__known *known, encart__str mark)
{
    for (size_t i = 0; known && i < known->count; i++)
        if (encart__str_eq(known->boxes[i].name, mark))
            return &known->boxes[i];
    return NULL;
}

typedef enum { NOT_OURS, WHOLE, TAGS_ONLY } cut;

static cut judge(const encart__token *k, encart__str mark, const encart__known *known)
{
    const encart__box_kind *box;

    if (encart__str_is(mark, "core/top"))
        return k->tag == ENCART__T_SPAN ? WHOLE : NOT_OURS;
    if (encart__str_is(mark, "core/link"))
        return k->tag == ENCART__T_A ? TAGS_ONLY : NOT_OURS;
    box = known_box(known, mark);
    return box && box->tag == k->tag ? WHOLE : NOT_OURS;
}

static void tell(encart__diags *diags, const encart__token *k, encart__str mark)
{
    int n = (int)(mark.n > 80 ? 80 : mark.n);
    encart__diag *d;

    if (!diags || encart__str_starts(mark, ENCART__STR("author/")))
        return;
    d = encart__diag_add(
        diags, ENCART__NOTE, "foreign-mark",
        "data-encart=\"%.*s\" names no box of an installed plugin: the words "
        "are kept, the mark is not",
        n, mark.p);
    if (d)
        d->line = k->line;
}

static void cut_out(uint8_t *keep, uint32_t start, uint32_t end, cut how)
{
    if (how == WHOLE)
        memset(keep + start, 0, (size_t)end - start + 1);
    else
        keep[start] = keep[end] = 0;
}

int encart__marks_clear(uint8_t *keep, const encart__tokens *t,
                        const encart__known *known, encart__diags *diags)
{
    pairing p = {.alloc = t->alloc};
    int paired = 0, ok = 1;

    for (uint32_t i = 0; i < t->count && ok; i++) {
        const encart__token *k = &t->token[i];
        encart__str mark;
        cut how;

        if (!keep[i] || k->type != ENCART__TOKEN_START ||
            !encart__token_attr_get(t, k, ENCART__A_DATA_ENCART, &mark))
            continue;
        if (!paired) { /* most articles have no mark and need no pairs */
            p.end = encart__calloc(t->alloc, t->count, sizeof *p.end);
            ok = p.end && pair_tags(&p, t);
            paired = 1;
        }
        how = ok ? judge(k, mark, known) : NOT_OURS;
        if (ok && (how == NOT_OURS || p.end[i] == NO_END))
            tell(diags, k, mark);
        else if (ok)
            cut_out(keep, i, p.end[i], how);
    }
    encart__free(t->alloc, p.end, t->count * sizeof *p.end);
    encart__free(t->alloc, p.stack, p.cap * sizeof(uint32_t));
    return ok ? ENCART_OK : ENCART_ENOMEM;
}
