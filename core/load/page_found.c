/* Gathering and settling what a page says of itself. */
#include "core/load/page_found.h"
#include "core/base/utf8.h"
#include "core/load/page_tree.h"

enum {
    VALUE_MAX = 4096, /* bytes read of one value */
    TAG_MAX = 80      /* bytes of a tag's name */
};

void encart__found_init(encart__found *f, encart__arena *arena,
                        const encart__tokens *tokens)
{
    *f = (encart__found){.arena = arena, .tokens = tokens};
    for (size_t i = 0; i < ENCART__FIELD_COUNT; i++)
        f->value[i] = ENCART__STR_EMPTY;
    f->document_title = ENCART__STR_EMPTY;
    f->authors.max = ENCART__PAGE_AUTHORS;
    f->tags.max = ENCART__PAGE_TAGS;
    encart__strbuf_init(&f->scratch, tokens->alloc, 0);
}

void encart__found_free(encart__found *f)
{
    encart__strbuf_free(&f->scratch);
}

static void collapse(encart__strbuf *out, encart__str s)
{
    uint32_t cp;
    size_t n, start = out->size;

    for (size_t i = 0; i < s.n; i += n) {
        n = encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (encart__cp_is_space(cp) || cp < 0x20) {
            if (out->size > start && out->data[out->size - 1] != ' ')
                encart__strbuf_putc(out, ' ');
        } else {
            encart__strbuf_add(out, s.p + i, n);
        }
    }
    if (out->size > start && out->data[out->size - 1] == ' ')
        encart__strbuf_truncate(out, out->size - 1);
}

/* Drops <em>…</em> and friends: a "<" that begins a tag, up to its ">". */
static void drop_tags(encart__strbuf *b)
{
    size_t w = 0;

    for (size_t r = 0; r < b->size;) {
        const char *close = NULL;

        if (b->data[r] == '<' && r + 1 < b->size &&
            (encart__is_alpha((unsigned char)b->data[r + 1]) || b->data[r + 1] == '/'))
            close = memchr(b->data + r, '>', b->size - r);
        if (close)
            r = (size_t)(close - b->data) + 1;
        else
            b->data[w++] = b->data[r++];
    }
    encart__strbuf_truncate(b, w);
}

/* Plain text of a value, in the scratch buffer. */
static encart__str plain(encart__found *f, encart__str value)
{
    encart__strbuf raw;

    if (value.n > VALUE_MAX)
        value.n = VALUE_MAX;
    encart__strbuf_clear(&f->scratch);
    encart__strbuf_init(&raw, f->tokens->alloc, 0);
    if (memchr(value.p, '&', value.n) || memchr(value.p, '<', value.n)) {
        encart__entities_decode(value, 0, &raw);
        if (raw.data)
            drop_tags(&raw);
        value = encart__strbuf_view(&raw);
    }
    collapse(&f->scratch, value);
    if (f->scratch.failed || raw.failed)
        f->failed = ENCART_ENOMEM;
    encart__strbuf_free(&raw);
    return encart__strbuf_view(&f->scratch);
}

static int is_address(encart__str s)
{
    return (encart__str_starts(s, ENCART__STR("http://")) ||
            encart__str_starts(s, ENCART__STR("https://"))) &&
           !memchr(s.p, ' ', s.n);
}

static int is_number(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_digit((unsigned char)s.p[i]))
            return 0;
    return s.n > 0 && s.n < 9;
}

/* Whether a field takes this value at all. */
static int fits(encart__field field, encart__str s)
{
    encart__date date;

    switch (field) {
    case ENCART__FIELD_PUBLISHED:
    case ENCART__FIELD_MODIFIED:
        return encart__page_date(s, &date);
    case ENCART__FIELD_URL:
    case ENCART__FIELD_CANONICAL:
    case ENCART__FIELD_AMP:
    case ENCART__FIELD_IMAGE:
        return is_address(s);
    case ENCART__FIELD_IMAGE_WIDTH:
    case ENCART__FIELD_IMAGE_HEIGHT:
    case ENCART__FIELD_COMMENT_COUNT:
        return is_number(s);
    case ENCART__FIELD_SECTION:
        return !is_address(s) && s.n < TAG_MAX;
    default:
        return 1;
    }
}

static encart__str stored(encart__found *f, encart__str s)
{
    s = encart__arena_str(f->arena, s);
    if (f->arena->failed)
        f->failed = ENCART_ENOMEM;
    return s;
}

int encart__found_ref(encart__found *f, encart__field field, int rank, encart__str name,
                       encart__str url)
{
    encart__found_list *l = field == ENCART__FIELD_TAG ? &f->tags : &f->authors;

    if (l->count && rank > l->rank)
        return 0;
    name = plain(f, name);
    if (field == ENCART__FIELD_AUTHOR)
        name = encart__page_author(name);
    if (name.n == 0 || (field == ENCART__FIELD_TAG && name.n > TAG_MAX))
        return 0;
    if (l->count && rank < l->rank)
        l->count = 0;
    for (size_t i = 0; i < l->count; i++)
        if (encart__page_same(l->name[i], name, 0))
            return 0;
    if (l->count == l->max)
        return 0;
    l->rank = rank;
    l->name[l->count] = stored(f, name);
    l->url[l->count++] = is_address(url) ? stored(f, url) : ENCART__STR_EMPTY;
    if (field == ENCART__FIELD_AUTHOR)
        encart__found_profile(f, ENCART__STR_EMPTY, ENCART__STR_EMPTY, ENCART__STR_EMPTY);
    return 1;
}

void encart__found_profile(encart__found *f, encart__str role, encart__str bio,
                           encart__str image)
{
    encart__found_list *l = &f->authors;
    size_t i = l->count - 1;

    l->role[i] = role.n ? stored(f, plain(f, role)) : ENCART__STR_EMPTY;
    l->bio[i] = bio.n ? stored(f, plain(f, bio)) : ENCART__STR_EMPTY;
    l->image[i] = is_address(image) ? stored(f, image) : ENCART__STR_EMPTY;
}

typedef struct {
    encart__found *found;
    int rank;
} author_sink;

static void add_author(void *user, encart__str name)
{
    author_sink *s = user;

    encart__found_ref(s->found, ENCART__FIELD_AUTHOR, s->rank, name, ENCART__STR_EMPTY);
}

/* « Politique > Élections » is a path: its end. "Mer, Port, Vent" is a list: its head. */
static encart__str one_section(encart__str s)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == '>') {
            s = encart__str_trim(encart__str_sub(s, i + 1, s.n));
            break;
        }
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' && i + 1 < s.n && s.p[i + 1] == ' ')
            return encart__str_sub(s, 0, i);
    return s;
}

/* "a, b, c" (or with ; or the Arabic comma): each is a tag. */
static void add_tags(encart__found *f, int rank, encart__str list)
{
    size_t start = 0;

    for (size_t i = 0; i <= list.n; i++) {
        int arabic = i + 1 < list.n && memcmp(list.p + i, "\xD8\x8C", 2) == 0;

        if (i < list.n && list.p[i] != ',' && list.p[i] != ';' && !arabic)
            continue;
        encart__found_ref(f, ENCART__FIELD_TAG, rank, encart__str_sub(list, start, i),
                          ENCART__STR_EMPTY);
        i += (size_t)arabic;
        start = i + 1;
    }
}

void encart__found_add(encart__found *f, encart__field field, int rank, encart__str value)
{
    encart__str s;

    if (field == ENCART__FIELD_TAG) {
        value.n = value.n < VALUE_MAX ? value.n : VALUE_MAX;
        add_tags(f, rank, value);
        return;
    }
    if (field == ENCART__FIELD_AUTHOR) {
        encart__page_authors(value, add_author, &(author_sink){f, rank});
        return;
    }
    if (field == ENCART__FIELD_NONE || (f->rank[field] && rank >= f->rank[field]))
        return;
    s = plain(f, value);
    if (field == ENCART__FIELD_SECTION)
        s = one_section(s);
    if (s.n == 0 || !fits(field, s))
        return;
    f->value[field] = stored(f, s);
    f->rank[field] = rank;
}

static void take(encart__str *member, encart__str value)
{
    if (member->n == 0)
        *member = value;
}

static void take_date(encart__date *member, encart__str value)
{
    if (!member->set && value.n)
        encart__page_date(value, member);
}

static int number(encart__str s)
{
    int v = 0;

    for (size_t i = 0; i < s.n; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

static void take_refs(encart__found *f, encart__ref **refs, size_t *count,
                      const encart__found_list *l)
{
    encart__ref *array;

    if (*count || l->count == 0)
        return;
    array = encart__arena_array(f->arena, l->count, sizeof *array);
    if (!array) {
        f->failed = ENCART_ENOMEM;
        return;
    }
    for (size_t i = 0; i < l->count; i++)
        array[i] =
            (encart__ref){ENCART__STR_EMPTY, l->name[i], l->url[i], ENCART__STR_EMPTY};
    *refs = array;
    *count = l->count;
}

static void take_profiles(encart__found *f, encart_article *a)
{
    const encart__found_list *l = &f->authors;
    size_t known = 0;

    for (size_t i = 0; i < l->count; i++)
        known += l->role[i].n || l->bio[i].n || l->image[i].n;
    if (!known || a->profiles)
        return;
    a->profiles = encart__profiles_new(f->arena, l->count);
    for (size_t i = 0; a->profiles && i < l->count; i++) {
        a->profiles[i].role = l->role[i];
        a->profiles[i].bio = l->bio[i];
        a->profiles[i].image.url = l->image[i];
    }
}

/* "fr_FR" is how Open Graph writes it; anything that is no tag is dropped. */
static encart__str language(encart__found *f)
{
    encart__str s = f->value[ENCART__FIELD_LANG];
    char tag[16];

    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];

        if (i >= sizeof tag || !(encart__is_alnum(c) || c == '-' || c == '_'))
            s.n = 0;
        else
            tag[i] = c == '_' ? '-' : (char)c;
    }
    if (s.n < 2 || !encart__is_alpha((unsigned char)s.p[0]) ||
        !encart__is_alpha((unsigned char)s.p[1]))
        return encart__str_z(encart__page_language(f->tokens));
    return stored(f, (encart__str){tag, s.n});
}

static void take_image(encart__image *image, const encart__found *f)
{
    if (image->url.n || f->value[ENCART__FIELD_IMAGE].n == 0)
        return;
    image->url = f->value[ENCART__FIELD_IMAGE];
    take(&image->alt, f->value[ENCART__FIELD_IMAGE_ALT]);
    image->width = number(f->value[ENCART__FIELD_IMAGE_WIDTH]);
    image->height = number(f->value[ENCART__FIELD_IMAGE_HEIGHT]);
}

static void take_comments(encart_article *a, const encart__found *f)
{
    if (a->comments.status == ENCART__COMMENTS_UNKNOWN) {
        if (f->rank[ENCART__FIELD_COMMENT_ACTION])
            a->comments.status = ENCART__COMMENTS_OPEN;
        else if (f->rank[ENCART__FIELD_COMMENT_CLOSED])
            a->comments.status = ENCART__COMMENTS_CLOSED;
        if (is_address(f->value[ENCART__FIELD_COMMENT_ACTION]))
            take(&a->comments.action, f->value[ENCART__FIELD_COMMENT_ACTION]);
    }
    if (a->comments.count < 0 && f->rank[ENCART__FIELD_COMMENT_COUNT])
        a->comments.count = number(f->value[ENCART__FIELD_COMMENT_COUNT]);
}

/* Every string member must point somewhere, also when nothing was found. */
int encart__found_finish(encart__found *f, encart_article *a)
{
    encart__str url = f->value[ENCART__FIELD_CANONICAL];

    if (a->title.n == 0)
        a->title = stored(f, encart__page_title(f));
    take(&a->subtitle, f->value[ENCART__FIELD_SUBTITLE]);
    if (a->lang.n == 0)
        a->lang = language(f);
    take_date(&a->published, f->value[ENCART__FIELD_PUBLISHED]);
    take_date(&a->modified, f->value[ENCART__FIELD_MODIFIED]);
    take(&a->section.name, f->value[ENCART__FIELD_SECTION]);
    take(&a->url, url.n ? url : f->value[ENCART__FIELD_URL]);
    take(&a->link_canonical, url);
    take(&a->summary, f->value[ENCART__FIELD_SUMMARY]);
    take(&a->access, f->value[ENCART__FIELD_ACCESS]);
    take_image(&a->image, f);
    if (!a->author_count)
        take_profiles(f, a);
    take_refs(f, &a->authors, &a->author_count, &f->authors);
    take_refs(f, &a->tags, &a->tag_count, &f->tags);
    take(&a->link_prev, f->value[ENCART__FIELD_PREV]);
    take(&a->link_next, f->value[ENCART__FIELD_NEXT]);
    take(&a->link_amp, f->value[ENCART__FIELD_AMP]);
    take_comments(a, f);
    return f->failed || f->arena->failed ? ENCART_ENOMEM : ENCART_OK;
}
