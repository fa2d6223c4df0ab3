/* Fidelity: is what encart__sanitise_html() makes of a document the tree that an HTML 5
 * parser makes of it, after the policy? The other parser is Debian's libgumbo.
 *
 * Both trees are written as outlines, which are compared line by line: the block elements
 * and the words directly in each, in order (`blocks`); the same with the formatting over
 * each piece of a word (`dressed`); the words alone (`words`). Elements in line are not
 * in an outline, so a block inside formatting and formatting inside a block are one.
 *
 * What an outline leaves out or writes in one way, on both sides (outline.c):
 *   - a p that holds nothing: the parser makes one of a stray </p>, and keeps others;
 *   - col and colgroup;
 *   - li outside a list stands in a ul, dt and dd outside a dl in a dl; what stands in a
 *     list or dl beside its parts stands in an li or dd;
 *   - figcaption, summary, legend and caption without their parent: a div;
 *   - p, div and other wrappers inside headings, pre, summary and legend lose their tags,
 *     their words stay apart; headings in dt, th, address and legend too. Any other block
 *     in a heading ends it, and what follows stands after both;
 *   - a form directly in a table, which holds nothing.
 * What the parser's side has done to it before (html5.c): the policy; noscript is cut out
 * of the input, since libgumbo reads it as a browser without scripting would; and an
 * error of its own at </form> is got around.
 *
 * Known to differ, and left so: td, tr and the like outside a table (the parser ignores
 * them; we keep their words apart); words between the rows of a table (the parser moves
 * them in front of it, we never move words); a table in a caption; button, object and
 * marquee, whose tags we drop before we build, shield nothing; search is new to libgumbo.
 */
#ifndef FIDELITY_H
#define FIDELITY_H

#include "core/sanitise/clean.h"

typedef struct outline {
    encart__strbuf blocks, dressed, words;
    size_t count; /* words */
} outline;

/* html5.c: the policy's view of libgumbo's tree. Attributes are kept where an outline
 * needs them: href of links, src of images, when they may stand. */
int html5_tree(encart__tree *out, encart__str html, const encart__policy *policy);

/* outline.c: destroys the order of `t` while it makes it canonical. */
void outline_make(outline *o, encart__tree *t);
void outline_free(outline *o);

typedef struct verdict {
    int blocks, dressed, words; /* equal */
    int direct;                 /* the direct builder takes it: no libtidy */
    size_t words_in, lost, added;
    encart__strbuf first;       /* the first difference of the outlines, for people */
} verdict;

/* fidelity.c: `html` is decoded. Free with verdict_free(). */
void verdict_of(verdict *v, encart__str html);
void verdict_free(verdict *v);

/* corpora.c: calls `each` for every document below `data`; `name` is of the corpus. */
typedef void corpus_fn(void *user, const char *corpus, const char *document,
                       encart__str html);
void corpora_each(const char *data, corpus_fn *each, void *user);

#endif
