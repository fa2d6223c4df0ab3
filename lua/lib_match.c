/* Lua's patterns, matched by us: the same answers as stock, but every step costs fuel, so
 * that backtracking ends when the budget does. Depth is bounded as in stock. */
#include "lua/libs.h"

#include <string.h>

#define MAX_DEPTH 200
#define UNCLOSED (-1)
#define POSITION (-2)

void encart__match_init(encart__match *m, lua_State *L, encart__str src, encart__str pat)
{
    m->L = L;
    m->src = src.p;
    m->src_end = src.p + src.n;
    m->pat_end = pat.p + pat.n;
    m->level = 0;
    m->depth = 0;
}

/* ---- single characters ----------------------------------------------------------------- */

static int is_punct(int c)
{
    return c > 32 && c < 127 && !encart__is_alnum(c);
}

/* Class letters, in lower case; -1 when `letter` names none. */
static int in_named_class(int c, int letter)
{
    switch (letter) {
    case 'a': return encart__is_alpha(c);
    case 'c': return c < 32 || c == 127;
    case 'd': return encart__is_digit(c);
    case 'g': return c > 32 && c < 127;
    case 'l': return c >= 'a' && c <= 'z';
    case 'p': return is_punct(c);
    case 's': return encart__is_space(c) || c == '\v';
    case 'u': return c >= 'A' && c <= 'Z';
    case 'w': return encart__is_alnum(c);
    case 'x': return encart__is_digit(c) || (encart__lower(c) >= 'a' &&
                                             encart__lower(c) <= 'f');
    default: return -1;
    }
}

static int in_class(int c, int letter)
{
    int in = in_named_class(c, encart__lower(letter));

    if (in < 0)
        return c == letter;
    return letter >= 'A' && letter <= 'Z' ? !in : in;
}

/* Past the item that begins at `p`: one character, an escape, or a set. */
static const char *item_end(encart__match *m, const char *p)
{
    const char *first;

    if (*p == '%') {
        if (p + 1 >= m->pat_end)
            luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 2;
    }
    if (*p != '[')
        return p + 1;
    p++;
    if (p < m->pat_end && *p == '^')
        p++;
    for (first = p;; p++) {
        if (p >= m->pat_end)
            luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p == ']' && p != first)
            return p + 1;
        if (*p == '%' && p + 1 < m->pat_end)
            p++;
    }
}

/* Whether `c` is in the set from "[" at `p` to "]" at `end`. */
static int in_set(int c, const char *p, const char *end)
{
    int negated = p[1] == '^';

    for (p += 1 + negated; p < end; p++) {
        int low = (unsigned char)*p;

        if (low == '%') {
            if (in_class(c, (unsigned char)*++p))
                return !negated;
        } else if (p + 2 < end && p[1] == '-') {
            if (low <= c && c <= (unsigned char)p[2])
                return !negated;
            p += 2;
        } else if (low == c) {
            return !negated;
        }
    }
    return negated;
}

static int item_matches(encart__match *m, const char *s, const char *p, const char *end)
{
    int c;

    encart__lua_charge(m->L, *p == '[' ? 1 + (size_t)(end - p) / 8 : 1);
    if (s >= m->src_end)
        return 0;
    c = (unsigned char)*s;
    switch (*p) {
    case '.': return 1;
    case '%': return in_class(c, (unsigned char)p[1]);
    case '[': return in_set(c, p, end - 1);
    default: return (unsigned char)*p == c;
    }
}

/* ---- repetition ------------------------------------------------------------------------ */

static const char *match(encart__match *m, const char *s, const char *p);

static const char *longest_first(encart__match *m, const char *s, const char *p,
                                 const char *end)
{
    ptrdiff_t n = 0;
    const char *found;

    while (item_matches(m, s + n, p, end))
        n++;
    for (; n >= 0; n--) {
        encart__lua_charge(m->L, 1);
        found = match(m, s + n, end + 1);
        if (found)
            return found;
    }
    return NULL;
}

static const char *shortest_first(encart__match *m, const char *s, const char *p,
                                  const char *end)
{
    const char *found;

    for (;; s++) {
        found = match(m, s, end + 1);
        if (found || !item_matches(m, s, p, end))
            return found;
    }
}

/* ---- captures, balance, frontier ------------------------------------------------------- */

static const char *open_capture(encart__match *m, const char *s, const char *p,
                                ptrdiff_t kind)
{
    const char *found;

    if (m->level >= ENCART__CAPTURES)
        luaL_error(m->L, "too many captures");
    m->capture[m->level].start = s;
    m->capture[m->level].len = kind;
    m->level++;
    found = match(m, s, p);
    if (!found)
        m->level--;
    return found;
}

static const char *close_capture(encart__match *m, const char *s, const char *p)
{
    const char *found;
    int i = m->level - 1;

    while (i >= 0 && m->capture[i].len != UNCLOSED)
        i--;
    if (i < 0)
        luaL_error(m->L, "invalid pattern capture");
    m->capture[i].len = s - m->capture[i].start;
    found = match(m, s, p);
    if (!found)
        m->capture[i].len = UNCLOSED;
    return found;
}

/* "%b()" at p[2], p[3]. */
static const char *match_balance(encart__match *m, const char *s, const char *p)
{
    int depth = 0;

    if (p + 3 >= m->pat_end)
        luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (s >= m->src_end || *s != p[2])
        return NULL;
    for (const char *q = s; q < m->src_end; q++) {
        encart__lua_charge(m->L, 1);
        if (*q == p[3] && q > s) {
            if (--depth == 0)
                return q + 1;
        } else if (*q == p[2]) {
            depth++;
        }
    }
    return NULL;
}

static int at_frontier(encart__match *m, const char *s, const char *set, const char *end)
{
    int before = s == m->src ? 0 : (unsigned char)s[-1];
    int here = s < m->src_end ? (unsigned char)*s : 0;

    encart__lua_charge(m->L, 1 + (size_t)(end - set) / 4);
    return !in_set(before, set, end - 1) && in_set(here, set, end - 1);
}

/* What was captured as `digit` again; past it, or NULL. */
static const char *match_again(encart__match *m, const char *s, int digit)
{
    int i = digit - '1';
    size_t n;

    if (i < 0 || i >= m->level || m->capture[i].len == UNCLOSED)
        luaL_error(m->L, "invalid capture index %%%d", i + 1);
    if (m->capture[i].len == POSITION)
        return NULL;
    n = (size_t)m->capture[i].len;
    encart__lua_charge(m->L, 1 + n / 16);
    if ((size_t)(m->src_end - s) < n || memcmp(m->capture[i].start, s, n) != 0)
        return NULL;
    return s + n;
}

/* ---- the walk -------------------------------------------------------------------------- */

/* One item with its suffix. Sets *p past it and returns where to go on; or *p = NULL when
 * the rest of the pattern was matched (or not) inside. */
static const char *match_item(encart__match *m, const char *s, const char **p)
{
    const char *start = *p, *end = item_end(m, start), *found;
    char suffix = '\0';

    if (end < m->pat_end)
        suffix = *end;
    *p = NULL;
    switch (suffix) {
    case '*':
        return longest_first(m, s, start, end);
    case '+':
        return item_matches(m, s, start, end) ? longest_first(m, s + 1, start, end) : NULL;
    case '-':
        return shortest_first(m, s, start, end);
    case '?':
        if (item_matches(m, s, start, end) && (found = match(m, s + 1, end + 1)))
            return found;
        *p = end + 1;
        return s;
    default:
        if (!item_matches(m, s, start, end))
            return NULL;
        *p = end;
        return s + 1;
    }
}

/* "%b", "%f", "%1"; *p as above. *p unchanged when it is an ordinary escape. */
static const char *match_escape(encart__match *m, const char *s, const char **p)
{
    const char *here = *p, *end;
    int c = here + 1 < m->pat_end ? (unsigned char)here[1] : 0;

    if (c == 'b') {
        s = match_balance(m, s, here);
        *p = s ? here + 4 : NULL;
    } else if (c == 'f') {
        if (here + 2 >= m->pat_end || here[2] != '[')
            luaL_error(m->L, "missing '[' after '%%f' in pattern");
        end = item_end(m, here + 2);
        *p = at_frontier(m, s, here + 2, end) ? end : NULL;
        s = *p ? s : NULL;
    } else if (encart__is_digit(c)) {
        s = match_again(m, s, c);
        *p = s ? here + 2 : NULL;
    }
    return s;
}

static const char *match_here(encart__match *m, const char *s, const char *p)
{
    const char *before;

    while (p && p != m->pat_end) {
        before = p;
        switch (*p) {
        case '(':
            if (p + 1 < m->pat_end && p[1] == ')')
                return open_capture(m, s, p + 2, POSITION);
            return open_capture(m, s, p + 1, UNCLOSED);
        case ')':
            return close_capture(m, s, p + 1);
        case '$':
            if (p + 1 == m->pat_end)
                return s == m->src_end ? s : NULL;
            break;
        case '%':
            s = match_escape(m, s, &p);
            break;
        default:
            break;
        }
        if (p == before)
            s = match_item(m, s, &p);
    }
    return s;
}

static const char *match(encart__match *m, const char *s, const char *p)
{
    const char *found;

    if (++m->depth > MAX_DEPTH)
        luaL_error(m->L, "pattern too complex");
    found = match_here(m, s, p);
    m->depth--;
    return found;
}

const char *encart__match_at(encart__match *m, const char *s, const char *p)
{
    m->level = 0;
    m->depth = 0;
    encart__lua_charge(m->L, 1);
    return match(m, s, p);
}

/* ---- results --------------------------------------------------------------------------- */

void encart__match_push_one(encart__match *m, int i, const char *s, const char *e)
{
    if (i >= m->level) {
        if (i != 0)
            luaL_error(m->L, "invalid capture index %%%d", i + 1);
        lua_pushlstring(m->L, s, (size_t)(e - s));
    } else if (m->capture[i].len == POSITION) {
        lua_pushinteger(m->L, m->capture[i].start - m->src + 1);
    } else if (m->capture[i].len == UNCLOSED) {
        luaL_error(m->L, "unfinished capture");
    } else {
        lua_pushlstring(m->L, m->capture[i].start, (size_t)m->capture[i].len);
    }
}

int encart__match_push(encart__match *m, const char *s, const char *e)
{
    int n = m->level == 0 && s ? 1 : m->level;

    luaL_checkstack(m->L, n, "too many captures");
    for (int i = 0; i < n; i++)
        encart__match_push_one(m, i, s, e);
    return n;
}
