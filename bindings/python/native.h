/* encart._native: what its files share. The module gives the C API's objects, strings and
 * errors to encart/__init__.py, which makes them pleasant; JSON stays text here. Only the
 * limited API of Python 3.10 is used, so that one file serves every later version. Start
 * reading at module.c. */
#ifndef NATIVE_H
#define NATIVE_H

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030A0000
#endif
#include <Python.h>

#include <encart/encart.h>

/* What one interpreter's module keeps. */
typedef struct native_state {
    PyObject *error;
    PyTypeObject *engine, *article, *result, *collection;
} native_state;

native_state *state_of(PyObject *self); /* of an object of one of the types */

/* ---- calls into the library, call.c ------------------------------------------------ */

/* The GIL is given back while the library works. A function of the host's is called on
 * the same thread, which finds its call here; so nothing depends on PyGILState, and the
 * module may live in several interpreters. */
typedef struct call {
    PyThreadState *thread;
    struct call *outer;
    PyObject *errors; /* what functions raised: a list, NULL for none yet */
} call;

void call_begin(call *c);
void call_end(call *c);
/* A function of the host's is entered and left; 0 when no call is under way. */
int host_enter(void);
void host_leave(void);
/* Keeps the exception that is set, for who made the call. */
void host_keep_error(void);

/* Raises encart.Error (or MemoryError) for a failed call; returns NULL. */
PyObject *raise_error(native_state *state, const encart_error *err);

/* ---- values, values.c -------------------------------------------------------------- */

/* The bytes of a str, or of an object with a buffer. */
typedef struct bytes {
    PyObject *owner; /* NULL when there are none */
    const char *data;
    Py_ssize_t size;
} bytes;

int bytes_get(bytes *out, PyObject *from,
              const char *what); /* 0, or -1 with an exception */
void bytes_done(bytes *b);
/* A string without NUL, valid while `from` is; NULL with an exception. */
const char *text_of(PyObject *from, const char *what);
/* str from what the library made; a buffer is freed. */
PyObject *str_of(const char *data, size_t n);
PyObject *str_of_buffer(encart_buffer *buffer);

/* Options from a dict by the names of the public structs: 0, or -1 with an exception.
 * Strings are borrowed from the dict. */
int load_options(encart_load_options *o, PyObject *from);
int render_options(encart_render_options *o, PyObject *from);
int sanitise_options(encart_sanitise_options *o, PyObject *from);
int related_options(encart_related_options *o, PyObject *from);
/* All their names: a dict of tuples. */
PyObject *options_names(void);

/* ---- types ------------------------------------------------------------------------- */

extern PyType_Spec engine_spec, article_spec, result_spec, collection_spec;

typedef struct article_object {
    PyObject_HEAD PyObject *engine; /* an article may not outlive it */
    encart_article *article;
} article_object;

typedef struct collection_object {
    PyObject_HEAD encart_collection *collection;
} collection_object;

/* Both take what they are given, on failure too. */
PyObject *article_new(native_state *state, PyObject *engine, encart_article *article);
PyObject *result_new(native_state *state, PyObject *engine, encart_result *result,
                     PyObject *errors);

PyObject *native_fill_holes(PyObject *module, PyObject *args);

#endif
