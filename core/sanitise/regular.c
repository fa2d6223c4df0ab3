/* See regular.h. Start reading at read_all(); each step says no where it is not sure. */
#include "core/sanitise/regular.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/sanitise/clean.h"
#include "core/sanitise/context.h"
#include "core/sanitise/strict.h"
#include "core/serialise/serialise.h"

enum {
    MOST_LEVELS = 160, /* the strict reader takes no more than 192 */
    MOST_NAMES = 32,   /* ids, and links to them */
    MOST_ATTRS = 32
};

#define PHRASING ENCART__BIT(ENCART__K_PHRASING)

typedef struct level {
    encart__context inside;
    uint16_t tag, written; /* the element it is, and was in the input */
    uint8_t has_attrs;
    uint8_t silent; /* it says nothing, and its tags go: a span, a link to nowhere */
    size_t element; /* the level of the nearest element that stays */
} level;

/* A value in the output. */
typedef struct place {
    size_t at, n;
} place;

typedef struct regular {
    encart__str html;
    size_t i;
    encart__strbuf *out;
    const encart__sanitise_opts *opts;
    size_t depth;
    int in_text; /* a text is open: it goes on behind what leaves no trace */
    int blank;   /* … and is white space so far */
    size_t text_at;
    int edge; /* the last thing before it was a block's edge */
    unsigned silent_links;
    encart__tokens tokens;
    encart__clean clean;
    encart__strbuf scratch;
    encart__diags none;
    place id[MOST_NAMES], link[MOST_NAMES];
    size_t id_count, link_count;
    level stack[MOST_LEVELS];
} regular;

static level *element_here(regular *r)
{
    return &r->stack[r->stack[r->depth].element];
}

static int is_block(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_BLOCK) != 0;
}

static encart__str rest_of(const regular *r)
{
    return (encart__str){r->html.p + r->i, r->html.n - r->i};
}

static int at_end(const regular *r)
{
    return r->i == r->html.n;
}

/* The serialiser ends each block of the root with a newline. */
static void root_newline(regular *r, uint16_t tag)
{
    if (r->stack[r->depth].element == 0 && is_block(tag))
        encart__strbuf_putc(r->out, '\n');
}

/* ---- text ------------------------------------------------------------------------- */

/* Something that is written begins or ends: the text before it is complete. White space
 * beside a block's edge is none of the content. */
static void settle(regular *r, int block)
{
    if (!r->in_text)
        return;
    r->in_text = 0;
    if (r->blank && (block || r->edge))
        encart__strbuf_truncate(r->out, r->text_at);
    if (r->out->size == r->text_at)
        return;
    encart__context_took(&element_here(r)->inside, 0);
    r->edge = 0;
}

/* A tag goes that the builder saw: the text goes on, but for white space at an edge, which
 * was looked at alone. */
static void part(regular *r)
{
    if (r->in_text && r->blank && r->edge)
        settle(r, 1);
}

/* At "&". References that are written as they are stay where they are: their length, else
 * 0. */
static size_t canonical_reference(encart__str rest)
{
    static const encart__str kept[] = {
        {"&nbsp;", 6}, {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}};

    for (size_t k = 0; rest.n > 1 && k < sizeof kept / sizeof *kept; k++)
        if (rest.p[1] == kept[k].p[1] && encart__str_starts(rest, kept[k]))
            return kept[k].n;
    return 0;
}

/* At "&". One that stands for white space could be at a block's edge: not here. */
static int reference(regular *r)
{
    uint32_t errors = 0;
    size_t n;

    encart__strbuf_clear(&r->scratch);
    n = encart__reference(rest_of(r), 0, &r->scratch, &errors);
    if (!n) {
        encart__strbuf_puts(r->out, "&amp;");
        r->i++;
        return 1;
    }
    if (r->scratch.failed || encart__is_space((unsigned char)r->scratch.data[0]))
        return 0;
    encart__escape_text(r->out, encart__strbuf_view(&r->scratch));
    r->i += n;
    return 1;
}

/* At a byte that the serialiser looks at. Returns how many bytes may stay as they are, 0
 * when they must be written anew. */
static size_t stays(encart__str rest)
{
    if (rest.p[0] == '&')
        return canonical_reference(rest);
    if ((unsigned char)rest.p[0] != 0xC2)
        return 0;
    return rest.n > 1 && (unsigned char)rest.p[1] == 0xA0 ? 0 : 1;
}

/* What does not stay. */
static int write_anew(regular *r)
{
    switch ((unsigned char)r->html.p[r->i]) {
    case '&':
        return reference(r);
    case '>':
        encart__strbuf_puts(r->out, "&gt;");
        r->i++;
        return 1;
    case 0xC2:
        encart__strbuf_puts(r->out, "&nbsp;");
        r->i += 2;
        return 1;
    default: /* a control: it was not decoded */
        return 0;
    }
}

/* Up to the next "<". */
static int write_text(regular *r)
{
    size_t run = r->i, n;

    for (;;) {
        r->i += encart__scan(r->html.p + r->i, r->html.n - r->i, ENCART__SET_TEXT);
        if (at_end(r) || r->html.p[r->i] == '<')
            break;
        n = stays(rest_of(r));
        r->i += n;
        if (n)
            continue;
        encart__strbuf_add(r->out, r->html.p + run, r->i - run);
        if (!write_anew(r))
            return 0;
        run = r->i;
    }
    encart__strbuf_add(r->out, r->html.p + run, r->i - run);
    return 1;
}

/* White space that begins a text. */
static void write_blank(regular *r, const level *l)
{
    size_t from = r->i;

    while (!at_end(r) && encart__in_set(r->html.p[r->i], ENCART__SET_SPACE))
        r->i++;
    /* At the head of the root it goes whatever follows. */
    if (l->inside.mask & PHRASING && !(r->edge && l == r->stack))
        encart__strbuf_add(r->out, r->html.p + from, r->i - from);
    r->blank = at_end(r) || r->html.p[r->i] == '<';
}

/* All of it is content of a pre, but the newlines at its head. */
static void begin_preformatted(regular *r, const level *l)
{
    r->blank = 0;
    while (l->tag == ENCART__T_PRE && !l->inside.has &&
           r->out->size == r->text_at && !at_end(r) && r->html.p[r->i] == '\n')
        r->i++;
}

static int text(regular *r)
{
    const level *l = element_here(r);

    if (!r->in_text) {
        r->in_text = r->blank = 1;
        r->text_at = r->out->size;
    }
    if (l->inside.bits & ENCART__IN_PRE)
        begin_preformatted(r, l);
    else if (r->blank)
        write_blank(r, l);
    return r->blank || (l->inside.mask & PHRASING && write_text(r));
}

/* ---- attributes ------------------------------------------------------------------- */

static int note(place *list, size_t *count, size_t at, size_t n)
{
    if (*count == MOST_NAMES)
        return 0;
    list[(*count)++] = (place){at, n};
    return 1;
}

/* Ids must be looked at together, in the end. */
static int note_name(regular *r, uint16_t tag, uint16_t name, size_t at)
{
    size_t n = r->out->size - at;

    if (name == ENCART__A_ID)
        return note(r->id, &r->id_count, at, n);
    if (name == ENCART__A_HREF && tag == ENCART__T_A && n && r->out->data[at] == '#')
        return note(r->link, &r->link_count, at + 1, n - 1);
    return 1;
}

static int write_attr(regular *r, uint16_t tag, const encart__clean_attr *a)
{
    encart__str value = encart__clean_slice(&r->clean, a->at, a->n);
    const encart__strbuf *from =
        a->at & ENCART__CLEAN_SOURCE ? &r->tokens.bytes : &r->clean.bytes;
    size_t at;

    encart__strbuf_putc(r->out, ' ');
    encart__strbuf_str(r->out, encart__attr_name(a->name));
    encart__strbuf_add(r->out, "=\"", 2);
    at = r->out->size;
    encart__escape_attr_in(r->out, value,
                           (size_t)(encart__strbuf_z(from) + from->size - value.p));
    if (r->out->failed || !note_name(r, tag, a->name, at))
        return 0;
    encart__strbuf_putc(r->out, '"');
    return 1;
}

/* In the order of their numbers. */
static int write_attrs(regular *r, uint16_t tag)
{
    uint16_t before = 0;

    for (size_t done = 0; done < r->clean.attr_count; done++) {
        const encart__clean_attr *next = NULL;

        for (size_t i = 0; i < r->clean.attr_count; i++) {
            const encart__clean_attr *a = &r->clean.attr[i];

            if (a->name > before && (!next || a->name < next->name))
                next = a;
        }
        if (!next || next->name >= ENCART__A_COUNT || !write_attr(r, tag, next))
            return 0;
        before = next->name;
    }
    return 1;
}

static int leads_or_is_named(const regular *r)
{
    for (size_t i = 0; i < r->clean.attr_count; i++)
        if (r->clean.attr[i].name == ENCART__A_HREF || r->clean.attr[i].name == ENCART__A_ID)
            return 1;
    return 0;
}

/* Elements that get attributes, or go, when none were written. */
static int needs_attrs(uint16_t tag)
{
    return tag == ENCART__T_IMG || tag == ENCART__T_SOURCE || tag == ENCART__T_TRACK ||
           tag == ENCART__T_AUDIO || tag == ENCART__T_VIDEO;
}

/* Begins the list of an element's attributes. */
static int no_attrs(regular *r, uint16_t tag)
{
    r->clean.count = r->clean.attr_count = 0;
    encart__strbuf_clear(&r->clean.bytes);
    r->clean.source = encart__strbuf_view(&r->tokens.bytes);
    return encart__clean_add(&r->clean, ENCART__CLEAN_START, tag, 0) != NULL;
}

/* The attributes that the policy leaves, and adds, in `clean`; `k` is NULL when none were
 * written. False when the element must go. */
static int check_attrs(regular *r, uint16_t tag, const encart__token *k)
{
    static const encart__token bare = {.type = ENCART__TOKEN_START};

    r->clean.attr_count = 0;
    if (!k && !needs_attrs(tag))
        return 1;
    return no_attrs(r, tag) &&
           encart__filter_attrs(&r->clean, &r->tokens, k ? k : &bare, tag, r->opts, 0,
                                &r->scratch, &r->none);
}

/* ---- elements --------------------------------------------------------------------- */

/* Elements whose content is read in its own way, or not at all. */
static int is_special(uint16_t tag)
{
    return encart__tag_flags(tag) & (ENCART__F_NOTPROSE | ENCART__F_RAW) ||
           tag == ENCART__T_LISTING;
}

/* Whether one element may stand for another without a rule of HTML 5 that asks what was
 * written. */
static int is_plain_counterpart(uint16_t written, uint16_t tag)
{
    switch (written) {
    case ENCART__T_FORM:
    case ENCART__T_BUTTON:
    case ENCART__T_OPTION:
    case ENCART__T_OPTGROUP:
        return 0;
    default:
        return written == tag || tag == ENCART__T_DIV || !is_block(written);
    }
}

static int push(regular *r, uint16_t tag, uint16_t written, int silent)
{
    const level *l = &r->stack[r->depth];
    level *next = &r->stack[r->depth + 1];

    if (r->depth + 1 == MOST_LEVELS)
        return 0;
    *next = (level){.tag = tag,
                    .written = written,
                    .silent = (uint8_t)silent,
                    .element = l->element};
    if (!silent) {
        next->inside = encart__context_of(&r->stack[l->element].inside, tag);
        next->has_attrs = r->clean.attr_count > 0;
        next->element = r->depth + 1;
    }
    r->depth++;
    return 1;
}

/* A link to nowhere is unwrapped when everything stands. Only where white space cannot
 * meet an edge by that, and nothing in it asks whether it stands in a link. */
static int silent_link(regular *r)
{
    if (!encart__context_takes(&element_here(r)->inside, ENCART__T_A))
        return 0;
    settle(r, 0);
    r->edge = 0;
    r->silent_links++;
    return !at_end(r) && !encart__in_set(r->html.p[r->i], ENCART__SET_SPACE) &&
           r->html.p[r->i] != '<' && push(r, ENCART__T_A, ENCART__T_A, 1);
}

static int silent_span(regular *r)
{
    part(r);
    return push(r, ENCART__T_SPAN, ENCART__T_SPAN, 1);
}

static int write_start(regular *r, uint16_t tag)
{
    encart__strbuf_putc(r->out, '<');
    encart__strbuf_str(r->out, encart__tag_name(tag));
    if (!write_attrs(r, tag))
        return 0;
    encart__strbuf_putc(r->out, '>');
    return 1;
}

/* An element with the attributes in `clean`. */
static int begin_element(regular *r, uint16_t tag, uint16_t written)
{
    level *l = element_here(r);

    settle(r, is_block(tag));
    if ((is_block(tag) && r->stack[r->depth].silent) ||
        (encart__tag_flags(tag) & (ENCART__F_INTERACTIVE | ENCART__F_BLOCK) &&
         r->silent_links) ||
        !encart__context_takes(&l->inside, tag) || !write_start(r, tag))
        return 0;
    encart__context_took(&l->inside, tag);
    r->edge = is_block(tag);
    if (!(encart__tag_flags(tag) & ENCART__F_VOID))
        return push(r, tag, written, 0);
    root_newline(r, tag);
    return 1;
}

/* Elements that say nothing when they are empty. */
static int says_something(const level *l)
{
    if (l->tag == ENCART__T_PICTURE)
        return encart__context_has(&l->inside, ENCART__K_IMAGE);
    return l->inside.has || l->has_attrs ||
           !(encart__tag_flags(l->tag) & ENCART__F_FORMATTING);
}

static int end_silent(regular *r)
{
    if (r->stack[r->depth].tag == ENCART__T_A) {
        settle(r, 0);
        r->silent_links--;
    } else {
        part(r);
    }
    r->depth--;
    return 1;
}

/* The end tag of the element on top, which was read. */
static int end(regular *r)
{
    const level *l = &r->stack[r->depth];
    uint16_t tag = l->tag;

    if (l->silent)
        return end_silent(r);
    settle(r, is_block(tag));
    if (!says_something(l))
        return 0;
    encart__strbuf_add(r->out, "</", 2);
    encart__strbuf_str(r->out, encart__tag_name(tag));
    encart__strbuf_putc(r->out, '>');
    r->edge = is_block(tag);
    r->depth--;
    root_newline(r, tag);
    return 1;
}

/* A frame that may not stand, and that is empty, is a link to what it would have shown. */
static int frame(regular *r, const encart__token *k)
{
    encart__str title;

    if (encart__policy_element(r->opts->policy, ENCART__T_IFRAME) || !k ||
        !encart__str_starts(rest_of(r), ENCART__STR("</iframe>")))
        return 0;
    r->i += sizeof "</iframe>" - 1;
    if (!encart__filter_frame(&r->tokens, k, r->opts, &r->scratch, &title))
        return !r->scratch.failed;
    if (!no_attrs(r, ENCART__T_A))
        return 0;
    encart__clean_add_attr(&r->clean, ENCART__A_HREF, encart__strbuf_view(&r->scratch));
    if (!begin_element(r, ENCART__T_A, ENCART__T_A))
        return 0;
    r->in_text = 1;
    r->blank = 0;
    r->text_at = r->out->size;
    encart__escape_text(r->out, title);
    return end(r);
}

/* A start tag, read up to its end. */
static int begin(regular *r, uint16_t written, const encart__token *k)
{
    uint16_t tag = encart__policy_counterpart(r->opts->policy, written);

    if (written == ENCART__T_IFRAME)
        return frame(r, k);
    if (is_special(written) || (tag && !is_plain_counterpart(written, tag)))
        return 0;
    if (!tag)
        return 1; /* only its tags go */
    if (!check_attrs(r, tag, k))
        return !r->clean.failed && encart__tag_flags(tag) & ENCART__F_VOID;
    if (r->clean.attr_count > MOST_ATTRS)
        return 0;
    if (tag == ENCART__T_SPAN && !r->clean.attr_count)
        return silent_span(r);
    if (tag == ENCART__T_A && !leads_or_is_named(r))
        return silent_link(r);
    return begin_element(r, tag, written);
}

/* ---- tags ------------------------------------------------------------------------- */

/* The letters and digits from `from` on, lower case only. */
static encart__str name_at(const regular *r, size_t from)
{
    size_t at = from;

    while (at < r->html.n && ((r->html.p[at] >= 'a' && r->html.p[at] <= 'z') ||
                              encart__is_digit((unsigned char)r->html.p[at])))
        at++;
    return encart__str_sub(r->html, from, at);
}

/* After the name: what is left of a tag without attributes; 0 when there is more. */
static size_t plain_end(encart__str rest)
{
    static const encart__str ends[] = {{">", 1}, {"/>", 2}, {" />", 3}};

    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        if (encart__str_starts(rest, ends[k]))
            return ends[k].n;
    return 0;
}

/* At "<" and a letter. */
static int start_tag(regular *r)
{
    encart__str name = name_at(r, r->i + 1);
    size_t after = r->i + 1 + name.n;
    size_t n = name.n ? plain_end(encart__str_sub(r->html, after, r->html.n)) : 0;
    encart__token k;

    if (n) {
        r->i = after + n;
        return begin(r, encart__tag_id(name), NULL);
    }
    return encart__tokenize_tag(&r->tokens, r->html, &r->i, &k) && begin(r, k.tag, &k);
}

/* The element that the end tag here names; the place behind it. False for half a tag. */
static int end_name(regular *r, uint16_t *tag)
{
    const level *l = &r->stack[r->depth];
    encart__str name = name_at(r, r->i + 2);
    size_t after = r->i + 2 + name.n;
    encart__token k;

    if (!name.n || after == r->html.n || r->html.p[after] != '>') {
        if (!encart__tokenize_tag(&r->tokens, r->html, &r->i, &k))
            return 0;
        *tag = k.tag;
        return 1;
    }
    r->i = after + 1;
    *tag = encart__str_eq(name, encart__tag_name(l->written)) ? l->written
                                                              : encart__tag_id(name);
    return 1;
}

/* At "</" and a letter: the end tag of what is open, or one that goes. */
static int end_tag(regular *r)
{
    uint16_t tag;

    if (!end_name(r, &tag))
        return 0;
    if (r->depth && tag == r->stack[r->depth].written)
        return end(r);
    if (is_special(tag) || tag == ENCART__T_P || tag == ENCART__T_BR)
        return 0;
    if (!encart__policy_counterpart(r->opts->policy, tag))
        return 1;
    part(r); /* it closes nothing where nothing is open */
    return r->depth == 0;
}

/* At "<!": a comment that nobody could read in another way, and that goes. */
static int comment(regular *r)
{
    encart__str rest = rest_of(r), inside;
    size_t n;

    if (!encart__str_starts(rest, ENCART__STR("<!--")))
        return 0;
    inside = encart__str_sub(rest, 4, rest.n);
    n = encart__str_find(inside, ENCART__STR("--"));
    if (n == (size_t)-1 || n + 2 == inside.n || inside.p[n + 2] != '>' ||
        inside.p[0] == '>' || inside.p[0] == '-' ||
        encart__policy_comment(r->opts->policy, encart__str_sub(inside, 0, n),
                               &r->scratch))
        return 0;
    r->i += 4 + n + 3;
    return 1;
}

static int markup(regular *r)
{
    int c = r->i + 1 < r->html.n ? (unsigned char)r->html.p[r->i + 1] : 0;

    if (encart__is_alpha(c))
        return start_tag(r);
    if (c == '/' && r->i + 2 < r->html.n &&
        encart__is_alpha((unsigned char)r->html.p[r->i + 2]))
        return end_tag(r);
    return c == '!' && comment(r);
}

/* ---- the whole -------------------------------------------------------------------- */

static encart__str written(const regular *r, place p)
{
    return (encart__str){r->out->data + p.at, p.n};
}

static int has_id(const regular *r, size_t count, encart__str name)
{
    for (size_t i = 0; i < count; i++)
        if (encart__str_eq(written(r, r->id[i]), name))
            return 1;
    return 0;
}

/* No id stands twice, and links within the page lead somewhere. */
static int names_hold(const regular *r)
{
    for (size_t i = 0; i < r->id_count; i++)
        if (has_id(r, i, written(r, r->id[i])))
            return 0;
    for (size_t i = 0; i < r->link_count; i++)
        if (!has_id(r, r->id_count, written(r, r->link[i])))
            return 0;
    return 1;
}

static int read_all(regular *r)
{
    while (!at_end(r))
        if (!(r->html.p[r->i] == '<' ? markup(r) : text(r)))
            return 0;
    settle(r, 1);
    return r->depth == 0 && names_hold(r);
}

int encart__regular_may(const encart__sanitise_opts *opts, encart__str html)
{
    enum { MOST_BYTES = 4 << 20 }; /* far from every limit of the long way */

    return html.n <= MOST_BYTES && !opts->paragraphs && !opts->accessible &&
           !opts->plugin_marks && !encart__policy_is_plugin(opts->policy) &&
           opts->always_repair <= 0 &&
           !(opts->policy->always_repair && !opts->always_repair);
}

/* Everything but the stack, which is cleared as it is used. */
static void init(regular *r, encart__strbuf *out, encart__str html,
                 const encart__sanitise_opts *opts, const encart__alloc *alloc)
{
    memset(r, 0, offsetof(regular, id));
    r->html = html;
    r->out = out;
    r->opts = opts;
    r->edge = 1;
    r->id_count = r->link_count = 0;
    r->stack[0] = (level){.inside = encart__context_root()};
    encart__tokens_init(&r->tokens, alloc);
    r->tokens.unlined = 1;
    encart__clean_init(&r->clean, alloc);
    encart__strbuf_init(&r->scratch, alloc, 0);
}

/* No document that encart__regular_may() lets in comes near a limit. */
static int has_failed(const regular *r)
{
    return r->out->failed || r->scratch.failed || r->clean.failed || r->tokens.failed ||
           r->tokens.bytes.failed;
}

int encart__regular(encart__strbuf *out, encart__str html, const encart__sanitise_opts *opts,
                    const encart__alloc *alloc)
{
    size_t from = out->size;
    regular *r = encart__malloc(alloc, sizeof *r);
    int status;

    if (!r)
        return ENCART_ENOMEM;
    init(r, out, html, opts, alloc);
    status = read_all(r) ? ENCART_OK : ENCART_EPARSE;
    if (has_failed(r))
        status = ENCART_ENOMEM;
    encart__tokens_free(&r->tokens);
    encart__clean_free(&r->clean);
    encart__strbuf_free(&r->scratch);
    encart__free(alloc, r, sizeof *r);
    if (!status)
        status = encart__strict_check(
            encart__str_sub(encart__strbuf_view(out), from, out->size), opts->policy, alloc);
    if (status)
        encart__strbuf_truncate(out, from);
    return status;
}
