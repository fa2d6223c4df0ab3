/* See native.h: Collection. Calls give the GIL back, since they may wait for a lock. */
#include "native.h"

static encart_collection *handle(PyObject *self)
{
    return ((collection_object *)self)->collection;
}

static PyObject *collection_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    encart_collection_options o = ENCART_COLLECTION_OPTIONS_INIT;
    encart_collection *opened = NULL;
    collection_object *self;
    encart_error err = {0};
    const char *path;
    int create, readonly, status;
    call c;

    (void)kwargs;
    if (!PyArg_ParseTuple(args, "yppi", &path, &create, &readonly, &o.busy_ms))
        return NULL;
    o.flags = (create ? ENCART_COLLECTION_CREATE : 0) |
              (readonly ? ENCART_COLLECTION_READONLY : 0);
    call_begin(&c);
    status = encart_collection_open(&opened, path, &o, NULL, &err);
    call_end(&c);
    if (status)
        return raise_error(PyType_GetModuleState(type), &err);
    self = PyObject_New(collection_object, type);
    if (self)
        self->collection = opened;
    else
        encart_collection_close(opened);
    return (PyObject *)self;
}

static void collection_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);

    encart_collection_close(handle(o));
    PyObject_Free(o);
    Py_DECREF(type);
}

/* None, or the exception for a failed call. */
static PyObject *done(PyObject *self, int status, const encart_error *err)
{
    if (status)
        return raise_error(state_of(self), err);
    Py_RETURN_NONE;
}

static PyObject *found(PyObject *self, int status, encart_buffer *json,
                       const encart_error *err)
{
    return status ? raise_error(state_of(self), err) : str_of_buffer(json);
}

static PyObject *collection_put(PyObject *self, PyObject *args)
{
    encart_put_options o = ENCART_PUT_OPTIONS_INIT;
    encart_error err = {0};
    PyObject *article;
    int status;
    call c;

    if (!PyArg_ParseTuple(args, "O!zz", state_of(self)->article, &article, &o.origin,
                          &o.stamp))
        return NULL;
    call_begin(&c);
    status = encart_collection_put(handle(self), ((article_object *)article)->article, &o,
                                   &err);
    call_end(&c);
    return done(self, status, &err);
}

static PyObject *collection_remove(PyObject *self, PyObject *id)
{
    const char *text = text_of(id, "id");
    encart_error err = {0};
    int status;
    call c;

    if (!text)
        return NULL;
    call_begin(&c);
    status = encart_collection_remove(handle(self), text, &err);
    call_end(&c);
    return done(self, status, &err);
}

static PyObject *collection_get(PyObject *self, PyObject *id)
{
    const char *text = text_of(id, "id");
    encart_buffer *json = NULL;
    encart_error err = {0};
    int status;
    call c;

    if (!text)
        return NULL;
    call_begin(&c);
    status = encart_collection_get(&json, handle(self), text, &err);
    call_end(&c);
    return found(self, status, json, &err);
}

static PyObject *collection_find(PyObject *self, PyObject *args)
{
    const char *url, *title;
    encart_buffer *json = NULL;
    encart_error err = {0};
    int status;
    call c;

    if (!PyArg_ParseTuple(args, "zz", &url, &title))
        return NULL;
    call_begin(&c);
    status = encart_collection_find(&json, handle(self), url, title, &err);
    call_end(&c);
    return found(self, status, json, &err);
}

/* Of an id, or of an article that need not be there. */
static PyObject *collection_related(PyObject *self, PyObject *args)
{
    PyObject *of, *options;
    encart_related_options o;
    encart_buffer *json = NULL;
    encart_error err = {0};
    const char *id = NULL;
    int status;
    call c;

    if (!PyArg_ParseTuple(args, "OO!", &of, &PyDict_Type, &options) ||
        related_options(&o, options))
        return NULL;
    if (!PyObject_TypeCheck(of, state_of(self)->article)) {
        id = text_of(of, "an id");
        if (!id)
            return NULL;
    }
    call_begin(&c);
    if (id)
        status = encart_collection_related(&json, handle(self), id, &o, &err);
    else
        status = encart_collection_related_to(&json, handle(self),
                                              ((article_object *)of)->article, &o, &err);
    call_end(&c);
    return found(self, status, json, &err);
}

static PyObject *collection_count(PyObject *self, PyObject *ignored)
{
    encart_error err = {0};
    uint64_t count = 0;
    int status;
    call c;

    (void)ignored;
    call_begin(&c);
    status = encart_collection_count(handle(self), &count, &err);
    call_end(&c);
    return status ? raise_error(state_of(self), &err)
                  : PyLong_FromUnsignedLongLong(count);
}

static PyObject *transaction(PyObject *self,
                             int (*step)(encart_collection *, encart_error *))
{
    encart_error err = {0};
    int status;
    call c;

    call_begin(&c);
    status = step(handle(self), &err);
    call_end(&c);
    return done(self, status, &err);
}

static PyObject *collection_begin(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return transaction(self, encart_collection_begin);
}

static PyObject *collection_commit(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return transaction(self, encart_collection_commit);
}

static PyObject *collection_rollback(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return transaction(self, encart_collection_rollback);
}

static PyMethodDef collection_methods[] = {
    {"put", collection_put, METH_VARARGS, NULL},
    {"remove", collection_remove, METH_O, NULL},
    {"get", collection_get, METH_O, NULL},
    {"find", collection_find, METH_VARARGS, NULL},
    {"related", collection_related, METH_VARARGS, NULL},
    {"count", collection_count, METH_NOARGS, NULL},
    {"begin", collection_begin, METH_NOARGS, NULL},
    {"commit", collection_commit, METH_NOARGS, NULL},
    {"rollback", collection_rollback, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyType_Slot collection_slots[] = {{Py_tp_new, collection_new},
                                         {Py_tp_dealloc, collection_dealloc},
                                         {Py_tp_methods, collection_methods},
                                         {0, NULL}};

PyType_Spec collection_spec = {"encart._native.Collection", sizeof(collection_object), 0,
                               Py_TPFLAGS_DEFAULT, collection_slots};
