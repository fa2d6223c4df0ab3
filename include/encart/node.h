/* The tree of an article: look at it, node by node. Nothing here changes or allocates; all
 * functions are safe on all threads. */
#ifndef ENCART_NODE_H
#define ENCART_NODE_H

#include <encart/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A node of an article, valid as long as that article. 0 is no node: every function takes
 * it, and any number that is none, and returns nothing for it. Since 0.1. */
typedef uint32_t encart_node;

/* What a node is. */
#define ENCART_NODE_NONE 0
#define ENCART_NODE_ROOT 1    /* has no name and no parent; the body's blocks are below it */
#define ENCART_NODE_ELEMENT 2
#define ENCART_NODE_TEXT 3
#define ENCART_NODE_COMMENT 4 /* an editor's pin; no other comment is kept */

/** The root of the sanitised body: what encart_article_html() is written from. A title that
 * stood in the body is not in it.
 *
 * @param article borrowed, NULL is fine.
 * @return never 0, but for NULL. Threads: safe. Since 0.1.
 */
ENCART_API encart_node encart_article_root(const encart_article *article);

/** The next node in document order: the first child, else the next sibling, else that of the
 * nearest ancestor that has one. From the root, each call one step, through all nodes.
 *
 * @return 0 after the last. Threads: safe. Since 0.1.
 */
ENCART_API encart_node encart_node_next(const encart_article *article, encart_node node);

/** The same without what is below `node`. @return 0 after the last. Since 0.1. */
ENCART_API encart_node encart_node_skip(const encart_article *article, encart_node node);

/** @return 0 for the root. Since 0.1. */
ENCART_API encart_node encart_node_parent(const encart_article *article, encart_node node);

/** @return 0 when there is none. Since 0.1. */
ENCART_API encart_node encart_node_first_child(const encart_article *article,
                                               encart_node node);

/** @return 0 when there is none. Since 0.1. */
ENCART_API encart_node encart_node_last_child(const encart_article *article,
                                              encart_node node);

/** @return 0 when there is none. Since 0.1. */
ENCART_API encart_node encart_node_next_sibling(const encart_article *article,
                                                encart_node node);

/** @return 0 when there is none. Since 0.1. */
ENCART_API encart_node encart_node_previous_sibling(const encart_article *article,
                                                    encart_node node);

/** @return ENCART_NODE_NONE, _ROOT, _ELEMENT, _TEXT or _COMMENT. Since 0.1. */
ENCART_API int encart_node_type(const encart_article *article, encart_node node);

/** The name of an element, in lower case: "p", "blockquote".
 *
 * @return static, NUL-terminated; "" for what is no element. Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_node_name(const encart_article *article, encart_node node);

/** The text of a text node, or of a comment, as it is read and not as it is escaped.
 *
 * @param n its bytes: no NUL ends it, and none is in it.
 * @return borrowed from the article, UTF-8; "" for what has no text of its own. Threads:
 *         safe. Since 0.1.
 */
ENCART_API const char *encart_node_text(const encart_article *article, encart_node node,
                                        size_t *n);

/** The value of an attribute, by its name in lower case, unescaped.
 *
 * @param n its bytes: no NUL ends it, and none is in it.
 * @return borrowed from the article, UTF-8; NULL when the node has no such attribute.
 *         Threads: safe. Since 0.1.
 */
ENCART_API const char *encart_node_attribute(const encart_article *article,
                                             encart_node node, const char *name, size_t *n);

/** One of the attributes of an element, in no order that means anything.
 *
 * @param index 0 for the first.
 * @param name  set to the name, borrowed from the article or static, `name_n` bytes.
 * @param value set likewise, `value_n` bytes.
 * @return 1; 0 when there are no more, and then all four are "" and 0. Threads: safe.
 *         Since 0.1.
 */
ENCART_API int encart_node_attribute_at(const encart_article *article, encart_node node,
                                        size_t index, const char **name, size_t *name_n,
                                        const char **value, size_t *value_n);

/** The line of the input that the node came from.
 *
 * @return from 1; 0 when it is not known, as for what Encart made itself or what was loaded
 *         from an article saved before. Threads: safe. Since 0.1.
 */
ENCART_API uint32_t encart_node_line(const encart_article *article, encart_node node);

#ifdef __cplusplus
}
#endif
#endif
