/* Documents of a hostile shape, as large as one likes: each is a unit many times over,
 * perhaps closed as often. For tests/test_shapes.c and bench/shapes.c.
 */
#ifndef SHAPES_H
#define SHAPES_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct shape {
    const char *name;
    const char *head;  /* once */
    const char *unit;  /* n times; \1 is the number of the unit */
    const char *close; /* n times, at the end */
    const char *tail;  /* once */
} shape;

static const shape shapes[] = {
    /* nesting, closed and not */
    {"nested div", "", "<div>", "</div>", ""},
    {"nested div, open", "", "<div>", "", "x"},
    {"nested b, open", "", "<b>", "", "x"},
    {"nested b of words, open", "", "<b>x", "", ""},
    {"nested a, open", "", "<a href=/x>", "", "x"},
    {"nested font, open", "", "<font color=red>", "", "x"},
    {"nested span with class", "", "<span class=\1>x", "</span>", ""},
    {"nested blockquote", "", "<blockquote>x", "</blockquote>", ""},
    {"nested ul li", "", "<ul><li>x", "</li></ul>", ""},
    {"nested li, open", "", "<ul><li>", "", "x"},
    {"nested table td", "", "<table><tr><td>", "</td></tr></table>", ""},
    {"nested table, open", "", "<table>", "", "x"},
    {"nested dl dd", "", "<dl><dt>x<dd>", "</dl>", ""},
    {"nested figure, open", "", "<figure><figcaption>", "", "x"},
    {"sources of a picture", "<picture>", "<source srcset=a>", "", ""},
    {"captions of a figure", "<figure>", "<p>a</p><figcaption>b</figcaption>", "", ""},
    {"captions behind pins", "<table>", "<!--encart:here a--><caption>a", "", ""},
    {"nested details, open", "", "<details><summary>x", "", ""},
    {"nested section unknown x-y", "", "<section><x-y>", "", "x"},
    {"nested ruby", "", "<ruby>x<rt>", "", ""},
    {"nested svg", "", "<svg><g>", "</g></svg>", ""},
    {"nested svg, open", "<p>x", "<svg><desc>", "", "x"},
    {"nested math", "", "<math><mi>", "", "x"},
    {"nested select option", "", "<select><option>x", "", ""},
    {"nested form button", "", "<form><button>x", "", ""},
    {"nested iframe", "", "<iframe>", "", "x"},
    {"nested noscript", "", "<noscript>", "", "x"},
    {"nested template", "", "<template>", "", "x"},
    {"nested object", "", "<object>", "", "x"},
    /* crossed */
    {"crossed b p", "", "<b>x<p>y</b>z", "", ""},
    {"crossed b i u p", "", "<b><i>x</b><u>y</i><p>z</u>", "", ""},
    {"crossed b i u, then p", "<b><i><u>", "<p>x</b>y<b>", "", ""},
    {"crossed font div, open", "", "<font><div>", "", "x"},
    {"crossed em of names, open", "", "<em id=e\1>x<p>y", "", ""},
    {"a p in turn, open", "", "<a href=/\1><p>", "", "x"},
    {"a li in turn", "<ul>", "<a href=/\1><li>x", "", ""},
    {"p in table row", "<table>", "<tr>x<td><p>y", "", "</table>"},
    {"words beside cells", "<table>", "x<tr>y<td>z</td>", "", "</table>"},
    {"b beside cells", "<table>", "<b>x<tr><td>y", "", "</table>"},
    {"cells without a table", "", "<td>x<tr>y", "", ""},
    {"end tags alone", "x", "</p></b></div></a>", "", ""},
    {"end tags of br and p", "", "</br></p>", "", ""},
    {"h1 in h2", "", "<h1>x<h2>y", "", ""},
    {"crossed blocks, open formatting", "<b><i><u><s><em><strong><code><small><sub>",
     "<p>x</p><div>y</div>", "", ""},
    {"many short crossings", "", "<p><b>x<i>y</b>z</i></p>", "", ""},
    /* text and characters */
    {"<", "", "<", "", ""},
    {"< and a space", "", "< ", "", ""},
    {"</", "", "</", "", ""},
    {"&", "", "&", "", ""},
    {"&#", "", "&#", "", ""},
    {"&#x", "", "&#x", "", ""},
    {"&#38;", "", "&#38;", "", ""},
    {"entities without semicolon", "", "&eacute&notit&amp", "", ""},
    {"almost an entity", "", "&CounterClockwiseContourIntegra", "", ""},
    {"double quotes", "<p>", "\"", "", ""},
    {"single quotes", "<p>", "'", "", ""},
    {"white space", "<p>x", " ", "", "y"},
    {"newlines", "<p>x", "\n", "", "y"},
    {"one long line", "<p>", "mot ", "", ""},
    {"one long word", "<p>", "x", "", ""},
    {"words in no element", "", "mot\n\n", "", ""},
    {"brackets", "<p>", "[](){}", "", ""},
    {"carriage returns", "<pre>", "x\r", "", ""},
    {"bad UTF-8", "<p>", "\xff\xc3(", "", ""},
    {"accents", "<p>", "\xc3\xa9\xc3\xa0 ", "", ""},
    /* comments and declarations */
    {"comment unclosed", "x<!--", "-", "", ""},
    {"comment of words unclosed", "x<!--", "mot > ", "", ""},
    {"comment dashes", "<!--", "- -- -", "", "-->x"},
    {"comment openings", "", "<!--", "", ""},
    {"short comments", "", "<!---->", "", ""},
    {"our comments", "", "<!--encart:here p-->", "", ""},
    {"CDATA unclosed", "x<![CDATA[", "]", "", ""},
    {"CDATA openings", "", "<![CDATA[", "", ""},
    {"processing instructions", "", "<?php x ?>", "", ""},
    {"doctypes", "", "<!doctype html>", "", ""},
    {"script unclosed", "x<script>", "</scrip", "", ""},
    {"script comments", "<script>", "<!--<script>", "", ""},
    {"textarea unclosed", "x<textarea>", "</text", "", ""},
    {"scripts", "", "<script>x</script>", "", ""},
    {"styles unclosed", "", "<style><!--", "", ""},
    /* attributes */
    {"attribute unclosed", "<p title=\"", "x y=\"z ", "", ""},
    {"attributes of one tag", "<p", " a\1=\1", "", ">x"},
    {"attributes without a value", "<p", " a\1", "", ">x"},
    {"the same attribute", "<p", " title=x", "", ">x"},
    {"data attributes of one tag", "<div", " data-\1=x", "", ">x</div>"},
    {"slashes in a tag", "<br", "/", "", ">"},
    {"tags with one attribute", "", "<p title=x\1>x", "", ""},
    {"tags with handlers", "", "<p onclick=x onload='y' style=\"z\">x", "", ""},
    {"a long title", "<p title=\"", "x&quot;", "", "\">y"},
    {"the same id", "", "<p id=x>x", "", ""},
    {"ids", "", "<p id=i\1>x", "", ""},
    {"links to ids", "", "<p id=i\1><a href=#i\1>x</a>", "", ""},
    {"links to one id", "<p id=i>", "<a href=#i>x</a> ", "", ""},
    {"links to no id", "", "<a href=#n\1>x</a> ", "", ""},
    {"headers of cells", "<table><tr><td headers=\"", "i\1 ", "", "\">x</table>"},
    {"classes", "<p class=\"", "c\1 ", "", "\">x"},
    {"classes of tags", "", "<p class=\"align-left c\1\">x", "", ""},
    {"srcset", "<img src=a srcset=\"", "a\1.jpg \1w, ", "", "\">"},
    {"srcset commas", "<img src=a srcset=\"", ",", "", "\">"},
    {"srcset parentheses", "<img src=a srcset=\"", "a (", "", "\">"},
    {"sizes", "<img src=a srcset='a 1w' sizes=\"", "(min-width: 1px) 1px, ", "", "1px\">"},
    {"styles", "<p style=\"", "color:red;", "", "\">x"},
    {"URL with dots", "<a href=\"/", "../", "", "\">x</a>"},
    {"URL of dots in and out", "<a href=\"https://example.org/", "a/../", "", "\">x</a>"},
    {"URL of a long path", "<a href=\"https://example.org/", "a/", "", "\">x</a>"},
    {"URL of a long host", "<a href=\"https://", "a.", "", "org\">x</a>"},
    {"URL of percents", "<a href=\"https://example.org/?", "%\"%", "", ">x</a>"},
    {"URL of spaces", "<a href=\"java", "\t\n", "", "script:x\">x</a>"},
    {"URL of parameters", "<a href=\"https://example.org/?", "utm_x=1&amp;", "", "\">x</a>"},
    {"images", "", "<img src=\1.jpg alt=x>", "", ""},
    {"pictures", "", "<picture><source srcset=a><img src=a></picture>", "", ""},
    /* blocks */
    {"br", "", "<br>", "", ""},
    {"br in p", "<p>", "x<br><br>", "", ""},
    {"hr in p", "<p>", "x<hr>", "", ""},
    {"empty p", "", "<p></p>", "", ""},
    {"empty b", "", "<b></b>", "", ""},
    {"empty spans in one p", "<p>x", "<span></span>", "", ""},
    {"p open", "", "<p>x", "", ""},
    {"li open", "<ul>", "<li>x", "", ""},
    {"dt dd open", "<dl>", "<dt>x<dd>y", "", ""},
    {"rows open", "<table>", "<tr><td>x<td>y", "", ""},
    {"cells of one row", "<table><tr>", "<td>x", "", ""},
    {"captions", "<table>", "<caption>x", "", "</table>"},
    {"cols", "<table>", "<col>", "", "<tr><td>x</table>"},
    {"tables", "", "<table><tr><td>x</table>", "", ""},
    {"options", "<select>", "<option>x", "", ""},
    {"ruby parts", "<ruby>", "x<rt>y<rp>z", "", ""},
    {"headings", "", "<h2>x</h2>", "", ""},
    {"headings that skip", "", "<h6>x</h6><h1>y</h1>", "", ""},
    {"links of nothing", "", "<a href=/x></a>", "", ""},
    {"links of images", "", "<a href=/x><img src=y></a>", "", ""},
    {"figures", "", "<figure><img src=x><figcaption>y", "", ""},
    {"iframes", "", "<iframe src=https://www.youtube.com/embed/x></iframe>", "", ""},
    {"unknown elements", "", "<x-\1>x", "", ""},
    {"embeds", "", "<blockquote class=twitter-tweet><a href=/x>y</a></blockquote>", "", ""},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

/* Writes `unit` to `at`; the length, also when `at` is NULL. */
static inline size_t shape_put(char *at, const char *unit, size_t number)
{
    size_t n = 0;

    for (; *unit; unit++) {
        char digits[24] = {*unit};
        size_t size = 1;

        if (*unit == 1)
            size = (size_t)snprintf(digits, sizeof digits, "%zu", number);
        if (at)
            memcpy(at + n, digits, size);
        n += size;
    }
    return n;
}

/* malloc'd, close to `size` bytes, never more; NULL without memory. */
static inline char *shape_make(const shape *s, size_t size, size_t *out)
{
    char *bytes = malloc(size + 1), *at = bytes;
    size_t close = strlen(s->close), fixed = strlen(s->head) + strlen(s->tail), count = 0;

    if (!bytes)
        return NULL;
    at += shape_put(at, s->head, 0);
    while ((size_t)(at - bytes) + fixed + shape_put(NULL, s->unit, count) +
               (count + 1) * close <= size)
        at += shape_put(at, s->unit, count++);
    for (; close && count; count--)
        at += shape_put(at, s->close, 0);
    at += shape_put(at, s->tail, 0);
    *out = (size_t)(at - bytes);
    *at = '\0';
    return bytes;
}

#endif
