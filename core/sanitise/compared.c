/* libtidy's tree beside the builder's of the same tokens. libtidy moves some content that is
 * legal where it stands, so its tree is taken only when the same words stand in the same
 * blocks. What the builder had no better place for than a cell of its own making is what
 * libtidy is asked about: those words may stand anywhere.
 */
#include "core/sanitise/clean.h"

enum { MARK_ENTER = 1, MARK_LEAVE = 2 };

/* The blocks and the words of a tree, without white space. */
typedef struct {
    const encart__tree *tree;
    encart__strbuf out;
    encart__strbuf *misplaced; /* for each byte of the words: had it no better place? */
    int tells;                 /* this tree tells; the other is told */
    int drops_empty;           /* blocks without words are left out */
    unsigned made;             /* made cells around what comes */
    size_t at;                 /* bytes of words so far */
} outline;

static int is_misplaced(outline *o)
{
    if (o->tells)
        encart__strbuf_putc(o->misplaced, (char)(o->made != 0));
    return o->at < o->misplaced->size && o->misplaced->data[o->at];
}

static void put_text(outline *o, encart__str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (encart__is_space((unsigned char)text.p[i]))
            continue;
        if (!is_misplaced(o))
            encart__strbuf_putc(&o->out, text.p[i]);
        o->at++;
    }
}

static int ends_with_begin(const encart__strbuf *out, encart__str name)
{
    encart__str all = encart__strbuf_view(out);

    return all.n > name.n && all.p[all.n - name.n - 1] == MARK_ENTER &&
           encart__str_eq(encart__str_sub(all, all.n - name.n, all.n), name);
}

/* Behind rows of its own making the builder has no head of a table, libtidy has. */
static encart__str name_of(const outline *o, uint16_t tag)
{
    return encart__tag_name(o->drops_empty && tag == ENCART__T_THEAD ? ENCART__T_TBODY : tag);
}

static void put_edge(outline *o, const encart__node *n, int leave)
{
    encart__str name = name_of(o, n->tag);

    if (n->flags & ENCART__HAS_MISPLACED)
        o->made += leave ? -1u : 1u;
    if (leave && o->drops_empty && ends_with_begin(&o->out, name)) {
        encart__strbuf_truncate(&o->out, o->out.size - name.n - 1);
        return;
    }
    encart__strbuf_putc(&o->out, leave ? MARK_LEAVE : MARK_ENTER);
    if (!leave)
        encart__strbuf_str(&o->out, name);
}

static void draw(outline *o)
{
    encart__iter it;

    encart__iter_init(&it, o->tree, ENCART__ROOT);
    while (encart__iter_next(&it)) {
        const encart__node *n = encart__tree_node(o->tree, it.at);

        if (n->kind == ENCART__NODE_TEXT)
            put_text(o, encart__tree_text_of(o->tree, it.at));
        else if (n->kind == ENCART__NODE_ELEMENT &&
                 encart__tag_flags(n->tag) & ENCART__F_BLOCK)
            put_edge(o, n, it.leave);
    }
}

/* A status: ENCART_EPARSE when they differ. */
static int compare(const encart__tree *built, const encart__tree *other, int nests)
{
    encart__strbuf misplaced;
    outline x = {built, {0}, &misplaced, 1, !nests, 0, 0};
    outline y = {other, {0}, &misplaced, 0, !nests, 0, 0};
    int status;

    encart__strbuf_init(&misplaced, built->alloc, 0);
    encart__strbuf_init(&x.out, built->alloc, 0);
    encart__strbuf_init(&y.out, built->alloc, 0);
    draw(&x);
    if (!misplaced.failed)
        draw(&y);
    status = misplaced.failed || x.out.failed || y.out.failed ? ENCART_ENOMEM : ENCART_OK;
    if (!status && !encart__str_eq(encart__strbuf_view(&x.out), encart__strbuf_view(&y.out)))
        status = ENCART_EPARSE;
    encart__strbuf_free(&misplaced);
    encart__strbuf_free(&x.out);
    encart__strbuf_free(&y.out);
    return status;
}

void encart__repair_compared(encart__builder *b, const encart__clean *clean,
                             encart__tree *built)
{
    encart__tree other;
    encart__dresser dresser = {&other, clean};
    uint32_t flattened = b->flattened;
    int status = ENCART_EPARSE, nests = !b->irregular;

    encart__tree_init(&other, built->alloc);
    if (encart__repair(b, clean, &dresser, built->alloc) && !other.failed)
        status = compare(built, &other, nests);
    if (other.failed)
        status = other.failed;
    if (status == ENCART_OK) {
        encart__tree_free(built);
        *built = other;
        return;
    }
    encart__tree_free(&other);
    b->flattened = flattened;
    if (status != ENCART_EPARSE)
        built->failed = status;
}
