/* A host with a callback: Encart asks which articles are related, the site's own database
 * answers.
 *
 *     cc callback.c $(pkg-config --cflags --libs encart) -o callback
 *     ./callback article.txt "$(pkg-config --variable=plugindir encart)" >article.html
 *
 * docs/embedding.md tells what a host does that must not block. */
#include <encart/encart.h>

#include <stdio.h>

static char document[1 << 20];

/* The database, in short. */
typedef struct entry {
    const char *url;
    const char *title;
} entry;

typedef struct database {
    const entry *entries;
    size_t count;
} database;

/* JSON, as docs/schema/answers.json has it. A host whose titles may hold quotes or control
 * characters writes them with its JSON library. The reply remembers when memory ran out, so
 * its last status tells of all. */
static int related(void *user, const char *service, const char *request, size_t n,
                   encart_reply *reply)
{
    const database *db = user;

    (void)service; /* the one name that it was registered for */
    (void)request; /* {"service": "related", "limit": 12, "article": {"title": …}} */
    (void)n;
    for (size_t i = 0; i < db->count; i++) {
        encart_reply_add(reply, i ? ",{\"url\":\"" : "[{\"url\":\"", ENCART_TO_NUL);
        encart_reply_add(reply, db->entries[i].url, ENCART_TO_NUL);
        encart_reply_add(reply, "\",\"title\":\"", ENCART_TO_NUL);
        encart_reply_add(reply, db->entries[i].title, ENCART_TO_NUL);
        encart_reply_add(reply, "\"}", ENCART_TO_NUL);
    }
    return encart_reply_add(reply, "]", ENCART_TO_NUL);
}

static int new_engine(encart_engine **out, const char *plugins, database *db,
                      encart_error *err)
{
    static const char *const enabled[] = {"lire-aussi", "related", "footer-controls"};
    encart_builder *builder = NULL;
    int status = encart_builder_new(&builder, NULL, err);

    if (!status)
        status = encart_builder_plugin_path(builder, plugins, err);
    for (size_t i = 0; !status && i < sizeof enabled / sizeof *enabled; i++)
        status = encart_builder_plugin_enable(builder, enabled[i], err);
    if (!status)
        status = encart_builder_service(builder, "related", related, db, err);
    if (!status)
        status = encart_engine_new(out, builder, err);
    encart_builder_free(builder);
    return status;
}

static int render(const encart_engine *engine, size_t n, encart_error *err)
{
    encart_render_options options = ENCART_RENDER_OPTIONS_INIT;
    encart_article *article = NULL;
    encart_result *result = NULL;
    int status = encart_article_load(&article, engine, document, n, NULL, err);

    options.format = "page";
    if (!status)
        status = encart_render(&result, engine, article, &options, err);
    if (!status)
        fputs(encart_result_html(result, NULL), stdout);
    encart_result_free(result);
    encart_article_free(article);
    return status;
}

int main(int argc, char **argv)
{
    static const entry entries[] = {
        {"/2024/saumons", "Les saumons remontent la Senne"},
        {"/2024/crues", "Une alerte aux crues par téléphone"},
        {"/2024/tourbiere", "La tourbière garde son carbone"},
    };
    database db = {entries, sizeof entries / sizeof *entries};
    encart_engine *engine = NULL;
    encart_error err = {0};
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    size_t n;

    if (!file) {
        fprintf(stderr, "usage: callback ARTICLE FOLDER-OF-PLUGINS\n");
        return 2;
    }
    n = fread(document, 1, sizeof document, file);
    fclose(file);
    if (new_engine(&engine, argv[2], &db, &err) || render(engine, n, &err))
        fprintf(stderr, "%s: %s\n", argv[1], err.message);
    encart_engine_free(engine);
    return err.status != ENCART_OK;
}
