/* A selector on the first line, HTML below it: what the selector finds is in document order
 * and matched by it again, and whatever edits are made there, the article stays one that a
 * second sanitising leaves as it is. The last four bytes choose options, as in case.h. */
#include "core/edit/edits.h"
#include "core/edit/selector.h"
#include "fuzz/case.h"

enum { FUEL = 200000, MOST_EDITED = 40 };

static void check_error(const encart_error *err, encart__str css)
{
    FUZZ_CHECK(err->message[0] && err->offset <= css.n && err->column > 0);
}

/* A text, an element, or a list of things that do not go together. */
static encart__node_id content(encart__edits *e, unsigned choice)
{
    static const uint16_t tags[] = {ENCART__T_P, ENCART__T_LI, ENCART__T_TD,
                                    ENCART__T_A, ENCART__T_H2, ENCART__T_DIV,
                                    ENCART__T_BR};
    encart__node_id holder = encart__edits_holder(e);
    encart__node_id node = encart__tree_element(e->tree, tags[choice % 7]);

    encart__tree_append(e->tree, holder, node);
    if (choice & 8)
        encart__tree_append(e->tree, holder,
                            encart__tree_text(e->tree, ENCART__STR("x ")));
    return holder;
}

static void record(encart__edits *e, encart__node_id node, unsigned choice)
{
    static const encart__str names[] = {
        {"class", 5}, {"id", 2}, {"href", 4}, {"onclick", 7}};
    encart__edit_op op = (encart__edit_op)(choice % (ENCART__EDIT_CLASS_REMOVE + 1));
    encart__handle h = encart__edits_handle(e, node);

    if (op > ENCART__EDIT_REMOVE)
        encart__edits_set(e, op, h, names[choice / 16 % 4], ENCART__STR("#x y"));
    else
        encart__edits_put(e, op, h,
                          op <= ENCART__EDIT_WRAP ? content(e, choice / 16) : 0);
}

/* Parts of the element's text, and words of its first text, whose edits meet. */
static void record_parts(encart__edits *e, encart__node_id node, unsigned choice)
{
    encart__node_id text = e->tree->nodes[node].first;
    size_t from = choice % 8, to = from + choice / 8 % 8;
    encart__part part;

    if (choice & 64)
        encart__edits_range(e, choice & 128 ? ENCART__EDIT_WRAP : ENCART__EDIT_REPLACE,
                            encart__edits_handle(e, text), choice / 256 % 4,
                            choice / 256 % 4 + 1, content(e, choice / 16));
    if (encart__edits_part(e, encart__edits_handle(e, node), from, to, &part) ==
        ENCART__EDIT_TAKEN)
        encart__edits_put_part(
            e, choice & 512 ? ENCART__EDIT_PART_WRAP : ENCART__EDIT_PART_REPLACE, &part,
            content(e, choice / 64));
}

static void find_and_record(encart__edits *e, const encart__selector *s, unsigned choice)
{
    encart__query q, again;
    encart__node_id node, at = ENCART__ROOT;
    long fuel = FUEL, more = FUEL;
    int n = 0;

    encart__query_init(&q, s, e->tree, ENCART__ROOT);
    while (n++ < MOST_EDITED && (node = encart__query_next(&q, &fuel))) {
        while (at != node)
            FUZZ_CHECK((at = encart__tree_next(e->tree, ENCART__ROOT, at, 0)) != 0);
        encart__query_init(&again, s, e->tree, ENCART__ROOT);
        FUZZ_CHECK(encart__query_matches(&again, node, &more) || more < 0);
        choice = choice * 1103515245u + 12345u;
        if (choice & 0x10000)
            record_parts(e, node, choice / 0x20000);
        else
            record(e, node, choice);
    }
}

static void check_canonical(const encart__tree *t, const fuzz_case *c)
{
    encart__strbuf once, twice;

    encart__strbuf_init(&once, NULL, 0);
    encart__strbuf_init(&twice, NULL, 0);
    encart__serialise(t, &once);
    FUZZ_CHECK(fuzz_sanitised(&twice, encart__strbuf_view(&once), &c->opts, NULL) == 0);
    FUZZ_CHECK(encart__str_eq(encart__strbuf_view(&once), encart__strbuf_view(&twice)));
    encart__strbuf_free(&once);
    encart__strbuf_free(&twice);
}

static void edit(encart__tree *t, const encart__selector *s, const fuzz_case *c)
{
    encart__edits e;
    int status;

    encart__edits_init(&e, t, 1);
    find_and_record(&e, s, c->spare);
    status = encart__edits_apply(&e);
    encart__edits_free(&e);
    FUZZ_CHECK(status == ENCART_OK && !encart__tree_check(t));
    FUZZ_CHECK(encart__model(t, c->opts.policy, NULL) == ENCART_OK);
    FUZZ_CHECK(!encart__tree_check(t));
    check_canonical(t, c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *lf = size ? memchr(data, '\n', size) : NULL;
    encart__str css = {(const char *)data, lf ? (size_t)(lf - data) : size};
    encart__selector s;
    encart_error err;
    encart__tree tree;
    fuzz_case c;

    fuzz_case_init(&c, lf ? lf + 1 : data + size, lf ? size - css.n - 1 : 0);
    c.opts.base = ENCART__STR_EMPTY;
    c.opts.paragraphs = c.opts.accessible = c.opts.plugin_marks = 0;
    if (encart__selector_parse(&s, css, c.opts.policy, NULL, &err)) {
        check_error(&err, css);
    } else {
        if (fuzz_sanitise(&tree, encart__strbuf_view(&c.html), &c.opts, NULL) ==
            ENCART_OK)
            edit(&tree, &s, &c);
        encart__tree_free(&tree);
    }
    fuzz_case_free(&c);
    return 0;
}
