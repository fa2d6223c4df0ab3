/* libtidy's statics: what our use of it stores there, store by store, and that a host that
 * uses libtidy too is left as it was. docs/libtidy.md draws its conclusions from this.
 *
 * The writable pages of libtidy are made read-only. Each store then faults; the handler
 * lets just that instruction through and compares all of the pages with how they were.
 * The tests that must start cold rely on libcheck's fork: this program's own process never
 * calls libtidy.
 */
#include "tests/crossed.h"

#include <link.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#if defined(HAVE_TIDY_H) && !defined(HAVE_TIDY_TIDY_H)
#include <tidy.h>
#else
#include <tidy/tidy.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* ---- a watch over libtidy's writable pages ---------------------------------------------- */

static struct {
    char *from;
    size_t size;
    char *copy;
    size_t stores, changes;
} watch;

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* The loaded segment that is writable, without what the linker made read-only. */
static int find_libtidy(struct dl_phdr_info *info, size_t size, void *user)
{
    uintptr_t from = 0, to = 0, relro = 0;

    (void)size, (void)user;
    if (!strstr(info->dlpi_name, "libtidy"))
        return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];

        if (h->p_type == PT_LOAD && (h->p_flags & PF_W)) {
            from = info->dlpi_addr + h->p_vaddr;
            to = from + h->p_memsz;
        } else if (h->p_type == PT_GNU_RELRO) {
            relro = info->dlpi_addr + h->p_vaddr + h->p_memsz;
        }
    }
    from = (relro > from ? relro : from) & ~(uintptr_t)(page_size() - 1);
    to = (to + page_size() - 1) & ~(uintptr_t)(page_size() - 1);
    memcpy(&watch.from, &from, sizeof from);
    watch.size = to - from;
    return 1;
}

static int watch_find(void)
{
    return dl_iterate_phdr(find_libtidy, NULL) && watch.size;
}

#if defined(__x86_64__)
#include <ucontext.h>

enum { TRAP_FLAG = 0x100 };

static void protect(int mode)
{
    if (mprotect(watch.from, watch.size, mode))
        _exit(70);
}

static void on_store(int sig, siginfo_t *info, void *context)
{
    ucontext_t *c = context;
    uintptr_t at = (uintptr_t)info->si_addr, from = (uintptr_t)watch.from;

    if (at < from || at >= from + watch.size) {
        signal(sig, SIG_DFL); /* not ours: a crash */
        return;
    }
    watch.stores++;
    protect(PROT_READ | PROT_WRITE);
    c->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

static void after_store(int sig, siginfo_t *info, void *context)
{
    ucontext_t *c = context;

    (void)sig, (void)info;
    if (memcmp(watch.copy, watch.from, watch.size) != 0) {
        watch.changes++;
        memcpy(watch.copy, watch.from, watch.size);
    }
    protect(PROT_READ);
    c->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
}

static int watch_start(void)
{
    struct sigaction a = {0};

    watch.copy = malloc(watch.size);
    ck_assert_ptr_nonnull(watch.copy);
    memcpy(watch.copy, watch.from, watch.size);
    watch.stores = watch.changes = 0;
    a.sa_flags = SA_SIGINFO;
    a.sa_sigaction = on_store;
    sigaction(SIGSEGV, &a, NULL);
    a.sa_sigaction = after_store;
    sigaction(SIGTRAP, &a, NULL);
    protect(PROT_READ);
    return 1;
}

static void watch_stop(void)
{
    protect(PROT_READ | PROT_WRITE);
    free(watch.copy);
}
#else
static int watch_start(void)
{
    return 0; /* stepping over one store is the processor's business */
}

static void watch_stop(void)
{
}
#endif

/* ---- our use ---------------------------------------------------------------------------- */

/* Through libtidy, also what nests. */
static encart__sanitise_opts opts_always(void)
{
    encart__sanitise_opts o = opts_of("article");

    o.always_repair = 1;
    return o;
}

/* malloc'd canonical bytes. */
static char *sanitise_always(encart__str html)
{
    encart__sanitise_opts o = opts_always();
    sanitised s = sanitise(html, &o);
    char *bytes = strdup(encart__strbuf_z(&s.html));

    ck_assert_int_eq(s.status, ENCART_OK);
    ck_assert_ptr_nonnull(bytes);
    encart__strbuf_free(&s.html);
    return bytes;
}

static void sanitise_quietly(encart__str html)
{
    free(sanitise_always(html));
}

static void sanitise_many(size_t count)
{
    encart__strbuf html;

    encart__strbuf_init(&html, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        crossed_document(&html, i);
        sanitise_quietly(encart__strbuf_view(&html));
    }
    encart__strbuf_free(&html);
}

/* What a host may do: a document of its own, with its doctype. */
static void host_parses(const char *html)
{
    TidyDoc doc = tidyCreate();

    tidyOptSetBool(doc, TidyQuiet, yes);
    tidyOptSetBool(doc, TidyShowWarnings, no);
    tidyParseString(doc, html);
    tidyRelease(doc);
}
#define HTML4                                                                            \
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" "                               \
    "\"http://www.w3.org/TR/html4/strict.dtd\"><title>x</title><p>x"

START_TEST(after_the_first_document_no_store_of_ours_changes_anything)
{
    if (!watch_find())
        skip_test("libtidy is not a shared library here");
    sanitise_quietly(encart__str_z(crossed_documents[0]));
    if (!watch_start())
        skip_test("no single steps on this processor");
    sanitise_many(400);
    watch_stop();
    fprintf(stderr, "%zu stores into libtidy's pages, %zu changed a byte\n", watch.stores,
            watch.changes);
    ck_assert_uint_gt(watch.stores, 400);
    ck_assert_uint_eq(watch.changes, 0);
}
END_TEST

START_TEST(the_watch_sees_the_first_document_fill_the_tables)
{
    if (!watch_find())
        skip_test("libtidy is not a shared library here");
    if (!watch_start())
        skip_test("no single steps on this processor");
    sanitise_quietly(encart__str_z(crossed_documents[0]));
    watch_stop();
    ck_assert_uint_gt(watch.changes, 50);
}
END_TEST

START_TEST(the_watch_sees_an_html_4_doctype_change_the_tag_tables)
{
    if (!watch_find())
        skip_test("libtidy is not a shared library here");
    sanitise_quietly(encart__str_z(crossed_documents[0]));
    if (!watch_start())
        skip_test("no single steps on this processor");
    host_parses(HTML4);
    watch_stop();
    ck_assert_uint_gt(watch.changes, 0);
}
END_TEST

START_TEST(a_hosts_html_4_documents_change_no_result_of_ours)
{
    char *before[CROSSED_DOCUMENTS];

    for (size_t i = 0; i < CROSSED_DOCUMENTS; i++)
        before[i] = sanitise_always(encart__str_z(crossed_documents[i]));
    for (size_t i = 0; i < CROSSED_DOCUMENTS; i++) {
        char *after;

        host_parses(HTML4);
        after = sanitise_always(encart__str_z(crossed_documents[i]));
        ck_assert_str_eq(after, before[i]);
        free(after);
        free(before[i]);
    }
}
END_TEST

/* ---- locale and language ---------------------------------------------------------------- */

START_TEST(the_hosts_locale_is_left_alone)
{
    char before[256];

    setenv("LC_ALL", "C.UTF-8", 1);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C"));
    strcpy(before, setlocale(LC_ALL, NULL));
    sanitise_quietly(encart__str_z(crossed_documents[0]));
    ck_assert_str_eq(setlocale(LC_ALL, NULL), before);
}
END_TEST

START_TEST(libtidy_alone_would_set_the_hosts_locale)
{
    setenv("LC_ALL", "C.UTF-8", 1);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C"));
    host_parses("<!DOCTYPE html><title>x</title><p>x");
    ck_assert_str_ne(setlocale(LC_ALL, NULL), "C");
}
END_TEST

START_TEST(the_hosts_language_of_messages_is_left_alone)
{
    ck_assert(tidySetLanguage("fr"));
    sanitise_quietly(encart__str_z(crossed_documents[0]));
    ck_assert_str_eq(tidyGetLanguage(), "fr");
}
END_TEST

/* ---- no memory at all ------------------------------------------------------------------- */

typedef struct pool {
    char *at;
    size_t left;
} pool;

static void *pool_alloc(void *user, size_t size)
{
    pool *p = user;
    char *block = p->at;

    size = (size + 15) & ~(size_t)15;
    if (size > p->left)
        return NULL;
    p->at += size;
    p->left -= size;
    return block;
}

static void *pool_realloc(void *user, void *old, size_t had, size_t size)
{
    void *block = pool_alloc(user, size);

    return block ? memcpy(block, old, had < size ? had : size) : NULL;
}

static void pool_free(void *user, void *block, size_t size)
{
    (void)user, (void)block, (void)size;
}

/* Takes all that malloc has, down to its smallest block. */
static void exhaust_malloc(void)
{
    struct rlimit none = {0, 0};

    setrlimit(RLIMIT_AS, &none);
    for (size_t size = (size_t)1 << 24; size >= 8; size /= 2)
        while (malloc(size))
            ;
}

enum { WITHOUT_MEMORY_OK = 50 };

/* In a process of its own: the pool is the sanitiser's, malloc has nothing. */
static void sanitise_without_malloc(void)
{
    pool p = {malloc((size_t)8 << 20), (size_t)8 << 20};
    encart_allocator alloc = {pool_alloc, pool_realloc, pool_free, &p};
    encart__sanitise_opts o = opts_always();
    encart__str html = encart__str_z(crossed_documents[0]);
    encart__tree t;
    int status;

    exhaust_malloc();
    encart__tree_init(&t, &alloc);
    status = encart__sanitise_html(&t, html, &o, NULL, &alloc, NULL);
    _exit(WITHOUT_MEMORY_OK - status);
}

static void libtidy_without_malloc(void)
{
    exhaust_malloc();
    tidySetLanguage("en");
    _exit(WITHOUT_MEMORY_OK);
}

static int status_of(void (*child)(void))
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        fclose(stderr); /* libtidy tells that it gives up */
        child();
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(libtidy_does_not_end_the_process_when_malloc_has_nothing)
{
    int status;

    if (SANITIZED || getenv("LD_PRELOAD"))
        skip_test("malloc is not the system's here");
    status = status_of(sanitise_without_malloc);
    ck_assert_int_eq(status, WITHOUT_MEMORY_OK - ENCART_ENOMEM);
    ck_assert_int_eq(status_of(libtidy_without_malloc), 2);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("tidy_statics");
    TCase *c = tcase_create("tidy_statics");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, after_the_first_document_no_store_of_ours_changes_anything);
    tcase_add_test(c, the_watch_sees_the_first_document_fill_the_tables);
    tcase_add_test(c, the_watch_sees_an_html_4_doctype_change_the_tag_tables);
    tcase_add_test(c, a_hosts_html_4_documents_change_no_result_of_ours);
    tcase_add_test(c, the_hosts_locale_is_left_alone);
    tcase_add_test(c, libtidy_alone_would_set_the_hosts_locale);
    tcase_add_test(c, the_hosts_language_of_messages_is_left_alone);
    tcase_add_test(c, libtidy_does_not_end_the_process_when_malloc_has_nothing);
    suite_add_tcase(s, c);
    return suite_main("test_tidy_statics", s);
}
