/* See explain_facts.h. */
#include "core/render/explain_facts.h"

enum { WORDS_BYTES = 400, HIDDEN_BYTES = 4096 };

const char encart__explain_no_link[] = "no link: no article with this title was found";

/* ---- text of blocks and boxes -------------------------------------------------------- */

encart__str encart__explain_block_text(const encart__explain *x, const encart__block *b,
                                       encart__strbuf *scratch)
{
    const encart__tree *t = x->tree;

    if (!t)
        return ENCART__STR_EMPTY;
    if (t->nodes[b->node].kind == ENCART__NODE_TEXT)
        return encart__tree_text_of(t, b->node);
    encart__strbuf_clear(scratch);
    encart__tree_prose(t, b->node, " ", scratch);
    return encart__strbuf_view(scratch);
}

/* The character references that the serialiser writes. */
static size_t reference(encart__str s, size_t at, encart__strbuf *out)
{
    static const struct {
        const char *name, *text;
    } refs[] = {{"&amp;", "&"},  {"&lt;", "<"},    {"&gt;", ">"},  {"&quot;", "\""},
                {"&nbsp;", " "}, {"&#96;", "`"}, {"&#13;", " "}};

    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
        encart__str name = encart__str_z(refs[i].name);

        if (encart__str_starts(encart__str_sub(s, at, s.n), name)) {
            encart__strbuf_puts(out, refs[i].text);
            return name.n;
        }
    }
    encart__strbuf_putc(out, '&');
    return 1;
}

/* Behind the tag, or the comment, that begins at `at`. */
static size_t end_of_tag(encart__str s, size_t at)
{
    char quote = 0;

    for (; at < s.n && (quote || s.p[at] != '>'); at++)
        if (s.p[at] == '"')
            quote = quote ? 0 : '"';
    return at < s.n ? at + 1 : s.n;
}

/* The name in "<name …>" and "</name>". */
static encart__str name_of_tag(encart__str tag)
{
    size_t from = 1 + (tag.n > 1 && tag.p[1] == '/'), to = from;

    while (to < tag.n && encart__is_alnum((unsigned char)tag.p[to]))
        to++;
    return encart__str_sub(tag, from, to);
}

/* Behind the element whose first tag ends at `at`; `at` when it is one without an end, or so long
 * that looking for the end of many would take its time. */
static size_t end_of_element(encart__str all, size_t at, encart__str name)
{
    encart__str s = encart__str_sub(all, 0, at + HIDDEN_BYTES);
    size_t i = at, end;

    for (int depth = 1; i < s.n; i = end) {
        end = i + 1;
        if (s.p[i] != '<')
            continue;
        end = end_of_tag(s, i);
        if (!encart__str_eq(name_of_tag(encart__str_sub(s, i, end)), name))
            continue;
        depth += s.p[i + 1] == '/' ? -1 : 1;
        if (!depth)
            return end;
    }
    return at;
}

enum { NOTHING, SPACE, LINE };

/* Words, and what parts them from the next, which the last ones do not need. */
typedef struct words {
    encart__strbuf *out;
    int pending;
} words;

static void part(words *w, int by)
{
    if (w->out->size && by > w->pending)
        w->pending = by;
}

static void flush(words *w)
{
    if (w->pending)
        encart__strbuf_puts(w->out, w->pending == LINE ? " \xC2\xB7 " : " ");
    w->pending = NOTHING;
}

/* What stands on a line of its own in a browser is told apart; what it does not read out is
 * left out. Returns where to go on. */
static size_t skip_tag(words *w, encart__str s, size_t at)
{
    static const char *const lines[] = {"p",  "li", "h2", "h3", "h4", "h5",
                                        "h6", "dt", "dd", "tr", "label"};
    size_t end = end_of_tag(s, at);
    encart__str tag = encart__str_sub(s, at, end), name = name_of_tag(tag);

    if (encart__str_find(tag, ENCART__STR(" aria-hidden=\"true\"")) != (size_t)-1)
        return end_of_element(s, end, name);
    part(w, SPACE);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (encart__str_is(name, lines[i]))
            part(w, LINE);
    return end;
}

/* The words of canonical HTML, as far as a line can hold them. */
encart__str encart__explain_box_text(const encart__explain_box *b, encart__strbuf *scratch)
{
    words w = {.out = scratch};
    encart__str s = b->html;

    encart__strbuf_clear(scratch);
    for (size_t i = 0; i < s.n && scratch->size < WORDS_BYTES;) {
        if (s.p[i] == '<') {
            i = skip_tag(&w, s, i);
        } else if (encart__is_space((unsigned char)s.p[i])) {
            part(&w, SPACE);
            i++;
        } else {
            flush(&w);
            if (s.p[i] == '&')
                i += reference(s, i, scratch);
            else
                encart__strbuf_putc(scratch, s.p[i++]);
        }
    }
    return encart__str_trim(encart__strbuf_view(scratch));
}

/* ---- gaps ---------------------------------------------------------------------------- */

/* The wish that had an opinion of this gap, or NULL. */
static const encart__wish *opinion(const encart__explain_box *b, size_t gap)
{
    return b->wish && b->wish->refused && b->wish->placed != (int32_t)gap ? b->wish : NULL;
}

int encart__explain_stands(const encart__explain_box *b, size_t gap)
{
    return b->done && b->wish && b->wish->placed == (int32_t)gap;
}

/* The first box with this name that has the same opinion says it for all. */
static int said_before(const encart__explain *x, size_t box, size_t gap, encart__rule rule)
{
    for (size_t i = 0; i < box; i++) {
        const encart__wish *w = opinion(&x->boxes[i], gap);

        if (w && w->refused[gap] == rule &&
            encart__str_eq(x->boxes[i].name, x->boxes[box].name))
            return 1;
    }
    return 0;
}

int encart__explain_says(const encart__explain *x, size_t box, size_t gap,
                         encart__rule rule)
{
    const encart__wish *w = opinion(&x->boxes[box], gap);

    return w && w->refused[gap] == rule && !said_before(x, box, gap, rule);
}

int encart__explain_has_wishes(const encart__explain *x)
{
    for (size_t i = 0; i < x->box_count; i++)
        if (x->boxes[i].wish && x->boxes[i].wish->refused)
            return 1;
    return 0;
}

/* ---- what does not stand --------------------------------------------------------------- */

static const char *outcome_sentence(const encart__explain_box *b)
{
    static const struct {
        const char *outcome, *sentence;
    } table[] = {
        {"channel", "the channel takes no such box"},
        {"empty", "the plugin had nothing to show"},
        {"failed", "the plugin failed, see below"},
        {"forbidden", "an editor or the article's flags forbid it"},
        {"too-large", "its HTML is too large"},
    };

    for (size_t i = 0; b->outcome && i < sizeof table / sizeof *table; i++)
        if (strcmp(b->outcome, table[i].outcome) == 0)
            return table[i].sentence;
    return b->outcome ? b->outcome : "it was not built";
}

encart__rule encart__explain_why(const encart__explain_box *b)
{
    return b->wish && b->wish->placed < 0 && !b->wish->forbidden ? b->wish->why
                                                                 : ENCART__RULE_NONE;
}

const char *encart__explain_reason(const encart__explain_box *b)
{
    encart__rule rule = encart__explain_why(b);

    return rule ? encart__rule_explanation(rule) : outcome_sentence(b);
}
