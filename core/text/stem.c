/* Snowball, contained: which algorithm a language has, and words of bounded length only.
 * libstemmer has no allocator hook; it is the one malloc that is not the host's. */
#include "core/text/fold.h"
#include "core/text/stop.h"
#include "core/text/text.h"

#include <libstemmer.h>

struct encart__stemmer {
    const encart__alloc *alloc;
    struct sb_stemmer *snowball; /* NULL: the language has none */
    const encart__stop_table *stops;
    char word[ENCART__WORD_MAX];
};

static const struct {
    const char *lang, *algorithm;
} algorithms[] = {
    {"ar", "arabic"},    {"ca", "catalan"},    {"da", "danish"},    {"de", "german"},
    {"el", "greek"},     {"en", "english"},    {"es", "spanish"},   {"eu", "basque"},
    {"fi", "finnish"},   {"fr", "french"},     {"ga", "irish"},     {"hi", "hindi"},
    {"hu", "hungarian"}, {"hy", "armenian"},   {"id", "indonesian"}, {"it", "italian"},
    {"lt", "lithuanian"}, {"nb", "norwegian"}, {"ne", "nepali"},    {"nl", "dutch"},
    {"nn", "norwegian"}, {"no", "norwegian"},  {"pt", "portuguese"}, {"ro", "romanian"},
    {"ru", "russian"},   {"sr", "serbian"},    {"sv", "swedish"},   {"ta", "tamil"},
    {"tr", "turkish"},   {"yi", "yiddish"},
};

/* The algorithm, or NULL: no such language, or not in the libstemmer at hand. */
static const char *algorithm_of(encart__str lang)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        if (!encart__str_is(lang, algorithms[i].lang))
            continue;
        for (const char **name = sb_stemmer_list(); *name; name++)
            if (strcmp(*name, algorithms[i].algorithm) == 0)
                return *name;
    }
    return NULL;
}

encart__stemmer *encart__stemmer_new(const encart__alloc *alloc, encart__str lang)
{
    encart__str primary = encart__lang_primary(lang);
    const char *algorithm = algorithm_of(primary);
    encart__stemmer *s;

    if (!alloc)
        alloc = &encart__alloc_default;
    s = encart__calloc(alloc, 1, sizeof *s);
    if (!s)
        return NULL;
    s->alloc = alloc;
    s->stops = encart__stop_table_for(primary);
    if (algorithm) {
        s->snowball = sb_stemmer_new(algorithm, NULL);
        if (!s->snowball) { /* it is listed: so memory ran out */
            encart__free(alloc, s, sizeof *s);
            return NULL;
        }
    }
    return s;
}

void encart__stemmer_free(encart__stemmer *s)
{
    if (!s)
        return;
    if (s->snowball)
        sb_stemmer_delete(s->snowball);
    encart__free(s->alloc, s, sizeof *s);
}

encart__str encart__stem(encart__stemmer *s, encart__str word)
{
    char lower[ENCART__WORD_MAX];
    encart__str stem = word;
    const sb_symbol *made;

    if (s->snowball) {
        stem = encart__str_n(lower, encart__lower_word(lower, word));
        made = sb_stemmer_stem(s->snowball, (const sb_symbol *)stem.p, (int)stem.n);
        if (made)
            stem = encart__str_n((const char *)made,
                                 (size_t)sb_stemmer_length(s->snowball));
    }
    return encart__str_n(s->word, encart__fold_word(s->word, stem));
}

int encart__is_stop(const encart__stemmer *s, encart__str folded_word)
{
    size_t low = 0, high = s->stops ? s->stops->count : 0;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = encart__str_cmp(folded_word, encart__str_z(s->stops->words[mid]));

        if (c == 0)
            return 1;
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}
