/* One walk over libgumbo's tree, without recursion. */
#include "tests/gumbo_tree.h"
#include "core/base/utf8.h"

static encart__str name_of(const GumboElement *e)
{
    GumboStringPiece original = e->original_tag;

    if (e->tag != GUMBO_TAG_UNKNOWN)
        return encart__str_z(gumbo_normalized_tagname(e->tag));
    gumbo_tag_from_original_text(&original);
    return encart__str_n(original.data, original.length);
}

static encart__node_id element(encart__tree *t, const GumboElement *e)
{
    encart__node_id id = encart__tree_element(t, encart__tag_id(name_of(e)));

    for (unsigned i = 0; i < e->attributes.length; i++) {
        const GumboAttribute *a = e->attributes.data[i];
        uint16_t name = encart__attr_id(encart__str_z(a->name));

        if (name)
            encart__tree_attr_set(t, id, name, encart__str_z(a->value));
        else
            encart__tree_attr_set_other(t, id, encart__str_z(a->name),
                                        encart__str_z(a->value));
    }
    return id;
}

/* Without the newline that the serialiser writes after a block of the root. */
static encart__str text_of(const encart__tree *t, encart__node_id parent,
                           const char *text)
{
    encart__str s = encart__str_z(text);
    const encart__node *before = &t->nodes[t->nodes[parent].last];

    if (parent == ENCART__ROOT && before->kind == ENCART__NODE_ELEMENT &&
        encart__tag_flags(before->tag) & ENCART__F_BLOCK && s.n && s.p[0] == '\n')
        return encart__str_sub(s, 1, s.n);
    return s;
}

static encart__node_id add(encart__tree *t, encart__node_id parent, const GumboNode *n)
{
    encart__node_id id = 0;
    encart__str s;

    if (n->type == GUMBO_NODE_ELEMENT) {
        id = element(t, &n->v.element);
    } else if (n->type == GUMBO_NODE_COMMENT) {
        id = encart__tree_comment(t, encart__str_z(n->v.text.text));
    } else {
        s = text_of(t, parent, n->v.text.text);
        id = s.n ? encart__tree_text(t, s) : 0;
    }
    encart__tree_append(t, parent, id);
    return id;
}

static const GumboNode *child(const GumboNode *n, size_t i)
{
    return n->type == GUMBO_NODE_ELEMENT && i < n->v.element.children.length
               ? n->v.element.children.data[i]
               : NULL;
}

static void import(encart__tree *t, const GumboNode *root)
{
    const GumboNode *n = root, *next = child(root, 0);
    encart__node_id at = ENCART__ROOT;

    while (next || n != root) {
        if (next) {
            encart__node_id id = add(t, at, next);

            if (next->type == GUMBO_NODE_ELEMENT) {
                n = next;
                at = id;
                next = child(n, 0);
                continue;
            }
            next = child(n, next->index_within_parent + 1);
            continue;
        }
        next = child(n->parent, n->index_within_parent + 1);
        n = n->parent;
        at = t->nodes[at].parent;
    }
}

int gumbo_tree(encart__tree *out, encart__str html, GumboTag context)
{
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *parsed;

    encart__tree_init(out, NULL);
    options.fragment_context = context;
    parsed = gumbo_parse_with_options(&options, html.p, html.n);
    if (!parsed)
        return 0;
    import(out, parsed->root);
    gumbo_destroy_output(&options, parsed);
    return !out->failed;
}

int gumbo_knows(encart__str html)
{
    uint32_t cp;

    if (encart__str_find(html, ENCART__STR("<form")) != (size_t)-1)
        return 0;
    for (size_t i = 0; i < html.n;) {
        i += encart__utf8_decode(html.p + i, html.n - i, &cp);
        if ((cp >= 0x7F && cp <= 0x9F) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
            (cp & 0xFFFE) == 0xFFFE)
            return 0;
    }
    return 1;
}
