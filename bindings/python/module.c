/* See native.h: the module itself. It refuses a library that it was not made for. */
#include "native.h"

native_state *state_of(PyObject *self)
{
    return PyType_GetModuleState(Py_TYPE(self));
}

/* Before 1.0 a minor version may change anything; later patches of it only add. */
static int check_version(void)
{
    const uint32_t made_for =
        ENCART_VERSION_MAJOR << 16 | ENCART_VERSION_MINOR << 8 | ENCART_VERSION_PATCH;
    uint32_t found = encart_version_number();

    if (found >= made_for && found >> 8 == made_for >> 8)
        return 0;
    PyErr_Format(PyExc_ImportError, "made for libencart %s, found libencart %s",
                 ENCART_VERSION_STRING, encart_version());
    return -1;
}

static int add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **out)
{
    *out = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *out ? PyModule_AddType(module, *out) : -1;
}

static int add_error(PyObject *module, native_state *state)
{
    state->error = PyErr_NewExceptionWithDoc(
        "encart.Error",
        "What the library refused. code, status, message, source, path,\n"
        "line, column and offset tell why and where.",
        NULL, NULL);
    return state->error ? PyModule_AddObjectRef(module, "Error", state->error) : -1;
}

static int add_options(PyObject *module)
{
    PyObject *names = options_names();
    int status = names ? PyModule_AddObjectRef(module, "OPTIONS", names) : -1;

    Py_XDECREF(names);
    return status;
}

static int module_exec(PyObject *module)
{
    native_state *state = PyModule_GetState(module);

    if (check_version() || add_error(module, state) || add_options(module) ||
        add_type(module, &engine_spec, &state->engine) ||
        add_type(module, &article_spec, &state->article) ||
        add_type(module, &result_spec, &state->result) ||
        add_type(module, &collection_spec, &state->collection) ||
        PyModule_AddStringConstant(module, "VERSION", encart_version()) ||
        PyModule_AddStringConstant(module, "PLUGIN_DIR", PLUGIN_DIR))
        return -1;
    return 0;
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    native_state *state = PyModule_GetState(module);

    Py_VISIT(state->error);
    Py_VISIT(state->engine);
    Py_VISIT(state->article);
    Py_VISIT(state->result);
    Py_VISIT(state->collection);
    return 0;
}

static int module_clear(PyObject *module)
{
    native_state *state = PyModule_GetState(module);

    Py_CLEAR(state->error);
    Py_CLEAR(state->engine);
    Py_CLEAR(state->article);
    Py_CLEAR(state->result);
    Py_CLEAR(state->collection);
    return 0;
}

static void module_free(void *module)
{
    module_clear(module);
}

static PyMethodDef functions[] = {{"fill_holes", native_fill_holes, METH_VARARGS, NULL},
                                  {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "encart._native", NULL,
    sizeof(native_state),  functions,        slots,
    module_traverse,       module_clear,     module_free};

PyMODINIT_FUNC PyInit__native(void);

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&definition);
}
