/* See vectors.h. */
#include "tests/vectors.h"
#include "tests/suite.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ----------------------------------------------------------------------- */

static int is_vectors(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot && strcmp(dot, ".json") == 0;
}

json_t *vector_text(const json_t *value)
{
    const json_t *piece;
    json_t *all = json_string(json_is_string(value) ? json_string_value(value) : "");
    size_t i;

    json_array_foreach(value, i, piece) {
        json_t *longer =
            json_sprintf("%s%s", json_string_value(all), json_string_value(piece));

        json_decref(all);
        all = longer;
    }
    return all;
}

static void join(json_t *v)
{
    static const char *const members[] = {"document", "document_base64", "config",
                                          "answers"};

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *value = json_object_get(v, members[i]);

        if (value)
            json_object_set_new(v, members[i], vector_text(value));
    }
}

json_t *vectors_load(void)
{
    const char *dir = suite_src("tests/vectors");
    struct dirent **entries = NULL;
    json_t *all = json_array(), *v;
    char path[4400];
    int n = scandir(dir, &entries, is_vectors, alphasort);
    size_t at;

    for (int i = 0; i < n; i++) {
        json_t *some;

        snprintf(path, sizeof path, "%s/%s", dir, entries[i]->d_name);
        some = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
        json_array_foreach(some, at, v)
            join(v);
        json_array_extend(all, some);
        json_decref(some);
        free(entries[i]);
    }
    free(entries);
    return all;
}

json_t *vector_masked(const char *text, size_t n)
{
    static const char *const names[] = {"\"fuel\":", "\"memory\":"};
    char *copy = strndup(text, n);
    json_t *masked;

    for (size_t i = 0; i < 2; i++)
        for (char *at = strstr(copy, names[i]); at; at = strstr(at, names[i])) {
            size_t digits;

            at += strlen(names[i]);
            digits = strspn(at, "0123456789");
            if (digits) {
                *at = '0';
                memmove(at + 1, at + digits, strlen(at + digits) + 1);
            }
        }
    masked = json_string(copy);
    free(copy);
    return masked;
}

static vector_bytes from_base64(const char *z)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    vector_bytes out = {.made = malloc(strlen(z) + 1)};
    unsigned bits = 0;

    for (size_t i = 0; z[i] && z[i] != '='; i++) {
        bits = bits << 6 | (unsigned)(strchr(digits, z[i]) - digits);
        if (i % 4)
            out.made[out.size++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xFF);
    }
    out.data = out.made;
    return out;
}

vector_bytes vector_document(const json_t *v)
{
    const json_t *plain = json_object_get(v, "document");
    const char *encoded = json_string_value(json_object_get(v, "document_base64"));

    if (encoded)
        return from_base64(encoded);
    return (vector_bytes){.data = json_string_value(plain),
                          .size = json_string_length(plain)};
}

/* ---- asking ------------------------------------------------------------------------ */

static int configure(encart_builder *b, const json_t *v, encart_error *err)
{
    const json_t *config = json_object_get(v, "config"), *name;
    int status = ENCART_OK;
    size_t i;

    if (config)
        status = encart_builder_config_json(b, json_string_value(config),
                                            json_string_length(config), "config", err);
    if (!status)
        status = encart_builder_plugin_path(b, suite_src("plugins"), err);
    if (!status)
        status = encart_builder_plugin_path(b, suite_src("tests/vectors/plugins"), err);
    json_array_foreach(json_object_get(v, "plugins"), i, name)
        if (!status)
            status = encart_builder_plugin_enable(b, json_string_value(name), err);
    return status;
}

int vector_engine(encart_engine **out, const json_t *v, encart_error *err)
{
    encart_builder *b = NULL;
    int status = encart_builder_new(&b, NULL, err);

    if (!status)
        status = configure(b, v, err);
    if (!status)
        status = encart_engine_new(out, b, err);
    encart_builder_free(b);
    return status;
}

/* The options are few: a name that is not taken here fails vectors that use it. */
static const char *text(const json_t *o, const char *name)
{
    return json_string_value(json_object_get(o, name));
}

static int number(const json_t *o, const char *name)
{
    return (int)json_integer_value(json_object_get(o, name));
}

static int onoff(const json_t *o, const char *name)
{
    const json_t *value = json_object_get(o, name);

    return !value ? ENCART_DEFAULT : json_is_true(value) ? ENCART_ON : ENCART_OFF;
}

void vector_load_options(encart_load_options *o, const json_t *v)
{
    const json_t *from = json_object_get(v, "load");

    encart_load_options_init(o);
    o->format = text(from, "format");
    o->lang = text(from, "lang");
    o->url = text(from, "url");
    o->source = text(from, "source");
    o->site = text(from, "site");
    o->profile = text(from, "profile");
    o->paragraphs = onoff(from, "paragraphs");
    o->accessible = onoff(from, "accessible");
    o->heading_base = number(from, "heading_base");
    o->max_bytes = (size_t)number(from, "max_bytes");
    o->repair = text(from, "repair");
    o->body_begin = text(from, "body_begin");
    o->body_end = text(from, "body_end");
}

void vector_render_options(encart_render_options *o, const json_t *v)
{
    const json_t *from = json_object_get(v, "options");
    const char *explain = text(from, "explain");

    encart_render_options_init(o);
    o->format = text(from, "format");
    o->lang = text(from, "lang");
    o->site = text(from, "site");
    o->now = text(from, "now");
    o->answers = text(v, "answers");
    o->answers_size = o->answers ? strlen(o->answers) : 0;
    o->no_plugins = json_is_true(json_object_get(from, "no_plugins"));
    o->overrides = text(from, "overrides");
    o->channel = text(from, "channel");
    if (explain)
        o->explain = *explain == 't' ? ENCART_EXPLAIN_TEXT : ENCART_EXPLAIN_HTML;
}

void vector_sanitise_options(encart_sanitise_options *o, const json_t *v)
{
    const json_t *from = json_object_get(v, "options");

    encart_sanitise_options_init(o);
    o->profile = text(from, "profile");
    o->url = text(from, "url");
    o->paragraphs = onoff(from, "paragraphs");
    o->accessible = onoff(from, "accessible");
    o->heading_base = number(from, "heading_base");
    o->max_bytes = (size_t)number(from, "max_bytes");
    o->repair = text(from, "repair");
}
