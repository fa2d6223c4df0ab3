/* encart serve: what its files share. A session reads requests, JSON lines, and writes
 * one reply for each (docs/serve.md). Start reading at cmd_serve.c. */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "cli/cli.h"

#include <jansson.h>

enum { SERVE_ENGINES = 16, SERVE_ARTICLES = 256 };

/* ---- a reply, serve_reply.c -------------------------------------------------------- */

/* A line of JSON in the making. Without memory `failed` is set, the rest does nothing. */
typedef struct reply {
    char *data;
    size_t size, cap;
    int failed;
} reply;

void reply_begin(reply *r, const json_t *id, int ok);
void reply_end(reply *r);
/* A member: JSON as it stands (one line), a string, a number, a value. */
void reply_raw(reply *r, const char *name, const char *json, size_t n);
void reply_text(reply *r, const char *name, const char *text, size_t n);
void reply_number(reply *r, const char *name, json_int_t n);
void reply_value(reply *r, const char *name, const json_t *value);
/* An object of members: what comes in between stands in it. */
void reply_open(reply *r, const char *name);
void reply_close(reply *r);
/* The whole reply that tells a failure. */
void reply_error(reply *r, const json_t *id, const encart_error *err);

/* ---- options by the names of the public structs, serve_options.c ------------------- */

/* Fills the error and returns its status; `path` is where in the request. */
int serve_fault(encart_error *err, int status, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Options borrow their strings from the request; `owned` is what had to be made of it. */
typedef struct render_job {
    encart_render_options o;
    char *owned[4];
    size_t count;
} render_job;

/* From the object `from` (NULL = the defaults) of the request's member `path`. */
int options_load(encart_load_options *o, const json_t *from, const char *path,
                 encart_error *err);
int options_render(render_job *job, const json_t *from, const char *path,
                   encart_error *err);
void options_render_done(render_job *job);
int options_sanitise(encart_sanitise_options *o, const json_t *from, const char *path,
                     encart_error *err);
int options_related(encart_related_options *o, const json_t *from, const char *path,
                    encart_error *err);
/* All their names, for the op "version". */
json_t *options_names(void);

/* ---- engines and articles by number, serve_handles.c ------------------------------- */

typedef struct held_engine {
    json_int_t number; /* 0 = free */
    tools tools;
} held_engine;

typedef struct held_article {
    json_int_t number, engine; /* number 0 = free */
    encart_article *article;
} held_article;

typedef struct session {
    tools tools; /* engine 0: what the command line asked for */
    size_t max;  /* bytes of a line */
    json_int_t last_engine, last_article;
    held_engine engines[SERVE_ENGINES];
    held_article articles[SERVE_ARTICLES];
} session;

/* The request's `engine`, else the command line's; NULL with the error filled. */
const tools *session_tools(session *s, const json_t *request, encart_error *err);
/* The article numbered in the request; NULL with the error filled. */
const held_article *session_article(session *s, const json_t *request, encart_error *err);
/* A free place, numbered; NULL with the error filled. */
held_engine *session_new_engine(session *s, encart_error *err);
held_article *session_new_article(session *s, encart_error *err);
/* Frees one; an engine's articles go with it. */
int session_free_article(session *s, json_int_t number, encart_error *err);
int session_free_engine(session *s, json_int_t number, encart_error *err);
void session_done(session *s);

/* ---- what can be asked, serve_ops.c and serve_pure.c ------------------------------- */

/* Adds the reply's members to `r`, or fills the error and returns its status. */
typedef int (*serve_op)(session *s, const json_t *request, reply *r, encart_error *err);

int op_version(session *s, const json_t *request, reply *r, encart_error *err);
int op_engine(session *s, const json_t *request, reply *r, encart_error *err);
int op_describe(session *s, const json_t *request, reply *r, encart_error *err);
int op_load(session *s, const json_t *request, reply *r, encart_error *err);
int op_article(session *s, const json_t *request, reply *r, encart_error *err);
int op_save(session *s, const json_t *request, reply *r, encart_error *err);
int op_plan(session *s, const json_t *request, reply *r, encart_error *err);
int op_render(session *s, const json_t *request, reply *r, encart_error *err);
int op_free(session *s, const json_t *request, reply *r, encart_error *err);
int op_sanitise(session *s, const json_t *request, reply *r, encart_error *err);
int op_strip(session *s, const json_t *request, reply *r, encart_error *err);
int op_fill_holes(session *s, const json_t *request, reply *r, encart_error *err);
int op_put(session *s, const json_t *request, reply *r, encart_error *err);
int op_remove(session *s, const json_t *request, reply *r, encart_error *err);
int op_get(session *s, const json_t *request, reply *r, encart_error *err);
int op_find(session *s, const json_t *request, reply *r, encart_error *err);
int op_related(session *s, const json_t *request, reply *r, encart_error *err);

/* The bytes of a document in the request. `data` is owned when `made` is. */
typedef struct document {
    const char *data;
    size_t size;
    char *made;
    int is_json; /* it stood there as an object */
} document;

int document_of(const json_t *request, document *out, encart_error *err);
void document_done(document *d);
/* The article to work on: the numbered one, or the document, loaded: free `*owned`. */
int article_of(session *s, const json_t *request, const encart_article **out,
               encart_article **owned, encart_error *err);

#endif
