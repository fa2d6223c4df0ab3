/* One scan over the source with a stack of the path's parts: a parser only as far as
 * brackets, names and strings go, so that it serves JSON and Lua tables alike. */
#include "core/render/locate.h"

#define PARTS 32

typedef struct {
    encart__str part[PARTS];
    size_t count;
} path_parts;

typedef struct {
    encart__str src;
    size_t at;
    uint32_t line;
} scan;

static void split(encart__str path, path_parts *out)
{
    size_t i = 0;

    out->count = 0;
    while (i < path.n && out->count < PARTS) {
        size_t start = i;

        if (path.p[i] == '"') {
            start = ++i;
            while (i < path.n && path.p[i] != '"')
                i++;
            out->part[out->count++] = encart__str_sub(path, start, i);
            i++;
        } else if (path.p[i] == '[') {
            while (i < path.n && path.p[i] != ']')
                i++;
            out->part[out->count++] = encart__str_sub(path, start, i); /* "[2" */
            i++;
        } else {
            while (i < path.n && path.p[i] != '.' && path.p[i] != '[')
                i++;
            out->part[out->count++] = encart__str_sub(path, start, i);
        }
        if (i < path.n && path.p[i] == '.')
            i++;
    }
}

static int is_name(int c)
{
    return encart__is_alnum(c) || c == '_';
}

/* A quoted string or a bare name at the scanner; its text, without quotes. */
static encart__str word(scan *s)
{
    char quote = s->src.p[s->at];
    size_t start = s->at;

    if (quote == '"' || quote == '\'') {
        start = ++s->at;
        while (s->at < s->src.n && s->src.p[s->at] != quote && s->src.p[s->at] != '\n')
            s->at += s->src.p[s->at] == '\\' ? 2 : 1;
        if (s->at > s->src.n)
            s->at = s->src.n;
        return encart__str_sub(s->src, start, s->at++);
    }
    while (s->at < s->src.n && is_name((unsigned char)s->src.p[s->at]))
        s->at++;
    return encart__str_sub(s->src, start, s->at);
}

static void skip_blank(scan *s)
{
    while (s->at < s->src.n) {
        if (s->src.p[s->at] == '-' && s->at + 1 < s->src.n && s->src.p[s->at + 1] == '-') {
            while (s->at < s->src.n && s->src.p[s->at] != '\n')
                s->at++;
        } else if (encart__is_space((unsigned char)s->src.p[s->at])) {
            s->line += s->src.p[s->at++] == '\n';
        } else {
            return;
        }
    }
}

/* After a word: does a value follow it (":" in JSON, "=" or "] =" in Lua)? Looks ahead
 * on a copy. */
static int is_key(scan s)
{
    skip_blank(&s);
    if (s.at < s.src.n && s.src.p[s.at] == ']') {
        s.at++;
        skip_blank(&s);
        return s.at < s.src.n && s.src.p[s.at] == '=';
    }
    return s.at < s.src.n && (s.src.p[s.at] == ':' || s.src.p[s.at] == '=');
}

/* Just after "[": is this Lua's ["name"] = …, and no array? Works on a copy. */
static int is_lua_key(scan s)
{
    skip_blank(&s);
    if (s.at >= s.src.n || (s.src.p[s.at] != '"' && s.src.p[s.at] != '\''))
        return 0;
    word(&s);
    skip_blank(&s);
    if (s.at >= s.src.n || s.src.p[s.at++] != ']')
        return 0;
    skip_blank(&s);
    return s.at < s.src.n && s.src.p[s.at] == '=';
}

static int index_is(encart__str part, uint32_t index)
{
    uint32_t v = 0;

    if (part.n < 2 || part.p[0] != '[')
        return 0;
    for (size_t i = 1; i < part.n; i++)
        v = v * 10 + (uint32_t)(part.p[i] - '0');
    return v == index;
}

typedef struct {
    uint32_t depth;   /* open brackets */
    uint32_t matched; /* parts matched so far; part `matched` is looked for at depth
                         matched + 1 */
    uint32_t index[PARTS + 2]; /* of the element at each depth */
    uint32_t line;
    int lua_key; /* inside ["name"] */
} state;

static void matched(state *st, uint32_t line)
{
    st->matched++;
    st->line = line;
}

static int step(scan *s, const path_parts *parts, state *st)
{
    uint32_t line = s->line;
    char c = s->src.p[s->at];
    int here = st->depth == st->matched + 1 && st->matched < parts->count;

    if (c == '{' || c == '[') {
        if (here && c == '{' && index_is(parts->part[st->matched], st->index[st->depth]))
            matched(st, line);
        s->at++;
        if (c == '[' && is_lua_key(*s))
            return st->lua_key = 1;
        if (++st->depth >= PARTS)
            return 0;
        st->index[st->depth] = 0;
        return 1;
    }
    if (c == ']' && st->lua_key) {
        st->lua_key = 0;
        s->at++;
        return 1;
    }
    if (c == '}' || c == ']') {
        s->at++;
        st->depth -= st->depth > 0;
        return st->matched <= st->depth || st->matched == parts->count;
    }
    if (c == '"' || c == '\'' || is_name((unsigned char)c)) {
        encart__str w = word(s);

        if (here && index_is(parts->part[st->matched], st->index[st->depth]))
            matched(st, line);
        else if (here && is_key(*s) && encart__str_eq(w, parts->part[st->matched]))
            matched(st, line);
        return 1;
    }
    if (c == ',')
        st->index[st->depth]++;
    s->at++;
    return 1;
}

uint32_t encart__locate(encart__str source, encart__str path)
{
    path_parts parts;
    scan s = {source, 0, 1};
    state st = {0};

    split(path, &parts);
    for (skip_blank(&s); s.at < s.src.n; skip_blank(&s))
        if (st.matched == parts.count || !step(&s, &parts, &st))
            break;
    return parts.count && st.matched == parts.count ? st.line : 0;
}
