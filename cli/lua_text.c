/* JSON as Lua: tables that a plugin's code can hold. */
#include "cli/plugin.h"

#include <string.h>

static void put_string(FILE *f, const char *p, size_t n)
{
    fputc('"', f);
    for (const char *end = p + n; p < end; p++) {
        unsigned char c = (unsigned char)*p;

        if (c == '"' || c == '\\')
            fprintf(f, "\\%c", c);
        else if (c < ' ' || c == 0x7F)
            fprintf(f, "\\%03u", c);
        else
            fputc(c, f);
    }
    fputc('"', f);
}

static void put_scalar(FILE *f, const json_t *v)
{
    if (json_is_string(v))
        put_string(f, json_string_value(v), json_string_length(v));
    else if (json_is_integer(v))
        fprintf(f, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_is_real(v))
        fprintf(f, "%.17g", json_real_value(v));
    else
        fputs(json_is_true(v) ? "true" : json_is_false(v) ? "false" : "nil", f);
}

/* What we make ourselves, or a report: never nested deeper than a few levels. */
void lua_text_put(FILE *f, const json_t *v, int depth)
{
    const char *key;
    json_t *item;
    size_t i;

    if (!json_is_object(v) && !json_is_array(v)) {
        put_scalar(f, v);
        return;
    }
    fputs("{ ", f);
    json_object_foreach((json_t *)(uintptr_t)v, key, item) {
        fputc('[', f);
        put_string(f, key, strlen(key));
        fputs("] = ", f);
        if (depth > 0)
            lua_text_put(f, item, depth - 1);
        fputs(depth > 0 ? ", " : "nil, ", f);
    }
    json_array_foreach(v, i, item) {
        if (depth > 0)
            lua_text_put(f, item, depth - 1);
        fputs(depth > 0 ? ", " : "nil, ", f);
    }
    fputc('}', f);
}
