/* JSON-LD scripts: every object in them is looked at once, articles speak before pages.
 * Scripts come from templates, so comments around them, raw line ends inside strings and
 * commas before a closing bracket are forgiven. */
#include "core/load/page_found.h"

#include <jansson.h>

enum {
    SCRIPT_MAX = 512 << 10, /* bytes of one script */
    SCRIPTS_MAX = 32,
    OBJECTS_MAX = 400, /* on one page */
    WAITING_MAX = 512  /* values still to be looked at */
};

typedef struct {
    encart__found *found;
    json_t *root[SCRIPTS_MAX];
    const json_t *object[OBJECTS_MAX];
    size_t roots, objects;
} collection;

static encart__str string_of(const json_t *v)
{
    return json_is_string(v) ? encart__str_n(json_string_value(v), json_string_length(v))
                             : ENCART__STR_EMPTY;
}

/* What stands before the JSON in a script: comment and CDATA marks. */
static encart__str unwrap(encart__str s)
{
    static const char *const wraps[] = {"<!--", "//", "<![CDATA[", "/*", "*/"};
    int again = 1;

    while (again) {
        again = 0;
        s = encart__str_trim(s);
        for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++)
            if (encart__str_starts(s, encart__str_z(wraps[i]))) {
                s = encart__str_sub(s, strlen(wraps[i]), s.n);
                again = 1;
            }
    }
    return s;
}

/* Whether only white space stands between `i` and a closing bracket. */
static int closes_next(encart__str s, size_t i)
{
    while (i < s.n && encart__is_space((unsigned char)s.p[i]))
        i++;
    return i < s.n && (s.p[i] == '}' || s.p[i] == ']');
}

/* A copy that jansson takes: no control characters, no comma before a bracket. Runs of
 * white space are read once for each comma only, so a script of commas stays linear. */
static void tidy_up(encart__str s, encart__strbuf *out)
{
    int string = 0;

    encart__strbuf_clear(out);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (string && c == '\\' && i + 1 < s.n) {
            encart__strbuf_putc(out, c);
            c = s.p[++i];
            encart__strbuf_putc(out, (unsigned char)c < 0x20 ? 'n' : c);
            continue;
        }
        if (c == '"')
            string = !string;
        if (!string && c == ',' && closes_next(s, i + 1))
            continue;
        encart__strbuf_putc(out, (unsigned char)c < 0x20 ? ' ' : c);
    }
}

static void parse_script(collection *c, encart__str text)
{
    encart__strbuf *b = &c->found->scratch;
    json_error_t error;
    json_t *root;

    text = unwrap(text);
    if (text.n == 0 || text.n > SCRIPT_MAX || c->roots == SCRIPTS_MAX)
        return;
    tidy_up(text, b);
    if (b->failed) {
        c->found->failed = ENCART_ENOMEM;
        return;
    }
    root = json_loadb(encart__strbuf_z(b), b->size, JSON_DISABLE_EOF_CHECK, &error);
    if (root)
        c->root[c->roots++] = root;
    else if (json_error_code(&error) == json_error_out_of_memory)
        c->found->failed = ENCART_ENOMEM;
}

static void parse_scripts(collection *c)
{
    const encart__tokens *t = c->found->tokens;
    encart__str type;

    for (size_t i = 0; i + 1 < t->count; i++) {
        const encart__token *k = &t->token[i], *text = &t->token[i + 1];

        if (k->type == ENCART__TOKEN_START && k->tag == ENCART__T_SCRIPT &&
            text->type == ENCART__TOKEN_TEXT &&
            encart__token_attr_get(t, k, ENCART__A_TYPE, &type) &&
            encart__str_starts(encart__str_trim(type),
                               ENCART__STR("application/ld+json")))
            parse_script(c, encart__token_text(t, text));
    }
}

/* Collects the objects of arrays, graphs and main entities, in order. */
static void collect(collection *c, const json_t *root)
{
    const json_t *waiting[WAITING_MAX], *item;
    size_t count = 0, i;

    waiting[count++] = root;
    while (count && c->objects < OBJECTS_MAX) {
        const json_t *v = waiting[--count];
        static const char *const inner[] = {"mainEntity", "mainEntityOfPage", "@graph"};

        if (json_is_array(v)) {
            for (i = json_array_size(v);
                 i-- > 0;) /* the first comes off the pile first */
                if (count < WAITING_MAX && (item = json_array_get(v, i)))
                    waiting[count++] = item;
        } else if (json_is_object(v)) {
            c->object[c->objects++] = v;
            for (i = 0; i < sizeof inner / sizeof *inner; i++)
                if (count < WAITING_MAX && (item = json_object_get(v, inner[i])))
                    waiting[count++] = item;
        }
    }
}

/* Whether the object's @type (one or several) ends with `suffix`. */
static int has_type(const json_t *object, const char *suffix)
{
    const json_t *type = json_object_get(object, "@type"), *item;
    size_t i;

    if (json_is_string(type))
        return encart__str_ends(string_of(type), encart__str_z(suffix));
    json_array_foreach(
        type, i,
        item) if (encart__str_ends(string_of(item), encart__str_z(suffix))) return 1;
    return 0;
}

/* "@id" references stand for the object that has that id and says more. */
static const json_t *resolve(const collection *c, const json_t *v)
{
    encart__str id = string_of(json_object_get(v, "@id"));

    if (!json_is_object(v) || id.n == 0 || json_object_get(v, "name") ||
        json_object_get(v, "url"))
        return v;
    for (size_t i = 0; i < c->objects; i++)
        if (c->object[i] != v && json_object_get(c->object[i], "@type") &&
            encart__str_eq(string_of(json_object_get(c->object[i], "@id")), id))
            return c->object[i];
    return v;
}

static const json_t *first_of(const json_t *v)
{
    return json_is_array(v) ? json_array_get(v, 0) : v;
}

/* A string, or the first string of an array. */
static encart__str text_of(const json_t *object, const char *key)
{
    return string_of(first_of(json_object_get(object, key)));
}

/* The address of a picture: a string, or an object that tells it. */
static encart__str picture_of(const collection *c, const json_t *v)
{
    encart__str url;

    v = resolve(c, first_of(v));
    url = json_is_string(v) ? string_of(v) : text_of(v, "url");
    return url.n ? url : text_of(v, "contentUrl");
}

static void add_author(const collection *c, int rank, const json_t *v)
{
    v = resolve(c, v);
    if (json_is_string(v))
        encart__found_add(c->found, ENCART__FIELD_AUTHOR, rank, string_of(v));
    else if (json_is_object(v) &&
             encart__found_ref(c->found, ENCART__FIELD_AUTHOR, rank, text_of(v, "name"),
                               text_of(v, "url")))
        encart__found_profile(c->found, text_of(v, "jobTitle"), text_of(v, "description"),
                              picture_of(c, json_object_get(v, "image")));
}

static void add_authors(const collection *c, int rank, const json_t *v)
{
    const json_t *item;
    size_t i;

    if (!json_is_array(v))
        add_author(c, rank, v);
    json_array_foreach(v, i, item) if (i < ENCART__PAGE_AUTHORS)
        add_author(c, rank, item);
}

static void add_keywords(encart__found *f, int rank, const json_t *v)
{
    const json_t *item;
    size_t i;

    encart__found_add(f, ENCART__FIELD_TAG, rank, string_of(v));
    json_array_foreach(v, i, item) if (i < ENCART__PAGE_TAGS)
        encart__found_ref(f, ENCART__FIELD_TAG, rank, string_of(item), ENCART__STR_EMPTY);
}

/* Width and height come as numbers, "640" or "640px". */
static void add_size(encart__found *f, encart__field field, int rank, const json_t *v)
{
    char digits[12];
    encart__str s = string_of(v);
    size_t n = 0;

    if (json_is_integer(v) && json_integer_value(v) > 0 &&
        json_integer_value(v) < 100000000)
        for (json_int_t x = json_integer_value(v); x; x /= 10)
            digits[sizeof digits - ++n] = (char)('0' + x % 10);
    if (n) {
        s = (encart__str){digits + sizeof digits - n, n};
    } else {
        while (n < s.n && encart__is_digit((unsigned char)s.p[n]))
            n++;
        s.n = n;
    }
    encart__found_add(f, field, rank, s);
}

static void add_image(const collection *c, int rank, const json_t *v)
{
    encart__found *f = c->found;
    encart__str url = picture_of(c, v);

    v = resolve(c, first_of(v));
    if (url.n == 0 ||
        (f->rank[ENCART__FIELD_IMAGE] && rank >= f->rank[ENCART__FIELD_IMAGE]))
        return;
    encart__found_add(f, ENCART__FIELD_IMAGE, rank, url);
    encart__found_add(f, ENCART__FIELD_IMAGE_ALT, rank, text_of(v, "caption"));
    add_size(f, ENCART__FIELD_IMAGE_WIDTH, rank, json_object_get(v, "width"));
    add_size(f, ENCART__FIELD_IMAGE_HEIGHT, rank, json_object_get(v, "height"));
}

static void add_access(encart__found *f, int rank, const json_t *v)
{
    encart__str s = string_of(v);

    if (json_is_true(v) || encart__str_ieq(s, ENCART__STR("true")))
        encart__found_add(f, ENCART__FIELD_ACCESS, rank, ENCART__STR("free"));
    else if (json_is_false(v) || encart__str_ieq(s, ENCART__STR("false")))
        encart__found_add(f, ENCART__FIELD_ACCESS, rank, ENCART__STR("paid"));
}

/* What any kind of page says of itself. */
static void read_any(const collection *c, int rank, const json_t *o)
{
    static const struct {
        const char *key;
        encart__field field;
    } texts[] = {
        {"datePublished", ENCART__FIELD_PUBLISHED},
        {"dateModified", ENCART__FIELD_MODIFIED},
        {"inLanguage", ENCART__FIELD_LANG},
        {"description", ENCART__FIELD_SUMMARY},
        {"articleSection", ENCART__FIELD_SECTION},
        {"url", ENCART__FIELD_URL},
        {"alternativeHeadline", ENCART__FIELD_SUBTITLE},
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        encart__found_add(c->found, texts[i].field, rank, text_of(o, texts[i].key));
    add_authors(c, rank, json_object_get(o, "author"));
    add_image(c, rank, json_object_get(o, "image"));
    add_access(c->found, rank, json_object_get(o, "isAccessibleForFree"));
}

static void read_article(const collection *c, const json_t *o)
{
    encart__found *f = c->found;
    encart__str title = text_of(o, "headline");

    encart__found_add(f, ENCART__FIELD_TITLE, ENCART__RANK_LD,
                      title.n ? title : text_of(o, "name"));
    add_keywords(f, ENCART__RANK_LD + 20, json_object_get(o, "keywords"));
    add_size(f, ENCART__FIELD_COMMENT_COUNT, ENCART__RANK_LD,
             json_object_get(o, "commentCount"));
    encart__found_add(f, ENCART__FIELD_SITE, ENCART__RANK_META,
                      text_of(resolve(c, json_object_get(o, "publisher")), "name"));
    read_any(c, ENCART__RANK_LD, o);
}

/* The last but one of a trail names the section, when the last is the page itself. */
static void read_trail(const collection *c, const json_t *o)
{
    const json_t *list = json_object_get(o, "itemListElement"), *item;
    size_t n = json_array_size(list);
    encart__str name;

    if (n < 3)
        return;
    item = json_array_get(list, n - 2);
    name = text_of(item, "name");
    if (name.n == 0)
        name = text_of(json_object_get(item, "item"), "name");
    encart__found_add(c->found, ENCART__FIELD_SECTION, ENCART__RANK_LD_PAGE, name);
}

static int is_article(const json_t *o)
{
    return has_type(o, "Article") || has_type(o, "BlogPosting") ||
           has_type(o, "Report") || has_type(o, "Review") ||
           has_type(o, "SocialMediaPosting");
}

void encart__found_jsonld(encart__found *f)
{
    collection c = {.found = f};

    parse_scripts(&c);
    for (size_t i = 0; i < c.roots; i++)
        collect(&c, c.root[i]);
    for (size_t i = 0; i < c.objects && !f->failed; i++) {
        const json_t *o = c.object[i];

        if (is_article(o))
            read_article(&c, o);
        else if (has_type(o, "WebPage"))
            read_any(&c, ENCART__RANK_LD_PAGE, o);
        else if (has_type(o, "BreadcrumbList"))
            read_trail(&c, o);
        else if (has_type(o, "WebSite"))
            encart__found_add(f, ENCART__FIELD_SITE, ENCART__RANK_LD_PAGE,
                              text_of(o, "name"));
    }
    for (size_t i = 0; i < c.roots; i++)
        json_decref(c.root[i]);
}
