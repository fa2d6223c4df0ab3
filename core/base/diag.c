/* A linked list in an arena, oldest first. */
#include "core/base/diag.h"
#include "core/base/limits.h"

#include <stdarg.h>
#include <stdio.h>

void encart__diags_init(encart__diags *d, encart__arena *arena, uint32_t max)
{
    *d = (encart__diags){arena, NULL, NULL, 0, 0, max ? max : ENCART__MAX_DIAGS};
}

encart__diag *encart__diag_add(encart__diags *d, encart__level level, const char *rule,
                               const char *format, ...)
{
    char message[1024];
    encart__diag *e;
    va_list args;
    int n;

    d->count++;
    if (d->kept >= d->max)
        return NULL;
    e = encart__arena_zalloc(d->arena, sizeof *e);
    if (!e)
        return NULL;
    va_start(args, format);
    n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (n < 0)
        n = 0;
    if ((size_t)n >= sizeof message)
        n = (int)sizeof message - 1;
    e->level = level;
    e->rule = rule;
    e->source = e->path = ENCART__STR_EMPTY;
    e->message = encart__arena_str(d->arena, encart__str_n(message, (size_t)n));
    if (d->last)
        d->last->next = e;
    else
        d->first = e;
    d->last = e;
    d->kept++;
    return e;
}

void encart__diags_json(const encart__diags *d, encart__jsonw *w)
{
    static const char *const levels[] = {"note", "warning", "error"};

    encart__jsonw_open(w, '[');
    for (const encart__diag *e = d->first; e; e = e->next) {
        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "level", encart__str_z(levels[e->level]));
        encart__jsonw_kstr(w, "rule", encart__str_z(e->rule));
        encart__jsonw_kopt(w, "source", e->source);
        encart__jsonw_kopt(w, "path", e->path);
        if (e->line)
            encart__jsonw_kint(w, "line", e->line);
        if (e->column)
            encart__jsonw_kint(w, "column", e->column);
        encart__jsonw_kstr(w, "message", e->message);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}
