/* Edits of the article by a native plugin, in its `transform` (encart/plugin.h). They wait until
 * the callback has returned: as long as it runs the document stays as it is, and a walk by
 * encart/node.h never meets what it put in. Then all are applied, in their order, and the
 * article passes policy and content model again. */
#ifndef ENCART_EDIT_H
#define ENCART_EDIT_H

#include <encart/node.h>
#include <encart/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What becomes of a node. Nothing can be edited twice once it is to be taken away. */
#define ENCART_EDIT_BEFORE 1  /* HTML comes before it */
#define ENCART_EDIT_AFTER 2   /* HTML comes after it */
#define ENCART_EDIT_PREPEND 3 /* HTML comes first inside it, or in the document for the root */
#define ENCART_EDIT_APPEND 4  /* HTML comes last inside it, or in the document for the root */
#define ENCART_EDIT_REPLACE 5 /* HTML takes its place */
#define ENCART_EDIT_WRAP 6    /* HTML, one element, is put around it: it enters at the end */
#define ENCART_EDIT_UNWRAP 7  /* its tags go, what is in it stays */
#define ENCART_EDIT_REMOVE 8  /* it goes with all that is in it */
#define ENCART_EDIT_TEXT 9    /* text takes the place of all that is in it: no HTML, as it is read */
#define ENCART_EDIT_CUT 10    /* the document ends with it; needs "article.cut" */

/** The article as it stands: in `transform` the document to edit, with what plugins before this
 * one have made of it; in the other callbacks as it will be shown.
 *
 * @return borrowed: until the callback returns. Since 0.1.
 */
ENCART_API const encart_article *encart_context_document(encart_context *ctx);

/** The next element that a CSS selector matches, in document order. Selectors are those of
 * transform in Lua (docs/transform.md); one that is wrong is told in the report.
 *
 * @param selector borrowed: at most 1000 bytes.
 * @param after    begin behind this node; 0 = with the first.
 * @return 0 when there are no more, or the selector is wrong. Since 0.1.
 */
ENCART_API encart_node encart_context_select(encart_context *ctx, const char *selector,
                                             encart_node after);

/** Edits a node; only while `transform` runs. What is wrong is told in the report too.
 *
 * The HTML is trusted no more than an article's: it passes the article's policy, and an id in it
 * gets the prefix of the article's. Items of a list that come into a list need no list around
 * them.
 *
 * @param node an element of encart_context_document(); the root for PREPEND and APPEND.
 * @param edit ENCART_EDIT_…
 * @param html borrowed, `n` bytes or ENCART_TO_NUL; NULL and 0 for UNWRAP, REMOVE and CUT.
 * @return ENCART_OK; ENCART_EINVAL: no such node or edit, a node that an edit before this one
 *         takes away, content in an element that has none, a wrapper that is not one element;
 *         ENCART_ELIMIT: more than 10000 edits, or too much content; ENCART_ENOMEM.
 * Since 0.1.
 */
ENCART_API int encart_context_edit(encart_context *ctx, encart_node node, int edit,
                                   const char *html, size_t n);

/** Sets an attribute, or takes it away; as encart_context_edit().
 *
 * @param name  borrowed, in lower case: one that the article's policy has for the element.
 * @param value borrowed, UTF-8, unescaped; NULL takes the attribute away.
 * @return as above; ENCART_EINVAL also for a value that the policy refuses, and for an id that
 *         another element has. Since 0.1.
 */
ENCART_API int encart_context_set_attribute(encart_context *ctx, encart_node node,
                                            const char *name, const char *value);

/** Adds a class to an element, or takes it away; as encart_context_edit().
 *
 * @param word borrowed: one class. @param on 0 takes it away. Since 0.1.
 */
ENCART_API int encart_context_set_class(encart_context *ctx, encart_node node,
                                        const char *word, int on);

#ifdef __cplusplus
}
#endif
#endif
