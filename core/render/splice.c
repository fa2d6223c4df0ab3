/* A render is a list of insertions into the canonical bytes: copy span, write box, copy
 * span. No clone, no walk. */
#include "core/render/page.h"
#include "core/render/pipeline.h"
#include "core/serialise/serialise.h"

typedef struct {
    encart__insertion *list;
    size_t count;
} insertions;

static void insert(insertions *s, uint32_t at, encart__str bytes)
{
    size_t j = s->count++;

    /* Nearly always in order already; equal offsets keep theirs. */
    for (; j > 0 && s->list[j - 1].at > at; j--)
        s->list[j] = s->list[j - 1];
    s->list[j] = (encart__insertion){at, 0, bytes};
}

/* Leaves out [from,to) of the article. */
static void cut(insertions *s, uint32_t from, uint32_t to)
{
    size_t j = s->count++;

    for (; j > 0 && s->list[j - 1].at > from; j--)
        s->list[j] = s->list[j - 1];
    s->list[j] = (encart__insertion){from, to - from, ENCART__STR_EMPTY};
}

static encart__str box_bytes(const encart__render *r, const encart__built *b)
{
    return encart__str_n(encart__strbuf_z(&r->bytes) + b->off, b->len);
}

/* The link around an author's title: marked, so that strip can take it off again. */
static encart__str link_open(encart__render *r, const encart__related *to)
{
    encart__strbuf b;
    encart__str out;

    encart__strbuf_init(&b, r->arena.alloc, 0);
    encart__strbuf_puts(&b, r->author == ENCART__KEEP ? "<a data-encart=\"core/link\" href=\""
                                                      : "<a href=\"");
    encart__escape_attr(&b, to->url);
    if (to->lang.n && !encart__str_ieq(to->lang, r->article->lang)) {
        encart__strbuf_puts(&b, "\" hreflang=\"");
        encart__escape_attr(&b, to->lang);
    }
    encart__strbuf_puts(&b, "\">");
    out = encart__arena_str(&r->arena, encart__strbuf_view(&b));
    r->arena.failed |= b.failed != 0;
    encart__strbuf_free(&b);
    return out;
}

static encart__str with_newline(encart__render *r, encart__str bytes)
{
    char *p = encart__arena_alloc(&r->arena, bytes.n + 1);

    if (!p)
        return ENCART__STR_EMPTY;
    memcpy(p, bytes.p, bytes.n);
    p[bytes.n] = '\n';
    return (encart__str){p, bytes.n + 1};
}

static void insert_boxes(encart__render *r, insertions *s)
{
    for (size_t i = 0; i < r->box_count; i++) {
        const encart__built *b = &r->boxes[i];

        const encart__block *block;

        if (!b->done || b->gap < 0)
            continue;
        block = &r->article->blocks[b->gap];
        insert(s, block->gap,
               block->flags & ENCART__BLOCK_GAP_AT_ROOT ? with_newline(r, box_bytes(r, b))
                                                        : box_bytes(r, b));
    }
}

static void insert_link(encart__render *r, insertions *s, size_t i)
{
    const encart__author_box *box = &r->article->author_boxes[i];

    if (!r->resolved[i].found)
        return;
    insert(s, box->title_start, link_open(r, &r->resolved[i].article));
    insert(s, box->title_end, ENCART__STR("</a>"));
}

/* The author's lines with their links; as paragraphs, or not at all, by the channel. */
static void insert_lines(encart__render *r, insertions *s)
{
    for (size_t i = 0; i < r->article->author_box_count; i++) {
        const encart__author_box *b = &r->article->author_boxes[i];

        if (r->author == ENCART__DROP) {
            cut(s, b->box.start, b->box.end);
            continue;
        }
        if (r->author == ENCART__FLATTEN) {
            cut(s, b->box.start, b->box.inner);
            cut(s, b->label.start, b->label.inner);
            cut(s, b->label.inner_end, b->label.end);
        }
        insert_link(r, s, i);
        if (r->author == ENCART__FLATTEN)
            cut(s, b->box.inner_end, b->box.end);
    }
}

/* The lede is the first paragraph of the body. */
static const encart__block *lede_of(const encart_article *a)
{
    for (size_t i = 0; i < a->block_count; i++)
        if (a->blocks[i].kind == ENCART__BLOCK_PARAGRAPH)
            return &a->blocks[i];
    return NULL;
}

static void fill_slots(encart__render *r)
{
    for (size_t i = 0; i < r->box_count; i++) {
        const encart__built *b = &r->boxes[i];

        if (!b->done || b->gap >= 0)
            continue;
        encart__strbuf_str(&r->slots[b->slot], box_bytes(r, b));
        encart__strbuf_putc(&r->slots[b->slot], '\n');
    }
}

/* The body with everything that is inserted. */
static void write_body(const encart__render *r, const insertions *s, encart__strbuf *out)
{
    encart__str html = r->article->html;
    uint32_t at = 0;

    for (size_t i = 0; i < s->count; i++) {
        encart__strbuf_add(out, html.p + at, s->list[i].at - at);
        encart__strbuf_str(out, s->list[i].bytes);
        at = s->list[i].at + s->list[i].cut;
    }
    encart__strbuf_add(out, html.p + at, html.n - at);
}

static encart__str slot(const encart__render *r, encart__slot s)
{
    return encart__strbuf_view(&r->slots[s]);
}

static const encart__page_link *links_of(encart__render *r, const encart__ref *refs,
                                         size_t count)
{
    encart__page_link *out = encart__arena_array(&r->arena, count + 1, sizeof *out);

    for (size_t i = 0; out && i < count; i++)
        out[i] = (encart__page_link){refs[i].name, refs[i].url};
    return out;
}

static int given(const void *user, const char *key)
{
    return encart__head_gives(user, key);
}

static void write_page(encart__render *r, const insertions *s)
{
    const encart_article *a = r->article;
    encart__strbuf body;
    encart__page p = {0};

    encart__strbuf_init(&body, r->arena.alloc, 0);
    write_body(r, s, &body);
    r->html.failed |= body.failed;
    p.lang = a->lang;
    p.dir = a->dir;
    p.labels = r->lang;
    p.title = a->title;
    p.subtitle = a->subtitle;
    p.summary = a->summary;
    p.url = a->link_canonical.n ? a->link_canonical : a->url;
    p.site = (encart__page_link){r->scope->site_name, r->scope->site_url};
    p.section = (encart__page_link){a->section.name, a->section.url};
    p.authors = links_of(r, a->authors, a->author_count);
    p.author_count = p.authors ? a->author_count : 0;
    p.published = a->published;
    p.modified = a->modified;
    p.image_url = a->image.url;
    p.image_alt = a->image.alt;
    p.image_width = a->image.width;
    p.image_height = a->image.height;
    p.top_id = r->top_id;
    p.css = encart__strbuf_view(&r->css);
    p.given = given;
    p.given_user = r;
    p.head = slot(r, ENCART__SLOT_HEAD);
    p.before_title = slot(r, ENCART__SLOT_BEFORE_TITLE);
    p.after_title = slot(r, ENCART__SLOT_AFTER_TITLE);
    p.body = encart__strbuf_view(&body);
    p.after_body = slot(r, ENCART__SLOT_AFTER_BODY);
    p.aside = slot(r, ENCART__SLOT_ASIDE);
    p.footer = slot(r, ENCART__SLOT_FOOTER);
    encart__page_write(&r->html, &p);
    encart__strbuf_free(&body);
}

static void write_fragment(encart__render *r, const insertions *s)
{
    if (r->uses_top && !r->scope->top_anchor.n)
        encart__strbuf_puts(&r->html,
                            "<span data-encart=\"core/top\" id=\"encart-top\"></span>\n");
    if (r->article->title_in_body) {
        encart__strbuf_puts(&r->html, "<h1>");
        encart__escape_text(&r->html, r->article->title);
        encart__strbuf_puts(&r->html, "</h1>\n");
    }
    write_body(r, s, &r->html);
    encart__strbuf_str(&r->html, slot(r, ENCART__SLOT_AFTER_BODY));
    encart__strbuf_str(&r->html, slot(r, ENCART__SLOT_FOOTER));
}

int encart__splice(encart__render *r)
{
    const encart_article *a = r->article;
    const encart__block *lede = lede_of(a);
    insertions s = {NULL, 0};

    s.list = encart__arena_array(&r->arena, r->box_count + a->author_box_count * 6 + 1,
                                 sizeof *s.list);
    if (!s.list)
        return ENCART_ENOMEM;
    fill_slots(r);
    encart__assets_gather(r);
    insert_boxes(r, &s);
    insert_lines(r, &s);
    if (r->page && lede && slot(r, ENCART__SLOT_AFTER_LEDE).n)
        insert(&s, lede->gap, slot(r, ENCART__SLOT_AFTER_LEDE));
    encart__strbuf_reserve(&r->html, a->html.n + r->bytes.size + 64);
    if (r->page)
        write_page(r, &s);
    else
        write_fragment(r, &s);
    return r->arena.failed ? ENCART_ENOMEM : r->html.failed;
}
