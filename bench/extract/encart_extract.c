/* Prints, for each page named on the command line, one line of JSON: what the loader's
 * page reader finds. For measuring; it sees the rooms, not the library.
 * encart_extract PAGE… */
#include "core/base/jsonw.h"
#include "core/base/limits.h"
#include "core/html/decode.h"
#include "core/load/page.h"

#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    long size;

    if (!f)
        return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 &&
        fseek(f, 0, SEEK_SET) == 0) {
        data = malloc((size_t)size + 1);
        *n = data ? fread(data, 1, (size_t)size, f) : 0;
    }
    fclose(f);
    return data;
}

/* The kept text, blocks on lines of their own. */
static void body_text(const encart__tokens *t, const uint8_t *keep, encart__strbuf *out)
{
    int hidden = 0;

    for (size_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i];
        unsigned flags = encart__tag_flags(k->tag);

        if (!keep[i])
            continue;
        if (k->type == ENCART__TOKEN_TEXT && !(k->flags & ENCART__TOKEN_RAW) && !hidden)
            encart__strbuf_str(out, encart__token_text(t, k));
        else if (k->type == ENCART__TOKEN_START || k->type == ENCART__TOKEN_END) {
            if ((flags & ENCART__F_BLOCK) || k->tag == ENCART__T_BR)
                encart__strbuf_putc(out, '\n');
            if (k->tag == ENCART__T_SVG)
                hidden = k->type == ENCART__TOKEN_START;
        }
    }
}

static void write_date(encart__jsonw *w, const char *key, const encart__date *d)
{
    char text[40];

    encart__jsonw_kopt(w, key, encart__str_n(text, encart__date_format(text, d)));
}

static void write_refs(encart__jsonw *w, const char *key, const encart__ref *refs,
                       size_t n)
{
    encart__jsonw_key(w, key);
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < n; i++)
        encart__jsonw_str(w, refs[i].name);
    encart__jsonw_close(w, ']');
}

static void write_page(const char *path, const encart_article *a, const encart__tokens *t,
                       const uint8_t *keep)
{
    static const char *const comments[] = {"unknown", "open", "closed", "none"};
    const char *slash = strrchr(path, '/');
    encart__strbuf out, text;
    encart__jsonw w;

    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_init(&text, NULL, 0);
    encart__jsonw_init(&w, &out);
    encart__jsonw_open(&w, '{');
    encart__jsonw_kstr(&w, "file", encart__str_z(slash ? slash + 1 : path));
    encart__jsonw_kstr(&w, "title", a->title);
    encart__jsonw_kopt(&w, "lang", a->lang);
    write_date(&w, "published", &a->published);
    write_date(&w, "modified", &a->modified);
    write_refs(&w, "authors", a->authors, a->author_count);
    write_refs(&w, "tags", a->tags, a->tag_count);
    encart__jsonw_kopt(&w, "section", a->section.name);
    encart__jsonw_kopt(&w, "url", a->url);
    encart__jsonw_kopt(&w, "image", a->image.url);
    encart__jsonw_kopt(&w, "summary", a->summary);
    encart__jsonw_kopt(&w, "access", a->access);
    encart__jsonw_kstr(&w, "comments", encart__str_z(comments[a->comments.status]));
    encart__jsonw_kbool(&w, "article", a->diags.count == 0);
    body_text(t, keep, &text);
    encart__jsonw_kstr(&w, "text", encart__strbuf_view(&text));
    encart__jsonw_close(&w, '}');
    puts(encart__strbuf_z(&out));
    encart__strbuf_free(&out);
    encart__strbuf_free(&text);
}

static int extract(const char *path, encart__str bytes, int print)
{
    encart_article a = {0};
    encart__tokens t;
    encart__strbuf text;
    char charset[32];
    uint8_t *keep = NULL;
    int status;

    encart__arena_init(&a.arena, &encart__alloc_default, 0);
    encart__diags_init(&a.diags, &a.arena, 0);
    a.comments.count = -1;
    encart__strbuf_init(&text, NULL, ENCART__HARD_INPUT);
    encart__tokens_init(&t, &encart__alloc_default);
    status = encart__decode(bytes, ENCART__STR_EMPTY, &text, charset, NULL, NULL);
    if (!status)
        status = encart__tokenize(&t, encart__strbuf_view(&text), 1);
    if (!status)
        status = encart__page_metadata(&a, &t);
    if (!status && !(keep = calloc(t.count + 1, 1)))
        status = ENCART_ENOMEM;
    if (!status)
        status = encart__page_body(keep, &a, &t, &a.diags);
    if (!status && print)
        write_page(path, &a, &t, keep);
    free(keep);
    encart__tokens_free(&t);
    encart__strbuf_free(&text);
    encart__arena_free(&a.arena);
    return status;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++) {
        size_t n = 0;
        char *data = read_file(argv[i], &n);
        int status = data ? extract(argv[i], encart__str_n(data, n), 1) : ENCART_EIO;

        if (status) {
            fprintf(stderr, "%s: status %d\n", argv[i], status);
            failed = 1;
        }
        free(data);
    }
    return failed;
}
