/* See native.h: Article and Result. They keep the engine that they came from to the end,
 * so the garbage collector sees that reference but cannot clear it; it clears the
 * services of the engine, which is what a cycle leads through. */
#include "native.h"

typedef struct result_object {
    PyObject_HEAD PyObject *engine;
    encart_result *result;
    PyObject *errors; /* what the host's functions raised */
} result_object;

PyObject *article_new(native_state *state, PyObject *engine, encart_article *article)
{
    article_object *self = PyObject_GC_New(article_object, state->article);

    if (!self) {
        encart_article_free(article);
        return NULL;
    }
    Py_INCREF(engine);
    self->engine = engine;
    self->article = article;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

PyObject *result_new(native_state *state, PyObject *engine, encart_result *result,
                     PyObject *errors)
{
    result_object *self = PyObject_GC_New(result_object, state->result);

    if (!self) {
        encart_result_free(result);
        Py_XDECREF(errors);
        return NULL;
    }
    Py_INCREF(engine);
    self->engine = engine;
    self->result = result;
    self->errors = errors;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

/* ---- articles ---------------------------------------------------------------------- */

static int article_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((article_object *)o)->engine);
    return 0;
}

static void article_dealloc(PyObject *o)
{
    article_object *self = (article_object *)o;
    PyTypeObject *type = Py_TYPE(o);

    PyObject_GC_UnTrack(o);
    encart_article_free(self->article);
    Py_DECREF(self->engine);
    PyObject_GC_Del(o);
    Py_DECREF(type);
}

static PyObject *article_title(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyUnicode_FromString(encart_article_title(((article_object *)self)->article));
}

static PyObject *article_id(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyUnicode_FromString(encart_article_id(((article_object *)self)->article));
}

static PyObject *article_html(PyObject *self, void *ignored)
{
    size_t n;
    const char *html = encart_article_html(((article_object *)self)->article, &n);

    (void)ignored;
    return str_of(html, n);
}

static PyObject *article_text(PyObject *self, void *ignored)
{
    size_t n;
    const char *text = encart_article_text(((article_object *)self)->article, &n);

    (void)ignored;
    return str_of(text, n);
}

static PyObject *article_json(PyObject *self, PyObject *ignored)
{
    encart_error err = {0};
    encart_buffer *json = NULL;

    (void)ignored;
    if (encart_article_json(&json, ((article_object *)self)->article, &err))
        return raise_error(state_of(self), &err);
    return str_of_buffer(json);
}

static PyObject *article_save(PyObject *self, PyObject *ignored)
{
    encart_error err = {0};
    encart_buffer *saved = NULL;

    (void)ignored;
    if (encart_article_save(&saved, ((article_object *)self)->article, &err))
        return raise_error(state_of(self), &err);
    return str_of_buffer(saved);
}

static PyMethodDef article_methods[] = {{"json", article_json, METH_NOARGS, NULL},
                                        {"save", article_save, METH_NOARGS, NULL},
                                        {NULL, NULL, 0, NULL}};

static PyGetSetDef article_members[] = {{"title", article_title, NULL, NULL, NULL},
                                        {"id", article_id, NULL, NULL, NULL},
                                        {"html", article_html, NULL, NULL, NULL},
                                        {"text", article_text, NULL, NULL, NULL},
                                        {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot article_slots[] = {{Py_tp_dealloc, article_dealloc},
                                      {Py_tp_traverse, article_traverse},
                                      {Py_tp_methods, article_methods},
                                      {Py_tp_getset, article_members},
                                      {0, NULL}};

PyType_Spec article_spec = {"encart._native.Article", sizeof(article_object), 0,
                            Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
                                Py_TPFLAGS_DISALLOW_INSTANTIATION,
                            article_slots};

/* ---- results ----------------------------------------------------------------------- */

static int result_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((result_object *)o)->engine);
    Py_VISIT(((result_object *)o)->errors);
    return 0;
}

static void result_dealloc(PyObject *o)
{
    result_object *self = (result_object *)o;
    PyTypeObject *type = Py_TYPE(o);

    PyObject_GC_UnTrack(o);
    encart_result_free(self->result);
    Py_XDECREF(self->errors);
    Py_DECREF(self->engine);
    PyObject_GC_Del(o);
    Py_DECREF(type);
}

static PyObject *result_html(PyObject *self, void *ignored)
{
    size_t n;
    const char *html = encart_result_html(((result_object *)self)->result, &n);

    (void)ignored;
    return str_of(html, n);
}

static PyObject *result_report(PyObject *self, void *ignored)
{
    size_t n;
    const char *json = encart_result_report(((result_object *)self)->result, &n);

    (void)ignored;
    return str_of(json, n);
}

static PyObject *result_css(PyObject *self, void *ignored)
{
    size_t n;
    const char *css = encart_result_css(((result_object *)self)->result, &n);

    (void)ignored;
    return str_of(css, n);
}

static PyObject *result_explain(PyObject *self, void *ignored)
{
    size_t n;
    const char *text = encart_result_explain(((result_object *)self)->result, &n);

    (void)ignored;
    return str_of(text, n);
}

static PyObject *result_errors(PyObject *self, void *ignored)
{
    PyObject *errors = ((result_object *)self)->errors;

    (void)ignored;
    return errors ? PyList_AsTuple(errors) : PyTuple_New(0);
}

/* None when there is no slot of that name. */
static PyObject *result_slot(PyObject *self, PyObject *name)
{
    const char *text = text_of(name, "the slot"), *html;
    size_t n;

    if (!text)
        return NULL;
    html = encart_result_slot(((result_object *)self)->result, text, &n);
    if (!html)
        Py_RETURN_NONE;
    return str_of(html, n);
}

static PyMethodDef result_methods[] = {{"slot", result_slot, METH_O, NULL},
                                       {NULL, NULL, 0, NULL}};

static PyGetSetDef result_members[] = {{"html", result_html, NULL, NULL, NULL},
                                       {"report", result_report, NULL, NULL, NULL},
                                       {"css", result_css, NULL, NULL, NULL},
                                       {"explain", result_explain, NULL, NULL, NULL},
                                       {"errors", result_errors, NULL, NULL, NULL},
                                       {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot result_slots[] = {{Py_tp_dealloc, result_dealloc},
                                     {Py_tp_traverse, result_traverse},
                                     {Py_tp_methods, result_methods},
                                     {Py_tp_getset, result_members},
                                     {0, NULL}};

PyType_Spec result_spec = {"encart._native.Result", sizeof(result_object), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
                               Py_TPFLAGS_DISALLOW_INSTANTIATION,
                           result_slots};
