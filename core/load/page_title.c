/* The article's title among what a page calls its title: the site's name is cut off when
 * something on the page says that it is one. */
#include "core/load/page_found.h"
#include "core/load/page_tree.h"

enum { COMPARED = 300 /* bytes of a title that are compared with another's */ };

/* Separators between a title and a site's name, spaces included. */
static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " « ",
                                         " » ", " · ", " • ", " / ", " < ",  " > "};

typedef struct {
    encart__str left, right;
} halves;

/* Divides at the last separator; false when there is none. */
static int divide(encart__str s, halves *out)
{
    for (size_t at = s.n; at-- > 1;)
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            encart__str sep = encart__str_z(separators[i]);

            if (s.p[at] == ' ' && s.n - at > sep.n &&
                memcmp(s.p + at, sep.p, sep.n) == 0) {
                out->left = encart__str_trim(encart__str_sub(s, 0, at));
                out->right = encart__str_trim(encart__str_sub(s, at + sep.n, s.n));
                return out->left.n > 0;
            }
        }
    return 0;
}

static size_t word_count(encart__str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.n; i++)
        count += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return count;
}

static int is_heading(const encart__found *f, encart__str s)
{
    for (size_t i = 0; i < f->headings; i++)
        if (encart__page_same(f->heading[i], s, 0))
            return 1;
    return 0;
}

/* Cuts the site's name off, as often as the page itself says that it is there. With
 * `guess`, also a short tail that nothing confirms. */
static encart__str cut_site(const encart__found *f, encart__str s, int guess)
{
    encart__str site = f->value[ENCART__FIELD_SITE];
    halves h;

    while (!is_heading(f, s) && divide(s, &h)) {
        int confirmed = encart__page_same(h.right, site, 0) || is_heading(f, h.left);
        int tail = guess && word_count(h.left) >= 3 && word_count(h.right) <= 4 &&
                   h.left.n > h.right.n;

        if (encart__page_same(h.left, site, 0) && h.right.n)
            return h.right;
        if (!confirmed && !tail)
            break;
        s = h.left;
        guess = 0; /* one unconfirmed tail is enough */
    }
    return s;
}

/* Whether two lines share two words of four bytes at least: two wordings of one title. */
static int is_about_the_same(encart__str a, encart__str b)
{
    int shared = 0;

    a.n = a.n < COMPARED ? a.n : COMPARED;
    b.n = b.n < COMPARED ? b.n : COMPARED;
    for (size_t i = 0, end; i < a.n; i = end + 1) {
        for (end = i; end < a.n && a.p[end] != ' '; end++)
            ;
        for (size_t j = 0; end - i >= 4 && j + (end - i) <= b.n; j++)
            if (encart__str_ieq(encart__str_sub(a, i, end),
                                encart__str_sub(b, j, j + end - i))) {
                shared++;
                break;
            }
    }
    return shared >= 2;
}

encart__str encart__page_title(const encart__found *f)
{
    encart__str told = f->value[ENCART__FIELD_TITLE];

    /* One heading, in other words than those for search engines: it is what readers see.
     */
    if (f->headings == 1 && told.n && word_count(f->heading[0]) >= 4 &&
        is_about_the_same(f->heading[0], told))
        return f->heading[0];

    if (told.n && !encart__page_same(told, f->value[ENCART__FIELD_SITE], 0))
        return cut_site(f, told, 0);
    if (f->document_title.n)
        return cut_site(f, f->document_title, 1);
    return f->headings ? f->heading[0] : told;
}
