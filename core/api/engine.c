/* Exports: the engine. */
#include "core/base/error.h"
#include "core/render/engine.h"

int encart_engine_new(encart_engine **out, const encart_builder *builder, encart_error *err)
{
    encart_engine *e;
    int status;

    encart__error_clear(err);
    if (!out || !builder)
        return encart__error(err, ENCART_EINVAL, ENCART_STAGE_CONFIG,
                             "encart_engine_new: an argument is NULL");
    *out = NULL;
    e = encart__calloc(&builder->alloc, 1, sizeof *e);
    if (!e)
        return encart__error_nomem(err, ENCART_STAGE_CONFIG);
    e->alloc = builder->alloc;
    e->runtime = &encart__lua_runtime;
    encart__arena_init(&e->arena, &e->alloc, 0);
    status = encart__engine_build(e, builder, err);
    if (status) {
        encart_engine_free(e);
        return encart__error_status(err, status, ENCART_STAGE_CONFIG);
    }
    *out = e;
    return ENCART_OK;
}

void encart_engine_free(encart_engine *engine)
{
    encart__alloc alloc;

    if (!engine)
        return;
    alloc = engine->alloc;
    encart__engine_release(engine);
    encart__free(&alloc, engine, sizeof *engine);
}

static const char *give(encart__str s, size_t *n)
{
    if (n)
        *n = s.n;
    return s.p;
}

const char *encart_engine_diagnostics(const encart_engine *engine, size_t *n)
{
    return give(engine ? engine->diags_json : ENCART__STR("[]"), n);
}

const char *encart_engine_plugins(const encart_engine *engine, size_t *n)
{
    return give(engine ? engine->plugins_json : ENCART__STR("[]"), n);
}
