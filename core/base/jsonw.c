/* JSON text (RFC 8259), written front to back. */
#include "core/base/jsonw.h"
#include "core/base/utf8.h"

void encart__jsonw_init(encart__jsonw *w, encart__strbuf *out)
{
    w->out = out;
    w->comma = 0;
}

static void value(encart__jsonw *w)
{
    if (w->comma)
        encart__strbuf_putc(w->out, ',');
    w->comma = 1;
}

void encart__jsonw_open(encart__jsonw *w, char bracket)
{
    value(w);
    encart__strbuf_putc(w->out, bracket);
    w->comma = 0;
}

void encart__jsonw_close(encart__jsonw *w, char bracket)
{
    encart__strbuf_putc(w->out, bracket);
    w->comma = 1;
}

static void escape(encart__strbuf *out, encart__str s)
{
    size_t i = 0, start = 0, len;
    uint32_t cp;

    for (; i < s.n; i += len) {
        unsigned char c = (unsigned char)s.p[i];

        len = 1;
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<')
            continue;
        if (c >= 0x80) {
            len = encart__utf8_decode(s.p + i, s.n - i, &cp);
            if (cp != 0xFFFD && cp != 0x2028 && cp != 0x2029)
                continue;
        } else {
            cp = c;
        }
        encart__strbuf_add(out, s.p + start, i - start);
        start = i + len;
        if (cp == '"' || cp == '\\')
            encart__strbuf_printf(out, "\\%c", (char)cp);
        else if (cp == '\n')
            encart__strbuf_puts(out, "\\n");
        else if (cp == '\t')
            encart__strbuf_puts(out, "\\t");
        else if (cp == 0xFFFD)
            encart__strbuf_utf8(out, cp);
        else
            encart__strbuf_printf(out, "\\u%04X", (unsigned)cp);
    }
    encart__strbuf_add(out, s.p + start, s.n - start);
}

void encart__jsonw_str(encart__jsonw *w, encart__str s)
{
    value(w);
    encart__strbuf_putc(w->out, '"');
    escape(w->out, s);
    encart__strbuf_putc(w->out, '"');
}

void encart__jsonw_z(encart__jsonw *w, const char *z)
{
    encart__jsonw_str(w, encart__str_z(z));
}

void encart__jsonw_key_str(encart__jsonw *w, encart__str key)
{
    encart__jsonw_str(w, key);
    encart__strbuf_putc(w->out, ':');
    w->comma = 0;
}

void encart__jsonw_key(encart__jsonw *w, const char *key)
{
    encart__jsonw_key_str(w, encart__str_z(key));
}

void encart__jsonw_int(encart__jsonw *w, int64_t v)
{
    value(w);
    encart__strbuf_int(w->out, v);
}

void encart__jsonw_bool(encart__jsonw *w, int v)
{
    value(w);
    encart__strbuf_puts(w->out, v ? "true" : "false");
}

void encart__jsonw_null(encart__jsonw *w)
{
    value(w);
    encart__strbuf_puts(w->out, "null");
}

void encart__jsonw_raw(encart__jsonw *w, encart__str json)
{
    value(w);
    encart__strbuf_str(w->out, json);
}

void encart__jsonw_kstr(encart__jsonw *w, const char *key, encart__str s)
{
    encart__jsonw_key(w, key);
    encart__jsonw_str(w, s);
}

void encart__jsonw_kopt(encart__jsonw *w, const char *key, encart__str s)
{
    if (s.n)
        encart__jsonw_kstr(w, key, s);
}

void encart__jsonw_kint(encart__jsonw *w, const char *key, int64_t v)
{
    encart__jsonw_key(w, key);
    encart__jsonw_int(w, v);
}

void encart__jsonw_kbool(encart__jsonw *w, const char *key, int v)
{
    encart__jsonw_key(w, key);
    encart__jsonw_bool(w, v);
}
