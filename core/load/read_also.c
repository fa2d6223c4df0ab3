/* « Lire aussi : … » in fr, en and ar: the wordings are a table, the judgement on what
 * follows is counted. When in doubt a line is prose: a box too few costs a link, a box
 * too many costs a sentence. It knows text only, no tree. */
#include "core/base/utf8.h"
#include "core/load/label.h"
#include "core/load/load.h"
#include "core/load/phrase.h"

enum { STRONG = 1, FRENCH = 2 };

/* Folded wordings (phrase.h). After a « lire » a kind of text may follow: see `kinds`. */
static const struct {
    const char *words;
    unsigned flags;
} labels[] = {
    {"lire aussi", STRONG | FRENCH},
    {"a lire aussi", STRONG | FRENCH},
    {"lire egalement", STRONG | FRENCH},
    {"a lire egalement", STRONG | FRENCH},
    {"lisez aussi", STRONG | FRENCH},
    {"lisez egalement", STRONG | FRENCH},
    {"lire aussi sur le meme sujet", STRONG | FRENCH},
    {"a lire sur le meme sujet", STRONG | FRENCH},
    {"lire sur le meme sujet", STRONG | FRENCH},
    {"a lire aussi sur le meme sujet", STRONG | FRENCH},
    {"lire a ce sujet", STRONG | FRENCH},
    {"a lire a ce sujet", STRONG | FRENCH},
    {"voir aussi", STRONG | FRENCH},
    {"a voir aussi", STRONG | FRENCH},
    {"voir egalement", STRONG | FRENCH},
    {"a voir egalement", STRONG | FRENCH},
    {"ecouter aussi", STRONG | FRENCH},
    {"a ecouter aussi", STRONG | FRENCH},
    {"regarder aussi", STRONG | FRENCH},
    {"a regarder aussi", STRONG | FRENCH},
    {"a decouvrir aussi", STRONG | FRENCH},
    {"decouvrir aussi", STRONG | FRENCH},
    {"a relire", FRENCH},
    {"relire", FRENCH},
    {"a lire", FRENCH},
    {"lire", FRENCH},
    {"sur le meme sujet", FRENCH},
    {"sur le meme theme", FRENCH},
    {"dans la meme rubrique", FRENCH},
    {"pour aller plus loin", FRENCH},
    {"pour en savoir plus", FRENCH},
    {"en savoir plus", FRENCH},
    {"a ne pas manquer", FRENCH},
    {"vous aimerez aussi", FRENCH},
    {"read also", STRONG},
    {"also read", STRONG},
    {"read more", STRONG},
    {"read next", STRONG},
    {"see also", STRONG},
    {"also see", STRONG},
    {"watch also", STRONG},
    {"must read", STRONG},
    {"further reading", STRONG},
    {"recommended reading", STRONG},
    {"related reading", STRONG},
    {"related article", STRONG},
    {"related articles", STRONG},
    {"related story", STRONG},
    {"related stories", STRONG},
    {"more on this", STRONG},
    {"more on this story", STRONG},
    {"more on this topic", STRONG},
    {"read more on this", STRONG},
    {"you may also like", STRONG},
    {"you might also like", STRONG},
    {"related", 0},
    {"don't miss", 0},
    {"dont miss", 0},
    {"اقرا ايضا", STRONG},
    {"اقرا كذلك", STRONG},
    {"اقرا المزيد", STRONG},
    {"اقراوا ايضا", STRONG},
    {"طالع ايضا", STRONG},
    {"طالع كذلك", STRONG},
    {"شاهد ايضا", STRONG},
    {"شاهد كذلك", STRONG},
    {"انظر ايضا", STRONG},
    {"تابع ايضا", STRONG},
    {"مواضيع ذات صله", STRONG},
    {"موضوعات ذات صله", STRONG},
    {"مقالات ذات صله", STRONG},
    {"اخبار ذات صله", STRONG},
    {"قد يهمك ايضا", STRONG},
    {"قد يهمك", 0},
    {"للمزيد", 0},
    {"اقرا", 0},
};

/* « Lire notre enquête », « Lire aussi l’interview de … », « Notre dossier ». The verb
 * may be missing only before « notre » and « nos ». */
static const char *const verbs[] = {
    "lire aussi",   "a lire aussi", "lire egalement", "a lire egalement", "voir aussi",
    "a voir aussi", "lire",         "a lire",         "relire",           "a relire",
    "lisez",        "retrouvez",    "decouvrez",
};
static const char *const ours[] = {"notre", "nos"};
static const char *const articles[] = {"l'", "le", "la", "les", "cet", "cette"};
static const char *const kinds[] = {
    "article",         "articles",     "enquete",      "enquetes",
    "dossier",         "dossiers",     "interview",    "entretien",
    "reportage",       "reportages",   "analyse",      "analyses",
    "portrait",        "portraits",    "tribune",      "decryptage",
    "recit",           "editorial",    "edito",        "chronique",
    "critique",        "temoignage",   "temoignages",  "archive",
    "infographie",     "video",        "podcast",      "papier",
    "serie",           "compte-rendu", "compte rendu", "precedent article",
    "grand entretien", "grand format", "guide",        "eclairage",
    "focus",           "direct",       "fil",          "page speciale",
};

/* "Read our full report: …" */
static const char *const english_starts[] = {
    "read our", "read our full", "read the", "read the full", "see our", "watch our",
};
static const char *const english_kinds[] = {
    "article", "report",    "story",    "investigation", "analysis", "interview", "guide",
    "review",  "explainer", "coverage", "profile",       "obituary", "interview",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t spaced(encart__str s, size_t at)
{
    return at == ENCART__NOWHERE ? at : encart__phrase_skip_spaces(s, at);
}

/* Arrows, bullets, pictograms and « >> » before the words. A quotation mark is none: a
 * quoted label is being talked about. */
static size_t skip_bullets(encart__str s)
{
    size_t at = encart__phrase_skip_spaces(s, 0);
    uint32_t cp;

    for (int i = 0; i < 8 && at < s.n; i++) {
        size_t len = encart__utf8_decode(s.p + at, s.n - at, &cp);
        int bullet = cp == '*' || cp == '>' || cp == '-' || cp == '|' || cp == '+' ||
                     cp == 0xB7 || cp == 0xBB || cp == 0x203A || cp == 0x2022 ||
                     (cp >= 0x2010 && cp <= 0x2015) || (cp >= 0x2190 && cp <= 0x21FF) ||
                     (cp >= 0x2300 && cp <= 0x2BFF) || (cp >= 0x1F000 && cp <= 0x1FAFF) ||
                     cp == 0xFE0F;

        if (!bullet)
            break;
        at = encart__phrase_skip_spaces(s, at + len);
    }
    return at;
}

/* Up to four more words of a label such as « l’article de nos confrères ». */
static size_t skip_complement(encart__str s, size_t at)
{
    size_t end = at, start = at;
    int words = 0, in_word = 0;

    for (;;) {
        uint32_t cp = encart__phrase_next(s, &at);

        if (cp == 0)
            return start; /* no separator ever comes: not a complement */
        if (encart__cp_is_word(cp) || cp == '\'') {
            words += !in_word;
            in_word = 1;
            end = at;
        } else if (cp == ' ') {
            in_word = 0;
        } else {
            return words <= 4 ? end : start;
        }
        if (words > 4)
            return start;
    }
}

static int match_table(encart__str s, encart__label *l)
{
    size_t best = ENCART__NOWHERE;

    for (size_t i = 0; i < COUNT(labels); i++) {
        size_t end = encart__phrase_at(s, l->start, labels[i].words);

        if (end == ENCART__NOWHERE || (best != ENCART__NOWHERE && end <= best))
            continue;
        best = l->words = end;
        l->strong = (labels[i].flags & STRONG) != 0;
        l->french = (labels[i].flags & FRENCH) != 0;
    }
    return best != ENCART__NOWHERE;
}

static int match_kind(encart__str s, encart__label *l)
{
    size_t verb = spaced(s, ENCART__PHRASE_ANY(s, l->start, verbs));
    size_t at = verb == ENCART__NOWHERE ? l->start : verb;
    size_t our = spaced(s, ENCART__PHRASE_ANY(s, at, ours));
    size_t kind;

    if (our == ENCART__NOWHERE && verb != ENCART__NOWHERE)
        at = spaced(s, ENCART__PHRASE_ANY(s, at, articles));
    else
        at = our;
    kind = at == ENCART__NOWHERE ? at : ENCART__PHRASE_ANY(s, at, kinds);
    if (kind == ENCART__NOWHERE)
        return 0;
    l->words = skip_complement(s, kind);
    l->strong = verb != ENCART__NOWHERE && our != ENCART__NOWHERE;
    l->french = 1;
    return 1;
}

static int match_english_kind(encart__str s, encart__label *l)
{
    size_t at = spaced(s, ENCART__PHRASE_ANY(s, l->start, english_starts));
    size_t kind = at == ENCART__NOWHERE ? at : ENCART__PHRASE_ANY(s, at, english_kinds);

    if (kind == ENCART__NOWHERE)
        return 0;
    l->words = kind;
    l->strong = l->french = 0;
    return 1;
}

static encart__label_sep separator_of(uint32_t cp)
{
    switch (cp) {
    case ':':
    case 0xFF1A:
        return ENCART__SEP_COLON;
    case '-':
        return ENCART__SEP_DASH;
    case '|':
    case 0xA6:
    case 0x2502:
    case '>':
    case 0xBB:
    case 0x203A:
    case 0x2022:
    case 0xB7:
        return ENCART__SEP_BAR;
    case '.':
    case 0x2026:
        return ENCART__SEP_DOTS;
    default:
        return (cp >= 0x2190 && cp <= 0x21FF) || (cp >= 0x25A0 && cp <= 0x27BF) ||
                       (cp >= 0x2B00 && cp <= 0x2BFF) || (cp >= 0x1F446 && cp <= 0x1F449)
                   ? ENCART__SEP_BAR
                   : ENCART__SEP_NONE;
    }
}

/* Reads the colon or dash (and repeats of it, as in « :: » or « >> ») after the words. */
static void read_separator(encart__str s, encart__label *l)
{
    size_t at = encart__phrase_skip_spaces(s, l->words), first = at, next;
    int dots = 0;

    l->end = l->words;
    l->sep = ENCART__SEP_NONE;
    while (at < s.n) {
        encart__label_sep sep;
        uint32_t cp;

        next = at;
        cp = encart__phrase_next(s, &next);
        sep = separator_of(cp);
        if (sep == ENCART__SEP_NONE ||
            (l->sep && sep != l->sep && sep != ENCART__SEP_BAR))
            break;
        if (sep == ENCART__SEP_DASH && !l->sep && first == l->words)
            break; /* « Lire aussi-dessus »: a hyphen inside a word */
        dots += cp == 0x2026 ? 2 : sep == ENCART__SEP_DOTS;
        if (!l->sep)
            l->sep = sep;
        l->end = next;
        at = encart__phrase_skip_spaces(s, next);
    }
    if (l->sep == ENCART__SEP_DOTS && dots < 2) {
        l->sep = ENCART__SEP_NONE;
        l->end = l->words;
    }
    l->title = encart__phrase_skip_spaces(s, l->end);
}

int encart__label_find(encart__str text, encart__label *l)
{
    encart__label other;

    *l = (encart__label){0};
    l->start = skip_bullets(text);
    if (!match_table(text, l))
        l->words = 0;
    other = *l;
    if ((match_kind(text, &other) || match_english_kind(text, &other)) &&
        other.words > l->words)
        *l = other;
    if (l->words == 0)
        return 0;
    read_separator(text, l);
    return 1;
}

/* What can be counted about a would-be title. */
typedef struct {
    unsigned words, letters, commas, breaks;
    int capital;  /* begins with a capital, a digit or a letter without case */
    int caseless; /* begins with a letter without case: Arabic */
    int period;   /* ends as a sentence does */
    int semicolon;
} shape;

static int is_closing(uint32_t cp)
{
    return cp == 0xBB || cp == 0x201D || cp == '"' || cp == ')' || cp == ']' ||
           cp == '\'' || cp == 0x203A || cp == ' ';
}

static int is_caseless(uint32_t cp)
{
    return cp >= 0x590 && encart__cp_is_word(cp);
}

/* Capital, digit, caseless letter, or a brand such as « iPhone »; opening quotes and
 * other signs before it do not count. */
static void first_letter(encart__str s, shape *out)
{
    uint32_t cp = 0, second = 0;
    size_t at = 0;

    while (at < s.n) {
        at += encart__utf8_decode(s.p + at, s.n - at, &cp);
        if (encart__cp_is_word(cp))
            break;
    }
    if (at < s.n)
        encart__utf8_decode(s.p + at, s.n - at, &second);
    out->caseless = is_caseless(cp);
    out->capital = out->caseless || encart__cp_is_upper(cp) ||
                   (cp < 0x80 && encart__is_digit((int)cp)) ||
                   encart__cp_is_upper(second);
}

/* Where a walk over the text stands. */
typedef struct {
    unsigned letters, before; /* of this word; of the word just before */
    unsigned words;           /* since the last end of a sentence */
    uint32_t end;             /* the sign that ended a sentence, 0 while one goes on */
    int dotted, space;
} reading;

/* A full stop after one or two letters, or after « S.A », belongs to an abbreviation. */
static int ends_sentence(uint32_t cp, const reading *r)
{
    if (cp == '.')
        return r->before > 2 && !r->dotted;
    return cp == '?' || cp == '!' || cp == 0x61F || cp == 0x6D4;
}

/* A new word after the end of a sentence: up to three words and a full stop before it are
 * a kicker (« Témoignage. J’ai tout quitté »), more are a sentence. */
static void word_begins(shape *out, reading *r)
{
    if (r->end && r->space) {
        out->breaks += r->words > 3;
        r->words = 0;
    }
    out->words++;
    r->words++;
    r->end = 0;
    r->space = 0;
}

static void sign(shape *out, reading *r, uint32_t cp)
{
    if (r->letters)
        r->before = r->letters;
    out->commas += cp == ',' || cp == 0x60C;
    out->semicolon |= cp == ';' || cp == 0x61B;
    if (r->letters ? ends_sentence(cp, r) : cp != '.' && ends_sentence(cp, r))
        r->end = cp;
    else if (!is_closing(cp))
        r->end = 0;
    r->space |= cp == ' ';
    r->dotted = cp == '.' || (r->dotted && cp != ' ');
    r->letters = 0;
}

static shape measure(encart__str s)
{
    shape out = {0};
    reading r = {0};
    uint32_t cp;
    size_t at = 0;

    s = encart__phrase_trim(s);
    first_letter(s, &out);
    while ((cp = encart__phrase_next(s, &at))) {
        if (!encart__cp_is_word(cp)) {
            sign(&out, &r, cp);
            continue;
        }
        if (r.letters++ == 0)
            word_begins(&out, &r);
        out.letters++;
    }
    out.period = r.end == '.' || r.end == 0x6D4;
    return out;
}

#define MOST_WORDS 35u
#define MOST_LETTERS 240u

/* A label that no sentence begins with: what follows a colon is a title unless it reads
 * like running text. */
static int strong_title(const shape *t, encart__label_sep sep)
{
    if (sep != ENCART__SEP_COLON && !t->capital)
        return 0;
    if (sep == ENCART__SEP_DOTS && !t->caseless)
        return 0;
    if (t->breaks > (t->period ? 0u : 1u))
        return 0;
    if (!t->capital && (t->period || t->words > 20))
        return 0;
    return !t->period ||
           t->words <= (t->caseless || sep != ENCART__SEP_COLON ? 12u : 18u);
}

/* « À lire : », « Related: »: ordinary words before a colon. The title must look like one
 * by itself. */
static int weak_title(const shape *t, encart__label_sep sep)
{
    return sep != ENCART__SEP_DOTS && t->capital && !t->period && t->breaks == 0 &&
           t->words >= 2 && t->words <= 25 && t->commas < 3;
}

int encart__label_titled(encart__str text, const encart__label *l)
{
    shape t;

    if (l->sep == ENCART__SEP_NONE || text.n - l->title > MOST_LETTERS * 8)
        return 0;
    t = measure(encart__str_sub(text, l->title, text.n));
    if (t.words == 0 || t.words > MOST_WORDS || t.letters > MOST_LETTERS || t.semicolon)
        return 0;
    return l->strong ? strong_title(&t, l->sep) : weak_title(&t, l->sep);
}

int encart__title_like(encart__str s)
{
    shape t;

    if (s.n > MOST_LETTERS * 8)
        return 0;
    t = measure(s);
    return t.words >= 2 && t.words <= 25 && t.letters <= MOST_LETTERS && !t.period &&
           t.capital && !t.semicolon && t.breaks == 0;
}

int encart__read_also(encart__str text, size_t *label_end, size_t *title_start)
{
    encart__label l;

    if (!encart__label_find(text, &l) || !encart__label_titled(text, &l))
        return 0;
    *label_end = l.end;
    *title_start = l.title;
    return 1;
}
