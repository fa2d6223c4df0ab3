/* A hash table from words, as they are written, to the hashes of their stems. */
#include "core/place/stems.h"

#include "core/base/vec.h"

#include <stdlib.h>

struct encart__stem_entry {
    uint64_t word;  /* hash of the spelling, never 0; 0 = a free place */
    uint32_t stem;  /* hash of the stem */
    uint32_t round; /* in which the stem was listed last, NO_CONTENT = never is */
};

#define NO_CONTENT UINT32_MAX

enum { FIRST_CAP = 256 };

int encart__stems_init(encart__stems *s, encart__str lang, const encart__alloc *alloc)
{
    *s = (encart__stems){.alloc = alloc};
    s->stemmer = encart__stemmer_new(alloc, lang);
    s->table = encart__calloc(alloc, FIRST_CAP, sizeof *s->table);
    s->cap = s->table ? FIRST_CAP : 0;
    return s->stemmer && s->table ? ENCART_OK : ENCART_ENOMEM;
}

void encart__stems_free(encart__stems *s)
{
    if (s->stemmer)
        encart__stemmer_free(s->stemmer);
    encart__free(s->alloc, s->table, s->cap * sizeof *s->table);
    encart__free(s->alloc, s->list, s->list_cap * sizeof *s->list);
}

/* Where the word stands, or the free place for it. */
static encart__stem_entry *find(encart__stem_entry *table, size_t cap, uint64_t word)
{
    size_t i = (size_t)word & (cap - 1);

    while (table[i].word && table[i].word != word)
        i = (i + 1) & (cap - 1);
    return &table[i];
}

static int grow(encart__stems *s)
{
    size_t cap = s->cap * 2;
    encart__stem_entry *table = encart__calloc(s->alloc, cap, sizeof *table);

    if (!table)
        return 0;
    for (size_t i = 0; i < s->cap; i++)
        if (s->table[i].word)
            *find(table, cap, s->table[i].word) = s->table[i];
    encart__free(s->alloc, s->table, s->cap * sizeof *s->table);
    s->table = table;
    s->cap = cap;
    return 1;
}

/* The entry of a word, made when it is new; NULL without memory. */
static encart__stem_entry *entry(encart__stems *s, encart__str word)
{
    uint64_t hash = encart__hash(word), key = hash ? hash : 1;
    encart__stem_entry *e = find(s->table, s->cap, key);
    encart__str stem;

    if (e->word)
        return e;
    if (s->count * 2 >= s->cap) {
        if (!grow(s))
            return NULL;
        e = find(s->table, s->cap, key);
    }
    s->count++;
    e->word = key;
    e->round = NO_CONTENT;
    if (encart__text_content(s->stemmer, word, &stem)) {
        e->stem = (uint32_t)encart__hash(stem);
        e->round = 0;
    }
    return e;
}

static int push(encart__stems *s, uint32_t stem)
{
    void *data = s->list;

    if (!encart__vec_grow(s->alloc, &data, &s->list_cap, s->list_count, sizeof *s->list, 0))
        return 0;
    s->list = data;
    s->list[s->list_count++] = stem;
    return 1;
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Two spellings may have one stem. */
static void sort_list(encart__stems *s)
{
    size_t kept = 0;

    if (s->list_count == 0)
        return;
    qsort(s->list, s->list_count, sizeof *s->list, by_value);
    for (size_t i = 0; i < s->list_count; i++)
        if (kept == 0 || s->list[kept - 1] != s->list[i])
            s->list[kept++] = s->list[i];
    s->list_count = kept;
}

int encart__stems_read(encart__stems *s, encart__str text, uint32_t *words)
{
    encart__str word;
    size_t at = 0;

    *words = 0;
    s->list_count = 0;
    s->round++;
    while (encart__text_next(text, &at, &word)) {
        encart__stem_entry *e = entry(s, word);

        ++*words;
        if (!e)
            return 0;
        if (e->round == NO_CONTENT || e->round == s->round)
            continue;
        e->round = s->round;
        if (!push(s, e->stem))
            return 0;
    }
    sort_list(s);
    return 1;
}
