/* See native.h: Python's values as the library wants them, and back. */
#include "native.h"

#include <limits.h>
#include <string.h>

int bytes_get(bytes *out, PyObject *from, const char *what)
{
    PyObject *view;
    char *data;

    out->owner = NULL;
    if (PyUnicode_Check(from)) {
        out->data = PyUnicode_AsUTF8AndSize(from, &out->size);
        out->owner = out->data ? Py_NewRef(from) : NULL;
        return out->data ? 0 : -1;
    }
    view = PyMemoryView_FromObject(from);
    if (!view) {
        PyErr_Format(PyExc_TypeError, "%s must be str or bytes, not %R", what,
                     (PyObject *)Py_TYPE(from));
        return -1;
    }
    /* A copy, unless it is bytes already: nobody may change it while the GIL is away. */
    out->owner = PyBytes_CheckExact(from) ? Py_NewRef(from) : PyBytes_FromObject(view);
    Py_DECREF(view);
    if (!out->owner)
        return -1;
    if (PyBytes_AsStringAndSize(out->owner, &data, &out->size)) {
        bytes_done(out);
        return -1;
    }
    out->data = data;
    return 0;
}

void bytes_done(bytes *b)
{
    Py_CLEAR(b->owner);
}

const char *text_of(PyObject *from, const char *what)
{
    Py_ssize_t n;
    const char *text;

    if (!PyUnicode_Check(from)) {
        PyErr_Format(PyExc_TypeError, "%s must be str, not %R", what,
                     (PyObject *)Py_TYPE(from));
        return NULL;
    }
    text = PyUnicode_AsUTF8AndSize(from, &n);
    if (text && strlen(text) != (size_t)n) {
        PyErr_Format(PyExc_ValueError, "%s must not hold a NUL", what);
        return NULL;
    }
    return text;
}

PyObject *str_of(const char *data, size_t n)
{
    /* The library's output is UTF-8; what a host puts into holes of other bytes need not
     * be. */
    return PyUnicode_DecodeUTF8(data, (Py_ssize_t)n, "surrogateescape");
}

PyObject *str_of_buffer(encart_buffer *buffer)
{
    size_t n;
    const char *data = encart_buffer_data(buffer, &n);
    PyObject *text = str_of(data, n);

    encart_buffer_free(buffer);
    return text;
}

/* ---- options ----------------------------------------------------------------------- */

typedef enum kind {
    TEXT,   /* const char *: str */
    NUMBER, /* int */
    SIZE,   /* size_t: int */
    FLAG,   /* int 0, 1: bool */
    SWITCH, /* int ENCART_OFF, ENCART_ON: bool */
    EXPLAIN /* int: "text", "html" */
} kind;

typedef struct row {
    const char *name;
    kind kind;
    size_t offset;
} row;

/* A member that the public structs get is a line here, and one in encart/__init__.pyi. */
#define ROW(of, name, kind)                                \
    {                                                      \
#name, kind, offsetof(encart_##of##_options, name) \
    }

static const row load_rows[] = {
    ROW(load, format, TEXT),
    ROW(load, lang, TEXT),
    ROW(load, url, TEXT),
    ROW(load, source, TEXT),
    ROW(load, site, TEXT),
    ROW(load, profile, TEXT),
    ROW(load, paragraphs, SWITCH),
    ROW(load, accessible, SWITCH),
    ROW(load, heading_base, NUMBER),
    ROW(load, max_bytes, SIZE),
    ROW(load, repair, TEXT),
    ROW(load, body_begin, TEXT),
    ROW(load, body_end, TEXT),
    {NULL, TEXT, 0},
};

static const row render_rows[] = {
    ROW(render, format, TEXT),
    ROW(render, lang, TEXT),
    ROW(render, site, TEXT),
    ROW(render, now, TEXT),
    ROW(render, answers, TEXT),
    ROW(render, no_plugins, FLAG),
    ROW(render, report_timings, FLAG),
    ROW(render, explain, EXPLAIN),
    ROW(render, overrides, TEXT),
    ROW(render, channel, TEXT),
    {NULL, TEXT, 0},
};

static const row sanitise_rows[] = {
    ROW(sanitise, profile, TEXT),
    ROW(sanitise, url, TEXT),
    ROW(sanitise, paragraphs, SWITCH),
    ROW(sanitise, accessible, SWITCH),
    ROW(sanitise, heading_base, NUMBER),
    ROW(sanitise, max_bytes, SIZE),
    ROW(sanitise, repair, TEXT),
    {NULL, TEXT, 0},
};

static const row related_rows[] = {
    ROW(related, limit, NUMBER),
    ROW(related, as_of, TEXT),
    ROW(related, half_life_days, NUMBER),
    ROW(related, min_score, NUMBER),
    ROW(related, lang, TEXT),
    {NULL, TEXT, 0},
};

static int set_number(void *to, const row *r, PyObject *value)
{
    long long n;

    if (!PyLong_Check(value) || PyBool_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be int, not %R", r->name,
                     (PyObject *)Py_TYPE(value));
        return -1;
    }
    n = PyLong_AsLongLong(value);
    if (n == -1 && PyErr_Occurred())
        return -1;
    if (n < 0 || (r->kind == NUMBER && n > INT_MAX)) {
        PyErr_Format(PyExc_ValueError, "%s is out of range", r->name);
        return -1;
    }
    if (r->kind == SIZE)
        *(size_t *)to = (size_t)n;
    else
        *(int *)to = (int)n;
    return 0;
}

static int set_bool(void *to, const row *r, PyObject *value)
{
    if (!PyBool_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be bool, not %R", r->name,
                     (PyObject *)Py_TYPE(value));
        return -1;
    }
    if (r->kind == SWITCH)
        *(int *)to = value == Py_True ? ENCART_ON : ENCART_OFF;
    else
        *(int *)to = value == Py_True;
    return 0;
}

static int set_explain(void *to, const row *r, PyObject *value)
{
    const char *text = text_of(value, r->name);

    if (!text)
        return -1;
    if (strcmp(text, "text") != 0 && strcmp(text, "html") != 0) {
        PyErr_Format(PyExc_ValueError, "explain must be 'text' or 'html', not %R", value);
        return -1;
    }
    *(int *)to = *text == 't' ? ENCART_EXPLAIN_TEXT : ENCART_EXPLAIN_HTML;
    return 0;
}

static int set(void *options, const row *r, PyObject *value)
{
    void *to = (char *)options + r->offset;
    const char *text;

    if (value == Py_None)
        return 0;
    if (r->kind == NUMBER || r->kind == SIZE)
        return set_number(to, r, value);
    if (r->kind == FLAG || r->kind == SWITCH)
        return set_bool(to, r, value);
    if (r->kind == EXPLAIN)
        return set_explain(to, r, value);
    text = text_of(value, r->name);
    *(const char **)to = text;
    return text ? 0 : -1;
}

static int fill(void *options, const row *rows, PyObject *from)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;

    while (PyDict_Next(from, &at, &key, &value)) {
        const char *name = text_of(key, "an option's name");
        const row *r = rows;

        if (!name)
            return -1;
        while (r->name && strcmp(r->name, name) != 0)
            r++;
        if (!r->name) {
            PyErr_Format(PyExc_TypeError, "there is no option %R", key);
            return -1;
        }
        if (set(options, r, value))
            return -1;
    }
    return 0;
}

int load_options(encart_load_options *o, PyObject *from)
{
    encart_load_options_init(o);
    return fill(o, load_rows, from);
}

int render_options(encart_render_options *o, PyObject *from)
{
    int status;

    encart_render_options_init(o);
    status = fill(o, render_rows, from);
    o->answers_size = o->answers ? strlen(o->answers) : 0;
    return status;
}

int sanitise_options(encart_sanitise_options *o, PyObject *from)
{
    encart_sanitise_options_init(o);
    return fill(o, sanitise_rows, from);
}

int related_options(encart_related_options *o, PyObject *from)
{
    *o = (encart_related_options)ENCART_RELATED_OPTIONS_INIT;
    return fill(o, related_rows, from);
}

static int add_names(PyObject *to, const char *of, const row *rows)
{
    PyObject *list = PyList_New(0), *tuple = NULL;
    int status = list ? 0 : -1;

    for (; !status && rows->name; rows++) {
        PyObject *name = PyUnicode_FromString(rows->name);

        status = name ? PyList_Append(list, name) : -1;
        Py_XDECREF(name);
    }
    if (!status)
        tuple = PyList_AsTuple(list);
    status = tuple ? PyDict_SetItemString(to, of, tuple) : -1;
    Py_XDECREF(list);
    Py_XDECREF(tuple);
    return status;
}

PyObject *options_names(void)
{
    PyObject *all = PyDict_New();

    if (all && !add_names(all, "load", load_rows) &&
        !add_names(all, "render", render_rows) &&
        !add_names(all, "sanitise", sanitise_rows) &&
        !add_names(all, "related", related_rows))
        return all;
    Py_XDECREF(all);
    return NULL;
}
