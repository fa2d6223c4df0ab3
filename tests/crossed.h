/* Documents that need libtidy: written by hand, and made from a seed. For the tests of
 * threads, memory and libtidy's statics.
 */
#ifndef CROSSED_H
#define CROSSED_H

#include "tests/sanitised.h"

static const char *const crossed_documents[] = {
    "<p>un <b>deux <i>trois</b> quatre</i></p><ul>cinq<li id=x>six</ul>"
    "<table><tr><td><b>sept<p>huit</b></table><a href='#x'>neuf</a><!--encart:here p-->",
    "<p>a <b>b <i>c</b> d</i> e</p>",
    "<b>a<p>b</b>c</p>",
    "<a href=/x>un<p>deux</a>trois<p><a href=/y>quatre<a href=/z>cinq</a>",
    "<table>un<tr>deux<td>trois<caption>quatre</table><table><td><table><td>cinq</table>",
    "<dl><dt>un<dd>deux<dt><b>trois<dd>quatre</dl></b>cinq",
    "<figure><b><figcaption>un</b><img src=a.jpg></figure><mark><p>deux</mark>trois",
    "<ul><li><em>un<li>deux</em><ul><b><li>trois</ul></b></ul>",
    "<blockquote><u><s>un</u>deux</s><p>trois<blockquote>quatre</p></blockquote>",
    "<details><summary><b>un</summary>deux</b></details><ruby>a<b><rt>b</b></ruby>",
    "<h2><a name=t>un<h3>deux</a></h2>trois</h3><pre><b>quatre\n</pre>cinq</b>",
    "<p><sub><sup>un</sub>deux</sup><q><cite>trois</q>quatre</cite><br><hr>cinq",
};
enum { CROSSED_DOCUMENTS = sizeof crossed_documents / sizeof crossed_documents[0] };

static inline uint32_t crossed_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* `pieces` tags and words in any order into `out` (cleared first); the same for a seed. */
static inline void crossed_make(encart__strbuf *out, uint32_t seed, size_t pieces)
{
    static const char *const names[] = {"p",  "b",  "i",     "em", "a",   "ul", "li",
                                        "u",  "td", "table", "tr", "div", "h2", "blockquote",
                                        "dl", "dd", "dt",    "s",  "sub", "figure"};
    enum { NAMES = sizeof names / sizeof names[0] };

    encart__strbuf_clear(out);
    for (size_t i = 0; i < pieces; i++) {
        const char *name = names[crossed_random(&seed) % NAMES];

        switch (crossed_random(&seed) % 4) {
        case 0:
            encart__strbuf_printf(out, "mot%zu ", i);
            break;
        case 1:
            encart__strbuf_printf(out, "</%s>", name);
            break;
        default:
            encart__strbuf_printf(out, "<%s>", name);
        }
    }
}

/* Document number i: those by hand, then made ones of 10 to 100 pieces. */
static inline void crossed_document(encart__strbuf *out, size_t i)
{
    if (i >= CROSSED_DOCUMENTS) {
        crossed_make(out, (uint32_t)i, 10 + i % 91);
        return;
    }
    encart__strbuf_clear(out);
    encart__strbuf_puts(out, crossed_documents[i]);
}

#endif
