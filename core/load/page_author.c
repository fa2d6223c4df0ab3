/* Names of authors out of bylines: « Par Jean Dupont, le 3 mai », "By A and B | Reuters".
 */
#include "core/load/page_found.h"
#include "core/load/page_tree.h"

enum {
    NAME_MAX_BYTES = 100,
    NAME_MAX_WORDS = 8,
    PART_WORDS = 4 /* a comma divides names only when each part is this short */
};

/* What stands before a name, lower case where it has case; a space or colon must follow.
 */
static const char *const openings[] = {
    "par",
    "by",
    "von",
    "di",
    "por",
    "publié par",
    "publie par",
    "posted by",
    "written by",
    "rédigé par",
    "ecrit par",
    "écrit par",
    "proposé par",
    "geschrieben von",
    "scritto da",
    "escrito por",
    "author",
    "auteur",
    "auteure",
    "autor",
    "autore",
    "texte",
    "text",
    "propos recueillis par",
    "recueilli par",
    "recueillis par",
    "à",
    "بقلم",
    "كتب",
    "كتبه",
    "الكاتب",
};

/* What ends it. */
static const char *const endings[] = {
    " | ",           " • ",          " · ",  " – ",  " — ",      " - ",
    ", le ",         " le ",         " on ", " am ", " publié ", ", publié",
    ", journaliste", ", correspond", " (@",  " @"};

/* Joins two names. */
static const char *const joints[] = {" et ", " and ", " und ", " & ",     ";",
                                     " / ",  " y ",   " e ",   "\xD8\x8C"};

static size_t words_in(encart__str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.n; i++)
        count += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return count;
}

static encart__str drop_opening(encart__str s)
{
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        encart__str o = encart__str_z(openings[i]);
        char next = s.n > o.n ? s.p[o.n] : 'x';

        if ((next == ' ' || next == ':') &&
            encart__str_ieq(encart__str_sub(s, 0, o.n), o)) {
            s = encart__str_trim(encart__str_sub(s, o.n, s.n));
            while (s.n && (s.p[0] == ':' || s.p[0] == ' '))
                s = encart__str_sub(s, 1, s.n);
            i = (size_t)-1; /* « Publié par : auteur … »: from the start again, shorter */
        }
    }
    return s;
}

static encart__str drop_ending(encart__str s)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t at = encart__str_find(s, encart__str_z(endings[i]));

        if (at != (size_t)-1 && at > 0)
            s = encart__str_sub(s, 0, at);
    }
    while (s.n && strchr(" ,;:|-(", s.p[s.n - 1]))
        s.n--;
    if (s.n > 4 && s.p[s.n - 1] == '.' &&
        s.p[s.n - 3] != ' ') /* "Joe S." keeps its own */
        s.n--;
    while (s.n && strchr(" ,;:|-(", s.p[0]))
        s = encart__str_sub(s, 1, s.n);
    return s;
}

encart__str encart__page_author(encart__str byline)
{
    encart__str s = drop_ending(drop_opening(encart__str_trim(byline)));
    encart__date date;
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++)
        digits += encart__is_digit((unsigned char)s.p[i]);
    if (s.n < 2 || s.n > NAME_MAX_BYTES || words_in(s) > NAME_MAX_WORDS || digits > 3 ||
        encart__str_find(s, ENCART__STR("://")) != (size_t)-1 || memchr(s.p, '@', s.n) ||
        encart__page_date(s, &date))
        return ENCART__STR_EMPTY;
    return s;
}

int encart__page_is_byline(encart__str line)
{
    encart__str name = drop_opening(line);

    return name.n < line.n && encart__page_author(line).n > 0 && words_in(name) <= 6 &&
           !strchr(".!?:", line.p[line.n - 1]);
}

/* Whether commas in `s` divide names: each part is two to four words. */
static int commas_divide(encart__str s)
{
    size_t start = 0, parts = 0;

    for (size_t i = 0; i <= s.n; i++) {
        size_t words;

        if (i < s.n && s.p[i] != ',')
            continue;
        words = words_in(encart__str_trim(encart__str_sub(s, start, i)));
        if (words < 2 || words > PART_WORDS)
            return 0;
        parts++;
        start = i + 1;
    }
    return parts > 1;
}

void encart__page_authors(encart__str byline, void (*each)(void *user, encart__str name),
                          void *user)
{
    encart__str s = encart__str_trim(byline);
    size_t start = 0;
    int commas;

    s.n = s.n < 8 * NAME_MAX_BYTES ? s.n : 8 * NAME_MAX_BYTES;
    commas = commas_divide(s);
    for (size_t i = 0; i < s.n; i++) {
        size_t width = commas && s.p[i] == ',' ? 1 : 0;

        for (size_t j = 0; !width && j < sizeof joints / sizeof *joints; j++)
            if (encart__str_starts(encart__str_sub(s, i, s.n), encart__str_z(joints[j])))
                width = strlen(joints[j]);
        if (!width)
            continue;
        each(user, encart__str_sub(s, start, i));
        start = i + width;
        i = start - 1;
    }
    each(user, encart__str_sub(s, start, s.n));
}
