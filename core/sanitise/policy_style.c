/* The style attribute, where a host allows it: declarations of a closed list, each a
 * property and a word. Nothing with a URL, a length, a position or a colour is on it.
 */
#include "core/sanitise/policy_check.h"

static const struct {
    encart__str name;
    const char *words; /* separated by one space */
} properties[] = {
#define STYLE(property, words) {{property, sizeof property - 1}, words},
#define WORDS(value, words)
#define HOST(name)
#include "core/sanitise/policy_words.def"
#undef STYLE
#undef WORDS
#undef HOST
};

#define PROPERTIES (sizeof properties / sizeof properties[0])

/* The number of the property, or PROPERTIES. */
static size_t property_of(encart__str name)
{
    size_t i = 0;

    while (i < PROPERTIES && !encart__str_ieq(name, properties[i].name))
        i++;
    return i;
}

/* The word of property `i` that `value` is, in lower case; empty when it is none. */
static encart__str word_of(size_t i, encart__str value)
{
    encart__str rest = encart__str_z(properties[i].words), word;

    while (encart__next_word(&rest, &word))
        if (encart__str_ieq(word, value))
            return word;
    return ENCART__STR_EMPTY;
}

static encart__str next_declaration(encart__str *rest)
{
    size_t n = encart__str_find(*rest, ENCART__STR(";"));
    encart__str one = encart__str_sub(*rest, 0, n == (size_t)-1 ? rest->n : n);

    *rest = n == (size_t)-1 ? ENCART__STR_EMPTY : encart__str_sub(*rest, n + 1, rest->n);
    return one;
}

/* In the order of the list, so that equal styles are equal bytes; of two declarations the
 * later one counts, as in CSS. */
const char *encart__check_style(const encart__check *c)
{
    encart__str rest = c->value, set[PROPERTIES];

    if (c->value.n > ENCART__MAX_STYLE)
        return "too-long";
    for (size_t i = 0; i < PROPERTIES; i++)
        set[i] = ENCART__STR_EMPTY;
    while (rest.n) {
        encart__str one = next_declaration(&rest), word;
        size_t colon = encart__str_find(one, ENCART__STR(":"));
        size_t i = PROPERTIES;

        if (colon != (size_t)-1)
            i = property_of(encart__str_trim(encart__str_sub(one, 0, colon)));
        if (i == PROPERTIES)
            continue;
        word = word_of(i, encart__str_trim(encart__str_sub(one, colon + 1, one.n)));
        if (word.n)
            set[i] = word;
    }
    for (size_t i = 0; i < PROPERTIES; i++) {
        if (!set[i].n)
            continue;
        if (c->out->size)
            encart__strbuf_putc(c->out, ';');
        encart__strbuf_str(c->out, properties[i].name);
        encart__strbuf_putc(c->out, ':');
        encart__strbuf_str(c->out, set[i]);
    }
    return c->out->size ? NULL : "style";
}
