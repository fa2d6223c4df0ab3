/* One pass over title, lede and body. */
#include "core/collection/terms.h"
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/collection/weigh.h"

#include <stdlib.h>

/* How often an occurrence counts: measured with bench/related. */
enum {
    TITLE_TIMES = ENCART__TF_UNIT * 5 / 2,
    LEDE_TIMES = ENCART__TF_UNIT * 3 / 2,
    BODY_TIMES = ENCART__TF_UNIT,
    SECTION_TIMES = ENCART__TF_UNIT,
    TAG_TIMES = ENCART__TF_UNIT
};

uint32_t encart__term_of(encart__str stem)
{
    uint32_t term = (uint32_t)encart__hash(stem);

    return term ? term : 1;
}

static int add_term(encart__terms *t, uint32_t term, uint32_t times)
{
    uint32_t at = encart__map_get(&t->index, term);

    if (at == UINT32_MAX) {
        if (!encart__vec_grow(t->alloc, (void **)&t->terms, &t->cap, t->count,
                              sizeof *t->terms, 0) ||
            !encart__map_put(&t->index, term, (uint32_t)t->count))
            return 0;
        at = (uint32_t)t->count++;
        t->terms[at] = (encart__term){term, 0};
    }
    t->terms[at].tf += times;
    return 1;
}

static int add_field(encart__terms *t, encart__stemmer *st, int field, encart__str text,
                     uint32_t times)
{
    encart__strbuf *out = &t->stems[field];
    encart__str word, stem;
    size_t at = 0;
    uint32_t words = 0;

    while (words++ < ENCART__MAX_TERM_WORDS && encart__text_next(text, &at, &word)) {
        if (!encart__text_content(st, word, &stem))
            continue;
        if (out->size)
            encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, stem);
        if (!add_term(t, encart__term_of(stem), times))
            return 0;
    }
    return !out->failed;
}

/* A section or tag is a term too, of a kind that no word of the text is. */
static int add_label(encart__terms *t, const char *kind, encart__str name, uint32_t times)
{
    encart__strbuf key;
    int ok;

    if (name.n == 0)
        return 1;
    encart__strbuf_init(&key, t->alloc, 0);
    encart__strbuf_puts(&key, kind);
    encart__text_key(name, &key);
    ok = !key.failed && add_term(t, encart__term_of(encart__strbuf_view(&key)), times);
    encart__strbuf_free(&key);
    return ok;
}

static int compare_words(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* The hash of the last four words, of which `words` is the number so far. */
static uint64_t gram_of(const uint64_t last[4], uint32_t words)
{
    uint64_t h = 0;

    for (uint32_t i = 0; i < 4; i++)
        h = (h ^ last[(words + i) & 3]) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static int add_gram(encart__terms *t, uint64_t gram)
{
    if (!encart__vec_grow(t->alloc, (void **)&t->grams, &t->gram_cap, t->gram_count,
                          sizeof *t->grams, 0))
        return 0;
    t->grams[t->gram_count++] = (uint32_t)(gram >> 32);
    return 1;
}

/* Word 4-grams, folded, of which one in four is kept: which one tells its hash, so that
 * two articles keep the same ones. */
static int add_grams(encart__terms *t, encart__str text)
{
    uint64_t last[4] = {0}, gram;
    encart__strbuf fold;
    encart__str word;
    size_t at = 0;
    uint32_t words = 0;
    int ok = 1;

    encart__strbuf_init(&fold, t->alloc, 0);
    while (ok && words < ENCART__MAX_TERM_WORDS && encart__text_next(text, &at, &word)) {
        encart__strbuf_clear(&fold);
        encart__text_fold(word, &fold);
        ok = !fold.failed;
        last[words++ & 3] = encart__hash(encart__strbuf_view(&fold));
        gram = gram_of(last, words);
        if (words >= 4 && (gram & 3) == 0)
            ok = ok && add_gram(t, gram);
    }
    encart__strbuf_free(&fold);
    return ok;
}

static void sort_grams(encart__terms *t)
{
    size_t kept = 0;

    if (t->gram_count)
        qsort(t->grams, t->gram_count, sizeof *t->grams, compare_words);
    for (size_t i = 0; i < t->gram_count; i++)
        if (kept == 0 || t->grams[kept - 1] != t->grams[i])
            t->grams[kept++] = t->grams[i];
    t->gram_count = kept;
}

static int compare_terms(const void *a, const void *b)
{
    uint32_t x = ((const encart__term *)a)->term, y = ((const encart__term *)b)->term;

    return x < y ? -1 : x > y;
}

/* The lede is the summary, or, when that is only the text's beginning, its first
 * paragraph; the body is what the lede is not. */
static void divide(const encart_article *a, encart__str *lede, encart__str *body)
{
    encart__str head = encart__str_sub(a->summary, 0, 64);
    size_t end;

    *lede = a->summary;
    *body = a->text;
    if (a->summary.n && !encart__str_starts(a->text, head))
        return;
    end = encart__str_find(a->text, ENCART__STR("\n\n"));
    if (end == (size_t)-1)
        end = a->text.n;
    *lede = encart__str_sub(a->text, 0, end);
    *body = encart__str_sub(a->text, end, a->text.n);
}

static int add_all(encart__terms *t, encart__stemmer *st, const encart_article *a)
{
    encart__str lede, body;

    divide(a, &lede, &body);
    if (!add_field(t, st, ENCART__TITLE, a->title, TITLE_TIMES) ||
        !add_field(t, st, ENCART__LEDE, lede, LEDE_TIMES) ||
        !add_field(t, st, ENCART__BODY, body, BODY_TIMES) ||
        !add_label(t, "section ", a->section.name, SECTION_TIMES))
        return 0;
    for (size_t i = 0; i < a->tag_count; i++)
        if (!add_label(t, "tag ", a->tags[i].name, TAG_TIMES))
            return 0;
    return add_grams(t, a->text);
}

int encart__terms_make(encart__terms *t, const encart__alloc *alloc,
                       encart__stemmer *stemmer, const encart_article *article)
{
    int ok;

    *t = (encart__terms){.alloc = alloc};
    for (int i = 0; i < ENCART__FIELDS; i++)
        encart__strbuf_init(&t->stems[i], alloc, 0);
    encart__map_init(&t->index, alloc);
    ok = add_all(t, stemmer, article);
    encart__map_free(&t->index);
    sort_grams(t);
    if (t->count)
        qsort(t->terms, t->count, sizeof *t->terms, compare_terms);
    t->hash = encart__terms_hash(article);
    return ok ? ENCART_OK : ENCART_ENOMEM;
}

void encart__terms_free(encart__terms *t)
{
    for (int i = 0; i < ENCART__FIELDS; i++)
        encart__strbuf_free(&t->stems[i]);
    encart__free(t->alloc, t->terms, t->cap * sizeof *t->terms);
    encart__free(t->alloc, t->grams, t->gram_cap * sizeof *t->grams);
    encart__map_free(&t->index);
    t->terms = NULL;
    t->grams = NULL;
    t->count = t->cap = t->gram_count = t->gram_cap = 0;
}

static uint64_t join(uint64_t hash, encart__str s)
{
    return (hash ^ encart__hash(s)) * 0x9E3779B97F4A7C15u;
}

uint64_t encart__terms_hash(const encart_article *a)
{
    uint64_t h = join(1, a->lang);

    h = join(h, a->title);
    h = join(h, a->summary);
    h = join(h, a->section.name);
    for (size_t i = 0; i < a->tag_count; i++)
        h = join(h, a->tags[i].name);
    return join(h, a->text);
}

void encart__terms_pack(const encart__terms *t, encart__strbuf *out)
{
    for (size_t i = 0; i < t->count; i++) {
        uint32_t v = t->terms[i].term, tf = t->terms[i].tf;
        char p[ENCART__TERM_BYTES] = {(char)v, (char)(v >> 8), (char)(v >> 16),
                                      (char)(v >> 24), (char)(tf > 255 ? 255 : tf)};

        encart__strbuf_add(out, p, sizeof p);
    }
}

void encart__grams_pack(const encart__terms *t, encart__strbuf *out)
{
    for (size_t i = 0; i < t->gram_count; i++) {
        uint32_t v = t->grams[i];
        char p[ENCART__GRAM_BYTES] = {(char)v, (char)(v >> 8), (char)(v >> 16),
                                      (char)(v >> 24)};

        encart__strbuf_add(out, p, sizeof p);
    }
}

uint32_t encart__gram_read(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;

    return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

encart__term encart__term_read(const char *p)
{
    return (encart__term){encart__gram_read(p), (unsigned char)p[4]};
}
