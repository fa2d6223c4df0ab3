/* Hostile shapes of 64 KiB, on a stack of 256 KiB: they are done with, and what they take of
 * memory, stack and allocations grows no faster than they do. Times are for `make shapes`.
 */
#include "tests/shapes.h"
#include "tests/suite.h"
#include "tests/small_stack.h"

#include <encart/encart.h>

#define SMALL_STACK ((size_t)256 << 10)
#define SIZE ((size_t)64 << 10)

typedef struct cost {
    encart_allocator vtable;
    const char *html;
    size_t n;
    const char *profile;
    int status;
    size_t calls, bytes, live, peak;
} cost;

static void *cost_alloc(void *user, size_t size)
{
    cost *c = user;
    void *p = malloc(size);

    c->calls++;
    c->bytes += size;
    c->live += size;
    if (c->live > c->peak)
        c->peak = c->live;
    return p;
}

static void cost_free(void *user, void *p, size_t size)
{
    ((cost *)user)->live -= size;
    free(p);
}

static void *cost_realloc(void *user, void *old, size_t had, size_t size)
{
    void *p = cost_alloc(user, size);

    memcpy(p, old, had < size ? had : size);
    cost_free(user, old, had);
    return p;
}

static void *sanitise_it(void *user)
{
    cost *c = user;
    encart_sanitise_options o = ENCART_SANITISE_OPTIONS_INIT;
    encart_builder *b = NULL;
    encart_engine *e = NULL;
    encart_buffer *out = NULL;

    o.profile = c->profile;
    o.paragraphs = o.accessible = ENCART_ON;
    o.repair = "always"; /* what nests too: libtidy is what recurses */
    c->status = encart_builder_new(&b, &c->vtable, NULL);
    if (!c->status)
        c->status = encart_engine_new(&e, b, NULL);
    encart_builder_free(b);
    if (!c->status)
        c->status = encart_sanitise(&out, NULL, e, c->html, c->n, &o, NULL);
    encart_buffer_free(out);
    encart_engine_free(e);
    return NULL;
}

/* Sanitises `size` bytes of the shape; the stack it took. */
static size_t run(cost *c, const shape *s, size_t size, const char *profile)
{
    char *html = shape_make(s, size, &c->n);
    size_t stack;

    c->calls = c->bytes = c->peak = 0;
    c->vtable = (encart_allocator){cost_alloc, cost_realloc, cost_free, c};
    c->html = html;
    c->profile = profile;
    c->status = -1;
    stack = on_small_stack(SMALL_STACK, sanitise_it, c);
    ck_assert_msg(c->status == ENCART_OK, "%s: %s", s->name, encart_status_name(c->status));
    ck_assert_msg(c->live == 0, "%s: %zu bytes leak", s->name, c->live);
    free(html);
    return stack;
}

START_TEST(hostile_shapes_fit_a_small_stack_and_bounded_memory)
{
    static const char *const profiles[] = {"article", "strict", "embeds"};
    const shape *s = &shapes[_i];
    cost part = {0}, whole = {0};

    for (size_t p = 0; p < sizeof profiles / sizeof profiles[0]; p++) {
        size_t stack;

        run(&part, s, SIZE / 4, profiles[p]);
        stack = run(&whole, s, SIZE, profiles[p]);
        ck_assert_msg(stack > 0 && stack < SMALL_STACK * 3 / 4, "%s: %zu of stack", s->name,
                      stack);
        /* Arrays that double may take twice their share; a square would be 16 times. */
        ck_assert_msg(whole.bytes <= part.bytes * 8 + 100000, "%s: %zu bytes, then %zu",
                      s->name, part.bytes, whole.bytes);
        ck_assert_msg(whole.calls <= part.calls * 8 + 200, "%s: %zu allocations, then %zu",
                      s->name, part.calls, whole.calls);
        ck_assert_msg(whole.peak <= 1000 * whole.n, "%s: %zu bytes", s->name, whole.peak);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("shapes");
    TCase *c = tcase_create("shapes");

    tcase_set_timeout(c, 120);
    tcase_add_loop_test(c, hostile_shapes_fit_a_small_stack_and_bounded_memory, 0, SHAPES);
    suite_add_tcase(s, c);
    return suite_main("test_shapes", s);
}
