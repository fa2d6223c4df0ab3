/* Prose from a small vocabulary and a fixed generator: the same bytes on every machine. */
#include "bench/corpus.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
    char *data;
    size_t n, cap;
    int failed;
} text;

static uint64_t state;

static uint32_t below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static void add(text *t, const char *z)
{
    size_t n = strlen(z);

    if (t->n + n + 1 > t->cap && !t->failed) {
        size_t cap = (t->n + n + 1) * 2;
        char *data = realloc(t->data, cap);

        t->failed = !data;
        if (data) {
            t->data = data;
            t->cap = cap;
        }
    }
    if (t->failed)
        return;
    memcpy(t->data + t->n, z, n + 1);
    t->n += n;
}

/* ---- prose --------------------------------------------------------------------------- */

static const char *const words[] = {
    "la", "ville", "de", "le", "conseil", "régional", "annonce", "une", "réforme", "du",
    "marché", "les", "habitants", "demandent", "des", "réponses", "sur", "eau", "et",
    "l’énergie", "projet", "étude", "publiée", "montre", "que", "hausse", "prix",
    "transports", "sera", "limitée", "cette", "année", "dans", "plusieurs", "quartiers",
    "au", "nord", "fleuve", "après", "crue", "historique", "d’octobre", "selon", "mairie"};

static void sentence(text *t)
{
    uint32_t n = 8 + below(14);

    add(t, "Ainsi");
    while (n-- > 0) {
        add(t, below(9) ? " " : ", ");
        add(t, words[below(sizeof words / sizeof *words)]);
    }
    add(t, below(6) ? ". " : " : « oui », dit-il. ");
}

static void sentences(text *t, uint32_t n)
{
    while (n-- > 0)
        sentence(t);
}

/* ---- HTML ---------------------------------------------------------------------------- */

static void clean_block(text *t)
{
    switch (below(9)) {
    case 0:
        add(t, "<h2>Un intertitre</h2>\n");
        break;
    case 1:
        add(t, "<figure><img src=\"/i.jpg\" alt=\"Vue\" width=\"600\" height=\"400\">"
               "<figcaption>Légende</figcaption></figure>\n");
        break;
    case 2:
        add(t, "<ul><li>un point</li><li>un autre <em>point</em></li></ul>\n");
        break;
    case 3:
        add(t, "<blockquote><p>");
        sentence(t);
        add(t, "</p></blockquote>\n");
        break;
    default:
        add(t, "<p>");
        sentences(t, 2);
        add(t, "<a href=\"https://example.org/a?b=1&amp;c=2\">un lien</a> <strong>fort</strong> ");
        sentences(t, 1 + below(3));
        add(t, "</p>\n");
    }
}

static void clean_body(text *t, uint32_t blocks)
{
    while (blocks-- > 0)
        clean_block(t);
}

/* What editors and agencies really paste. */
static void messy_body(text *t, uint32_t blocks)
{
    while (blocks-- > 0) {
        add(t, below(2) ? "<p class=MsoNormal style='margin:0cm;font-size:12pt'>"
                        : "<div><span style=\"color: #333\">");
        sentences(t, 2);
        add(t, below(2) ? "<b>gras <i>les deux</b> penché</i> " : "<font size=2>petit</font>");
        add(t, below(3) ? "<br><br>" : "<table><tr><td>un<td>deux<tr><td>trois</table>");
        sentences(t, 2);
        add(t, below(2) ? "&nbsp;&eacute;<o:p></o:p>" : "</span></div>");
    }
}

static void page(text *t, uint32_t blocks)
{
    add(t, "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>La crue — "
           "Journal</title><meta property=\"og:title\" content=\"La crue\"><meta "
           "property=\"article:published_time\" content=\"2024-10-20T10:00:00+01:00\">"
           "<script>var a = 1 < 2;</script><style>p { margin: 0 }</style></head><body>"
           "<header><nav><ul>");
    for (int i = 0; i < 40; i++)
        add(t, "<li><a href=\"/rubrique\">Rubrique</a></li>");
    add(t, "</ul></nav></header><main><article><h1>La crue</h1>\n");
    clean_body(t, blocks);
    add(t, "</article><aside><h2>À lire</h2>");
    for (int i = 0; i < 20; i++)
        add(t, "<p><a href=\"/autre\">Un autre article du journal</a></p>");
    add(t, "</aside></main><footer><p>© Journal</p></footer></body></html>\n");
}

static void plain(text *t, uint32_t blocks)
{
    add(t, "La crue du fleuve inquiète les riverains\n\n");
    while (blocks-- > 0) {
        sentences(t, 4);
        add(t, "\n\n");
        if (blocks == 3)
            add(t, "Lire aussi : Les quais fermés jusqu’à lundi\n\n");
    }
}

static void clean_start(text *t, uint32_t blocks)
{
    clean_body(t, blocks);
}

static const struct {
    const char *name, *format;
    void (*make)(text *t, uint32_t blocks);
    uint32_t count, blocks;
    int html;
} kinds[CORPORA - 1] = {
    {"short fragments", "html", clean_start, 60, 6, 1},
    {"long fragments", "html", clean_start, 10, 120, 1},
    {"messy fragments", "html", messy_body, 40, 12, 1},
    {"whole pages", "page", page, 30, 16, 1},
    {"plain text", "text", plain, 60, 8, 0},
};

static int make_corpus(corpus *c, size_t kind)
{
    c->name = kinds[kind].name;
    c->format = kinds[kind].format;
    c->html = kinds[kind].html;
    c->docs = calloc(kinds[kind].count, sizeof *c->docs);
    for (uint32_t i = 0; c->docs && i < kinds[kind].count; i++) {
        text t = {NULL, 0, 0, 0};

        state = 1000 * kind + i;
        kinds[kind].make(&t, kinds[kind].blocks);
        c->docs[c->count++] = (document){t.data, t.n};
        if (t.failed)
            return 0;
    }
    return c->docs != NULL;
}

/* ---- real pages ---------------------------------------------------------------------- */

static int is_html(const struct dirent *e)
{
    size_t n = strlen(e->d_name);

    return n > 5 && strcmp(e->d_name + n - 5, ".html") == 0;
}

/* Bytewise, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_file(const char *folder, const char *name, document *out)
{
    char path[4096];
    FILE *f;
    long size;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (!f)
        return 0;
    if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) > 0 && fseek(f, 0, SEEK_SET) == 0 &&
        (out->bytes = malloc((size_t)size)) != NULL)
        out->n = fread(out->bytes, 1, (size_t)size, f);
    fclose(f);
    return out->n > 0;
}

static int read_folder(corpus *c, const char *folder)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, is_html, by_name);

    if (n <= 0) {
        free(names);
        return 0;
    }
    c->name = "real pages";
    c->format = "page";
    c->html = 1;
    c->docs = calloc((size_t)n, sizeof *c->docs);
    for (int i = 0; i < n; i++) {
        if (c->docs && read_file(folder, names[i]->d_name, &c->docs[c->count]))
            c->count++;
        free(names[i]);
    }
    free(names);
    return c->count > 0;
}

size_t corpora_make(corpus out[CORPORA], const char *folder)
{
    memset(out, 0, CORPORA * sizeof *out);
    for (size_t i = 0; i < CORPORA - 1; i++)
        if (!make_corpus(&out[i], i)) {
            corpora_free(out, CORPORA);
            return 0;
        }
    return CORPORA - 1 + (folder && read_folder(&out[CORPORA - 1], folder));
}

void corpora_free(corpus *c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < c[i].count; j++)
            free(c[i].docs[j].bytes);
        free(c[i].docs);
        c[i] = (corpus){0};
    }
}
