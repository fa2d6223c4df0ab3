/* make hostile: every reproducer of tests/lua/hostile.lua in every context, with the
 * default budgets: how many were stopped, in how much processor time at the worst. Times
 * mean something in a release build only; the tests look at how each cell ends. */
#include "tests/lua_hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORST = 20 };

typedef struct cell {
    const char *name, *context;
    double ms;
} cell;

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int slower(const void *a, const void *b)
{
    double x = ((const cell *)a)->ms, y = ((const cell *)b)->ms;

    return (x < y) - (x > y);
}

static int wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strstr(name, argv[i]))
            return 1;
    return argc < 2;
}

/* One cell; false when it ended otherwise than the table says. */
static int run(const hostile_case *c, const hostile_context *context,
               unsigned ends[HOSTILE_UNKNOWN + 1], cell *worst, size_t *memory)
{
    hostile_end end, expected = hostile_expected(c, context);
    double ms;
    lua_host h;

    lua_host_init(&h, NULL);
    h.time_ms = 0; /* the default */
    ms = cpu_ms();
    end = hostile_run(&h, c, context);
    ms = cpu_ms() - ms;
    if (ms > worst->ms)
        *worst = (cell){c->name, context->name, ms};
    ends[end]++;
    *memory = h.stats.memory > *memory ? h.stats.memory : *memory;
    if (!hostile_agrees(expected, end))
        printf("%s, %s: ended by %s, expected %s; %s\n", c->name, context->name,
               hostile_end_name(end), hostile_end_name(expected), lua_host_diags(&h));
    lua_host_free(&h);
    return hostile_agrees(expected, end);
}

int main(int argc, char **argv)
{
    unsigned ends[HOSTILE_UNKNOWN + 1] = {0}, cells = 0, wrong = 0;
    size_t memory = 0;
    int count;
    const hostile_case *cases = hostile_cases(&count);
    cell *worst = calloc((size_t)count + 1, sizeof *worst); /* of each reproducer */

    for (int i = 0; worst && i < count; i++)
        for (int k = 0; k < (cases[i].whole ? 1 : hostile_context_count); k++) {
            if (!wanted(cases[i].name, argc, argv))
                continue;
            cells++;
            wrong += !run(&cases[i], &hostile_contexts[k], ends, &worst[i],
                          &memory);
        }
    if (worst)
        qsort(worst, (size_t)count, sizeof *worst, slower);
    printf("%u cells of %d reproducers and %d contexts: %u by budget, %u by error, %u by "
           "value, %u refused at load, %u not as expected\n", cells, count,
           hostile_context_count, ends[HOSTILE_BUDGET], ends[HOSTILE_ERROR],
           ends[HOSTILE_VALUE], ends[HOSTILE_REFUSED], wrong);
    printf("most memory: %zu KiB; the slowest (ms of processor time, loading included):\n",
           memory >> 10);
    for (int i = 0; worst && i < count && i < WORST && worst[i].ms > 0; i++)
        printf("  %8.1f  %s, %s\n", worst[i].ms, worst[i].name, worst[i].context);
    free(worst);
    return wrong || !cells ? EXIT_FAILURE : EXIT_SUCCESS;
}
