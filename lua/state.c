/* Arena, hook, fuel, deadline, stack guard, locale: the walls of the sandbox. Why each
 * stands is told in docs/sandbox.md; nothing here depends on which plugin runs. */
#include "lua/state.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK 100                           /* instructions between two looks, at most */
#define TICK_NS ((size_t)10000000)         /* what may pass between them at the worst */
#define TOLD_NS 1000000                    /* so short a time is told as it passed */
#define CLOCK_EVERY 1024L                  /* fuel between two looks at the clock */
#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_MOST ((size_t)1 << 20)
#define RESERVE ((size_t)64 << 10)         /* beyond the cap, so that dying is orderly */
#define SMALL ((size_t)1 << 10)
#define LONG_STRING ((size_t)64 << 10)     /* longer ones make each tick dearer */
#define SLOTS_FIRST 256                    /* of Lua's stack; it doubles */
#define SLOTS_MOST 8192                    /* some 2000 calls in each other */
#define SLOTS_DEEP 2048                    /* from here on each tick notes its place */
#define NODES_MOST ((size_t)8192)          /* keys of a table that are no list */
#define NODES_PROBE 4
#define STACK_USE ((size_t)96 << 10)       /* what a plugin may use of the C stack */
#define STACK_NEED (2 * STACK_USE)

typedef struct encart__lua_chunk {
    struct encart__lua_chunk *next;
    size_t size;
    max_align_t data[];
} chunk;

static void tick(lua_State *L, lua_Debug *ar);

/* ---- memory ---------------------------------------------------------------------------- */

/* The first reason counts. Nothing is raised here: the next tick does, or Lua, for want of
 * memory. While the stack is enlarged in place, Lua may not be asked where it is. */
static void kill_for(encart__lua *s, encart__death death)
{
    if (s->dead)
        return;
    s->dead = death;
    if (s->L && !s->moving)
        encart__lua_locate(s->L, &s->fault);
}

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
        kill_for(s, ENCART__DEAD_HOST);
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
        kill_for(s, ENCART__DEAD_MEMORY);
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

/* ---- what one instruction may cost ----------------------------------------------------- */

static size_t slots_of(const encart__lua *s)
{
    return s->stack_first ? s->stack_bytes * SLOTS_FIRST / s->stack_first : 0;
}

/* The dearest single instructions there are, in nanoseconds: a comparison of strings that
 * are zeros only, a look-up in a table whose keys collide, a call through a chain of
 * __call, which moves the stack up once for each link. */
static size_t dearest(const encart__lua *s)
{
    size_t slots = slots_of(s);

    return s->longest * 10 + s->widest / 16 + slots * slots / 2;
}

/* The dearer they are, the fewer between two ticks; in powers of two, so that this is done
 * a few times in a run. */
static void set_pace(encart__lua *s)
{
    int pace = s->pace;

    while (pace > 1 && dearest(s) * (size_t)pace > TICK_NS)
        pace /= 2;
    if (pace == s->pace || !s->L)
        return;
    s->pace = pace;
    if (!s->dead)
        lua_sethook(s->L, tick, LUA_MASKCOUNT, pace);
}

static int is_nodes(const encart__lua *s, size_t n)
{
    size_t nodes = s->node_bytes ? n / s->node_bytes : 0;

    return nodes > s->nodes_most && n % s->node_bytes == 0 && (nodes & (nodes - 1)) == 0;
}

/* Whether n bytes are what Lua asks for to double its stack. Versions differ: some enlarge
 * the block, others take a new one, copy, and free the old one. */
static int is_new_stack(const encart__lua *s, const void *ptr, size_t n)
{
    size_t doubled = 2 * s->stack_bytes - s->stack_short;

    return s->stack && (ptr == s->stack || (!ptr && n == doubled));
}

static void *fresh(encart__lua *s, void *ptr, size_t n)
{
    if (ptr) {
        s->fresh = ptr;
        s->fresh_bytes = n;
    }
    return ptr;
}

static void stack_is_at(encart__lua *s, void *ptr, size_t n)
{
    s->stack = ptr;
    s->stack_bytes = n;
    set_pace(s);
}

/* A block that is no object: an array, the hash part of a table, code, the stack. A rehash
 * puts every key anew, each after a walk along those that it collides with, and a call
 * through __call moves the stack: nothing ends either, so both are bounded in size. */
static void *take_block(encart__lua *s, void *ptr, size_t old, size_t n)
{
    int is_stack = is_new_stack(s, ptr, n);
    void *p = NULL;

    s->moving = is_stack && ptr;
    if (is_stack && n > s->stack_most)
        kill_for(s, ENCART__DEAD_STACK);
    else if (!ptr && is_nodes(s, n))
        kill_for(s, ENCART__DEAD_TABLE);
    else
        p = fresh(s, ptr ? grow(s, ptr, old, n) : take(s, n), n);
    s->moving = 0;
    if (p && ptr && is_stack)
        stack_is_at(s, p, n);
    if (!is_stack && n > s->widest) {
        s->widest = n;
        set_pace(s);
    }
    return p;
}

static void *take_string(encart__lua *s, size_t n)
{
    if (n > ENCART__PLUGIN_STRING + 64) {
        kill_for(s, ENCART__DEAD_MEMORY);
        return NULL;
    }
    if (n > s->longest) {
        s->longest = n;
        set_pace(s);
    }
    return take(s, n);
}

/* Tables and closures are small; a userdata is a buffer of ours. */
static void *take_object(encart__lua *s, size_t n)
{
    s->widest = n > s->widest ? n : s->widest;
    return take(s, n);
}

/* Most of what is asked for: an object that changes no bound, where there is room. NULL
 * otherwise. */
static void *take_small(encart__lua *s, size_t n)
{
    size_t bytes = rounded(n);

    if (n > s->longest || n > s->widest || (size_t)(s->end - s->top) < bytes ||
        s->used + bytes > s->limit)
        return NULL;
    s->used += bytes;
    s->fuel -= (long)(bytes / 16);
    s->last = s->top;
    s->top += bytes;
    return s->last;
}

/* Frees are ignored: the cap is on the total, which makes allocation a kind of fuel. For a
 * new object Lua passes its type in `old`. */
static void *arena_alloc(void *ud, void *ptr, size_t old, size_t n)
{
    encart__lua *s = ud;
    void *p;

    if (!ptr && old && n && n <= SMALL && (p = take_small(s, n)))
        return p;
    if (n == 0) {
        if (ptr && ptr == s->stack)
            stack_is_at(s, s->fresh, s->fresh_bytes); /* it has been copied there */
        return NULL;
    }
    if (ptr || !old)
        return take_block(s, ptr, old, n);
    return old == LUA_TSTRING ? take_string(s, n) : take_object(s, n);
}

/* ---- budgets --------------------------------------------------------------------------- */

/* Time that costs next to nothing to read, and stands still for some milliseconds. */
#ifdef CLOCK_MONOTONIC_COARSE
#define CLOCK_COARSE CLOCK_MONOTONIC_COARSE
#else
#define CLOCK_COARSE CLOCK_MONOTONIC
#endif

static int64_t clock_ns(clockid_t clock)
{
    struct timespec t;

    if (clock_gettime(clock, &t) != 0)
        return 0;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Thread CPU time since the first entry, or what passed inside, whichever is less. The one
 * also counts what the host did between two entries, the other what other threads did: each
 * is an upper bound. Reading the thread's clock is a system call, of which a short run needs
 * none but the first. */
static int64_t spent_ns(int64_t began, int64_t inside, int64_t enough)
{
    int64_t cpu;

    if (inside <= enough)
        return inside;
    cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID) - began;
    return cpu < inside ? cpu : inside;
}

int64_t encart__lua_cpu_ns(const encart__lua *s)
{
    return spent_ns(s->began, s->inside, TOLD_NS);
}

/* Raises nil, for which no memory is needed; s->dead says why. From now on the hook fires
 * at every instruction. */
static void die(lua_State *L)
{
    encart__lua_fault *fault = &encart__lua_of(L)->fault;

    if (!fault->died)
        encart__lua_locate(L, fault);
    fault->died = 1;
    lua_sethook(L, tick, LUA_MASKCOUNT, 1);
    lua_pushnil(L);
    lua_error(L);
}

/* The clocks that tell more are dearer to read: only when the coarse one has moved on. */
static int late(encart__lua *s)
{
    int64_t now;

    s->until_clock = CLOCK_EVERY;
    if (s->time_max < 0 || (now = clock_ns(CLOCK_COARSE)) == s->seen)
        return 0;
    s->seen = now;
    now = clock_ns(CLOCK_MONOTONIC) - s->entered;
    return spent_ns(s->began, s->inside + now, s->time_max) > s->time_max;
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

/* The same, and looks at the clock whatever was spent. */
static void charge_and_look(lua_State *L, size_t units)
{
    encart__lua_of(L)->until_clock = 0;
    encart__lua_charge(L, units);
}

void encart__lua_look(lua_State *L)
{
    charge_and_look(L, 1);
}

void encart__lua_charge_next(lua_State *L)
{
    encart__lua_charge(L, 1 + encart__lua_of(L)->widest / 256);
}

/* One unit, but the clock is looked at the oftener the longer a chain of keys may be. */
void encart__lua_charge_step(lua_State *L)
{
    encart__lua *s = encart__lua_of(L);

    s->until_clock -= (long)(s->widest / 4096);
    encart__lua_charge(L, 1);
}

static void check_stack(lua_State *L)
{
    if ((const char *)__builtin_frame_address(0) < encart__lua_of(L)->stack_low)
        luaL_error(L, "stack overflow (too many nested calls through C)");
}

static void tick(lua_State *L, lua_Debug *ar)
{
    encart__lua *s = encart__lua_of(L);
    size_t units = (size_t)s->pace;

    (void)ar;
    if (s->longest > LONG_STRING)
        units += (s->longest - LONG_STRING) * units / (64 * TICK);
    if (slots_of(s) >= SLOTS_DEEP)
        encart__lua_locate(L, &s->fault); /* the next instruction may be the last */
    charge_and_look(L, units);
    check_stack(L);
}

void encart__lua_enter(lua_State *L)
{
    encart__lua *s = encart__lua_of(L);

    charge_and_look(L, 4);
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

void encart__lua_caught(lua_State *L, int callbacks, int status)
{
    encart__lua *s = encart__lua_of(L);

    s->callbacks = callbacks;
    if (s->dead)
        die(L);
    if (status != LUA_OK)
        charge_and_look(L, 50 + s->widest / 64);
}

const char *encart__lua_death_text(const encart__lua *s)
{
    switch (s->dead) {
    case ENCART__DEAD_FUEL: return "its fuel is spent";
    case ENCART__DEAD_CLOCK: return "its time is over";
    case ENCART__DEAD_MEMORY: return "its memory is spent";
    case ENCART__DEAD_STACK: return "its calls are nested too deep";
    case ENCART__DEAD_TABLE: return "a table has too many keys that are no list";
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

/* For the main thread glibc reads /proc/self/maps, which costs more than a whole plugin:
 * the estimate above comes first. None is found where that cannot be known: a fibre's. */
static void find_stack(encart__lua_stack *stack, const char *here)
{
    size_t estimate = main_stack_left(here);
    pthread_attr_t attr;
    void *base;
    size_t size;

    *stack = (encart__lua_stack){NULL, NULL};
    if (estimate >= STACK_NEED) {
        *stack = (encart__lua_stack){here - estimate, __libc_stack_end};
        return;
    }
    if (pthread_getattr_np(pthread_self(), &attr) != 0)
        return;
    if (pthread_attr_getstack(&attr, &base, &size) == 0 && here > (char *)base &&
        here < (char *)base + size)
        *stack = (encart__lua_stack){base, (char *)base + size};
    pthread_attr_destroy(&attr);
}

int encart__lua_stack_ok(encart__lua_stack *known, size_t *left, size_t *need)
{
    const char *here = __builtin_frame_address(0);

    if (!known->end || here <= known->low || here >= known->end)
        find_stack(known, here);
    *left = known->end ? (size_t)(here - known->low) : SIZE_MAX;
    *need = STACK_NEED;
    return *left >= STACK_NEED;
}

/* ---- entry ----------------------------------------------------------------------------- */

static const char *file_of(const lua_Debug *ar)
{
    return ar->source[0] == '@' ? ar->source + 1 : ar->short_src;
}

void encart__lua_calls(lua_State *L)
{
    encart__lua *s = encart__lua_of(L);
    lua_Debug ar;

    lua_pushvalue(L, -1);
    if (!lua_isfunction(L, -1) || !lua_getinfo(L, ">S", &ar))
        return;
    snprintf(s->called, sizeof s->called, "%s", file_of(&ar));
    s->called_line = ar.linedefined > 0 ? ar.linedefined : 1;
}

void encart__lua_reads(lua_State *L, const char *name, int line)
{
    encart__lua *s = encart__lua_of(L);

    snprintf(s->called, sizeof s->called, "%s", name + 1);
    s->called_line = line;
}

/* The first Lua function on the stack is where a plugin's author should look. */
void encart__lua_locate(lua_State *L, encart__lua_fault *fault)
{
    const encart__lua *s = encart__lua_of(L);
    lua_Debug ar;

    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline <= 0)
            continue;
        snprintf(fault->source, sizeof fault->source, "%s", file_of(&ar));
        fault->line = ar.currentline;
        return;
    }
    snprintf(fault->source, sizeof fault->source, "%s", s->called);
    fault->line = s->called_line;
}

/* "file:12: what" without its head, when that repeats the location. */
static const char *without_place(const char *text, const encart__lua_fault *fault)
{
    char head[160];
    int n = snprintf(head, sizeof head, "%s:%d: ", fault->source, fault->line);

    return n > 0 && strncmp(text, head, (size_t)n) == 0 ? text + n : text;
}

void encart__lua_clean(char *text)
{
    size_t n = strlen(text), len;
    uint32_t cp;

    for (size_t i = 0; i < n; i += len) {
        len = encart__utf8_decode(text + i, n - i, &cp);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            memset(text + i, ' ', len);
        else if (cp == 0xFFFD)
            memset(text + i, '?', len);
    }
}

static int on_error(lua_State *L)
{
    encart__lua_fault *fault = &encart__lua_of(L)->fault;

    if (!fault->died)
        encart__lua_locate(L, fault);
    if (lua_type(L, 1) == LUA_TSTRING)
        snprintf(fault->text, sizeof fault->text, "%s",
                 without_place(lua_tostring(L, 1), fault));
    else
        snprintf(fault->text, sizeof fault->text, "error object (a %s value)",
                 luaL_typename(L, 1));
    encart__lua_clean(fault->text);
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

static void clock_in(encart__lua *s)
{
    if (s->time_max < 0)
        return;
    if (!s->began)
        s->began = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    s->seen = clock_ns(CLOCK_COARSE);
    s->entered = clock_ns(CLOCK_MONOTONIC);
}

static void clock_out(encart__lua *s)
{
    if (s->time_max >= 0)
        s->inside += clock_ns(CLOCK_MONOTONIC) - s->entered;
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
    clock_in(s);
    ok = protected_call(s, f, arg);
    clock_out(s);
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

static int new_table(lua_State *L)
{
    lua_createtable(L, 0, NODES_PROBE);
    return 0;
}

/* Which block is Lua's stack, how its size doubles, and how large a slot of a table is: no
 * header tells, but it shows in what is allocated. */
static int learn(encart__lua *s)
{
    size_t half;

    if (!lua_checkstack(s->L, SLOTS_FIRST / 2 - 1))
        return 0;
    half = s->fresh_bytes;
    if (!lua_checkstack(s->L, SLOTS_FIRST - 1))
        return 0;
    stack_is_at(s, s->fresh, s->fresh_bytes);
    s->stack_first = s->stack_bytes;
    s->stack_short = 2 * half - s->stack_bytes;
    lua_pushcfunction(s->L, new_table);
    if (lua_pcall(s->L, 0, 0, 0) != LUA_OK)
        return 0;
    s->node_bytes = s->fresh_bytes / NODES_PROBE;
    return 1;
}

int encart__lua_init(encart__lua *s, const encart__alloc *alloc,
                     const encart__lua_limits *limits)
{
    memset(s, 0, sizeof *s);
    s->alloc = alloc ? alloc : &encart__alloc_default;
    s->limit = limits->memory;
    s->fuel = s->fuel_max = limits->fuel;
    s->until_clock = CLOCK_EVERY;
    s->time_max = limits->time_ms < 0 ? -1 : (int64_t)limits->time_ms * 1000000;
    s->pace = TICK;
    s->stack_most = s->nodes_most = SIZE_MAX;
    s->L = lua_newstate(arena_alloc, s);
    if (!s->L)
        return 0;
    *(encart__lua **)lua_getextraspace(s->L) = s;
    lua_gc(s->L, LUA_GCSTOP);
    lua_atpanic(s->L, on_panic);
    if (!learn(s))
        return 0;
    if (limits->hostile) {
        s->stack_most = s->stack_first * (SLOTS_MOST / SLOTS_FIRST);
        s->nodes_most = NODES_MOST;
    }
    lua_sethook(s->L, tick, LUA_MASKCOUNT, s->pace);
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
