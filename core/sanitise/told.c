/* Messages of the removed list. Nothing is formatted that would not be kept. */
#include "core/sanitise/told.h"
#include "core/base/utf8.h"
#include "core/sanitise/url.h"

int encart__told(encart__diags *removed, encart__level level)
{
    uint32_t most = level == ENCART__NOTE ? removed->max / 2 : removed->max;

    if (removed->kept < most)
        return 1;
    removed->count++;
    return 0;
}

encart__quote encart__quoted(encart__str s)
{
    encart__quote q;
    size_t most = sizeof q.z - 4, n = s.n < most ? s.n : most;

    n = encart__utf8_valid(encart__str_sub(s, 0, n));
    for (size_t i = 0; i < n; i++)
        q.z[i] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
    memcpy(q.z + n, n < s.n ? "\xE2\x80\xA6" : "", n < s.n ? 4 : 1);
    return q;
}

static void place(encart__diag *d, uint32_t line)
{
    if (d)
        d->line = line;
}

/* The rule that the list names for one that a check gave. */
static encart__removal removal_of(const char *why)
{
    static const struct {
        const char *why;
        encart__removal rule;
    } table[] = {
        {"attribute", ENCART__R_ATTRIBUTE},
        {"mark", ENCART__R_ATTRIBUTE},
        {"url", ENCART__R_URL},
        {"embed", ENCART__R_URL},
        {"link-target", ENCART__R_URL},
        {"data-image", ENCART__R_URL},
        {"srcset", ENCART__R_SRCSET},
        {"class", ENCART__R_CLASS},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].why, why) == 0)
            return table[i].rule;
    return ENCART__R_VALUE;
}

void encart__tell_dropped(encart__diags *removed, uint32_t line, uint16_t tag,
                          encart__str name, const char *why)
{
    if (!encart__told(removed, ENCART__WARNING))
        return;
    place(encart__diag_add(removed, ENCART__WARNING,
                           encart__removal_name(removal_of(why)),
                           "the attribute \"%s\" of <%s> was removed (%s)",
                           encart__quoted(name).z, encart__tag_name(tag).p, why),
          line);
}

static size_t candidates(encart__str s)
{
    encart__srcset it;
    size_t n = 0;

    encart__srcset_init(&it, s);
    while (encart__srcset_next(&it))
        n++;
    return n + (size_t)it.skipped;
}

size_t encart__count_words(encart__str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += !encart__is_space((unsigned char)s.p[i]) &&
             (i == 0 || encart__is_space((unsigned char)s.p[i - 1]));
    return n;
}

static encart__removal change_of(encart__value kind, encart__str from, encart__str to)
{
    switch (kind) {
    case ENCART__V_ID:
    case ENCART__V_IDREF:
    case ENCART__V_IDREFS:
        return ENCART__R_ID;
    case ENCART__V_LINK:
        return to.n && to.p[0] == '#' ? ENCART__R_ID : ENCART__R_URL_CHANGED;
    case ENCART__V_MEDIA:
    case ENCART__V_ACTION:
    case ENCART__V_EMBED:
        return ENCART__R_URL_CHANGED;
    case ENCART__V_SRCSET:
        return candidates(from) > candidates(to) ? ENCART__R_SRCSET
                                                 : ENCART__R_URL_CHANGED;
    case ENCART__V_CLASS:
        return encart__count_words(from) > encart__count_words(to)
                   ? ENCART__R_CLASS
                   : ENCART__R_VALUE_CHANGED;
    default:
        return ENCART__R_VALUE_CHANGED;
    }
}

void encart__tell_changed(encart__diags *removed, uint32_t line, uint16_t tag,
                          encart__str name, encart__value kind, encart__str from,
                          encart__str to)
{
    encart__removal rule;
    encart__level level;

    /* What a flag says means nothing: it is there or not. */
    if (kind == ENCART__V_FLAG || encart__str_eq(from, to))
        return;
    if (removed->kept >= removed->max) {
        removed->count++;
        return;
    }
    rule = change_of(kind, from, to);
    level = rule == ENCART__R_SRCSET ? ENCART__WARNING : ENCART__NOTE;
    if (!encart__told(removed, level))
        return;
    place(
        encart__diag_add(removed, level, encart__removal_name(rule),
                         "the attribute \"%s\" of <%s> was changed from \"%s\" to \"%s\"",
                         encart__quoted(name).z, encart__tag_name(tag).p,
                         encart__quoted(from).z, encart__quoted(to).z),
        line);
}

void encart__tell_forbidden(encart__diags *removed, uint32_t line, uint16_t tag,
                            encart__str name, int whole, size_t words)
{
    encart__removal rule = !tag    ? ENCART__R_UNKNOWN
                           : whole ? ENCART__R_RAW_TEXT
                                   : ENCART__R_FORBIDDEN;
    encart__diag *d;

    if (whole)
        d = encart__diag_add(removed, ENCART__WARNING, encart__removal_name(rule),
                             "<%s> was removed with all that it holds (words: %zu)",
                             encart__quoted(name).z, words);
    else
        d = encart__diag_add(removed, ENCART__WARNING, encart__removal_name(rule),
                             "<%s> lost its tags: %s", encart__quoted(name).z,
                             tag ? "it may not stand here" : "there is no such element");
    place(d, line);
}

void encart__tell_id(encart__diags *removed, uint32_t line, encart__removal rule,
                     encart__str id)
{
    int again = rule == ENCART__R_DUPLICATE_ID;
    encart__level level = again ? ENCART__WARNING : ENCART__NOTE;

    if (encart__told(removed, level))
        place(encart__diag_add(removed, level, encart__removal_name(rule),
                               again
                                   ? "the id \"%s\" stood before and was removed"
                                   : "no element has the id \"%s\": its link was removed",
                               encart__quoted(id).z),
              line);
}

void encart__tell_comment(encart__diags *removed, uint32_t line, encart__str text)
{
    if (encart__told(removed, ENCART__NOTE))
        place(encart__diag_add(removed, ENCART__NOTE,
                               encart__removal_name(ENCART__R_COMMENT),
                               "the comment \"%s\" was removed", encart__quoted(text).z),
              line);
}

void encart__tell_element(encart__diags *removed, encart__level level, uint32_t line,
                          encart__removal rule, uint16_t tag, const char *what)
{
    if (encart__told(removed, level))
        place(encart__diag_add(removed, level, encart__removal_name(rule), "<%s> %s",
                               encart__tag_name(tag).p, what),
              line);
}
