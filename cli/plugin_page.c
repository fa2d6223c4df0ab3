/* What `render` gives a Lua test: the page, its boxes with their HTML, what was told. */
#include "cli/plugin.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of the element that begins at `from`, in canonical HTML, where each element has its
 * end: that of its own name which leaves none open. */
static const char *element_end(const char *from)
{
    char open[40], close[40];
    size_t n = strcspn(from + 1, " >"), depth = 0;

    if (n > 30)
        return from;
    snprintf(open, sizeof open, "<%.*s", (int)n, from + 1);
    snprintf(close, sizeof close, "</%.*s>", (int)n, from + 1);
    for (const char *at = from; (at = strchr(at, '<')); at++) {
        if (strncmp(at, close, n + 3) == 0) {
            if (--depth == 0)
                return at + n + 3;
        } else if (strncmp(at, open, n + 1) == 0 && strchr(" >", at[n + 1])) {
            depth++;
        }
    }
    return from;
}

/* The HTML of the box of that name which stands `number`th (from 0) in the page. */
static json_t *box_html(const char *html, const char *box, size_t number)
{
    char mark[160];
    const char *at = html, *from;

    snprintf(mark, sizeof mark, " data-encart=\"%s\"", box);
    for (size_t i = 0; (at = strstr(at, mark)); at++) {
        if (i++ < number)
            continue;
        for (from = at; from > html && *from != '<'; from--)
            ;
        return json_stringn(from, (size_t)(element_end(from) - from));
    }
    return NULL;
}

/* How many boxes before this one have its name, and stand. */
static size_t same_before(const json_t *list, size_t end, const char *box)
{
    size_t count = 0;

    for (size_t i = 0; i < end; i++) {
        const json_t *one = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(one, "box"));

        count += name && strcmp(name, box) == 0 &&
                 json_is_true(json_object_get(one, "placed"));
    }
    return count;
}

/* Those of this plugin, in the report's order, each by its id: "note". */
static json_t *boxes_of(const plugin_run *r)
{
    const json_t *list = json_object_get(r->report, "boxes"), *one;
    json_t *out = json_array();
    size_t i;

    json_array_foreach(list, i, one) {
        json_t *box = json_copy((json_t *)(uintptr_t)one);
        const char *name = json_string_value(json_object_get(one, "box"));
        const char *id = name ? strchr(name, '/') : NULL;

        if (id && json_is_true(json_object_get(one, "placed")))
            json_object_set_new(box, "html",
                                box_html(r->html, name, same_before(list, i, name)));
        if (id)
            json_object_set_new(box, "id", json_string(id + 1));
        json_array_append_new(out, box);
    }
    return out;
}

json_t *plugin_page(const plugin_run *r)
{
    json_t *page = json_pack("{s:o?, s:o, s:O?, s:O?}", "html",
                             json_stringn(r->html, r->html_size), "boxes", boxes_of(r),
                             "diagnostics", json_object_get(r->report, "diagnostics"), "lang",
                             json_object_get(r->report, "lang"));

    return page ? page : json_pack("{s:s}", "failed", "out of memory");
}
