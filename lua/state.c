/* Arena, hook, fuel, deadline, stack guard, locale: the walls of the sandbox. Why each
 * stands is told in docs/ARCHITECTURE.md; nothing here depends on which plugin runs. */
#include "lua/state.h"
#include "core/base/limits.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK 100                           /* instructions between two looks */
#define CLOCK_EVERY 4096L                  /* fuel between two looks at the clock */
#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_MOST ((size_t)1 << 20)
#define RESERVE ((size_t)64 << 10)         /* beyond the cap, so that dying is orderly */
#define LONG_STRING ((size_t)64 << 10)     /* longer ones make each tick dearer */
#define STACK_USE ((size_t)96 << 10)       /* what a plugin may use of the C stack */
#define STACK_NEED (2 * STACK_USE)

typedef struct encart__lua_chunk {
    struct encart__lua_chunk *next;
    size_t size;
    max_align_t data[];
} chunk;

/* ---- memory ---------------------------------------------------------------------------- */

static int chunk_add(encart__lua *s, size_t need)
{
    size_t size = s->chunks ? s->chunks->size * 2 : CHUNK_FIRST;
    chunk *c;

    if (size > CHUNK_MOST)
        size = CHUNK_MOST;
    if (!encart__add(need, offsetof(chunk, data), &need))
        return 0;
    if (size < need)
        size = need;
    c = encart__malloc(s->alloc, size);
    if (!c) {
        s->dead = ENCART__DEAD_HOST;
        return 0;
    }
    c->next = s->chunks;
    c->size = size;
    s->chunks = c;
    s->top = (char *)c->data;
    s->end = (char *)c + size;
    return 1;
}

static size_t rounded(size_t n)
{
    return (n + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
}

/* Counts `n` bytes; false when the cap and its reserve are passed. */
static int count(encart__lua *s, size_t n)
{
    if (n > s->limit || s->used + n > s->limit) {
        if (!s->dead)
            s->dead = ENCART__DEAD_MEMORY;
        if (n > RESERVE || s->used + n > s->limit + RESERVE)
            return 0;
    }
    s->used += n;
    s->fuel -= (long)(n / 16);
    return 1;
}

static void *take(encart__lua *s, size_t n)
{
    if (n > SIZE_MAX / 2)
        return NULL;
    n = rounded(n);
    if (!count(s, n))
        return NULL;
    if ((size_t)(s->end - s->top) < n && !chunk_add(s, n))
        return NULL;
    s->last = s->top;
    s->top += n;
    return s->last;
}

static void *grow(encart__lua *s, void *ptr, size_t old, size_t n)
{
    void *p;

    if (n <= rounded(old))
        return ptr;
    if (ptr == s->last && n < SIZE_MAX / 2 && (size_t)(s->end - s->last) >= rounded(n)) {
        if (!count(s, rounded(n) - rounded(old)))
            return NULL;
        s->top = s->last + rounded(n);
        return ptr;
    }
    p = take(s, n);
    if (p)
        memcpy(p, ptr, old);
    return p;
}

/* Frees are ignored: the cap is on the total, which makes allocation a kind of fuel. For a
 * new object Lua passes its type in `old`. */
static void *arena_alloc(void *ud, void *ptr, size_t old, size_t n)
{
    encart__lua *s = ud;

    if (n == 0)
        return NULL;
    if (ptr || old != LUA_TSTRING) {
        s->widest = n > s->widest ? n : s->widest;
        return ptr ? grow(s, ptr, old, n) : take(s, n);
    }
    if (n > ENCART__PLUGIN_STRING + 64) {
        if (!s->dead)
            s->dead = ENCART__DEAD_MEMORY;
        return NULL;
    }
    s->longest = n > s->longest ? n : s->longest;
    return take(s, n);
}

/* ---- budgets --------------------------------------------------------------------------- */

static int64_t thread_ns(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void tick(lua_State *L, lua_Debug *ar);

/* Raises nil, for which no memory is needed; s->dead says why. From now on the hook fires
 * at every instruction. */
static void die(lua_State *L)
{
    lua_sethook(L, tick, LUA_MASKCOUNT, 1);
    lua_pushnil(L);
    lua_error(L);
}

static int late(encart__lua *s)
{
    s->until_clock = CLOCK_EVERY;
    return s->cpu_max >= 0 && s->cpu_ns + (thread_ns() - s->entered) > s->cpu_max;
}

void encart__lua_charge(lua_State *L, size_t units)
{
    encart__lua *s = encart__lua_of(L);
    long n = units > LONG_MAX / 4 ? LONG_MAX / 4 : (long)units;

    s->fuel -= n;
    s->until_clock -= n;
    if (!s->dead) {
        if (s->fuel < 0)
            s->dead = ENCART__DEAD_FUEL;
        else if (s->until_clock < 0 && late(s))
            s->dead = ENCART__DEAD_CLOCK;
    }
    if (s->dead)
        die(L);
}

void encart__lua_charge_next(lua_State *L)
{
    encart__lua_charge(L, 1 + encart__lua_of(L)->widest / 256);
}

static void check_stack(lua_State *L)
{
    if ((const char *)__builtin_frame_address(0) < encart__lua_of(L)->stack_low)
        luaL_error(L, "stack overflow (too many nested calls through C)");
}

static void tick(lua_State *L, lua_Debug *ar)
{
    encart__lua *s = encart__lua_of(L);
    size_t units = TICK;

    (void)ar;
    if (s->longest > LONG_STRING)
        units += (s->longest - LONG_STRING) / 64;
    encart__lua_charge(L, units);
    check_stack(L);
}

void encart__lua_enter(lua_State *L)
{
    encart__lua *s = encart__lua_of(L);

    encart__lua_charge(L, 4);
    check_stack(L);
    if (s->callbacks >= ENCART__PLUGIN_CALLBACKS)
        luaL_error(L, "calls nested too deep (%d through pcall, gsub, sort and their like)",
                   ENCART__PLUGIN_CALLBACKS);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    s->callbacks++;
}

void encart__lua_leave(lua_State *L)
{
    encart__lua_of(L)->callbacks--;
}

void encart__lua_caught(lua_State *L, int callbacks)
{
    encart__lua *s = encart__lua_of(L);

    s->callbacks = callbacks;
    if (s->dead)
        die(L);
}

const char *encart__lua_death_text(const encart__lua *s)
{
    switch (s->dead) {
    case ENCART__DEAD_FUEL: return "its fuel is spent";
    case ENCART__DEAD_CLOCK: return "its time is over";
    case ENCART__DEAD_MEMORY: return "its memory is spent";
    case ENCART__DEAD_HOST: return "out of memory";
    default: return NULL;
    }
}

/* ---- C stack --------------------------------------------------------------------------- */

/* glibc's address of the first frame; absent elsewhere. */
extern void *__libc_stack_end __attribute__((weak));

/* At least so many bytes are left on the main thread's stack; 0 = unknown. Arguments and
 * environment lie above the first frame, and are at most a quarter of the limit. */
static size_t main_stack_left(const char *here)
{
    struct rlimit limit;
    size_t used;

    if (!&__libc_stack_end || here >= (char *)__libc_stack_end ||
        syscall(SYS_gettid) != getpid() || getrlimit(RLIMIT_STACK, &limit) != 0 ||
        limit.rlim_cur == RLIM_INFINITY)
        return 0;
    used = (size_t)((char *)__libc_stack_end - here) + (size_t)limit.rlim_cur / 4;
    return used < limit.rlim_cur ? (size_t)limit.rlim_cur - used : 0;
}

/* Bytes left on this thread's stack; SIZE_MAX when that cannot be known (a fibre's). For
 * the main thread glibc reads /proc/self/maps, which costs more than a whole plugin: the
 * estimate above comes first. */
static size_t stack_left(const char *here)
{
    size_t estimate = main_stack_left(here);
    pthread_attr_t attr;
    void *base;
    size_t size, left = SIZE_MAX;

    if (estimate >= STACK_NEED)
        return estimate;
    if (pthread_getattr_np(pthread_self(), &attr) != 0)
        return SIZE_MAX;
    if (pthread_attr_getstack(&attr, &base, &size) == 0 && here > (char *)base &&
        here <= (char *)base + size)
        left = (size_t)(here - (char *)base);
    pthread_attr_destroy(&attr);
    return left;
}

int encart__lua_stack_ok(size_t *left, size_t *need)
{
    *left = stack_left(__builtin_frame_address(0));
    *need = STACK_NEED;
    return *left >= STACK_NEED;
}

/* ---- entry ----------------------------------------------------------------------------- */

/* The first Lua function on the stack is where a plugin's author should look. */
void encart__lua_locate(lua_State *L, encart__lua_fault *fault)
{
    lua_Debug ar;

    for (int level = 1; lua_getstack(L, level, &ar); level++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline <= 0)
            continue;
        snprintf(fault->source, sizeof fault->source, "%s",
                 ar.source[0] == '@' ? ar.source + 1 : ar.short_src);
        fault->line = ar.currentline;
        return;
    }
}

/* "file:12: what" without its head, when that repeats the location. */
static const char *without_place(const char *text, const encart__lua_fault *fault)
{
    char head[160];
    int n = snprintf(head, sizeof head, "%s:%d: ", fault->source, fault->line);

    return n > 0 && strncmp(text, head, (size_t)n) == 0 ? text + n : text;
}

static int on_error(lua_State *L)
{
    encart__lua_fault *fault = &encart__lua_of(L)->fault;

    encart__lua_locate(L, fault);
    if (lua_type(L, 1) == LUA_TSTRING)
        snprintf(fault->text, sizeof fault->text, "%s",
                 without_place(lua_tostring(L, 1), fault));
    else
        snprintf(fault->text, sizeof fault->text, "error object (a %s value)",
                 luaL_typename(L, 1));
    return 1;
}

/* Syntax errors and memory errors do not pass through on_error. */
static void keep_fault(encart__lua *s, int status)
{
    const char *death = encart__lua_death_text(s);

    if (death)
        snprintf(s->fault.text, sizeof s->fault.text, "stopped: %s", death);
    else if (status == LUA_ERRMEM)
        snprintf(s->fault.text, sizeof s->fault.text, "out of memory");
    else if (!s->fault.text[0])
        snprintf(s->fault.text, sizeof s->fault.text, "error in error handling");
}

static int protected_call(encart__lua *s, lua_CFunction f, void *arg)
{
    int status;

    lua_settop(s->L, 0);
    lua_pushcfunction(s->L, on_error);
    lua_pushcfunction(s->L, f);
    lua_pushlightuserdata(s->L, arg);
    status = lua_pcall(s->L, 1, 0, 1);
    if (status != LUA_OK)
        keep_fault(s, status);
    lua_settop(s->L, 0);
    return status == LUA_OK;
}

int encart__lua_call(encart__lua *s, lua_CFunction f, void *arg)
{
    locale_t c_locale, old;
    int ok;

    memset(&s->fault, 0, sizeof s->fault);
    if (s->dead) {
        keep_fault(s, LUA_ERRRUN);
        return 0;
    }
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c_locale) {
        snprintf(s->fault.text, sizeof s->fault.text, "out of memory");
        return 0;
    }
    old = uselocale(c_locale);
    s->stack_low = (const char *)__builtin_frame_address(0) - STACK_USE;
    s->callbacks = 0;
    s->entered = s->cpu_max >= 0 ? thread_ns() : 0;
    ok = protected_call(s, f, arg);
    if (s->cpu_max >= 0)
        s->cpu_ns += thread_ns() - s->entered;
    uselocale(old);
    freelocale(c_locale);
    return ok;
}

/* Reached only by an error outside of protected_call(): a bug of ours. */
static int on_panic(lua_State *L)
{
    (void)L;
    return 0; /* Lua then aborts */
}

int encart__lua_init(encart__lua *s, const encart__alloc *alloc,
                     const encart__lua_limits *limits)
{
    memset(s, 0, sizeof *s);
    s->alloc = alloc ? alloc : &encart__alloc_default;
    s->limit = limits->memory;
    s->fuel = s->fuel_max = limits->fuel;
    s->until_clock = CLOCK_EVERY;
    s->cpu_max = limits->time_ms < 0 ? -1 : (int64_t)limits->time_ms * 1000000;
    s->L = lua_newstate(arena_alloc, s);
    if (!s->L)
        return 0;
    *(encart__lua **)lua_getextraspace(s->L) = s;
    lua_gc(s->L, LUA_GCSTOP);
    lua_atpanic(s->L, on_panic);
    lua_sethook(s->L, tick, LUA_MASKCOUNT, TICK);
    return 1;
}

void encart__lua_free(encart__lua *s)
{
    chunk *c = s->chunks, *next;

    for (; c; c = next) {
        next = c->next;
        encart__free(s->alloc, c, c->size);
    }
    s->chunks = NULL;
    s->L = NULL;
}
