/* The vectors (tests/vectors/README.md) through the public interface: the bytes that
 * every binding gives too. Start reading at `operations`. */
#include "tests/suite.h"
#include "tests/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one operation gave: members of `expect` by name, or a failure. */
typedef struct outcome {
    json_t *members;
    encart_error err;
    int status;
} outcome;

static void keep(outcome *o, const char *name, const char *text, size_t n)
{
    json_object_set_new(o->members, name, vector_masked(text, n));
}

static void keep_buffer(outcome *o, const char *name, encart_buffer *buffer)
{
    size_t n;
    const char *text = encart_buffer_data(buffer, &n);

    if (!o->status)
        keep(o, name, text, n);
    encart_buffer_free(buffer);
}

/* ---- operations -------------------------------------------------------------------- */

/* Each slot that can be asked for stands in the report too. */
static void check_slots(const encart_result *r, const char *report, size_t n)
{
    static const char *const names[] = {"head",       "before-title", "after-title",
                                        "after-lede", "after-body",   "aside",
                                        "footer"};
    json_t *all = json_loadb(report, n, 0, NULL);

    ck_assert_msg(all != NULL, "the report is not JSON");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *slot = encart_result_slot(r, names[i], &n);
        const char *told =
            json_string_value(json_object_get(json_object_get(all, "slots"), names[i]));

        ck_assert_str_eq(slot, told ? told : "");
    }
    json_decref(all);
}

static void do_render(outcome *o, const encart_engine *e, const encart_article *a,
                      const json_t *v)
{
    encart_render_options options;
    encart_result *r = NULL;
    const char *text;
    size_t n;

    vector_render_options(&options, v);
    o->status = encart_render(&r, e, a, &options, &o->err);
    if (!o->status) {
        text = encart_result_html(r, &n);
        keep(o, "html", text, n);
        text = encart_result_report(r, &n);
        keep(o, "report", text, n);
        check_slots(r, text, n);
        text = encart_result_explain(r, &n);
        if (options.explain)
            keep(o, "explain", text, n);
    }
    encart_result_free(r);
}

static void do_plan(outcome *o, const encart_engine *e, const encart_article *a,
                    const json_t *v)
{
    encart_render_options options;
    encart_buffer *plan = NULL;

    vector_render_options(&options, v);
    o->status = encart_plan(&plan, e, a, &options, &o->err);
    keep_buffer(o, "plan", plan);
}

static void do_article(outcome *o, const encart_engine *e, const encart_article *a,
                       const json_t *v)
{
    encart_buffer *json = NULL;
    const char *text;
    size_t n;

    (void)e, (void)v;
    o->status = encart_article_json(&json, a, &o->err);
    keep_buffer(o, "document", json);
    text = encart_article_text(a, &n);
    keep(o, "text", text, n);
}

static void do_save(outcome *o, const encart_engine *e, const encart_article *a,
                    const json_t *v)
{
    encart_buffer *saved = NULL;

    (void)e, (void)v;
    o->status = encart_article_save(&saved, a, &o->err);
    keep_buffer(o, "saved", saved);
}

static void do_sanitise(outcome *o, const encart_engine *e, const json_t *v,
                        const vector_bytes *in)
{
    encart_sanitise_options options;
    encart_buffer *html = NULL, *removed = NULL;

    vector_sanitise_options(&options, v);
    o->status =
        encart_sanitise(&html, &removed, e, in->data, in->size, &options, &o->err);
    keep_buffer(o, "html", html);
    keep_buffer(o, "removed", removed);
}

static void do_strip(outcome *o, const encart_engine *e, const json_t *v,
                     const vector_bytes *in)
{
    encart_buffer *html = NULL;

    (void)v;
    o->status = encart_strip(&html, e, in->data, in->size, &o->err);
    keep_buffer(o, "html", html);
}

static int fill(void *user, const char *name, const char *params, size_t n,
                encart_reply *to)
{
    const json_t *html = json_object_get(user, name);

    (void)params, (void)n;
    return html ? encart_reply_set(to, json_string_value(html), json_string_length(html))
                : ENCART_ENOTFOUND;
}

static void do_fill_holes(outcome *o, const encart_engine *e, const json_t *v,
                          const vector_bytes *in)
{
    encart_buffer *html = NULL;

    (void)e;
    o->status = encart_fill_holes(&html, in->data, in->size, fill,
                                  json_object_get(v, "holes"), &o->err);
    keep_buffer(o, "html", html);
}

static const struct operation {
    const char *name; /* one of the two, or none when an engine is all that is asked for */
    void (*article)(outcome *, const encart_engine *, const encart_article *,
                    const json_t *);
    void (*bytes)(outcome *, const encart_engine *, const json_t *,
                  const vector_bytes *);
} operations[] = {
    {"render", do_render, NULL},     {"plan", do_plan, NULL},
    {"article", do_article, NULL},   {"save", do_save, NULL},
    {"sanitise", NULL, do_sanitise}, {"strip", NULL, do_strip},
    {"fill_holes", NULL, do_fill_holes}, {"engine", NULL, NULL},
};

static const struct operation *operation_of(const json_t *v)
{
    const char *name = json_string_value(json_object_get(v, "op"));

    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    ck_abort_msg("unknown op %s", name);
}

/* ---- one vector -------------------------------------------------------------------- */

static void load_and_run(outcome *o, const struct operation *op, const encart_engine *e,
                         const json_t *v, const vector_bytes *in)
{
    encart_load_options options;
    encart_article *a = NULL;

    vector_load_options(&options, v);
    o->status = encart_article_load(&a, e, in->data, in->size, &options, &o->err);
    if (!o->status)
        op->article(o, e, a, v);
    encart_article_free(a);
}

static outcome run(const json_t *v)
{
    const struct operation *op = operation_of(v);
    vector_bytes in = vector_document(v);
    outcome o = {.members = json_object()};
    encart_engine *e = NULL;
    const char *told;
    size_t n;

    o.status = vector_engine(&e, v, &o.err);
    if (!o.status && op->article) {
        load_and_run(&o, op, e, v, &in);
    } else if (!o.status && op->bytes) {
        op->bytes(&o, e, v, &in);
    } else if (!o.status) {
        told = encart_engine_diagnostics(e, &n);
        keep(&o, "diagnostics", told, n);
    }
    encart_engine_free(e);
    free(in.made);
    return o;
}

static void compare_error(const char *name, const json_t *want, const encart_error *err)
{
    json_t *got = json_pack("{s:s, s:i, s:s}", "code", encart_status_name(err->status),
                            "status", err->status, "message", err->message);
    char *text, *wanted;

    if (*err->source)
        json_object_set_new(got, "source", json_string(err->source));
    if (*err->path)
        json_object_set_new(got, "path", json_string(err->path));
    if (err->line)
        json_object_set_new(got, "line", json_integer(err->line));
    if (err->column)
        json_object_set_new(got, "column", json_integer(err->column));
    text = json_dumps(got, JSON_SORT_KEYS);
    wanted = json_dumps(want, JSON_SORT_KEYS);
    ck_assert_msg(strcmp(text, wanted) == 0, "%s\nwanted: %s\ngot:    %s", name, wanted,
                  text);
    free(text);
    free(wanted);
    json_decref(got);
}

static void compare(const char *name, json_t *expect, const json_t *members)
{
    const char *member;
    json_t *want;

    ck_assert_uint_eq(json_object_size(expect), json_object_size(members));
    json_object_foreach(expect, member, want) {
        json_t *wanted = vector_text(want);
        const char *got = json_string_value(json_object_get(members, member));

        ck_assert_msg(got && strcmp(got, json_string_value(wanted)) == 0,
                      "%s: %s\nwanted: %s\ngot:    %s", name, member,
                      json_string_value(wanted), got ? got : "nothing");
        json_decref(wanted);
    }
}

static json_t *vectors;

START_TEST(vector_gives_its_bytes)
{
    const json_t *v = json_array_get(vectors, (size_t)_i);
    const char *name = json_string_value(json_object_get(v, "name"));
    json_t *expect = json_object_get(v, "expect");
    const json_t *error = json_object_get(expect, "error");
    outcome o = run(v);

    if (error) {
        ck_assert_msg(o.status != ENCART_OK, "%s: expected a failure", name);
        compare_error(name, error, &o.err);
    } else {
        ck_assert_msg(o.status == ENCART_OK, "%s: %s", name, o.err.message);
        compare(name, expect, o.members);
    }
    json_decref(o.members);
}
END_TEST

START_TEST(vectors_are_there)
{
    ck_assert_uint_ge(json_array_size(vectors), 200);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("vectors");
    TCase *c = tcase_create("vectors");
    int status;

    vectors = vectors_load();
    tcase_set_timeout(c, 60);
    tcase_add_test(c, vectors_are_there);
    tcase_add_loop_test(c, vector_gives_its_bytes, 0, (int)json_array_size(vectors));
    suite_add_tcase(s, c);
    status = suite_main("test_vectors", s);
    json_decref(vectors);
    return status;
}
