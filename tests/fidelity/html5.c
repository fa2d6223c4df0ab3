/* libgumbo's tree through the policy's decisions about elements (filter.c's, on a tree).
 */
#include "tests/fidelity/fidelity.h"
#include "core/sanitise/url.h"

#include <gumbo.h>

typedef struct {
    encart__tree *out;
    const encart__policy *policy;
    encart__strbuf scratch;
} walk;

static uint16_t tag_of(const GumboElement *e)
{
    const char *known = gumbo_normalized_tagname(e->tag);
    GumboStringPiece piece = e->original_tag;
    char name[32] = "";

    if (e->tag != GUMBO_TAG_UNKNOWN)
        return encart__tag_id(encart__str_z(known));
    gumbo_tag_from_original_text(&piece);
    if (piece.length == 0 || piece.length >= sizeof name)
        return 0;
    for (size_t i = 0; i < piece.length; i++)
        name[i] = (char)(piece.data[i] >= 'A' && piece.data[i] <= 'Z' ? piece.data[i] + 32
                                                                     : piece.data[i]);
    return encart__tag_id(encart__str_z(name));
}

static int checked_url(walk *w, const GumboElement *e, const char *attr, int media)
{
    GumboAttribute *a = gumbo_get_attribute(&e->attributes, attr);

    return a && encart__url_check(w->policy, encart__str_z(a->value), ENCART__STR_EMPTY,
                                  media, &w->scratch);
}

static void put_text(walk *w, encart__node_id parent, encart__str text)
{
    if (text.n)
        encart__tree_append(w->out, parent, encart__tree_text(w->out, text));
}

/* An iframe is a link to what it would have shown. */
static void put_link(walk *w, encart__node_id parent, const GumboElement *e)
{
    GumboAttribute *title = gumbo_get_attribute(&e->attributes, "title");
    encart__str text = title ? encart__str_trim(encart__str_z(title->value))
                             : ENCART__STR_EMPTY;
    GumboAttribute *src = gumbo_get_attribute(&e->attributes, "src");
    encart__node_id a;
    encart__url parts;

    if (!checked_url(w, e, "src", 1) ||
        !encart__url_normalise(encart__str_z(src->value), ENCART__STR_EMPTY, &w->scratch,
                               &parts) ||
        !parts.host.n)
        return;
    a = encart__tree_element(w->out, ENCART__T_A);
    encart__tree_append(w->out, parent, a);
    encart__tree_attr_set(w->out, a, ENCART__A_HREF, encart__strbuf_view(&w->scratch));
    put_text(w, a, text.n ? text : parts.host);
}

static void put_attrs(walk *w, encart__node_id node, uint16_t tag, const GumboElement *e)
{
    if (tag == ENCART__T_A && checked_url(w, e, "href", 0))
        encart__tree_attr_set(w->out, node, ENCART__A_HREF,
                              encart__strbuf_view(&w->scratch));
    if (tag == ENCART__T_IMG && (checked_url(w, e, "src", 1)))
        encart__tree_attr_set(w->out, node, ENCART__A_SRC,
                              encart__strbuf_view(&w->scratch));
}

static int is_table_part(const encart__tree *t, encart__node_id n)
{
    encart__holds holds = t->nodes[n].kind == ENCART__NODE_ELEMENT
                              ? encart__holds_of(t->nodes[n].tag)
                              : ENCART__H_FLOW;

    return holds == ENCART__H_TABLE || holds == ENCART__H_ROWS ||
           holds == ENCART__H_CELLS;
}

/* The parent of the children of an element, 0 when they go with it. */
static encart__node_id put_element(walk *w, encart__node_id parent, const GumboElement *e)
{
    uint16_t tag = tag_of(e), as = encart__policy_counterpart(w->policy, tag);
    encart__node_id node;

    if (e->tag_namespace != GUMBO_NAMESPACE_HTML)
        return 0;
    if (tag == ENCART__T_FORM && is_table_part(w->out, parent))
        return 0; /* it is always empty there */
    if (!as) {
        if (tag == ENCART__T_IFRAME)
            put_link(w, parent, e);
        return (encart__tag_flags(tag) & ENCART__F_NOTPROSE) && tag != ENCART__T_HEAD
                   ? 0
                   : parent;
    }
    node = encart__tree_element(w->out, as);
    encart__tree_append(w->out, parent, node);
    put_attrs(w, node, as, e);
    return node;
}

static encart__node_id put(walk *w, encart__node_id parent, const GumboNode *n)
{
    switch (n->type) {
    case GUMBO_NODE_ELEMENT:
        return put_element(w, parent, &n->v.element);
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        put_text(w, parent, encart__str_z(n->v.text.text));
        return 0;
    default:
        return 0;
    }
}

/* `parents[i]`: what the children of the open element at depth i go into. */
static void walk_tree(walk *w, const GumboNode *root, encart__node_id *parents,
                      size_t most)
{
    const GumboNode *n = root;
    size_t depth = 0, at = 0;

    parents[0] = ENCART__ROOT;
    for (;;) {
        const GumboVector *children = &n->v.element.children;

        if (at < children->length) {
            const GumboNode *child = children->data[at++];
            encart__node_id inner = put(w, parents[depth], child);

            if (!inner)
                continue;
            if (depth + 1 == most)
                return;
            parents[++depth] = inner;
            n = child;
            at = 0;
        } else {
            if (n == root)
                return;
            at = n->index_within_parent + 1;
            n = n->parent;
            depth--;
        }
    }
}

/* The input without its noscript elements, and with a comment in front of </form>:
 * libgumbo puts text that is pending there behind the form. */
static void mend(encart__str html, encart__strbuf *out)
{
    encart__tokens tokens;
    size_t from = 0;

    encart__tokens_init(&tokens, NULL);
    encart__tokenize(&tokens, html, 1);
    for (size_t i = 0; i < tokens.count; i++) {
        const encart__token *k = &tokens.token[i];
        int noscript = k->type == ENCART__TOKEN_START && k->tag == ENCART__T_NOSCRIPT;
        int form = k->type == ENCART__TOKEN_END && k->tag == ENCART__T_FORM;

        if ((!noscript && !form) || (k->flags & ENCART__TOKEN_FOREIGN))
            continue;
        encart__strbuf_str(out, encart__str_sub(html, from, k->src));
        from = k->src;
        if (form)
            encart__strbuf_puts(out, "<!---->");
        if (noscript && i + 1 < tokens.count && (k[1].flags & ENCART__TOKEN_RAW))
            k++;
        if (noscript)
            from = k->src_end;
    }
    encart__strbuf_str(out, encart__str_sub(html, from, html.n));
    encart__tokens_free(&tokens);
}

int html5_tree(encart__tree *out, encart__str html, const encart__policy *policy)
{
    enum { DEEPEST = 100000 };
    walk w = {out, policy, {0}};
    GumboOptions options = kGumboDefaultOptions;
    encart__node_id *parents = encart__malloc(&encart__alloc_default,
                                              DEEPEST * sizeof *parents);
    encart__strbuf input;
    GumboOutput *parsed;

    encart__strbuf_init(&input, NULL, 0);
    encart__strbuf_init(&w.scratch, NULL, 0);
    mend(html, &input);
    options.fragment_context = GUMBO_TAG_DIV;
    options.fragment_namespace = GUMBO_NAMESPACE_HTML;
    options.max_errors = 0;
    parsed = gumbo_parse_with_options(&options, encart__strbuf_z(&input), input.size);
    if (parsed && parents)
        walk_tree(&w, parsed->root, parents, DEEPEST);
    if (parsed)
        gumbo_destroy_output(&options, parsed);
    encart__free(&encart__alloc_default, parents, DEEPEST * sizeof *parents);
    encart__strbuf_free(&w.scratch);
    encart__strbuf_free(&input);
    return parsed && parents ? out->failed : ENCART_ENOMEM;
}
