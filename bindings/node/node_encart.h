/* The Node addon's own declarations: C handles behind its objects, how long each lives, and the
 * ways between JavaScript values and what the library takes and gives.
 *
 * A handle is counted by the thread of its JavaScript environment only: a job on the thread pool
 * is given its share before it starts and returns it after it has ended, both on that thread.
 * Nothing here is shared between environments (worker threads). */
#ifndef NODE_ENCART_H
#define NODE_ENCART_H

#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <encart/encart.h>

/* ---- handles ----------------------------------------------------------------------------- */

/* An engine and the collection in which it looks articles up; its articles hold it too. */
typedef struct node_core {
    encart_engine *engine;
    encart_collection *collection; /* NULL when there is none */
    unsigned refs;
} node_core;

typedef struct node_article {
    encart_article *handle;
    node_core *core;
    unsigned refs;
    int64_t weight; /* in bytes, as the garbage collector was told */
} node_article;

void node_core_release(node_core *core);
void node_article_release(node_article *article);

/* What one environment keeps. */
typedef struct node_data {
    napi_ref error_class;
    napi_ref article_class;
    node_article *making; /* for the constructor of the next article */
} node_data;

extern const napi_type_tag node_engine_tag, node_article_tag;

/* The C side of `value`; NULL, with an exception where `loud`, when it is no such object. */
void *node_unwrap(napi_env env, napi_value value, const napi_type_tag *tag, const char *loud);
/* Takes `handle`; holds `core`. NULL with an exception. */
napi_value node_article_object(napi_env env, encart_article *handle, node_core *core);

/* The methods of Engine that render: job.c. */
napi_value node_render(napi_env env, napi_callback_info info);
napi_value node_render_sync(napi_env env, napi_callback_info info);
napi_value node_plan(napi_env env, napi_callback_info info);
/* The engine that a method was called on; NULL with an exception. */
node_core *node_engine_of(napi_env env, napi_value self);

/* Define the classes and functions of the module on `exports`; false with an exception. */
bool node_setup_engine(napi_env env, napi_value exports);
bool node_setup_article(napi_env env, napi_value exports);
bool node_setup_pure(napi_env env, napi_value exports);

/* ---- values ------------------------------------------------------------------------------ */

/* Bytes copied out of JavaScript, freed together. */
typedef struct node_held {
    struct node_held *next;
    char bytes[];
} node_held;

typedef enum node_kind {
    NODE_TEXT,   /* const char *, no NUL inside */
    NODE_INT,    /* int */
    NODE_SIZE,   /* size_t */
    NODE_BOOL,   /* int, 0 or 1 */
    NODE_SWITCH, /* int, ENCART_ON or ENCART_OFF */
    NODE_JSON,   /* const char *: a string as it is, an object as JSON */
    NODE_BYTES,  /* the same, its size at `extra` */
    NODE_FORM    /* int: "none", "text", "html" */
} node_kind;

/* An option of a struct of the library's. A table ends with a NULL name. */
typedef struct node_option {
    const char *name;
    node_kind kind;
    size_t offset;
    size_t extra;
} node_option;

extern const node_option node_load_table[], node_render_table[], node_sanitise_table[];

/* False, with an exception, unless `status` is napi_ok. */
bool node_ok(napi_env env, napi_status status);
/* Up to `max` arguments, undefined where there are none; false with an exception. */
bool node_arguments(napi_env env, napi_callback_info info, size_t max, napi_value *argv,
                    napi_value *self);
bool node_is_nothing(napi_env env, napi_value value);
/* Reads `options` (may be undefined or null) into `out`. */
bool node_options(napi_env env, void *out, const node_option *table, napi_value options,
                  node_held **held);
/* A string's UTF-8, lone surrogates as U+FFFD; NUL-terminated. NULL with an exception. */
char *node_text(napi_env env, napi_value value, node_held **held, size_t *n);
/* A document: a string, a Uint8Array, or an object as JSON (`*is_object`). */
char *node_document(napi_env env, napi_value value, node_held **held, size_t *n,
                    bool *is_object);
/* A list of strings without NUL: an array of `*n` pointers that `held` keeps. */
char **node_list(napi_env env, napi_value value, const char *what, node_held **held,
                 uint32_t *n);
void node_held_free(node_held *held);
/* NULL with an exception. The second takes its buffer. */
napi_value node_string(napi_env env, const char *bytes, size_t n);
napi_value node_buffer_string(napi_env env, encart_buffer *buffer);
/* An EncartError; NULL with another exception. */
napi_value node_error(napi_env env, int status, const encart_error *err);
void node_throw(napi_env env, int status, const encart_error *err);
void node_throw_memory(napi_env env);

#endif
