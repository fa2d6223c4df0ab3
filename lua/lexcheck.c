/* A scanner of Lua's tokens, one pass, no memory. It refuses what crashes or stalls the
 * parser or the error messages of Lua 5.4.4 .. 5.4.6 (long chains of suffixes: naming the
 * variable recurses once per field), what is not text, and to-be-closed variables, whose
 * code would run while an error is on its way. Everything else is left to the parser. */
#include "lua/lexcheck.h"
#include "core/base/limits.h"

#define MAX_CHAIN 100
#define MAX_NESTING 100
#define MAX_LINE 8192
#define MAX_JUMPS 4000 /* the compiler walks along its list of them for each one more */

enum { NONE, NAME, DOT, OPEN, CLOSE, INDEX, LESS, OTHER };

typedef struct {
    const char *p, *end, *line_start;
    uint32_t line;
    int prev;          /* kind of the token before */
    int chain, nesting, jumps;
    int less_close;    /* 1 after "<", 2 after "< close" */
    int env;           /* the token before is _ENV */
    const char *error;
} scan;

static void newline(scan *s)
{
    if (s->p - s->line_start > MAX_LINE)
        s->error = "a line is longer than 8 KiB";
    s->line++;
    s->line_start = s->p + 1;
}

/* At "[": the number of "=" when a long bracket opens here, else -1. */
static int long_level(const scan *s)
{
    const char *q = s->p + 1;

    while (q < s->end && *q == '=')
        q++;
    return q < s->end && *q == '[' ? (int)(q - s->p - 1) : -1;
}

static int long_closes(const scan *s, int level)
{
    const char *q = s->p + 1;

    while (q < s->end && *q == '=' && q - s->p - 1 < level)
        q++;
    return q - s->p - 1 == level && q < s->end && *q == ']';
}

/* Skips a long string or comment; a run of "=" is looked at once per "]", and no "=" can
 * start one, so this is linear. */
static void skip_long(scan *s, int level)
{
    s->p += level + 2;
    for (; s->p < s->end && !s->error; s->p++) {
        if (*s->p == '\n') {
            newline(s);
        } else if (*s->p == ']' && long_closes(s, level)) {
            s->p += level + 2;
            return;
        }
    }
}

static void skip_comment(scan *s)
{
    int level;

    s->p += 2;
    level = s->p < s->end && *s->p == '[' ? long_level(s) : -1;
    if (level >= 0) {
        skip_long(s, level);
        return;
    }
    while (s->p < s->end && *s->p != '\n')
        s->p++;
}

static void skip_string(scan *s)
{
    char quote = *s->p++;

    while (s->p < s->end && *s->p != quote && !s->error) {
        if (*s->p == '\\' && s->p + 1 < s->end)
            s->p++;
        if (*s->p == '\n')
            newline(s);
        s->p++;
    }
    if (s->p < s->end)
        s->p++;
}

static int is_word(int c)
{
    return encart__is_alnum(c) || c == '_';
}

static void skip_word(scan *s)
{
    while (s->p < s->end && is_word((unsigned char)*s->p))
        s->p++;
}

/* What the compiler makes a jump of that it keeps in a list. */
static int is_jump(encart__str word)
{
    return encart__str_is(word, "and") || encart__str_is(word, "or") ||
           encart__str_is(word, "elseif") || encart__str_is(word, "goto") ||
           encart__str_is(word, "break");
}

static void name(scan *s)
{
    const char *start = s->p;
    encart__str word;

    skip_word(s);
    word = encart__str_n(start, (size_t)(s->p - start));
    if (is_jump(word) && ++s->jumps > MAX_JUMPS)
        s->error = "more than 4000 of and, or, elseif, goto and break in a file";
    /* A name that continues no chain begins a new one. */
    if (s->prev != DOT)
        s->chain = 0;
    s->less_close = s->less_close == 1 && encart__str_is(word, "close") ? 2 : 0;
    s->env = encart__str_is(word, "_ENV");
    s->prev = NAME;
}

static void suffix(scan *s, int kind)
{
    if (++s->chain > MAX_CHAIN)
        s->error = "more than 100 fields or indexes in a row";
    s->prev = kind;
}

static void open_bracket(scan *s, char c)
{
    if (++s->nesting > MAX_NESTING)
        s->error = "brackets nested deeper than 100";
    if (c == '[')
        suffix(s, INDEX);
    else
        s->chain = 0;
    s->prev = c == '[' ? INDEX : OPEN;
}

static void punctuation(scan *s, char c)
{
    int less = s->less_close, env = s->env;

    s->less_close = 0;
    s->env = 0;
    if (c == '(' || c == '{' || c == '[') {
        open_bracket(s, c);
    } else if (c == ')' || c == '}' || c == ']') {
        s->nesting--;
        s->prev = CLOSE;
    } else if ((c == '.' || c == ':') && !(s->p + 1 < s->end && s->p[1] == c)) {
        suffix(s, DOT);
    } else {
        if (c == '<') {
            s->less_close = 1;
            if (env)
                s->error = "an attribute on _ENV";
        } else if (c == '>' && less == 2) {
            s->error = "to-be-closed variables are not available";
        }
        s->chain = 0;
        s->prev = OTHER;
    }
    s->p++;
}

static void token(scan *s)
{
    char c = *s->p;
    int level;

    if (c == '\n') {
        newline(s);
        s->p++;
    } else if (encart__is_space(c) || c == '\v') {
        s->p++;
    } else if (c == '-' && s->p + 1 < s->end && s->p[1] == '-') {
        skip_comment(s);
    } else if (c == '"' || c == '\'') {
        skip_string(s);
        s->prev = OTHER;
    } else if (c == '[' && (level = long_level(s)) >= 0) {
        skip_long(s, level);
        s->prev = OTHER;
    } else if (encart__is_alpha(c) || c == '_') {
        name(s);
    } else if (encart__is_digit(c)) {
        skip_word(s);
        s->prev = OTHER;
    } else if (c == '.' && s->p + 1 < s->end && s->p[1] == '.') {
        while (s->p < s->end && *s->p == '.')
            s->p++;
        s->chain = 0;
        s->prev = OTHER;
    } else {
        punctuation(s, c);
    }
}

static const char *check_head(encart__str source)
{
    if (source.n > ENCART__PLUGIN_FILE_BYTES)
        return "the file is larger than 256 KiB";
    if (source.n && source.p[0] == '\033')
        return "compiled Lua is not accepted, only text";
    if (source.n && source.p[0] == '#')
        return "a first line beginning with # is not accepted";
    if (source.n >= 3 && memcmp(source.p, "\xEF\xBB\xBF", 3) == 0)
        return "the file begins with a byte order mark";
    return NULL;
}

const char *encart__lexcheck(encart__str source, uint32_t *line)
{
    scan s = {.p = source.p, .end = source.p + source.n, .line_start = source.p,
              .line = 1, .prev = NONE};

    *line = 1;
    s.error = check_head(source);
    while (s.p < s.end && !s.error)
        token(&s);
    if (!s.error && s.p - s.line_start > MAX_LINE)
        s.error = "a line is longer than 8 KiB";
    *line = s.line;
    return s.error;
}
