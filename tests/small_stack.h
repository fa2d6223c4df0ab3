/* Runs a function on a thread with a stack of a given size, and tells how much of it was
 * touched: the stack is painted before.
 */
#ifndef SMALL_STACK_H
#define SMALL_STACK_H

#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

enum { STACK_PAINT = 0xA5 };

/* Bytes of stack used, 0 when there was no thread. The guard page below makes an overflow a
 * crash. */
static inline size_t on_small_stack(size_t size, void *(*work)(void *), void *user)
{
    size_t guard = 65536, used = 0;
    int mode = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
    unsigned char *all = mmap(NULL, size + guard, mode, flags, -1, 0), *low = all + guard;
    pthread_attr_t attr;
    pthread_t thread;

    if (all == MAP_FAILED)
        return 0;
    mprotect(all, guard, PROT_NONE);
    memset(low, STACK_PAINT, size);
    pthread_attr_init(&attr);
    if (pthread_attr_setstack(&attr, low, size) == 0 &&
        pthread_create(&thread, &attr, work, user) == 0) {
        pthread_join(thread, NULL);
        for (used = size; used && low[size - used] == STACK_PAINT; used--)
            ;
    }
    pthread_attr_destroy(&attr);
    munmap(all, size + guard);
    return used;
}

#endif
