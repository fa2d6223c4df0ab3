/* Arguments, methods and classes as encart.stub.php describes them. Written by hand in the form
 * of PHP's gen_stub.php, which needs the network; tests/reflection.phpt compares the two. */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Encart_version, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Encart_sanitise, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, html, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(1, removed, IS_MIXED, 0, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Encart_strip, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, html, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_Encart_fill_holes, 0, 2, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, html, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, fill, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Encart_Engine___construct, 0, 0, 0)
    ZEND_ARG_TYPE_MASK(0, config, MAY_BE_ARRAY | MAY_BE_STRING | MAY_BE_NULL, "null")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Encart_Engine_shared, 0, 0, Encart\\Engine, 0)
    ZEND_ARG_TYPE_MASK(0, config, MAY_BE_ARRAY | MAY_BE_STRING | MAY_BE_NULL, "null")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Encart_Engine_load, 0, 1, Encart\\Article, 0)
    ZEND_ARG_TYPE_MASK(0, document, MAY_BE_ARRAY | MAY_BE_STRING, NULL)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Engine_plan, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_OBJ_INFO(0, article, Encart\\Article, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Encart_Engine_render, 0, 1, Encart\\Result, 0)
    ZEND_ARG_OBJ_INFO(0, article, Encart\\Article, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

#define arginfo_class_Encart_Engine_sanitise arginfo_Encart_sanitise

#define arginfo_class_Encart_Engine_strip arginfo_Encart_strip

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Engine_diagnostics, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Encart_Engine_plugins arginfo_class_Encart_Engine_diagnostics

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Encart_Engine_collection, 0, 0, Encart\\Collection, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Encart_Article___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_Encart_Article_load, 0, 2, Encart\\Article, 0)
    ZEND_ARG_OBJ_INFO(0, engine, Encart\\Engine, 0)
    ZEND_ARG_TYPE_MASK(0, document, MAY_BE_ARRAY | MAY_BE_STRING, NULL)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

#define arginfo_class_Encart_Article_id arginfo_Encart_version

#define arginfo_class_Encart_Article_title arginfo_Encart_version

#define arginfo_class_Encart_Article_html arginfo_Encart_version

#define arginfo_class_Encart_Article_text arginfo_Encart_version

#define arginfo_class_Encart_Article_json arginfo_Encart_version

#define arginfo_class_Encart_Article_toArray arginfo_class_Encart_Engine_diagnostics

#define arginfo_class_Encart_Article_save arginfo_Encart_version

#define arginfo_class_Encart_Result___construct arginfo_class_Encart_Article___construct

#define arginfo_class_Encart_Result_html arginfo_Encart_version

#define arginfo_class_Encart_Result_report arginfo_class_Encart_Engine_diagnostics

#define arginfo_class_Encart_Result_reportJson arginfo_Encart_version

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Result_slot, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, slot, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Encart_Result_css arginfo_Encart_version

#define arginfo_class_Encart_Result_explain arginfo_Encart_version

#define arginfo_class_Encart_Result___toString arginfo_Encart_version

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_Encart_Collection___construct, 0, 0, 1)
    ZEND_ARG_TYPE_INFO(0, path, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_put, 0, 1, IS_VOID, 0)
    ZEND_ARG_OBJ_INFO(0, article, Encart\\Article, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_remove, 0, 1, _IS_BOOL, 0)
    ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_get, 0, 1, IS_ARRAY, 1)
    ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_find, 0, 0, IS_ARRAY, 1)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, url, IS_STRING, 1, "null")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, title, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_related, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_OBJ_TYPE_MASK(0, article, Encart\\Article, MAY_BE_STRING, NULL)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_transaction, 0, 1, IS_MIXED, 0)
    ZEND_ARG_TYPE_INFO(0, work, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_mark, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_fresh, 0, 1, _IS_BOOL, 0)
    ZEND_ARG_TYPE_INFO(0, origin, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, stamp, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_Encart_Collection_sweep, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_Encart_Collection_count arginfo_class_Encart_Collection_sweep

ZEND_METHOD(Encart_Engine, __construct);
ZEND_METHOD(Encart_Engine, shared);
ZEND_METHOD(Encart_Engine, load);
ZEND_METHOD(Encart_Engine, plan);
ZEND_METHOD(Encart_Engine, render);
ZEND_METHOD(Encart_Engine, sanitise);
ZEND_METHOD(Encart_Engine, strip);
ZEND_METHOD(Encart_Engine, diagnostics);
ZEND_METHOD(Encart_Engine, plugins);
ZEND_METHOD(Encart_Engine, collection);
ZEND_METHOD(Encart_Article, __construct);
ZEND_METHOD(Encart_Article, load);
ZEND_METHOD(Encart_Article, id);
ZEND_METHOD(Encart_Article, title);
ZEND_METHOD(Encart_Article, html);
ZEND_METHOD(Encart_Article, text);
ZEND_METHOD(Encart_Article, json);
ZEND_METHOD(Encart_Article, toArray);
ZEND_METHOD(Encart_Article, save);
ZEND_METHOD(Encart_Result, __construct);
ZEND_METHOD(Encart_Result, html);
ZEND_METHOD(Encart_Result, report);
ZEND_METHOD(Encart_Result, reportJson);
ZEND_METHOD(Encart_Result, slot);
ZEND_METHOD(Encart_Result, css);
ZEND_METHOD(Encart_Result, explain);
ZEND_METHOD(Encart_Result, __toString);
ZEND_METHOD(Encart_Collection, __construct);
ZEND_METHOD(Encart_Collection, put);
ZEND_METHOD(Encart_Collection, remove);
ZEND_METHOD(Encart_Collection, get);
ZEND_METHOD(Encart_Collection, find);
ZEND_METHOD(Encart_Collection, related);
ZEND_METHOD(Encart_Collection, transaction);
ZEND_METHOD(Encart_Collection, mark);
ZEND_METHOD(Encart_Collection, fresh);
ZEND_METHOD(Encart_Collection, sweep);
ZEND_METHOD(Encart_Collection, count);

static const zend_function_entry ext_functions[] = {
    ZEND_NS_FALIAS("Encart", version, Encart_version, arginfo_Encart_version)
    ZEND_NS_FALIAS("Encart", sanitise, Encart_sanitise, arginfo_Encart_sanitise)
    ZEND_NS_FALIAS("Encart", strip, Encart_strip, arginfo_Encart_strip)
    ZEND_NS_FALIAS("Encart", fill_holes, Encart_fill_holes, arginfo_Encart_fill_holes)
    ZEND_FE_END
};

static const zend_function_entry class_Encart_Exception_methods[] = {
    ZEND_FE_END
};

static const zend_function_entry class_Encart_Engine_methods[] = {
    ZEND_ME(Encart_Engine, __construct, arginfo_class_Encart_Engine___construct, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, shared, arginfo_class_Encart_Engine_shared, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    ZEND_ME(Encart_Engine, load, arginfo_class_Encart_Engine_load, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, plan, arginfo_class_Encart_Engine_plan, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, render, arginfo_class_Encart_Engine_render, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, sanitise, arginfo_class_Encart_Engine_sanitise, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, strip, arginfo_class_Encart_Engine_strip, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, diagnostics, arginfo_class_Encart_Engine_diagnostics, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, plugins, arginfo_class_Encart_Engine_plugins, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Engine, collection, arginfo_class_Encart_Engine_collection, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

static const zend_function_entry class_Encart_Article_methods[] = {
    ZEND_ME(Encart_Article, __construct, arginfo_class_Encart_Article___construct, ZEND_ACC_PRIVATE)
    ZEND_ME(Encart_Article, load, arginfo_class_Encart_Article_load, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    ZEND_ME(Encart_Article, id, arginfo_class_Encart_Article_id, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, title, arginfo_class_Encart_Article_title, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, html, arginfo_class_Encart_Article_html, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, text, arginfo_class_Encart_Article_text, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, json, arginfo_class_Encart_Article_json, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, toArray, arginfo_class_Encart_Article_toArray, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Article, save, arginfo_class_Encart_Article_save, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

static const zend_function_entry class_Encart_Result_methods[] = {
    ZEND_ME(Encart_Result, __construct, arginfo_class_Encart_Result___construct, ZEND_ACC_PRIVATE)
    ZEND_ME(Encart_Result, html, arginfo_class_Encart_Result_html, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, report, arginfo_class_Encart_Result_report, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, reportJson, arginfo_class_Encart_Result_reportJson, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, slot, arginfo_class_Encart_Result_slot, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, css, arginfo_class_Encart_Result_css, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, explain, arginfo_class_Encart_Result_explain, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Result, __toString, arginfo_class_Encart_Result___toString, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

static const zend_function_entry class_Encart_Collection_methods[] = {
    ZEND_ME(Encart_Collection, __construct, arginfo_class_Encart_Collection___construct, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, put, arginfo_class_Encart_Collection_put, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, remove, arginfo_class_Encart_Collection_remove, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, get, arginfo_class_Encart_Collection_get, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, find, arginfo_class_Encart_Collection_find, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, related, arginfo_class_Encart_Collection_related, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, transaction, arginfo_class_Encart_Collection_transaction, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, mark, arginfo_class_Encart_Collection_mark, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, fresh, arginfo_class_Encart_Collection_fresh, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, sweep, arginfo_class_Encart_Collection_sweep, ZEND_ACC_PUBLIC)
    ZEND_ME(Encart_Collection, count, arginfo_class_Encart_Collection_count, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

/* A typed property that is written once, by the extension. */
static void property(zend_class_entry *ce, const char *name, uint32_t type)
{
    zend_string *string = zend_string_init(name, strlen(name), 1);
    zval unset;

    ZVAL_UNDEF(&unset);
    zend_declare_typed_property(ce, string, &unset, ZEND_ACC_PUBLIC | ZEND_ACC_READONLY, NULL,
                                (zend_type)ZEND_TYPE_INIT_MASK(type));
    zend_string_release(string);
}

static zend_class_entry *register_class_Encart_Exception(zend_class_entry *parent)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"INVALID", ENCART_EINVAL},     {"NO_MEMORY", ENCART_ENOMEM},
        {"IO", ENCART_EIO},             {"PARSE", ENCART_EPARSE},
        {"LIMIT", ENCART_ELIMIT},       {"CONFIG", ENCART_ECONFIG},
        {"PLUGIN", ENCART_EPLUGIN},     {"NOT_FOUND", ENCART_ENOTFOUND},
        {"BUSY", ENCART_EBUSY},         {"CORRUPT", ENCART_ECORRUPT},
        {"UNSUPPORTED", ENCART_EUNSUPPORTED}, {"INTERNAL", ENCART_EINTERNAL},
    };
    zend_class_entry ce, *class_entry;

    INIT_NS_CLASS_ENTRY(ce, "Encart", "Exception", class_Encart_Exception_methods);
    class_entry = zend_register_internal_class_ex(&ce, parent);
    class_entry->ce_flags |= ZEND_ACC_FINAL;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        zend_declare_class_constant_long(class_entry, constants[i].name,
                                         strlen(constants[i].name), constants[i].value);
    property(class_entry, "status", MAY_BE_STRING);
    property(class_entry, "stage", MAY_BE_STRING);
    property(class_entry, "source", MAY_BE_STRING);
    property(class_entry, "sourceLine", MAY_BE_LONG);
    property(class_entry, "sourceColumn", MAY_BE_LONG);
    property(class_entry, "sourceOffset", MAY_BE_LONG);
    property(class_entry, "path", MAY_BE_STRING);
    return class_entry;
}

static zend_class_entry *register_class_Encart_Engine(void)
{
    zend_class_entry ce, *class_entry;

    INIT_NS_CLASS_ENTRY(ce, "Encart", "Engine", class_Encart_Engine_methods);
    class_entry = zend_register_internal_class_ex(&ce, NULL);
    class_entry->ce_flags |=
        ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    return class_entry;
}

static zend_class_entry *register_class_Encart_Article(void)
{
    zend_class_entry ce, *class_entry;

    INIT_NS_CLASS_ENTRY(ce, "Encart", "Article", class_Encart_Article_methods);
    class_entry = zend_register_internal_class_ex(&ce, NULL);
    class_entry->ce_flags |=
        ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    return class_entry;
}

static zend_class_entry *register_class_Encart_Result(zend_class_entry *stringable)
{
    zend_class_entry ce, *class_entry;

    INIT_NS_CLASS_ENTRY(ce, "Encart", "Result", class_Encart_Result_methods);
    class_entry = zend_register_internal_class_ex(&ce, NULL);
    class_entry->ce_flags |=
        ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    zend_class_implements(class_entry, 1, stringable);
    return class_entry;
}

static zend_class_entry *register_class_Encart_Collection(zend_class_entry *countable)
{
    zend_class_entry ce, *class_entry;

    INIT_NS_CLASS_ENTRY(ce, "Encart", "Collection", class_Encart_Collection_methods);
    class_entry = zend_register_internal_class_ex(&ce, NULL);
    class_entry->ce_flags |=
        ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    zend_class_implements(class_entry, 1, countable);
    return class_entry;
}
