/* See native.h: Engine, immutable once made. Services are functions of the host's. */
#include "native.h"

#include <string.h>

/* Where the library finds a function: this stands still as long as the engine. The
 * garbage collector may take the function away, never the place. */
typedef struct service {
    PyObject *fn;
} service;

typedef struct engine_object {
    PyObject_HEAD encart_engine *engine;
    PyObject *collection; /* borrowed by the engine: kept here */
    service *services;
    Py_ssize_t service_count;
} engine_object;

/* ---- services ---------------------------------------------------------------------- */

static int reply_with(PyObject *answer, encart_reply *reply)
{
    char *data;
    Py_ssize_t n;

    if (answer == Py_None)
        return ENCART_ENOTFOUND;
    if (PyBytes_AsStringAndSize(answer, &data, &n))
        return ENCART_EINVAL;
    return encart_reply_set(reply, data, (size_t)n);
}

/* Answers, or not: what was raised is kept for the caller, and the render goes on. */
static int call_service(void *user, const char *name, const char *request, size_t n,
                        encart_reply *reply)
{
    service *s = user;
    PyObject *fn, *answer;
    int status = ENCART_ENOTFOUND;

    if (!host_enter())
        return status;
    fn = s->fn;
    Py_XINCREF(fn);
    answer = fn ? PyObject_CallFunction(fn, "ss#", name, request, (Py_ssize_t)n) : NULL;
    if (answer)
        status = reply_with(answer, reply);
    Py_XDECREF(answer);
    Py_XDECREF(fn);
    if (PyErr_Occurred())
        host_keep_error();
    host_leave();
    return status;
}

static int add_services(engine_object *self, encart_builder *b, PyObject *services,
                        encart_error *err)
{
    PyObject *name, *fn;
    Py_ssize_t at = 0;
    int status = ENCART_OK;

    self->services =
        PyMem_Calloc((size_t)PyDict_Size(services) + 1, sizeof *self->services);
    if (!self->services) {
        PyErr_NoMemory();
        return ENCART_ENOMEM;
    }
    while (!status && PyDict_Next(services, &at, &name, &fn)) {
        const char *text = text_of(name, "a service's name");
        service *s = &self->services[self->service_count++];

        if (!text)
            return ENCART_EINVAL;
        Py_INCREF(fn);
        s->fn = fn;
        status = encart_builder_service(b, text, call_service, s, err);
    }
    return status;
}

/* ---- building ---------------------------------------------------------------------- */

typedef int (*add_fn)(encart_builder *, const char *, encart_error *);

/* `add` for each bytes of a tuple; an exception may be set on failure. */
static int each(encart_builder *b, PyObject *tuple, add_fn add, encart_error *err)
{
    int status = ENCART_OK;

    for (Py_ssize_t i = 0; !status && i < PyTuple_Size(tuple); i++) {
        char *text;

        if (PyBytes_AsStringAndSize(PyTuple_GetItem(tuple, i), &text, NULL))
            return ENCART_EINVAL;
        status = add(b, text, err);
    }
    return status;
}

typedef struct parts {
    PyObject *config_file, *config, *paths, *plugins, *collection, *services;
    const char *source;
} parts;

static int add_config(encart_builder *b, const parts *p, encart_error *err)
{
    char *text;
    Py_ssize_t n;
    int status = ENCART_OK;

    if (p->config_file != Py_None) {
        if (PyBytes_AsStringAndSize(p->config_file, &text, NULL))
            return ENCART_EINVAL;
        status = encart_builder_config_file(b, text, err);
    }
    if (!status && p->config != Py_None) {
        if (PyBytes_AsStringAndSize(p->config, &text, &n))
            return ENCART_EINVAL;
        status = encart_builder_config_json(b, text, (size_t)n, "config", err);
    }
    return status;
}

static int build(engine_object *self, encart_builder *b, const parts *p,
                 encart_error *err)
{
    int status = add_config(b, p, err);

    if (!status)
        status = each(b, p->paths, encart_builder_plugin_path, err);
    if (!status)
        status = each(b, p->plugins, encart_builder_plugin_enable, err);
    if (!status)
        status = add_services(self, b, p->services, err);
    if (!status && p->collection != Py_None) {
        Py_INCREF(p->collection);
        self->collection = p->collection;
        status = encart_builder_collection(
            b, ((collection_object *)p->collection)->collection, err);
    }
    if (!status)
        status = encart_engine_new(&self->engine, b, err);
    return status;
}

static PyObject *engine_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    native_state *state = PyType_GetModuleState(type);
    encart_error err = {0};
    encart_builder *b = NULL;
    engine_object *self;
    parts p;
    int status;

    (void)kwargs;
    if (!PyArg_ParseTuple(args, "OOO!O!OO!", &p.config_file, &p.config, &PyTuple_Type,
                          &p.paths, &PyTuple_Type, &p.plugins, &p.collection,
                          &PyDict_Type, &p.services))
        return NULL;
    if (p.collection != Py_None && !PyObject_TypeCheck(p.collection, state->collection))
        return PyErr_Format(PyExc_TypeError, "collection must be a Collection or None");
    self = PyObject_GC_New(engine_object, type);
    if (!self)
        return NULL;
    self->engine = NULL;
    self->collection = NULL;
    self->services = NULL;
    self->service_count = 0;
    PyObject_GC_Track(self);
    status = encart_builder_new(&b, NULL, &err);
    if (!status)
        status = build(self, b, &p, &err);
    encart_builder_free(b);
    if (!status)
        return (PyObject *)self;
    Py_DECREF(self);
    return PyErr_Occurred() ? NULL : raise_error(state, &err);
}

static int engine_traverse(PyObject *o, visitproc visit, void *arg)
{
    engine_object *self = (engine_object *)o;

    Py_VISIT(Py_TYPE(o));
    Py_VISIT(self->collection);
    for (Py_ssize_t i = 0; i < self->service_count; i++)
        Py_VISIT(self->services[i].fn);
    return 0;
}

static int engine_clear(PyObject *o)
{
    engine_object *self = (engine_object *)o;

    for (Py_ssize_t i = 0; i < self->service_count; i++)
        Py_CLEAR(self->services[i].fn);
    return 0;
}

static void engine_dealloc(PyObject *o)
{
    engine_object *self = (engine_object *)o;
    PyTypeObject *type = Py_TYPE(o);

    PyObject_GC_UnTrack(o);
    encart_engine_free(self->engine);
    engine_clear(o);
    Py_CLEAR(self->collection);
    PyMem_Free(self->services);
    PyObject_GC_Del(o);
    Py_DECREF(type);
}

/* ---- methods ----------------------------------------------------------------------- */

static PyObject *engine_load(PyObject *self, PyObject *args)
{
    encart_error err = {0};
    encart_article *article = NULL;
    encart_load_options o;
    PyObject *document, *options;
    bytes in;
    call c;
    int status;

    if (!PyArg_ParseTuple(args, "OO!", &document, &PyDict_Type, &options) ||
        load_options(&o, options) || bytes_get(&in, document, "document"))
        return NULL;
    call_begin(&c);
    status = encart_article_load(&article, ((engine_object *)self)->engine, in.data,
                                 (size_t)in.size, &o, &err);
    call_end(&c);
    bytes_done(&in);
    if (status)
        return raise_error(state_of(self), &err);
    return article_new(state_of(self), self, article);
}

/* The arguments that render and plan have in common. */
static encart_article *article_and_options(PyObject *self, PyObject *args,
                                           encart_render_options *o)
{
    PyObject *article, *options;

    if (!PyArg_ParseTuple(args, "O!O!", state_of(self)->article, &article, &PyDict_Type,
                          &options) ||
        render_options(o, options))
        return NULL;
    return ((article_object *)article)->article;
}

static PyObject *engine_render(PyObject *self, PyObject *args)
{
    encart_error err = {0};
    encart_render_options o;
    encart_result *result = NULL;
    encart_article *article = article_and_options(self, args, &o);
    call c;
    int status;

    if (!article)
        return NULL;
    call_begin(&c);
    status = encart_render(&result, ((engine_object *)self)->engine, article, &o, &err);
    call_end(&c);
    if (!status)
        return result_new(state_of(self), self, result, c.errors);
    Py_XDECREF(c.errors);
    return raise_error(state_of(self), &err);
}

static PyObject *engine_plan(PyObject *self, PyObject *args)
{
    encart_error err = {0};
    encart_render_options o;
    encart_buffer *plan = NULL;
    encart_article *article = article_and_options(self, args, &o);
    call c;
    int status;

    if (!article)
        return NULL;
    call_begin(&c);
    status = encart_plan(&plan, ((engine_object *)self)->engine, article, &o, &err);
    call_end(&c);
    Py_XDECREF(c.errors);
    return status ? raise_error(state_of(self), &err) : str_of_buffer(plan);
}

/* (html, removed), both str. */
static PyObject *engine_sanitise(PyObject *self, PyObject *args)
{
    encart_error err = {0};
    encart_sanitise_options o;
    encart_buffer *html = NULL, *removed = NULL;
    PyObject *document, *options;
    bytes in;
    call c;
    int status;

    if (!PyArg_ParseTuple(args, "OO!", &document, &PyDict_Type, &options) ||
        sanitise_options(&o, options) || bytes_get(&in, document, "html"))
        return NULL;
    call_begin(&c);
    status = encart_sanitise(&html, &removed, ((engine_object *)self)->engine, in.data,
                             (size_t)in.size, &o, &err);
    call_end(&c);
    bytes_done(&in);
    if (status)
        return raise_error(state_of(self), &err);
    return Py_BuildValue("NN", str_of_buffer(html), str_of_buffer(removed));
}

static PyObject *engine_strip(PyObject *self, PyObject *document)
{
    encart_error err = {0};
    encart_buffer *html = NULL;
    bytes in;
    call c;
    int status;

    if (bytes_get(&in, document, "html"))
        return NULL;
    call_begin(&c);
    status = encart_strip(&html, ((engine_object *)self)->engine, in.data,
                          (size_t)in.size, &err);
    call_end(&c);
    bytes_done(&in);
    return status ? raise_error(state_of(self), &err) : str_of_buffer(html);
}

static PyObject *engine_diagnostics(PyObject *self, PyObject *ignored)
{
    size_t n;
    const char *json = encart_engine_diagnostics(((engine_object *)self)->engine, &n);

    (void)ignored;
    return str_of(json, n);
}

static PyObject *engine_plugins(PyObject *self, PyObject *ignored)
{
    size_t n;
    const char *json = encart_engine_plugins(((engine_object *)self)->engine, &n);

    (void)ignored;
    return str_of(json, n);
}

static PyMethodDef engine_methods[] = {
    {"load", engine_load, METH_VARARGS, NULL},
    {"render", engine_render, METH_VARARGS, NULL},
    {"plan", engine_plan, METH_VARARGS, NULL},
    {"sanitise", engine_sanitise, METH_VARARGS, NULL},
    {"strip", engine_strip, METH_O, NULL},
    {"diagnostics", engine_diagnostics, METH_NOARGS, NULL},
    {"plugins", engine_plugins, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyType_Slot engine_slots[] = {
    {Py_tp_new, engine_new},           {Py_tp_dealloc, engine_dealloc},
    {Py_tp_traverse, engine_traverse}, {Py_tp_clear, engine_clear},
    {Py_tp_methods, engine_methods},   {0, NULL}};

PyType_Spec engine_spec = {"encart._native.Engine", sizeof(engine_object), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, engine_slots};
