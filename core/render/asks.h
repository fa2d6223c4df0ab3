/* What plugins ask of the site and its host: services of any name, and addresses. A question
 * is asked once in a render, whoever asks it how often; the report has each answer. */
#ifndef ENCART__ASKS_H
#define ENCART__ASKS_H

#include "core/base/jsonw.h"
#include "core/plugin/runtime.h"

struct encart__render;
struct encart__service;

/* One question and what came back. */
typedef struct encart__ask {
    struct encart__ask *next;
    encart__str service; /* "weather"; "url" */
    encart__str route;   /* of "url": its name; else empty */
    encart__str params;  /* compact JSON with sorted keys */
    json_t *answer;      /* owned: an object with `value`; NULL = there was none */
    encart__str url;     /* of "url": what plugins get, may be empty */
    const char *why;     /* of "url": what is wrong with the answer */
    const char *source;  /* "answers", "host"; NULL = nobody answered */
    int64_t max_age;     /* seconds; -1 = for ever */
} encart__ask;

/* encart__services.service and .url */
const json_t *encart__ask_service(void *user, const encart__plugin *plugin,
                                  encart__str service, const json_t *params);
encart__str encart__ask_url(void *user, const encart__plugin *plugin, encart__str route,
                            const json_t *params, const char **why);

/* Calls a service of the host with the request in JSON: its answer, a new reference; NULL
 * when there is none, which is told. `who` asked, may be empty. */
json_t *encart__ask_host(struct encart__render *r, const struct encart__service *service,
                         const encart__strbuf *request, encart__str who);

/* What the manifests of the enabled plugins need, as elements of an array. */
void encart__asks_plan(struct encart__render *r, encart__jsonw *w);
/* What was answered, as dependencies; and for how long the answers are good: -1 = for ever,
 * 0 = not at all. */
void encart__asks_report(const struct encart__render *r, encart__jsonw *w);
int64_t encart__asks_age(const struct encart__render *r);
void encart__asks_free(struct encart__render *r);

#endif
