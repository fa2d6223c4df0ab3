/* Topics are titles: a handful of stems, sorted by insertion. */
#include "core/render/topic.h"
#include "core/text/text.h"

#include <encart/types.h>

#define STEMS_MOST 64

static uint32_t add(uint32_t *list, uint32_t count, uint32_t hash)
{
    uint32_t j = count;

    for (uint32_t i = 0; i < count; i++)
        if (list[i] == hash)
            return count;
    for (; j > 0 && list[j - 1] > hash; j--)
        list[j] = list[j - 1];
    list[j] = hash;
    return count + 1;
}

static void hash_words(encart__str stems, encart__wish *wish, uint32_t *list)
{
    for (size_t i = 0, from; i < stems.n && wish->stem_count < STEMS_MOST; i++) {
        for (from = i; i < stems.n && stems.p[i] != ' ';)
            i++;
        if (i > from)
            wish->stem_count = add(list, wish->stem_count,
                                   (uint32_t)encart__hash(encart__str_sub(stems, from, i)));
    }
}

int encart__topic_stems(encart__str topic, encart__str lang, encart__wish *wish,
                        encart__arena *arena)
{
    uint32_t *list;
    encart__stemmer *stemmer;
    encart__strbuf stems;
    int failed;

    wish->stems = NULL;
    wish->stem_count = 0;
    if (topic.n == 0)
        return ENCART_OK;
    list = encart__arena_array(arena, STEMS_MOST, sizeof *list);
    stemmer = list ? encart__stemmer_new(arena->alloc, lang) : NULL;
    if (!stemmer)
        return ENCART_ENOMEM;
    encart__strbuf_init(&stems, arena->alloc, 0);
    encart__text_stems(stemmer, topic, &stems);
    hash_words(encart__strbuf_view(&stems), wish, list);
    wish->stems = list;
    failed = stems.failed;
    encart__strbuf_free(&stems);
    encart__stemmer_free(stemmer);
    return failed;
}
