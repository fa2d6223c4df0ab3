/* Guessing a language by its commonest words. It answers only when the answer is clear:
 * no language is better than a wrong one. */
#include "core/base/utf8.h"
#include "core/load/page_found.h"

enum {
    WORDS_READ = 2000,
    HITS_MIN = 12, /* stop words met before we dare an answer */
    WORD_BYTES = 16,
    LANGUAGES = 6
};

static const char *const languages[LANGUAGES] = {"fr", "en", "de", "es", "it", "ar"};

/* Words that are common in one of the languages and rare in the others. */
static const struct {
    const char *word;
    uint8_t language;
} stop_words[] = {
    {"et", 0},   {"les", 0},  {"des", 0},   {"dans", 0},  {"est", 0},  {"une", 0},
    {"pour", 0}, {"qui", 0},  {"sur", 0},   {"avec", 0},  {"pas", 0},  {"cette", 0},
    {"the", 1},  {"and", 1},  {"of", 1},    {"to", 1},    {"is", 1},   {"that", 1},
    {"with", 1}, {"for", 1},  {"this", 1},  {"was", 1},   {"are", 1},  {"have", 1},
    {"der", 2},  {"die", 2},  {"und", 2},   {"das", 2},   {"ist", 2},  {"nicht", 2},
    {"von", 2},  {"mit", 2},  {"ein", 2},   {"eine", 2},  {"auch", 2}, {"sich", 2},
    {"el", 3},   {"los", 3},  {"las", 3},   {"que", 3},   {"y", 3},    {"por", 3},
    {"con", 3},  {"para", 3}, {"una", 3},   {"como", 3},  {"más", 3},  {"pero", 3},
    {"il", 4},   {"che", 4},  {"di", 4},    {"della", 4}, {"per", 4},  {"sono", 4},
    {"gli", 4},  {"nel", 4},  {"anche", 4}, {"non", 4},   {"è", 4},    {"alla", 4},
    {"في", 5},   {"من", 5},   {"على", 5},   {"إلى", 5},   {"أن", 5},   {"التي", 5},
    {"عن", 5},   {"هذا", 5},  {"الذي", 5},  {"مع", 5},
};

typedef struct {
    uint32_t hits[LANGUAGES], words;
} census;

static void count_word(census *c, encart__str word)
{
    c->words++;
    for (size_t i = 0; i < sizeof stop_words / sizeof *stop_words; i++)
        if (encart__str_is(word, stop_words[i].word))
            c->hits[stop_words[i].language]++;
}

static void count_words(census *c, encart__str s)
{
    char word[WORD_BYTES + 4];
    size_t n = 0;
    uint32_t cp;

    for (size_t i = 0; i < s.n && c->words < WORDS_READ;) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        if (encart__cp_is_word(cp)) {
            if (n < WORD_BYTES)
                n += encart__utf8_encode(word + n, encart__cp_lower(cp));
        } else if (n) {
            count_word(c, (encart__str){word, n});
            n = 0;
        }
    }
    if (n)
        count_word(c, (encart__str){word, n});
}

const char *encart__page_language(const encart__tokens *tokens)
{
    census c = {{0}, 0};
    int best = 0, second = 0;

    for (size_t i = 0; i < tokens->count && c.words < WORDS_READ; i++) {
        const encart__token *k = &tokens->token[i];

        if (k->type == ENCART__TOKEN_TEXT &&
            !(k->flags & (ENCART__TOKEN_RAW | ENCART__TOKEN_SPACE)))
            count_words(&c, encart__token_text(tokens, k));
    }
    for (int i = 1; i < LANGUAGES; i++)
        if (c.hits[i] > c.hits[best])
            best = i;
    second = best ? 0 : 1;
    for (int i = 0; i < LANGUAGES; i++)
        if (i != best && c.hits[i] > c.hits[second])
            second = i;
    if (c.hits[best] < HITS_MIN || c.hits[best] < 3 * c.hits[second] ||
        c.hits[best] * 25 < c.words)
        return "";
    return languages[best];
}
