/* What a page's tags say of the article: meta, link, headings, bylines, dates. */
#include "core/load/page.h"
#include "core/load/page_found.h"
#include "core/load/page_tree.h"

enum {
    LINE_TOKENS = 40, /* tokens read of a heading, a byline, a date */
    LINE_BYTES = 200, /* a longer byline or date line is prose */
    AUTHOR_GAP = 60,  /* tokens between two authors of one article */
    MARKUP_LOOK = 400 /* elements of each kind looked at */
};

typedef struct {
    const char *name;
    uint8_t field, rank;
} meta_rule;

/* name, property or itemprop of meta, in lower case. Of one field, the rule with the
 * smaller rank wins wherever it stands. */
static const meta_rule meta_rules[] = {
#define META(name, field, rank) {name, ENCART__FIELD_##field, rank},
#include "core/load/page_meta.def"
#undef META
};

typedef struct {
    encart__found *found;
    const encart__tokens *tokens;
    encart__strbuf line;
    size_t looked;      /* elements whose text was read for a byline or a date */
    size_t last_author; /* token of the last author's markup, 0 = none yet */
} reader;

static encart__str attr(const reader *r, const encart__token *k, uint16_t name)
{
    encart__str value = ENCART__STR_EMPTY;

    return encart__token_attr_get(r->tokens, k, name, &value) ? value : ENCART__STR_EMPTY;
}

static encart__str line_of(reader *r, size_t i)
{
    encart__strbuf_clear(&r->line);
    encart__page_text(r->tokens, i, LINE_TOKENS, &r->line);
    if (r->line.failed)
        r->found->failed = ENCART_ENOMEM;
    return encart__strbuf_view(&r->line);
}

static void read_access(reader *r, encart__str tier)
{
    static const struct {
        const char *tier, *access;
    } tiers[] = {{"free", "free"}, {"metered", "registered"}, {"locked", "paid"}};

    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++)
        if (encart__str_ieq(tier, encart__str_z(tiers[i].tier)))
            encart__found_add(r->found, ENCART__FIELD_ACCESS, ENCART__RANK_OG,
                              encart__str_z(tiers[i].access));
}

static void apply_meta(reader *r, encart__str name, encart__str content)
{
    if (encart__str_ieq(name, ENCART__STR("article:content_tier")))
        read_access(r, content);
    for (size_t i = 0; i < sizeof meta_rules / sizeof *meta_rules; i++) {
        const meta_rule *m = &meta_rules[i];

        if (!encart__str_ieq(name, encart__str_z(m->name)))
            continue;
        encart__found_add(r->found, m->field, m->rank, content);
    }
}

static void read_meta(reader *r, const encart__token *k)
{
    static const uint16_t names[] = {ENCART__A_PROPERTY, ENCART__A_NAME,
                                     ENCART__A_ITEMPROP, ENCART__A_HTTP_EQUIV};
    encart__str content = encart__str_trim(attr(r, k, ENCART__A_CONTENT));

    for (size_t i = 0; content.n && i < sizeof names / sizeof *names; i++) {
        encart__str name = encart__str_trim(attr(r, k, names[i]));

        if (name.n && (names[i] != ENCART__A_HTTP_EQUIV ||
                       encart__str_ieq(name, ENCART__STR("content-language"))))
            apply_meta(r, name, content);
    }
}

/* Whether a space-separated attribute holds `word`. */
static int has_word(encart__str list, const char *word)
{
    encart__str w = encart__str_z(word);

    for (size_t i = 0, start = 0; i <= list.n; i++) {
        if (i < list.n && !encart__is_space((unsigned char)list.p[i]))
            continue;
        if (encart__str_ieq(encart__str_sub(list, start, i), w))
            return 1;
        start = i + 1;
    }
    return 0;
}

static void read_link(reader *r, const encart__token *k)
{
    static const struct {
        const char *rel;
        encart__field field;
    } rules[] = {{"canonical", ENCART__FIELD_CANONICAL},
                 {"prev", ENCART__FIELD_PREV},
                 {"next", ENCART__FIELD_NEXT},
                 {"amphtml", ENCART__FIELD_AMP},
                 {"image_src", ENCART__FIELD_IMAGE}};
    encart__str rel = attr(r, k, ENCART__A_REL), href = attr(r, k, ENCART__A_HREF);

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (has_word(rel, rules[i].rel))
            encart__found_add(r->found, rules[i].field, ENCART__RANK_META, href);
}

/* Authors in the markup: the first that the page names, and those beside it. Further
 * down stand the authors of other articles. */
static int is_near_author(reader *r, size_t i)
{
    if (r->last_author && i - r->last_author > AUTHOR_GAP)
        return 0;
    r->last_author = i;
    return 1;
}

static void read_anchor(reader *r, size_t i)
{
    const encart__token *k = &r->tokens->token[i];
    encart__str rel = attr(r, k, ENCART__A_REL), href = attr(r, k, ENCART__A_HREF);

    if (rel.n == 0 || r->looked > MARKUP_LOOK)
        return;
    if (has_word(rel, "author")) {
        r->looked++;
        if (is_near_author(r, i))
            encart__found_ref(r->found, ENCART__FIELD_AUTHOR, ENCART__RANK_ITEM,
                              line_of(r, i), href);
    } else if (has_word(rel, "tag")) {
        r->looked++;
        encart__found_ref(r->found, ENCART__FIELD_TAG, ENCART__RANK_ITEM, line_of(r, i),
                          href);
    }
}

static void read_heading(reader *r, size_t i)
{
    encart__found *f = r->found;
    encart__str line;

    if (f->headings == ENCART__PAGE_HEADINGS)
        return;
    line = encart__arena_str(f->arena, line_of(r, i));
    if (line.n)
        f->heading[f->headings++] = line;
}

/* itemprop on an element: its datetime or content, else its text. */
static void read_itemprop(reader *r, size_t i, encart__str prop)
{
    static const struct {
        const char *prop;
        encart__field field;
    } rules[] = {{"datepublished", ENCART__FIELD_PUBLISHED},
                 {"datecreated", ENCART__FIELD_PUBLISHED},
                 {"datemodified", ENCART__FIELD_MODIFIED},
                 {"author", ENCART__FIELD_AUTHOR},
                 {"articlesection", ENCART__FIELD_SECTION}};
    const encart__token *k = &r->tokens->token[i];

    for (size_t j = 0; j < sizeof rules / sizeof *rules; j++) {
        encart__str value;

        if (!encart__str_ieq(prop, encart__str_z(rules[j].prop)))
            continue;
        value = attr(r, k, ENCART__A_DATETIME);
        if (value.n == 0)
            value = attr(r, k, ENCART__A_CONTENT);
        if (value.n == 0)
            value = line_of(r, i);
        if (value.n <= LINE_BYTES &&
            (rules[j].field != ENCART__FIELD_AUTHOR || is_near_author(r, i)))
            encart__found_add(r->found, rules[j].field, ENCART__RANK_ITEM, value);
    }
}

/* What classes and ids call a date or an author. The first `time` of a page is mostly
 * the article's own. */
static void read_markup(reader *r, size_t i, unsigned words)
{
    const encart__token *k = &r->tokens->token[i];
    encart__found *f = r->found;
    encart__str line;
    int date = k->tag == ENCART__T_TIME || (words & ENCART__W_DATE);

    if ((!date && !(words & ENCART__W_BYLINE)) || (words & ENCART__W_COMMENT) ||
        r->looked++ > MARKUP_LOOK)
        return;
    if (date) {
        line = attr(r, k, ENCART__A_DATETIME);
        encart__found_add(f, ENCART__FIELD_PUBLISHED, ENCART__RANK_MARKUP, line);
        line = line_of(r, i);
        if (line.n <= LINE_BYTES)
            encart__found_add(f, ENCART__FIELD_PUBLISHED, ENCART__RANK_MARKUP + 1, line);
    }
    if ((words & ENCART__W_BYLINE) && f->authors.count == 0) {
        line = line_of(r, i);
        if (line.n <= LINE_BYTES)
            encart__found_add(f, ENCART__FIELD_AUTHOR, ENCART__RANK_MARKUP, line);
    }
}

/* WordPress and its themes: the form that takes comments, or the word that it is closed.
 */
static void read_comments(reader *r, const encart__token *k)
{
    encart__str action = attr(r, k, ENCART__A_ACTION),
                class = attr(r, k, ENCART__A_CLASS);

    if (k->tag == ENCART__T_FORM &&
        (encart__str_find(action, ENCART__STR("comments-post")) != (size_t)-1 ||
         encart__str_is(attr(r, k, ENCART__A_ID), "commentform")))
        encart__found_add(r->found, ENCART__FIELD_COMMENT_ACTION, ENCART__RANK_MARKUP,
                          action.n ? action : ENCART__STR("#"));
    if (k->tag != ENCART__T_BODY &&
        (has_word(class, "nocomments") || has_word(class, "no-comments") ||
         has_word(class, "comments-closed")))
        encart__found_add(r->found, ENCART__FIELD_COMMENT_CLOSED, ENCART__RANK_MARKUP,
                          ENCART__STR("closed"));
}

static void read_start(reader *r, size_t i)
{
    const encart__token *k = &r->tokens->token[i];
    encart__str prop = attr(r, k, ENCART__A_ITEMPROP);

    switch (k->tag) {
    case ENCART__T_META:
        read_meta(r, k);
        return;
    case ENCART__T_LINK:
        read_link(r, k);
        return;
    case ENCART__T_HTML:
        encart__found_add(r->found, ENCART__FIELD_LANG, ENCART__RANK_LD,
                          attr(r, k, ENCART__A_LANG));
        encart__found_add(r->found, ENCART__FIELD_LANG, ENCART__RANK_LD + 1,
                          attr(r, k, ENCART__A_XML_LANG));
        return;
    case ENCART__T_TITLE:
        if (!(k->flags & ENCART__TOKEN_FOREIGN) && r->found->document_title.n == 0)
            r->found->document_title = encart__arena_str(r->found->arena, line_of(r, i));
        return;
    case ENCART__T_H1:
        read_heading(r, i);
        break;
    case ENCART__T_A:
        read_anchor(r, i);
        break;
    default:
        break;
    }
    if (prop.n)
        read_itemprop(r, i, encart__str_trim(prop));
    if (k->attr_count) {
        read_comments(r, k);
        read_markup(r, i, encart__page_words_of(r->tokens, k));
    }
}

/* /2017/08/21/ in the article's address. */
static void read_address_date(encart__found *f)
{
    encart__str url = f->value[ENCART__FIELD_CANONICAL];

    if (url.n == 0)
        url = f->value[ENCART__FIELD_URL];
    for (size_t i = 0; i + 11 < url.n; i++)
        if (url.p[i] == '/' && url.p[i + 5] == '/' && url.p[i + 8] == '/')
            encart__found_add(f, ENCART__FIELD_PUBLISHED, ENCART__RANK_ITEM + 1,
                              encart__str_sub(url, i + 1, i + 11));
}

/* The last resort: the first short line of text that holds a date. */
static void read_visible_date(reader *r)
{
    encart__found *f = r->found;

    for (size_t i = 0; i < r->tokens->count && !f->rank[ENCART__FIELD_PUBLISHED]; i++) {
        const encart__token *k = &r->tokens->token[i];

        if (k->type == ENCART__TOKEN_TEXT && k->text_len <= LINE_BYTES / 2 &&
            !(k->flags & (ENCART__TOKEN_RAW | ENCART__TOKEN_SPACE)))
            encart__found_add(f, ENCART__FIELD_PUBLISHED, ENCART__RANK_GUESS,
                              encart__token_text(r->tokens, k));
    }
}

int encart__page_metadata(encart_article *a, const encart__tokens *tokens)
{
    encart__found found;
    reader r = {&found, tokens, {0}, 0, 0};
    int status;

    encart__found_init(&found, &a->arena, tokens);
    encart__strbuf_init(&r.line, tokens->alloc, 0);
    encart__found_jsonld(&found);
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->token[i].type == ENCART__TOKEN_START)
            read_start(&r, i);
    read_address_date(&found);
    read_visible_date(&r);
    status = encart__found_finish(&found, a);
    encart__strbuf_free(&r.line);
    encart__found_free(&found);
    return status;
}
