/* See plugin_kit.h. */
#include "tests/plugin_kit.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes the folders of `path` below `from` as they are needed. */
static void make_folders(char *path, size_t from)
{
    for (char *p = path + from; (p = strchr(p, '/')); p++) {
        *p = '\0';
        mkdir(path, 0700);
        *p = '/';
    }
}

static void write_file(const char *top, const char *plugin, const char *file,
                       const char *text)
{
    char path[512];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s/%s", top, plugin, file);
    make_folders(path, strlen(top) + 1);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    ck_assert_int_eq(fclose(f), 0);
}

/* The file, then each folder that is empty without it. */
static void remove_file(const char *top, const char *plugin, const char *file)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s/%s", top, plugin, file);
    unlink(path);
    for (char *p; (p = strrchr(path, '/')) && p > path + strlen(top);) {
        *p = '\0';
        rmdir(path);
    }
}

static int enable(encart_builder *b, const char *top, const kit_plugin *plugins)
{
    char path[512];
    int status = ENCART_OK;

    for (const kit_plugin *p = plugins; p->name && !status; p++) {
        snprintf(path, sizeof path, "%s/%s", top, p->name);
        status = encart_builder_plugin_enable(b, path, NULL);
    }
    return status;
}

encart_engine *kit_engine(const kit_plugin *plugins, const encart_allocator *alloc,
                          int *status)
{
    char top[] = "/tmp/encart-kit-XXXXXX";
    encart_builder *b = NULL;
    encart_engine *e = NULL;

    ck_assert_ptr_nonnull(mkdtemp(top));
    for (const kit_plugin *p = plugins; p->name; p++)
        for (size_t i = 0; p->files[i]; i += 2)
            write_file(top, p->name, p->files[i], p->files[i + 1]);
    *status = encart_builder_new(&b, alloc, NULL);
    if (!*status)
        *status = enable(b, top, plugins);
    if (!*status)
        *status = encart_engine_new(&e, b, NULL);
    encart_builder_free(b);
    for (const kit_plugin *p = plugins; p->name; p++)
        for (size_t i = 0; p->files[i]; i += 2)
            remove_file(top, p->name, p->files[i]);
    rmdir(top);
    return e;
}

kit_page kit_render(const encart_engine *e, const char *document, const char *format)
{
    encart_render_options ro = ENCART_RENDER_OPTIONS_INIT;
    encart_load_options lo = ENCART_LOAD_OPTIONS_INIT;
    encart_article *a = NULL;
    encart_result *r = NULL;
    kit_page p = {0};

    lo.format = "json";
    ro.format = format;
    p.status = encart_article_load(&a, e, document, strlen(document), &lo, NULL);
    if (!p.status)
        p.status = encart_render(&r, e, a, &ro, NULL);
    if (!p.status) {
        p.html = strdup(encart_result_html(r, NULL));
        p.head = strdup(encart_result_slot(r, "head", NULL));
        p.css = strdup(encart_result_css(r, NULL));
        p.report = json_loads(encart_result_report(r, NULL), 0, NULL);
        ck_assert_ptr_nonnull(p.report);
    }
    encart_result_free(r);
    encart_article_free(a);
    return p;
}

void kit_free(kit_page *p)
{
    free(p->html);
    free(p->head);
    free(p->css);
    json_decref(p->report);
    *p = (kit_page){0};
}

const char *kit_told(const json_t *diagnostics, const char *rule)
{
    static char text[1024];
    const json_t *d;
    size_t i;

    json_array_foreach(diagnostics, i, d) {
        const char *source = json_string_value(json_object_get(d, "source"));
        long line = (long)json_integer_value(json_object_get(d, "line"));

        if (strcmp(json_string_value(json_object_get(d, "rule")), rule) != 0)
            continue;
        source = source && strrchr(source, '/') && line ? strrchr(source, '/') + 1 : source;
        snprintf(text, sizeof text, "%s:%ld: %s", source ? source : "", line,
                 json_string_value(json_object_get(d, "message")));
        return text;
    }
    return "";
}
