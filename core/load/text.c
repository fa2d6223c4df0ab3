/* Plain text: the first line is the title, blank lines divide paragraphs, the first one
 * is the lede. A file without any blank line has one paragraph a line. Signs of markup
 * are text here. What a line means beyond that is decided on the tree (shape_*.c). */
#include "core/load/loading.h"
#include "core/load/phrase.h"

typedef struct {
    encart__loading *l;
    encart__strbuf para; /* the paragraph so far, lines joined by a space */
    encart__strbuf joined;
    uint32_t line; /* where it began */
    int by_line;   /* every line is a paragraph */
    int titled;    /* the next paragraph is the title */
    int failed;    /* of a buffer that was emptied since */
} reader;

/* Empties a buffer without forgetting its failure. */
static void fresh(reader *r, encart__strbuf *b)
{
    if (b->failed && !r->failed)
        r->failed = b->failed;
    encart__strbuf_clear(b);
}

static int is_blank(encart__str line)
{
    return encart__phrase_skip_spaces(line, 0) == line.n;
}

/* The next line of `text` from *at on, without its end. */
static encart__str next_line(encart__str text, size_t *at)
{
    size_t start = *at, end = start;

    while (end < text.n && text.p[end] != '\n')
        end++;
    *at = end < text.n ? end + 1 : end;
    return encart__str_sub(text, start, end);
}

/* Blank lines between lines of text; those at the ends do not count. */
static int has_blank_lines(encart__str text)
{
    int blank = 0, seen = 0;

    for (size_t at = 0; at < text.n;) {
        encart__str line = next_line(text, &at);

        if (is_blank(line)) {
            blank = seen;
            continue;
        }
        if (blank)
            return 1;
        seen = 1;
    }
    return 0;
}

static void end_paragraph(reader *r)
{
    encart__tree *t = &r->l->a->tree;
    encart__node_id p;

    if (r->para.size == 0)
        return;
    p = encart__tree_element(t, ENCART__T_P);
    encart__tree_append(t, ENCART__ROOT, p);
    encart__tree_append(t, p, encart__tree_text(t, encart__strbuf_view(&r->para)));
    if (p)
        t->nodes[p].line = r->line;
    fresh(r, &r->para);
}

static int is_box(encart__str s)
{
    size_t end, title;

    return encart__read_also(s, &end, &title);
}

/* A paragraph that began with « Lire aussi : titre » ends where it stops being one. */
static int box_is_over(reader *r, encart__str line)
{
    if (!r->para.size || !is_box(encart__strbuf_view(&r->para)))
        return 0;
    fresh(r, &r->joined);
    encart__strbuf_str(&r->joined, encart__strbuf_view(&r->para));
    encart__strbuf_putc(&r->joined, ' ');
    encart__strbuf_str(&r->joined, line);
    return !is_box(encart__strbuf_view(&r->joined));
}

/* A « Lire aussi » line right under a finished sentence, or under another one. */
static int box_begins(const reader *r, encart__str line)
{
    static const char *const ends[] = {".", "!", "?", ":", "\"", ")", "»", "…", "”", "؟"};
    encart__str para = encart__strbuf_view(&r->para);

    if (!para.n || !is_box(line))
        return 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (encart__str_ends(para, encart__str_z(ends[i])))
            return 1;
    return is_box(para);
}

static void add_line(reader *r, encart__str line, uint32_t number)
{
    if (r->para.size == 0)
        r->line = number;
    else
        encart__strbuf_putc(&r->para, ' ');
    for (size_t i = 0; i < line.n; i++)
        encart__strbuf_putc(&r->para,
                            line.p[i] == '\t' || line.p[i] == '\f' ? ' ' : line.p[i]);
}

static void take_line(reader *r, encart__str line, uint32_t number)
{
    int alone; /* a furniture line is one by itself, whatever is above and below it */

    line = encart__phrase_trim(line);
    if (line.n == 0) {
        end_paragraph(r);
        return;
    }
    if (r->titled) {
        r->titled = 0;
        r->l->a->title = encart__plain_text(r->l->a, line, 1);
        return;
    }
    alone = encart__residue_of(line) != 0;
    if (r->by_line || alone || box_begins(r, line) || box_is_over(r, line))
        end_paragraph(r);
    add_line(r, line, number);
    if (alone)
        end_paragraph(r);
}

int encart__load_text(encart__loading *l, encart__str utf8, int titled)
{
    reader r = {.l = l, .by_line = !has_blank_lines(utf8)};
    uint32_t number = 0;
    int failed;

    encart__strbuf_init(&r.para, &l->a->alloc, 0);
    encart__strbuf_init(&r.joined, &l->a->alloc, 0);
    r.titled = titled && l->a->title.n == 0;
    for (size_t at = 0; at < utf8.n;) {
        encart__str line = next_line(utf8, &at);

        take_line(&r, line, ++number);
    }
    end_paragraph(&r);
    fresh(&r, &r.para);
    fresh(&r, &r.joined);
    failed = r.failed;
    encart__strbuf_free(&r.para);
    encart__strbuf_free(&r.joined);
    if (!failed)
        failed = l->a->tree.failed;
    if (!failed && l->a->arena.failed)
        failed = ENCART_ENOMEM;
    return failed ? encart__error_status(l->err, failed, ENCART_STAGE_LOAD) : ENCART_OK;
}
