/* Folding: which spellings are the same. Tables, and two loops over them. */
#include "core/text/fold.h"
#include "core/base/utf8.h"

/* The base letter of each Latin letter in two blocks; "." stands for itself, or for an
 * entry of `folds`. */
static const char latin[] =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y" /* U+00C0 */
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll." /* U+0100 */
    ".llnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" /* U+0140 */
    "bb.....cc..dd....ff.....kkl...n.oo..pp.....ttt.uu..yyzz........w" /* U+0180 */
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg.wnnaa..oo" /* U+01C0 */
    "aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyy......accl.." /* U+0200 */
    "...b..eejj..rryy";                                                /* U+0240 */
static const char latin_more[] =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" /* U+1E00 */
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" /* U+1E40 */
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" /* U+1E80 */
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"; /* U+1EC0 */

/* Everything else that does not stand for itself: a range, and what each of its code
 * points becomes; "" drops it. Sorted. */
static const struct {
    uint32_t from, to;
    const char *fold;
} folds[] = {
    {0x60, 0x60, "'"},        {0xAA, 0xAA, "a"},      {0xAB, 0xAB, "\""},
    {0xB4, 0xB4, "'"},        {0xBA, 0xBA, "o"},      {0xBB, 0xBB, "\""},
    {0xC6, 0xC6, "ae"},       {0xDE, 0xDE, "th"},     {0xDF, 0xDF, "ss"},
    {0xE6, 0xE6, "ae"},       {0xFE, 0xFE, "th"},     {0x132, 0x133, "ij"},
    {0x13F, 0x140, "l"},      {0x149, 0x149, "n"},    {0x152, 0x153, "oe"},
    {0x1C4, 0x1C6, "dz"},     {0x1C7, 0x1C9, "lj"},   {0x1CA, 0x1CC, "nj"},
    {0x1E2, 0x1E3, "ae"},     {0x1F1, 0x1F3, "dz"},   {0x1FC, 0x1FD, "ae"},
    {0x2B9, 0x2B9, "'"},      {0x2BB, 0x2BD, "'"},    {0x300, 0x36F, ""},
    {0x60C, 0x60C, ","},      {0x610, 0x61A, ""},     {0x61B, 0x61B, ";"},
    {0x61F, 0x61F, "?"},      {0x622, 0x623, "\u0627"}, {0x624, 0x624, "\u0648"},
    {0x625, 0x625, "\u0627"}, {0x626, 0x626, "\u064A"}, {0x629, 0x629, "\u0647"},
    {0x649, 0x649, "\u064A"}, {0x64B, 0x65F, ""},     {0x66A, 0x66A, "%"},
    {0x670, 0x670, ""},       {0x671, 0x671, "\u0627"}, {0x6A9, 0x6A9, "\u0643"},
    {0x6CC, 0x6CC, "\u064A"}, {0x6D4, 0x6D4, "."},    {0x6D6, 0x6DC, ""},
    {0x6DF, 0x6E8, ""},       {0x6EA, 0x6ED, ""},     {0x1E9E, 0x1E9E, "ss"},
    {0x2010, 0x2015, "-"},    {0x2018, 0x201B, "'"},  {0x201C, 0x201F, "\""},
    {0x2026, 0x2026, "..."},  {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""},
    {0x2039, 0x203A, "\""},   {0x2212, 0x2212, "-"},  {0xFB00, 0xFB00, "ff"},
    {0xFB01, 0xFB01, "fi"},   {0xFB02, 0xFB02, "fl"}, {0xFB03, 0xFB03, "ffi"},
    {0xFB04, 0xFB04, "ffl"},  {0xFB05, 0xFB06, "st"}, {0xFE00, 0xFE0F, ""},
    {0xFF02, 0xFF02, "\""},   {0xFF07, 0xFF07, "'"},  {0xFF0D, 0xFF0D, "-"},
};

/* Digits of other scripts and full-width letters: runs that keep their order. */
static const struct {
    uint32_t from, to;
    char first;
} runs[] = {
    {0x660, 0x669, '0'},   {0x6F0, 0x6F9, '0'},   {0xFF10, 0xFF19, '0'},
    {0xFF21, 0xFF3A, 'a'}, {0xFF41, 0xFF5A, 'a'},
};

static const char *find_fold(uint32_t cp)
{
    size_t low = 0, high = sizeof folds / sizeof *folds;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (cp < folds[mid].from)
            high = mid;
        else if (cp > folds[mid].to)
            low = mid + 1;
        else
            return folds[mid].fold;
    }
    return NULL;
}

static char find_letter(uint32_t cp)
{
    char c = '.';

    if (cp >= 0xC0 && cp <= 0x24F)
        c = latin[cp - 0xC0];
    else if (cp >= 0x1E00 && cp <= 0x1EFF)
        c = latin_more[cp - 0x1E00];
    else if (cp >= runs[0].from)
        for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
            if (cp >= runs[i].from && cp <= runs[i].to)
                return (char)(runs[i].first + (char)(cp - runs[i].from));
    return c == '.' ? '\0' : c;
}

size_t encart__fold_cp(char out[ENCART__FOLD_MAX], uint32_t cp)
{
    const char *fold;
    size_t n = 0;

    if (cp < 0x80 && cp != '`') {
        out[0] = encart__cp_is_space(cp) ? ' ' : (char)encart__lower((int)cp);
        return 1;
    }
    if (encart__cp_is_ignorable(cp))
        return 0;
    out[0] = encart__cp_is_space(cp) ? ' ' : find_letter(cp);
    if (out[0])
        return 1;
    fold = find_fold(cp);
    if (!fold)
        return encart__utf8_encode(out, encart__cp_lower(cp));
    while (fold[n]) {
        out[n] = fold[n];
        n++;
    }
    return n;
}

void encart__text_fold(encart__str s, encart__strbuf *out)
{
    char piece[ENCART__FOLD_MAX];
    int space = 0, begun = 0;
    uint32_t cp;
    size_t n;

    for (size_t i = 0; i < s.n;) {
        i += encart__utf8_decode(s.p + i, s.n - i, &cp);
        n = encart__fold_cp(piece, cp);
        if (n == 0)
            continue;
        if (piece[0] == ' ') {
            space = 1;
            continue;
        }
        if (space && begun)
            encart__strbuf_putc(out, ' ');
        encart__strbuf_add(out, piece, n);
        space = 0;
        begun = 1;
    }
}

void encart__text_key(encart__str title, encart__strbuf *out)
{
    char piece[ENCART__FOLD_MAX];
    int gap = 0, begun = 0;
    uint32_t cp;
    size_t n;

    for (size_t i = 0; i < title.n;) {
        i += encart__utf8_decode(title.p + i, title.n - i, &cp);
        n = encart__fold_cp(piece, cp);
        if (n == 0)
            continue;
        if (!encart__cp_is_word(cp)) {
            gap = 1;
            continue;
        }
        if (gap && begun)
            encart__strbuf_putc(out, ' ');
        encart__strbuf_add(out, piece, n);
        gap = 0;
        begun = 1;
    }
}

size_t encart__fold_word(char out[ENCART__WORD_MAX], encart__str word)
{
    size_t used = 0, n;
    uint32_t cp;
    char piece[ENCART__FOLD_MAX];

    for (size_t i = 0; i < word.n;) {
        i += encart__utf8_decode(word.p + i, word.n - i, &cp);
        n = encart__fold_cp(piece, cp);
        if (used + n > ENCART__WORD_MAX)
            break;
        memcpy(out + used, piece, n);
        used += n;
    }
    return used;
}

/* The letter that `base` and a combining mark make, 0 when it is none of ours. */
static uint32_t compose(uint32_t base, uint32_t mark)
{
    static const struct {
        uint16_t mark;
        const char *bases;
        uint16_t made[8];
    } marks[] = {
        {0x300, "aeiou", {0xE0, 0xE8, 0xEC, 0xF2, 0xF9}},
        {0x301, "aeiouy", {0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xFD}},
        {0x302, "aeiou", {0xE2, 0xEA, 0xEE, 0xF4, 0xFB}},
        {0x303, "ano", {0xE3, 0xF1, 0xF5}},
        {0x308, "aeiouy", {0xE4, 0xEB, 0xEF, 0xF6, 0xFC, 0xFF}},
        {0x327, "c", {0xE7}},
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks && base < 0x80; i++)
        if (marks[i].mark == mark)
            for (size_t j = 0; marks[i].bases[j]; j++)
                if ((uint32_t)marks[i].bases[j] == base)
                    return marks[i].made[j];
    return 0;
}

size_t encart__lower_word(char out[ENCART__WORD_MAX], encart__str word)
{
    size_t used = 0, last = 0;
    uint32_t cp, before = 0, made;

    for (size_t i = 0; i < word.n;) {
        i += encart__utf8_decode(word.p + i, word.n - i, &cp);
        if (encart__cp_is_ignorable(cp))
            continue;
        made = cp >= 0x300 && cp <= 0x36F ? compose(before, cp) : 0;
        if (made)
            used = last;
        cp = made ? made : encart__cp_lower(cp);
        if (used + 4 > ENCART__WORD_MAX)
            break;
        last = used;
        used += encart__utf8_encode(out + used, cp);
        before = cp;
    }
    return used;
}

static int is_latin(uint32_t cp)
{
    return (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
           (cp >= 0x1E00 && cp <= 0x1EFF);
}

/* The letter that stands for `cp` and the combining accent after it, which is passed. */
static uint32_t joined_accent(encart__str s, size_t *at, uint32_t cp)
{
    uint32_t mark, made;
    size_t n;

    cp = encart__cp_lower(cp);
    if (cp >= 0x80 || *at >= s.n || (unsigned char)s.p[*at] < 0x80)
        return cp;
    n = encart__utf8_decode(s.p + *at, s.n - *at, &mark);
    made = mark >= 0x300 && mark <= 0x36F ? compose(cp, mark) : 0;
    *at += made ? n : 0;
    return made ? made : cp;
}

size_t encart__text_fold_next(encart__str s, size_t *at, int accents,
                              char out[ENCART__FOLD_MAX])
{
    uint32_t cp;

    *at += encart__utf8_decode(s.p + *at, s.n - *at, &cp);
    if (!accents)
        return encart__fold_cp(out, cp);
    if (encart__is_alpha((int)cp) || is_latin(cp))
        return encart__utf8_encode(out, joined_accent(s, at, cp));
    if (cp >= 0x300 && cp <= 0x36F)
        return encart__utf8_encode(out, cp);
    return encart__fold_cp(out, cp);
}
