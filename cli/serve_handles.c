/* See serve.h: engines and articles of a session, by numbers that never come again. */
#include "cli/serve.h"

#include <string.h>

/* The member `name` of the request as a number: 0 when it is absent. */
static int number_of(const json_t *request, const char *name, json_int_t *out,
                     encart_error *err)
{
    const json_t *v = json_object_get(request, name);

    *out = 0;
    if (!v || json_is_null(v))
        return ENCART_OK;
    if (!json_is_integer(v))
        return serve_fault(err, ENCART_EINVAL, name,
                           "expected a number that a reply gave");
    *out = json_integer_value(v);
    return ENCART_OK;
}

static held_engine *find_engine(session *s, json_int_t number)
{
    for (size_t i = 0; number > 0 && i < SERVE_ENGINES; i++)
        if (s->engines[i].number == number)
            return &s->engines[i];
    return NULL;
}

static held_article *find_article(session *s, json_int_t number)
{
    for (size_t i = 0; number > 0 && i < SERVE_ARTICLES; i++)
        if (s->articles[i].number == number)
            return &s->articles[i];
    return NULL;
}

static void no_such(encart_error *err, const char *what, json_int_t number)
{
    serve_fault(err, ENCART_ENOTFOUND, what, "no %s has the number %" JSON_INTEGER_FORMAT,
                what, number);
}

const tools *session_tools(session *s, const json_t *request, encart_error *err)
{
    held_engine *held;
    json_int_t number;

    if (number_of(request, "engine", &number, err))
        return NULL;
    if (number == 0)
        return &s->tools;
    held = find_engine(s, number);
    if (!held)
        no_such(err, "engine", number);
    return held ? &held->tools : NULL;
}

const held_article *session_article(session *s, const json_t *request, encart_error *err)
{
    const held_article *held;
    json_int_t number;

    if (number_of(request, "article", &number, err))
        return NULL;
    held = find_article(s, number);
    if (!held)
        no_such(err, "article", number);
    return held;
}

held_engine *session_new_engine(session *s, encart_error *err)
{
    for (size_t i = 0; i < SERVE_ENGINES; i++)
        if (!s->engines[i].number) {
            memset(&s->engines[i], 0, sizeof s->engines[i]);
            s->engines[i].number = ++s->last_engine;
            return &s->engines[i];
        }
    serve_fault(err, ENCART_ELIMIT, "", "%d engines are kept at the most: free one",
                SERVE_ENGINES);
    return NULL;
}

held_article *session_new_article(session *s, encart_error *err)
{
    for (size_t i = 0; i < SERVE_ARTICLES; i++)
        if (!s->articles[i].number) {
            s->articles[i] = (held_article){.number = ++s->last_article};
            return &s->articles[i];
        }
    serve_fault(err, ENCART_ELIMIT, "", "%d articles are kept at the most: free one",
                SERVE_ARTICLES);
    return NULL;
}

static void drop_article(held_article *held)
{
    encart_article_free(held->article);
    memset(held, 0, sizeof *held);
}

/* An article may not outlive its engine. */
static void drop_articles_of(session *s, json_int_t engine)
{
    for (size_t i = 0; i < SERVE_ARTICLES; i++)
        if (s->articles[i].number && s->articles[i].engine == engine)
            drop_article(&s->articles[i]);
}

int session_free_article(session *s, json_int_t number, encart_error *err)
{
    held_article *held = find_article(s, number);

    if (!held) {
        no_such(err, "article", number);
        return err->status;
    }
    drop_article(held);
    return ENCART_OK;
}

int session_free_engine(session *s, json_int_t number, encart_error *err)
{
    held_engine *held = find_engine(s, number);

    if (!held) {
        no_such(err, "engine", number);
        return err->status;
    }
    drop_articles_of(s, number);
    tools_done(&held->tools);
    memset(held, 0, sizeof *held);
    return ENCART_OK;
}

void session_done(session *s)
{
    encart_error err;

    drop_articles_of(s, 0);
    for (size_t i = 0; i < SERVE_ENGINES; i++)
        if (s->engines[i].number)
            session_free_engine(s, s->engines[i].number, &err);
    tools_done(&s->tools);
}
