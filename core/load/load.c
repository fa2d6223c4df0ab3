/* encart__load(): checks, detects, decodes, hands over to the reader of the format, then
 * shapes and finishes the tree. Start reading here. */
#include "core/load/load.h"

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/html/decode.h"
#include "core/load/loading.h"
#include "core/load/phrase.h"
#include "core/text/text.h"

#include <stdarg.h>
#include <stdio.h>

int encart__load_fail(encart__loading *l, int status, uint32_t line, const char *format,
                      ...)
{
    char message[400];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    encart__error(l->err, status, ENCART_STAGE_LOAD, "%s", message);
    encart__error_at(l->err, l->source, line, line ? 1 : 0, 0);
    return status;
}

int encart__load_nomem(encart__loading *l)
{
    return encart__error_nomem(l->err, ENCART_STAGE_LOAD);
}

/* No string of an article is ever NULL. */
static void set_empty(encart_article *a)
{
    encart__str *const strings[] = {
        &a->id,
        &a->url,
        &a->lang,
        &a->dir,
        &a->kind,
        &a->channel,
        &a->title,
        &a->subtitle,
        &a->summary,
        &a->access,
        &a->x,
        &a->format,
        &a->charset,
        &a->site,
        &a->html,
        &a->text,
        &a->section.id,
        &a->section.name,
        &a->section.url,
        &a->section.kind,
        &a->image.url,
        &a->image.alt,
        &a->image.caption,
        &a->image.credit,
        &a->comments.action,
        &a->comments.fields,
        &a->comments.hidden,
        &a->link_prev,
        &a->link_next,
        &a->link_amp,
        &a->link_canonical,
        &a->link_prev_title,
        &a->link_next_title,
    };

    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = ENCART__STR_EMPTY;
    a->comments.count = -1;
}

static encart_article *article_new(const encart__alloc *alloc)
{
    encart_article *a = encart__calloc(alloc, 1, sizeof *a);

    if (!a)
        return NULL;
    a->alloc = *alloc;
    encart__arena_init(&a->arena, &a->alloc, 0);
    encart__tree_init(&a->tree, &a->alloc);
    encart__diags_init(&a->removed, &a->arena, ENCART__MAX_REMOVED);
    encart__diags_init(&a->diags, &a->arena, 0);
    set_empty(a);
    return a;
}

void encart__article_release(encart_article *a)
{
    encart__alloc alloc;

    if (!a)
        return;
    alloc = a->alloc;
    encart__tree_free(&a->tree);
    encart__arena_free(&a->arena);
    encart__free(&alloc, a, sizeof *a);
}

static const char *const formats[] = {"text", "html", "page", "json", "saved"};

static int check_format(encart__loading *l)
{
    encart__str name = encart__str_z(l->options->format);
    size_t count = sizeof formats / sizeof *formats;
    const char *near = encart__nearest(name, formats, count);

    if (!l->options->format)
        return ENCART_OK;
    for (size_t i = 0; i < count; i++)
        if (encart__str_is(name, formats[i]))
            return ENCART_OK;
    return encart__load_fail(
        l, ENCART_EINVAL, 0,
        "unknown format \"%.40s\"%s%s%s; the formats are text, html, "
        "page, json and saved",
        name.p, near ? ": did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static int check_profile(encart__loading *l)
{
    const char *const *names = encart__policy_names();
    encart__str name =
        l->options->profile ? encart__str_z(l->options->profile) : ENCART__STR("article");

    if (!l->options->profile && l->known)
        l->a->policy = l->known->policy;
    for (; !l->a->policy && *names; names++)
        if (encart__str_is(name, *names))
            l->a->policy = encart__policy_named(name);
    if (!l->a->policy)
        return encart__load_fail(l, ENCART_EINVAL, 0,
                                 "unknown profile \"%.40s\"; the profiles are strict, "
                                 "article and embeds",
                                 name.p);
    return ENCART_OK;
}

static int are_marks(const char *begin, const char *end)
{
    return begin && end ? *begin && *end : begin == end;
}

static int check_options(encart__loading *l)
{
    const encart_load_options *o = l->options;
    int status = check_format(l), always;

    if (!status)
        status = check_profile(l);
    if (!status && o->lang && encart__lang_primary(encart__str_z(o->lang)).n == 0)
        status = encart__load_fail(l, ENCART_EINVAL, 0,
                                   "\"%.40s\" is no language tag such as fr or fr-CA",
                                   o->lang);
    if (!status && (o->heading_base < 0 || o->heading_base > 6))
        status = encart__load_fail(l, ENCART_EINVAL, 0,
                                   "heading_base is %d; it must be from 0 to 6",
                                   o->heading_base);
    if (!status && !are_marks(o->body_begin, o->body_end))
        status = encart__load_fail(l, ENCART_EINVAL, 0,
                                   "body_begin and body_end are two texts that are not empty, "
                                   "or neither is given");
    if (!status && !encart__repair_mode(o->repair, &always))
        status = encart__load_fail(l, ENCART_EINVAL, 0,
                                   "repair is \"%.40s\"; it must be auto or always",
                                   o->repair);
    return status;
}

static int check_bytes(encart__loading *l, encart__str bytes)
{
    size_t most = l->options->max_bytes ? l->options->max_bytes : ENCART__MAX_INPUT;
    const char *binary;

    if (most > ENCART__HARD_INPUT)
        most = ENCART__HARD_INPUT;
    if (bytes.n > most)
        return encart__load_fail(l, ENCART_ELIMIT, 0,
                                 "the document has %zu bytes; the limit is %zu", bytes.n,
                                 most);
    if (encart__phrase_skip_spaces(bytes, 0) == bytes.n)
        return encart__load_fail(l, ENCART_EPARSE, 1, "%s",
                                 bytes.n ? "the document holds nothing but white space"
                                         : "the document is empty");
    binary = encart__looks_binary(bytes);
    if (binary)
        return encart__load_fail(l, ENCART_EPARSE, 1,
                                 "the document is %s; expected text, HTML or JSON",
                                 binary);
    return ENCART_OK;
}

/* Bad bytes in what is mostly UTF-8 are bad bytes; otherwise the text may be of an older
 * encoding, and the decoder chooses. */
static encart__str charset_hint(encart__str bytes)
{
    size_t good = 0, bad = 0;
    uint32_t cp;

    for (size_t i = 0; i < bytes.n;) {
        size_t len;

        if ((unsigned char)bytes.p[i] < 0x80) {
            i++;
            continue;
        }
        len = encart__utf8_decode(bytes.p + i, bytes.n - i, &cp);
        good += cp != 0xFFFD;
        bad += cp == 0xFFFD;
        i += len;
    }
    return bad && good >= bad ? ENCART__STR("utf-8") : ENCART__STR_EMPTY;
}

static int has_utf16_mark(encart__str s)
{
    return encart__str_starts(s, ENCART__STR("\xFF\xFE")) ||
           encart__str_starts(s, ENCART__STR("\xFE\xFF"));
}

static int decode(encart__loading *l, encart__str bytes, int page, encart__strbuf *out)
{
    char name[32] = "utf-8";
    encart__str hint = page ? ENCART__STR_EMPTY : charset_hint(bytes);
    int status = encart__decode(bytes, hint, out, name, &l->a->diags, l->err);

    if (!status && out->failed)
        status = encart__error_status(l->err, out->failed, ENCART_STAGE_LOAD);
    if (!status)
        l->a->charset = encart__arena_str(&l->a->arena, encart__str_z(name));
    return status;
}

/* The lede of a plain text: its first paragraph, which stays in the body. */
static int set_lede(encart__loading *l)
{
    encart_article *a = l->a;
    encart__node_id p = a->tree.nodes[ENCART__ROOT].first;
    encart__strbuf b;

    if (a->summary.n || !encart__tree_is(&a->tree, p, ENCART__T_P))
        return ENCART_OK;
    encart__strbuf_init(&b, &a->alloc, 0);
    encart__tree_prose(&a->tree, p, " ", &b);
    a->summary = encart__arena_str(&a->arena, encart__strbuf_view(&b));
    if (b.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&b);
    return a->arena.failed ? encart__load_nomem(l) : ENCART_OK;
}

static int read_decoded(encart__loading *l, encart__str bytes, const char *format)
{
    int page = strcmp(format, "page") == 0, status;
    encart__strbuf text;

    encart__strbuf_init(&text, &l->a->alloc, 0);
    status = decode(l, bytes, page, &text);
    if (!status && strcmp(format, "text") == 0)
        status = encart__load_text(l, encart__strbuf_view(&text), 1);
    else if (!status && strcmp(format, "json") == 0)
        status = encart__load_json(l, encart__strbuf_view(&text));
    else if (!status)
        status = encart__load_html(l, encart__strbuf_view(&text), page);
    encart__strbuf_free(&text);
    return status;
}

/* UTF-16 with its mark is told apart only after decoding. */
static const char *detect(encart__loading *l, encart__str bytes, int *status)
{
    encart__strbuf text;
    const char *format;

    if (l->options->format)
        return l->options->format;
    if (!has_utf16_mark(bytes))
        return encart__load_detect(bytes);
    encart__strbuf_init(&text, &l->a->alloc, 0);
    *status = decode(l, bytes, 0, &text);
    format = encart__load_detect(encart__strbuf_view(&text));
    encart__strbuf_free(&text);
    return format;
}

static int read_document(encart__loading *l, encart__str bytes)
{
    encart_article *a = l->a;
    int status = ENCART_OK;
    const char *format = detect(l, bytes, &status);

    if (status)
        return status;
    a->format = encart__arena_str(&a->arena, encart__str_z(format));
    a->charset = ENCART__STR("utf-8");
    if (strcmp(format, "saved") == 0)
        return encart__load_saved(l, bytes);
    if (strcmp(format, "json") == 0 && !has_utf16_mark(bytes))
        return encart__load_json(l, bytes);
    return read_decoded(l, bytes, format);
}

static int shape(encart__loading *l)
{
    int plain = encart__str_is(l->a->format, "text"), status = encart__shape_boxes(l);

    if (!status)
        status = encart__shape_residue(l);
    if (!status && plain)
        status = set_lede(l);
    return status ? status : encart__finish(l);
}

/* The address and site that the host gave; the document's own address wins. */
static void set_given(encart__loading *l, const char *url)
{
    encart_article *a = l->a;
    encart__strbuf clean;

    a->site = encart__arena_str(
        &a->arena, encart__str_z(l->options->site ? l->options->site : "default"));
    if (!url)
        return;
    encart__strbuf_init(&clean, &a->alloc, 0);
    if (encart__url_check(a->policy, encart__str_z(url), ENCART__STR_EMPTY, 0, &clean))
        a->url = encart__arena_str(&a->arena, encart__strbuf_view(&clean));
    if (clean.failed)
        a->arena.failed = 1;
    encart__strbuf_free(&clean);
}

static int load_all(encart__loading *l, encart__str bytes)
{
    int status;

    if (l->a->tree.failed)
        return encart__load_nomem(l);
    status = check_options(l);
    if (!status)
        status = check_bytes(l, bytes);
    if (status)
        return status;
    set_given(l, l->options->url);
    if (!l->a->arena.failed)
        status = read_document(l, bytes);
    if (!status)
        status = shape(l);
    if (!status && l->a->arena.failed)
        status = encart__load_nomem(l);
    return status;
}

int encart__load(encart_article **out, const encart__alloc *alloc, encart__str bytes,
                 const encart_load_options *options, const encart__known *known,
                 encart_error *err)
{
    encart_load_options own = ENCART_LOAD_OPTIONS_INIT;
    encart__loading l = {.options = &own, .known = known, .err = err};
    int status;

    *out = NULL;
    encart__error_clear(err);
    if (options) {
        size_t n = options->struct_size < sizeof own ? options->struct_size : sizeof own;

        memcpy(&own, options, n);
        own.struct_size = sizeof own;
    }
    l.source = encart__str_z(own.source);
    l.a = article_new(alloc ? alloc : &encart__alloc_default);
    if (!l.a)
        return encart__load_nomem(&l);
    status = load_all(&l, bytes);
    if (status) {
        encart__error_at(err, l.source, 0, 0, 0);
        encart__article_release(l.a);
        return status;
    }
    *out = l.a;
    return ENCART_OK;
}
