/* What an element's names say: class, id, role and itemprop against the word tables, and
 * the usual ways of hiding an element. */
#include "core/load/page_tree.h"

#define BODY ENCART__W_BODY
#define TEXT ENCART__W_TEXT
#define LEDE ENCART__W_LEDE
#define CUT ENCART__W_CUT
#define SOFT ENCART__W_SOFT
#define COMMENT ENCART__W_COMMENT
#define BYLINE ENCART__W_BYLINE
#define HIDE ENCART__W_HIDE
#define DATE ENCART__W_DATE
#define NOT ENCART__W_NOT

enum {
    WORD_MAX = 24,   /* longest word that can match, with room for a pair */
    NAMES_MAX = 1024 /* bytes read of one attribute: utility classes come by the dozen */
};

typedef struct {
    encart__str word;
    uint16_t kinds;
    uint8_t prefix;
} word_entry;

static const word_entry words[] = {
#define WORD(word, kinds, prefix) {{word, sizeof word - 1}, kinds, prefix},
#include "core/load/page_words.def"
#undef WORD
};

/* The kinds of a word; an exact entry and every prefix of it count. */
static unsigned look_up(encart__str w)
{
    size_t low = 0, high = sizeof words / sizeof *words;
    unsigned kinds = 0;

    while (low < high) { /* the first entry of the same first letter */
        size_t mid = (low + high) / 2;

        if (words[mid].word.p[0] < w.p[0])
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < sizeof words / sizeof *words && words[low].word.p[0] == w.p[0]; low++) {
        const word_entry *e = &words[low];

        if (encart__str_eq(e->word, w) || (e->prefix && encart__str_starts(w, e->word)))
            kinds |= e->kinds;
    }
    return kinds;
}

typedef struct {
    char text[2 * WORD_MAX]; /* the word before, then this one */
    size_t before, n;
    unsigned kinds;
    int ignore; /* after no-, has-…: until the name ends */
} word_reader;

/* A word is complete. A pair's kinds count beside those of its second half. */
static void word_done(word_reader *r)
{
    encart__str word = {r->text + r->before, r->n};
    unsigned kinds = 0;

    if (r->n == 0)
        return;
    if (r->n <= WORD_MAX) {
        kinds = look_up(word);
        if (r->before)
            kinds |= look_up((encart__str){r->text, r->before + r->n});
    }
    if (!r->ignore)
        r->kinds |= kinds & ~(unsigned)NOT;
    r->ignore |= (kinds & NOT) != 0;
    if (r->n > WORD_MAX)
        r->n = 0;
    memmove(r->text, word.p, r->n);
    r->before = r->n;
    r->n = 0;
}

static void name_done(word_reader *r)
{
    word_done(r);
    r->before = 0;
    r->ignore = 0;
}

unsigned encart__page_words(encart__str names)
{
    word_reader r = {{0}, 0, 0, 0, 0};
    size_t n = names.n < NAMES_MAX ? names.n : NAMES_MAX;
    int previous = ' ';

    for (size_t i = 0; i < n; i++) {
        int c = (unsigned char)names.p[i];

        if (encart__is_space(c)) {
            name_done(&r);
        } else if (!encart__is_alpha(c)) {
            word_done(&r);
        } else {
            if (c <= 'Z' && previous >= 'a')
                word_done(&r);
            if (r.n < WORD_MAX)
                r.text[r.before + r.n] = (char)encart__lower(c);
            r.n++;
        }
        previous = c;
    }
    name_done(&r);
    return r.kinds;
}

typedef struct {
    const char *value;
    unsigned kinds;
} value_kinds;

static unsigned kinds_of(encart__str value, const value_kinds *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (encart__str_ieq(value, encart__str_z(table[i].value)))
            return table[i].kinds;
    return 0;
}

static unsigned role_kinds(encart__str role)
{
    static const value_kinds table[] = {
        {"main", TEXT},         {"article", TEXT}, {"navigation", CUT},
        {"complementary", CUT}, {"search", CUT},   {"banner", CUT},
        {"contentinfo", CUT},   {"dialog", CUT},   {"alertdialog", CUT},
        {"menu", CUT},          {"menubar", CUT},  {"toolbar", CUT},
        {"tooltip", CUT},       {"form", CUT},
    };

    return kinds_of(encart__str_trim(role), table, sizeof table / sizeof *table);
}

static unsigned itemprop_kinds(encart__str prop)
{
    static const value_kinds table[] = {
        {"articlebody", BODY},
        {"text", TEXT},
        {"description", LEDE},
        {"author", BYLINE | SOFT},
        {"datepublished", DATE | SOFT},
        {"datemodified", DATE | SOFT},
        {"comment", COMMENT},
        {"keywords", SOFT},
        {"breadcrumb", CUT},
        {"publisher", SOFT},
        {"image", SOFT},
        {"logo", SOFT},
        {"mainentityofpage", SOFT},
    };

    return kinds_of(encart__str_trim(prop), table, sizeof table / sizeof *table);
}

unsigned encart__page_words_of(const encart__tokens *tokens, const encart__token *k)
{
    unsigned kinds = 0;

    for (uint32_t i = 0; i < k->attr_count; i++) {
        const encart__token_attr *a = &tokens->attr[k->attr + i];
        encart__str value = encart__token_attr_value(tokens, a);

        if (a->name == ENCART__A_CLASS || a->name == ENCART__A_ID)
            kinds |= encart__page_words(value);
        else if (a->name == ENCART__A_ROLE)
            kinds |= role_kinds(value);
        else if (a->name == ENCART__A_ITEMPROP)
            kinds |= itemprop_kinds(value);
    }
    return kinds;
}

/* "display : none" anywhere among the declarations, spaces apart. */
static int style_hides(encart__str style)
{
    static const char *const hiding[] = {"display:none", "visibility:hidden"};
    char text[256];
    size_t n = 0;

    for (size_t i = 0; i < style.n && n < sizeof text; i++)
        if (!encart__is_space((unsigned char)style.p[i]))
            text[n++] = (char)encart__lower((unsigned char)style.p[i]);
    for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++)
        if (encart__str_find((encart__str){text, n}, encart__str_z(hiding[i])) !=
            (size_t)-1)
            return 1;
    return 0;
}

static int is_one_of(encart__str value, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (encart__str_ieq(value, encart__str_z(list[i])))
            return 1;
    return 0;
}

/* A class that says nothing else (beside others, "hidden" may mean: on small screens),
 * and microdata written out in a span for machines. */
static int names_hide(const encart__tokens *tokens, const encart__token *k)
{
    static const char *const classes[] = {"hidden", "hide", "d-none", "displaynone"};
    static const char *const props[] = {
        "image",       "url", "width", "height", "logo", "publisher", "mainentityofpage",
        "datemodified"};
    encart__str value;

    if (encart__token_attr_get(tokens, k, ENCART__A_CLASS, &value) &&
        is_one_of(encart__str_trim(value), classes, sizeof classes / sizeof *classes))
        return 1;
    return k->tag == ENCART__T_SPAN &&
           encart__token_attr_get(tokens, k, ENCART__A_ITEMPROP, &value) &&
           is_one_of(encart__str_trim(value), props, sizeof props / sizeof *props);
}

int encart__page_hidden(const encart__tokens *tokens, const encart__token *k)
{
    encart__str value;

    if (names_hide(tokens, k))
        return 1;
    if (encart__token_attr_get(tokens, k, ENCART__A_HIDDEN, &value))
        return !encart__str_ieq(value, ENCART__STR("until-found"));
    if (encart__token_attr_get(tokens, k, ENCART__A_STYLE, &value) && style_hides(value))
        return 1;
    return encart__token_attr_get(tokens, k, ENCART__A_ARIA_HIDDEN, &value) &&
           encart__str_ieq(value, ENCART__STR("true"));
}
