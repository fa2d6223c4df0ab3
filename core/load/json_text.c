/* A scanner over valid JSON: strings and brackets are all it knows. On text that is not
 * valid it stops somewhere inside, never outside. */
#include "core/load/json_text.h"

static size_t skip_spaces(encart__str s, size_t at)
{
    while (at < s.n && encart__is_space((unsigned char)s.p[at]))
        at++;
    return at;
}

/* Past a string whose quote stands at s[at]. */
static size_t skip_string(encart__str s, size_t at)
{
    for (at++; at < s.n && s.p[at] != '"'; at++)
        at += s.p[at] == '\\';
    return at < s.n ? at + 1 : s.n;
}

/* Past any value. */
static size_t skip_value(encart__str s, size_t at)
{
    size_t depth = 0;

    while (at < s.n) {
        char c = s.p[at];

        if (c == '"') {
            at = skip_string(s, at);
        } else if (c == '{' || c == '[') {
            depth++;
            at++;
        } else if (c == '}' || c == ']') {
            if (depth-- == 0)
                return at;
            at++;
        } else if (depth == 0 && (c == ',' || encart__is_space((unsigned char)c))) {
            return at;
        } else {
            at++;
            continue;
        }
        if (depth == 0)
            return at;
    }
    return at;
}

int encart__json_deeper(encart__str json, unsigned most)
{
    unsigned depth = 0;

    for (size_t at = 0; at < json.n;) {
        char c = json.p[at];

        if (c == '"') {
            at = skip_string(json, at);
            continue;
        }
        if ((c == '{' || c == '[') && ++depth > most)
            return 1;
        if ((c == '}' || c == ']') && depth)
            depth--;
        at++;
    }
    return 0;
}

int encart__json_member(encart__str json, size_t *at, encart__str *key,
                        encart__str *value)
{
    size_t i = skip_spaces(json, *at), start;

    if (i < json.n && (json.p[i] == '{' || json.p[i] == ','))
        i = skip_spaces(json, i + 1);
    if (i >= json.n || json.p[i] != '"')
        return 0;
    start = i + 1;
    i = skip_string(json, i);
    *key = encart__str_sub(json, start, i - 1);
    i = skip_spaces(json, i);
    if (i >= json.n || json.p[i] != ':')
        return 0;
    start = skip_spaces(json, i + 1);
    *at = skip_value(json, start);
    *value = encart__str_sub(json, start, *at);
    return 1;
}

/* The value of member `name` of the object at json[at], or `at` itself. */
static size_t locate_member(encart__str json, size_t at, encart__str name)
{
    encart__str rest = encart__str_sub(json, at, json.n), key, value;
    size_t i = 0;

    if (at >= json.n || json.p[at] != '{')
        return at;
    while (encart__json_member(rest, &i, &key, &value))
        if (encart__str_eq(key, name))
            return (size_t)(value.p - json.p);
    return at;
}

static size_t locate_item(encart__str json, size_t at, size_t index)
{
    if (at >= json.n || json.p[at] != '[')
        return at;
    at = skip_spaces(json, at + 1);
    while (index-- && at < json.n && json.p[at] != ']') {
        at = skip_spaces(json, skip_value(json, at));
        if (at < json.n && json.p[at] == ',')
            at = skip_spaces(json, at + 1);
    }
    return at;
}

size_t encart__json_locate(encart__str json, const char *path)
{
    size_t at = skip_spaces(json, 0);

    while (*path) {
        size_t n = strcspn(path, ".[");

        if (n) {
            at = locate_member(json, at, encart__str_n(path, n));
            path += n;
        } else if (*path == '[') {
            size_t index = 0;

            for (path++; encart__is_digit((unsigned char)*path); path++)
                index = index * 10 + (size_t)(*path - '0');
            at = locate_item(json, at, index);
            path += *path == ']';
        } else {
            path++;
        }
    }
    return at;
}
