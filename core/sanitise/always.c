/* repair = always: libtidy also for tokens that nest. It promises the same words in the same
 * blocks, and libtidy moves some that are legal, so its tree is compared with the builder's.
 */
#include "core/sanitise/clean.h"

enum { MARK_ENTER = 1, MARK_LEAVE = 2 };

static void put_text(encart__strbuf *out, encart__str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!encart__is_space((unsigned char)text.p[i]))
            encart__strbuf_putc(out, text.p[i]);
}

/* Its blocks and its words, without white space. */
static void skeleton(const encart__tree *t, encart__strbuf *out)
{
    encart__iter it;

    encart__iter_init(&it, t, ENCART__ROOT);
    while (encart__iter_next(&it)) {
        const encart__node *n = encart__tree_node(t, it.at);

        if (n->kind == ENCART__NODE_TEXT)
            put_text(out, encart__tree_text_of(t, it.at));
        if (n->kind != ENCART__NODE_ELEMENT ||
            !(encart__tag_flags(n->tag) & ENCART__F_BLOCK))
            continue;
        encart__strbuf_putc(out, it.leave ? MARK_LEAVE : MARK_ENTER);
        if (!it.leave)
            encart__strbuf_str(out, encart__tag_name(n->tag));
    }
}

/* A status: ENCART_EPARSE when they differ. */
static int compare(const encart__tree *a, const encart__tree *b)
{
    encart__strbuf x, y;
    int status;

    encart__strbuf_init(&x, a->alloc, 0);
    encart__strbuf_init(&y, a->alloc, 0);
    skeleton(a, &x);
    skeleton(b, &y);
    status = x.failed ? x.failed : y.failed;
    if (!status && !encart__str_eq(encart__strbuf_view(&x), encart__strbuf_view(&y)))
        status = ENCART_EPARSE;
    encart__strbuf_free(&x);
    encart__strbuf_free(&y);
    return status;
}

void encart__repair_always(encart__builder *b, const encart__clean *clean,
                           encart__tree *built)
{
    encart__tree other;
    encart__dresser dresser = {&other, clean};
    int status = ENCART_EPARSE;

    encart__tree_init(&other, built->alloc);
    if (!other.failed && encart__repair(b, clean, &dresser, built->alloc) && !other.failed)
        status = compare(built, &other);
    if (other.failed)
        status = other.failed;
    if (status == ENCART_OK) {
        encart__tree_free(built);
        *built = other;
        return;
    }
    encart__tree_free(&other);
    if (status != ENCART_EPARSE)
        built->failed = status;
}
