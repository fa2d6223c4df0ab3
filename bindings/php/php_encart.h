/* The PHP extension's own declarations: the C handles behind its objects, how long each lives,
 * and the ways between PHP values and what the library takes and gives.
 *
 * PHP objects share C handles by reference counts. An engine made by Engine::shared() is kept
 * in the module's globals from one request to the next (core.c); all that belongs to a request,
 * callables above all, hangs on the PHP object. Nothing here is shared between threads. */
#ifndef PHP_ENCART_H
#define PHP_ENCART_H

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif
#include <php.h>

#include <encart/encart.h>

extern zend_module_entry encart_module_entry;
#define phpext_encart_ptr &encart_module_entry

/* ---- handles ----------------------------------------------------------------------------- */

/* A collection; an engine that looks articles up in it holds it too. */
typedef struct php_encart_store {
    encart_collection *handle;
    uint32_t refs;
    bool open_transaction;
} php_encart_store;

/* An engine; its articles hold it too. */
typedef struct php_encart_core {
    encart_engine *handle;
    php_encart_store *store; /* NULL when there is none */
    uint32_t refs;
} php_encart_core;

/* What an engine is made of, borrowed from the call's arguments; NULL where they are silent.
 * Names of files and folders are absolute, and the script may read them. */
typedef struct php_encart_recipe {
    zend_string *json;        /* the configuration itself */
    zend_string *config;      /* or the name of its file */
    HashTable *plugin_paths;  /* lists of strings */
    HashTable *plugins;
    HashTable *services;      /* callables by name */
    zval *log;                /* a callable */
    zend_string *collection;  /* a file, "" for none */
    php_encart_store *store;  /* or one that is open */
} php_encart_recipe;

php_encart_store *php_encart_store_open(const char *path, const encart_collection_options *o);
void php_encart_store_release(php_encart_store *store);

/* NULL when it threw. */
php_encart_core *php_encart_core_new(const php_encart_recipe *recipe);
php_encart_core *php_encart_core_shared(const php_encart_recipe *recipe);
void php_encart_core_release(php_encart_core *core);
void php_encart_kept_init(HashTable *kept);
/* What a request left open in an engine that outlives it is closed: others wait for it. */
void php_encart_end_request(void);

/* ---- objects ----------------------------------------------------------------------------- */

typedef struct php_encart_engine {
    php_encart_core *core;
    zval services; /* array of callables by name, or undefined */
    zval log;      /* callable, or undefined */
    zend_object std;
} php_encart_engine;

typedef struct php_encart_article {
    encart_article *handle;
    php_encart_core *core;
    zend_object std;
} php_encart_article;

typedef struct php_encart_result {
    encart_result *handle;
    zend_object std;
} php_encart_result;

typedef struct php_encart_collection {
    php_encart_store *store;
    zend_object std;
} php_encart_collection;

#define PHP_ENCART_FROM(type, object) \
    ((type *)(void *)((char *)(object) - XtOffsetOf(type, std)))
#define PHP_ENCART_THIS(type) PHP_ENCART_FROM(type, Z_OBJ_P(ZEND_THIS))

extern zend_class_entry *php_encart_ce_exception, *php_encart_ce_engine,
    *php_encart_ce_article, *php_encart_ce_result, *php_encart_ce_collection;

/* How the objects of each class are made and freed; the classes are there already. */
void php_encart_setup_engine(void);
void php_encart_setup_article(void);
void php_encart_setup_collection(void);
/* Objects that cannot be cloned; `offset` is that of `std`. */
void php_encart_setup(zend_class_entry *ce, zend_object_handlers *handlers, size_t offset,
                      zend_object *(*create)(zend_class_entry *),
                      void (*release)(zend_object *));
/* The engine that the ini settings describe: what the functions use. NULL when it threw. */
php_encart_core *php_encart_core_default(void);
/* Takes `handle`; holds `core`. */
void php_encart_article_object(zval *out, encart_article *handle, php_encart_core *core);
void php_encart_result_object(zval *out, encart_result *handle);
/* Holds `store`. */
void php_encart_collection_object(zval *out, php_encart_store *store);

/* ---- calls into PHP while the library works ---------------------------------------------- */

/* One call of the library that may call back. Frames are on the C stack, the innermost in the
 * globals; a fibre cannot be left while one is there. */
typedef struct php_encart_frame {
    struct php_encart_frame *outer;
    HashTable *services; /* may be NULL */
    zval *log;           /* may be NULL or undefined */
    bool bailed;         /* PHP died in a callable: it goes on dying after the call */
} php_encart_frame;

/* False (and an exception) where calls stand too deep in one another. */
bool php_encart_enter(php_encart_frame *frame, HashTable *services, zval *log);
/* After it the caller frees what the library gave if this returns false: an exception waits.
 * Does not return when PHP is dying; `drop`, if any, is called with `handle` before that. */
bool php_encart_leave(php_encart_frame *frame, void (*drop)(void *), void *handle);
int php_encart_service(void *user, const char *service, const char *request, size_t n,
                       encart_reply *reply);
void php_encart_log(void *user, int level, const char *message);
int php_encart_hole(void *user, const char *name, const char *params, size_t n,
                    encart_reply *reply);

/* ---- values ------------------------------------------------------------------------------ */

typedef enum php_encart_kind {
    PHP_ENCART_STRING, /* const char *, no NUL inside */
    PHP_ENCART_INT,    /* int */
    PHP_ENCART_SIZE,   /* size_t */
    PHP_ENCART_BOOL,   /* int, 0 or 1 */
    PHP_ENCART_SWITCH, /* int, ENCART_ON or ENCART_OFF */
    PHP_ENCART_FLAG,   /* unsigned at `offset`, the bit `extra` */
    PHP_ENCART_JSON,   /* const char *: a string as it is, an array as JSON */
    PHP_ENCART_BYTES,  /* the same, its size at `extra` */
    PHP_ENCART_FORM    /* int: "none", "text", "html" */
} php_encart_kind;

/* An option of a struct of the library's, by its C name. A table ends with a NULL name. */
typedef struct php_encart_option {
    const char *name;
    php_encart_kind kind;
    size_t offset;
    size_t extra;
} php_encart_option;

/* Reads `options` (may be NULL) into `out`. The strings are kept in `held`, whatever a callable
 * does meanwhile: release it with zval_ptr_dtor() after the library's call. False when it
 * threw. */
bool php_encart_options(void *out, const php_encart_option *table, HashTable *options,
                        uint32_t arg, zval *held);
extern const php_encart_option php_encart_load_table[], php_encart_render_table[],
    php_encart_sanitise_table[], php_encart_open_table[], php_encart_put_table[],
    php_encart_related_table[];

/* PHP to JSON; NULL when it threw. An empty array is {} where `object`. Bytes that are no
 * UTF-8 are an error, or U+FFFD where `lenient`. */
zend_string *php_encart_to_json(zval *value, bool object, bool lenient);
/* The library's own JSON to arrays. */
void php_encart_from_json(zval *out, const char *json, size_t n);
/* The bytes of `buffer` (taken) as a string. */
zend_string *php_encart_string(encart_buffer *buffer);
void php_encart_throw(int status, const encart_error *err);
/* What scripts may not read or write is refused as elsewhere in PHP. */
bool php_encart_path_allowed(const char *path);

/* ---- module ------------------------------------------------------------------------------ */

ZEND_BEGIN_MODULE_GLOBALS(encart)
    char *config;       /* ini settings */
    char *plugin_path;
    char *plugins;
    char *collection;
    zend_long revalidate_freq;
    zend_long max_engines;
    HashTable kept; /* engines that outlive requests, by what they are made of */
    uint64_t ticks; /* counts their uses: the least recently used goes first */
    php_encart_frame *frame;
    uint32_t depth;
ZEND_END_MODULE_GLOBALS(encart)
ZEND_EXTERN_MODULE_GLOBALS(encart)
#define ENCART_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(encart, v)

#if defined(ZTS) && defined(COMPILE_DL_ENCART)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

#endif
