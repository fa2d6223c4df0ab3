/* Exports: the tree of an article, for those who only look. */
#include "core/load/article.h"

#include <encart/node.h>

#include <string.h>

/* The nil node for every number that is none, so that all who ask need not. */
static encart_node known(const encart_article *article, encart_node node)
{
    if (!article || node >= article->tree.node_count ||
        article->tree.nodes[node].kind == ENCART__NODE_DEAD)
        return 0;
    return node;
}

static const encart__node none;

static const encart__node *node_of(const encart_article *article, encart_node node)
{
    node = known(article, node);
    return node ? &article->tree.nodes[node] : &none;
}

/* ---- where --------------------------------------------------------------------------- */

encart_node encart_article_root(const encart_article *article)
{
    return known(article, ENCART__ROOT);
}

encart_node encart_node_next(const encart_article *article, encart_node node)
{
    node = known(article, node);
    return node ? encart__tree_next(&article->tree, ENCART__ROOT, node, 0) : 0;
}

encart_node encart_node_skip(const encart_article *article, encart_node node)
{
    node = known(article, node);
    return node ? encart__tree_next(&article->tree, ENCART__ROOT, node, 1) : 0;
}

encart_node encart_node_parent(const encart_article *article, encart_node node)
{
    return node_of(article, node)->parent;
}

encart_node encart_node_first_child(const encart_article *article, encart_node node)
{
    return node_of(article, node)->first;
}

encart_node encart_node_last_child(const encart_article *article, encart_node node)
{
    return node_of(article, node)->last;
}

encart_node encart_node_next_sibling(const encart_article *article, encart_node node)
{
    return node_of(article, node)->next;
}

encart_node encart_node_previous_sibling(const encart_article *article, encart_node node)
{
    return node_of(article, node)->prev;
}

/* ---- what ---------------------------------------------------------------------------- */

int encart_node_type(const encart_article *article, encart_node node)
{
    static const int types[] = {
        [ENCART__NODE_DEAD] = ENCART_NODE_NONE,
        [ENCART__NODE_ROOT] = ENCART_NODE_ROOT,
        [ENCART__NODE_ELEMENT] = ENCART_NODE_ELEMENT,
        [ENCART__NODE_TEXT] = ENCART_NODE_TEXT,
        [ENCART__NODE_COMMENT] = ENCART_NODE_COMMENT,
    };

    return types[node_of(article, node)->kind];
}

const char *encart_node_name(const encart_article *article, encart_node node)
{
    const encart__node *n = node_of(article, node);

    return encart__tag_name(n->kind == ENCART__NODE_ELEMENT ? n->tag : 0).p;
}

/* A slice of the pool; "" rather than NULL for an empty one. */
static const char *give(encart__str s, size_t *n)
{
    if (n)
        *n = s.n;
    return s.n ? s.p : "";
}

const char *encart_node_text(const encart_article *article, encart_node node, size_t *n)
{
    const encart__node *at = node_of(article, node);

    if (at->kind != ENCART__NODE_TEXT && at->kind != ENCART__NODE_COMMENT)
        return give(ENCART__STR_EMPTY, n);
    return give(encart__tree_slice(&article->tree, at->text, at->len), n);
}

const char *encart_node_attribute(const encart_article *article, encart_node node,
                                  const char *name, size_t *n)
{
    uint32_t at = node_of(article, node)->attr;
    encart__str wanted = encart__str_z(name ? name : "");

    give(ENCART__STR_EMPTY, n);
    for (; at; at = article->tree.attrs[at].next) {
        const encart__attr *a = &article->tree.attrs[at];

        if (encart__str_eq(encart__tree_attr_spelling(&article->tree, a), wanted))
            return give(encart__tree_attr_value(&article->tree, a), n);
    }
    return NULL;
}

int encart_node_attribute_at(const encart_article *article, encart_node node, size_t index,
                             const char **name, size_t *name_n, const char **value,
                             size_t *value_n)
{
    uint32_t at = node_of(article, node)->attr;
    encart__str n = ENCART__STR_EMPTY, v = ENCART__STR_EMPTY;
    const char *ignored;

    while (at && index-- > 0)
        at = article->tree.attrs[at].next;
    if (at) {
        n = encart__tree_attr_spelling(&article->tree, &article->tree.attrs[at]);
        v = encart__tree_attr_value(&article->tree, &article->tree.attrs[at]);
    }
    *(name ? name : &ignored) = give(n, name_n);
    *(value ? value : &ignored) = give(v, value_n);
    return at != 0;
}

uint32_t encart_node_line(const encart_article *article, encart_node node)
{
    return node_of(article, node)->line;
}
