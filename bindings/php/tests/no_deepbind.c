/* For tests under sanitizers: PHP loads extensions with RTLD_DEEPBIND, which the sanitizers'
 * run time refuses. Preloaded before it, this takes the flag away. */
#include <dlfcn.h>

void *dlopen(const char *file, int mode)
{
    void *(*next)(const char *, int);

    *(void **)(&next) = dlsym(RTLD_NEXT, "dlopen");
    return next(file, mode & ~RTLD_DEEPBIND);
}
