/* See progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 30
#define EVERY_MS 100

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(progress *p, uint64_t total, int quiet)
{
    *p = (progress){.on = !quiet && isatty(STDERR_FILENO), .total = total, .began = now_ms()};
}

static void draw(progress *p, int64_t now)
{
    char bar[WIDTH + 1];
    unsigned part = p->total ? (unsigned)(p->done * 1000 / p->total) : 1000;
    int64_t spent = now - p->began;
    long rate = spent > 0 ? (long)((int64_t)p->articles * 1000 / spent) : 0;

    part = part > 1000 ? 1000 : part;
    for (unsigned i = 0; i < WIDTH; i++)
        bar[i] = i * 1000 < part * WIDTH ? '#' : '.';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %3u %%  %lu articles  %ld/s\033[K", bar, part / 10, p->articles,
            rate);
    fflush(stderr);
    p->drawn = now;
}

void progress_step(progress *p, uint64_t bytes)
{
    int64_t now;

    p->done += bytes;
    p->articles++;
    if (!p->on)
        return;
    now = now_ms();
    if (now - p->drawn >= EVERY_MS)
        draw(p, now);
}

void progress_clear(progress *p)
{
    if (!p->on || !p->drawn)
        return;
    fputs("\r\033[K", stderr);
    p->drawn = 0;
}
