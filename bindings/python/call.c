/* See native.h: how the library is called, and calls back. */
#include "native.h"

/* The calls that are under way on this thread, the innermost first. */
static _Thread_local call *innermost;

void call_begin(call *c)
{
    c->errors = NULL;
    c->outer = innermost;
    innermost = c;
    c->thread = PyEval_SaveThread();
}

void call_end(call *c)
{
    PyEval_RestoreThread(c->thread);
    innermost = c->outer;
}

int host_enter(void)
{
    if (!innermost)
        return 0;
    PyEval_RestoreThread(innermost->thread);
    return 1;
}

void host_leave(void)
{
    innermost->thread = PyEval_SaveThread();
}

void host_keep_error(void)
{
    PyObject *type, *value, *trace;
    call *c = innermost;

    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (value && trace)
        PyException_SetTraceback(value, trace);
    if (!c->errors)
        c->errors = PyList_New(0);
    if (!value || !c->errors || PyList_Append(c->errors, value))
        PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
}

/* ---- errors ------------------------------------------------------------------------ */

static int set_text(PyObject *to, const char *name, const char *text)
{
    PyObject *value = PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
    int status = value ? PyObject_SetAttrString(to, name, value) : -1;

    Py_XDECREF(value);
    return status;
}

static int set_number(PyObject *to, const char *name, long long n)
{
    PyObject *value = PyLong_FromLongLong(n);
    int status = value ? PyObject_SetAttrString(to, name, value) : -1;

    Py_XDECREF(value);
    return status;
}

/* "source:line: path: message", as the command prints it. */
static PyObject *sentence(const encart_error *err)
{
    char line[16] = "";
    int named = strncmp(err->message, err->path, strlen(err->path)) == 0;

    if (err->line)
        snprintf(line, sizeof line, ":%u", (unsigned)err->line);
    return PyUnicode_FromFormat(
        "%s%s%s%s%s%s", err->source, err->source[0] ? line : "",
        err->source[0] ? ": " : "", named ? "" : err->path, named ? "" : ": ",
        err->message[0] ? err->message : encart_status_name(err->status));
}

PyObject *raise_error(native_state *state, const encart_error *err)
{
    PyObject *text, *value;

    if (err->status == ENCART_ENOMEM)
        return PyErr_NoMemory();
    text = sentence(err);
    value = text ? PyObject_CallFunctionObjArgs(state->error, text, NULL) : NULL;
    if (value && !set_text(value, "code", encart_status_name(err->status)) &&
        !set_number(value, "status", err->status) &&
        !set_text(value, "message", err->message) &&
        !set_text(value, "source", err->source) && !set_text(value, "path", err->path) &&
        !set_number(value, "line", err->line) &&
        !set_number(value, "column", err->column) &&
        !set_number(value, "offset", (long long)err->offset))
        PyErr_SetObject(state->error, value);
    Py_XDECREF(text);
    Py_XDECREF(value);
    return NULL;
}

/* ---- holes ------------------------------------------------------------------------- */

enum { RAISED = 1 };

/* What the host's function gave: a str, or None for a hole that stays. */
static int fill_with(PyObject *html, encart_reply *reply)
{
    Py_ssize_t n;
    const char *text;

    if (html == Py_None)
        return ENCART_ENOTFOUND;
    if (!PyUnicode_Check(html)) {
        PyErr_Format(PyExc_TypeError, "a hole's HTML must be str or None, not %R",
                     (PyObject *)Py_TYPE(html));
        return RAISED;
    }
    text = PyUnicode_AsUTF8AndSize(html, &n);
    return text ? encart_reply_set(reply, text, (size_t)n) : RAISED;
}

static int fill_hole(void *user, const char *name, const char *params, size_t n,
                     encart_reply *reply)
{
    PyObject *html;
    int status = RAISED;

    if (!host_enter())
        return RAISED;
    html = PyObject_CallFunction(user, "ss#", name, params, (Py_ssize_t)n);
    if (html)
        status = fill_with(html, reply);
    Py_XDECREF(html);
    if (PyErr_Occurred())
        host_keep_error();
    host_leave();
    return status;
}

/* What a hole's function raised ends the call, and is raised again. */
static PyObject *raise_first(PyObject *errors)
{
    PyObject *first = PyList_GetItem(errors, 0);

    if (first)
        PyErr_SetObject((PyObject *)Py_TYPE(first), first);
    Py_DECREF(errors);
    return NULL;
}

PyObject *native_fill_holes(PyObject *module, PyObject *args)
{
    encart_error err = {0};
    encart_buffer *out = NULL;
    PyObject *html, *fn;
    bytes in;
    call c;
    int status;

    if (!PyArg_ParseTuple(args, "OO:fill_holes", &html, &fn) ||
        bytes_get(&in, html, "html"))
        return NULL;
    call_begin(&c);
    status = encart_fill_holes(&out, in.data, (size_t)in.size, fill_hole, fn, &err);
    call_end(&c);
    bytes_done(&in);
    if (!status && !c.errors)
        return str_of_buffer(out);
    encart_buffer_free(out);
    if (c.errors)
        return raise_first(c.errors);
    return raise_error(PyModule_GetState(module), &err);
}
