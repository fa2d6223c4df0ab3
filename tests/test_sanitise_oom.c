/* Each allocation of decoding, tokenizing, sanitising, reading back and writing fails once,
 * alone and with all that follow: a clean error or the exact bytes, and nothing leaks.
 */
#include "tests/sanitised.h"

#include "core/html/decode.h"
#include "core/sanitise/policy_make.h"

#include <stdio.h>

/* One input for each way through the sanitiser. */
static const char *const inputs[] = {
    /* the builder alone */
    "<h2>a</h2><p>b <em>c</em> &amp; <a href='/d?e&amp;f' title=g>h</a></p>"
    "<ul><li>i<li>j</ul><!--encart:here k-->",
    /* libtidy */
    "<p>a <b>b <i>c</b> d</i><table><tr><td><b>e<p>f</table><em><p>g</em>",
    /* values: URLs, srcset, ids and links to them, classes, an image without a source */
    "<img src='a b.jpg' srcset='c 1x, d 2x' alt=e sizes=50vw><a href=#f>g</a><p id=f "
    "class='h i' lang=fr>j<a name=k>l</a><img><a href=javascript:m>n</a>"
    "<iframe src=https://www.youtube.com/embed/o></iframe><video src=p><track src=q></video>",
    /* what is dropped and what takes its place */
    "<script>a</script><svg><title>b</title></svg><center>c</center><foo>d</foo><td>e"
    "<li>f<textarea>g</textarea><font color=h>i</font><!--j--><?k><object>l</object>",
    /* paragraphs, headings, empty links */
    "a<br><br>b<p>c<br><br>d</p><h1>e</h1><h5></h5><h4>f</h4><a href=/g></a>"
    "<a href=/h title=i><img src=j></a>",
    /* accessible repairs: a dl without pairs, a link of images, levels that move */
    "<h1>a</h1><h4>b</h4><h6>c</h6><dl><dt>d</dl><a href=/e><img src=f></a><h2><b></b></h2>"
    "<p id=g title=h>i<br><br>j<br><br>k</p><a href=/l><figure>m</figure></a>n",
    /* players, tracks, candidates; a frame that is none of ours becomes a link */
    "<picture><source media='(min-width: 1px)' srcset='a 1x, b 2x' type=image/webp><img src=c"
    " srcset='d 1w,, e(,) 2w' sizes=9px alt='f &amp; g'></picture><iframe src=https://h.example/i"
    " title=j></iframe><audio src=k controls><source src=l></audio><video poster=m src=n></video>",
    /* styles, marks, data, classes by pattern: what a host allows */
    "<p style='text-align:left;color:red' data-own='a &lt;' class='b-c d e-f' data-encart="
    "author/read-also>g<aside class=encart-h aria-label=i>j</aside></p><section data-own=k>l"
    "</section><a href='sms:1'>m</a><img src='data:image/png;base64,AAAA' alt=n>",
    /* a document deep enough to be flattened, forms, quoted posts */
    "<form action=/a method=post><label for=b>c</label><input id=b name=d value=e type=text>"
    "<select name=f><option value=g selected>h<optgroup label=i><option>j</select><button "
    "type=submit>k</button><textarea name=l>m</textarea></form><blockquote class=twitter-tweet "
    "data-lang=fr cite=/n><p>o</blockquote><ruby>p<rt>q</ruby><details open><summary>r</details>",
};

typedef struct choice {
    const char *profile, *base;
    int more;   /* paragraphs, accessible */
    int always; /* libtidy for all */
} choice;

static const choice choices[] = {
    {"article", "", 0, 0},
    {"article", "https://example.org/a/", 1, 0},
    {"article", "", 1, 1},
    {"strict", "", 1, 0},
    {"embeds", "https://example.org", 0, 1},
    {"plugin-forms", "", 0, 0},
    {"a host's own", "https://h.example/", 1, 0},
    {"no p", "", 1, 0},
};

/* The profile that a choice names, or one of two that the tests make: all that a host may
 * add, and one that contradicts itself, so that the self-check has to give the words. */
static encart__sanitise_opts opts_for(const choice *c)
{
    static encart__policy own, no_p;
    static const encart__data_attr data[] = {{{"data-own", 8}, ENCART__T_UNKNOWN}};
    static const encart__str schemes[] = {{"https", 5}, {"http", 4}, {"sms", 3}};
    static const encart__str classes[] = {{"b-*", 3}}, hosts[] = {{"h.example", 9}};
    encart__sanitise_opts o = opts_of(c->profile);

    if (o.policy)
        return o;
    own = no_p = *encart__policy_named(ENCART__STR("embeds"));
    own.data = data;
    own.schemes = schemes;
    own.classes = classes;
    own.hosts = hosts;
    own.data_count = own.class_count = own.host_count = 1;
    own.scheme_count = 3;
    own.element[ENCART__T_SECTION] = own.data_images = 1;
    own.any[ENCART__A_STYLE] = ENCART__V_STYLE;
    no_p.element[ENCART__T_P] = 0;
    o.policy = strcmp(c->profile, "no p") == 0 ? &no_p : &own;
    return o;
}

/* The whole line on one input. The diagnostics' arena is of the failing allocator too. */
static int line(const char *html, const choice *c, suite_alloc *a, encart__strbuf *out)
{
    encart__sanitise_opts o = opts_for(c);
    encart__strbuf text;
    encart__arena arena;
    encart__diags removed;
    encart__tree t;
    int status;

    o.base = encart__str_z(c->base);
    o.paragraphs = o.accessible = o.plugin_marks = c->more;
    o.always_repair = c->always;
    encart__strbuf_init(&text, &a->vtable, 0);
    encart__strbuf_init(out, &a->vtable, 0);
    encart__arena_init(&arena, &a->vtable, 0);
    encart__diags_init(&removed, &arena, 1000);
    encart__tree_init(&t, &a->vtable);
    encart__decode_utf8(encart__str_z(html), &text, NULL);
    status = text.failed;
    if (!status)
        status = encart__sanitise_html(&t, encart__strbuf_view(&text), &o, &removed,
                                       &a->vtable, NULL);
    if (!status) {
        encart__serialise(&t, out);
        status = out->failed;
    }
    encart__tree_free(&t);
    encart__arena_free(&arena);
    encart__strbuf_free(&text);
    return status;
}

/* To bytes at once. */
static int bytes(const char *html, const choice *c, suite_alloc *a, encart__strbuf *out)
{
    encart__sanitise_opts o = opts_for(c);

    o.base = encart__str_z(c->base);
    o.paragraphs = o.accessible = c->more;
    o.always_repair = c->always;
    encart__strbuf_init(out, &a->vtable, 0);
    return encart__sanitise_bytes(out, encart__str_z(html), &o, NULL, NULL);
}

/* Sanitised without failures, then read back with them. */
static int read_back(const char *html, const choice *c, suite_alloc *a, encart__strbuf *out)
{
    encart__sanitise_opts o = opts_for(c);
    sanitised s = sanitise(encart__str_z(html), &o);
    encart__tree t;
    int status;

    ck_assert_int_eq(s.status, ENCART_OK);
    encart__strbuf_init(out, &a->vtable, 0);
    encart__tree_init(&t, &a->vtable);
    status = encart__canonical_read(&t, encart__strbuf_view(&s.html), o.policy, NULL);
    if (!status) {
        encart__serialise(&t, out);
        status = out->failed;
    }
    encart__tree_free(&t);
    encart__strbuf_free(&s.html);
    return status;
}

/* A tree as a plugin may build it: the content model has to change it. */
static int model(const char *html, const choice *c, suite_alloc *a, encart__strbuf *out)
{
    encart__sanitise_opts o = opts_of(c->profile);
    encart__tree t;
    int status;

    encart__tree_init(&t, &a->vtable);
    encart__strbuf_init(out, &a->vtable, 0);
    for (int i = 0; i < 3; i++) {
        encart__node_id p = encart__tree_element(&t, ENCART__T_P);
        encart__node_id td = encart__tree_element(&t, ENCART__T_TD);

        encart__tree_append(&t, ENCART__ROOT, p);
        encart__tree_append(&t, p, td);
        encart__tree_attr_set(&t, td, ENCART__A_ID, ENCART__STR("a-b"));
        encart__tree_attr_set(&t, td, ENCART__A_COLSPAN, ENCART__STR("2"));
        encart__tree_append(&t, td, encart__tree_text(&t, encart__str_z(html)));
        encart__tree_append(&t, td, encart__tree_comment(&t, ENCART__STR("encart:here a")));
        /* formatting around blocks is copied into each, its id is not */
        p = encart__tree_element(&t, ENCART__T_B);
        encart__tree_append(&t, td, p);
        encart__tree_attr_set(&t, p, ENCART__A_ID, ENCART__STR("a-c"));
        encart__tree_attr_set_other(&t, p, ENCART__STR("onclick"), ENCART__STR("d"));
        for (int k = 0; k < 2; k++) {
            encart__node_id q = encart__tree_element(&t, ENCART__T_P);

            encart__tree_append(&t, p, q);
            encart__tree_append(&t, q, encart__tree_text(&t, ENCART__STR("e")));
        }
    }
    status = t.failed ? t.failed : encart__model(&t, o.policy, NULL);
    if (!status) {
        encart__serialise(&t, out);
        status = out->failed;
    }
    encart__tree_free(&t);
    return status;
}

typedef int way(const char *html, const choice *c, suite_alloc *a, encart__strbuf *out);

/* How many allocations were failed. */
static size_t fail_each(way *run, const char *html, const choice *c)
{
    encart__strbuf want, got;
    suite_alloc a, b;
    size_t total;

    suite_alloc_init(&a);
    ck_assert_int_eq(run(html, c, &a, &want), ENCART_OK);
    total = a.count;
    for (size_t i = 1; i <= total; i++)
        for (int after = 0; after < 2; after++) {
            int status;

            suite_alloc_init(&b);
            b.fail_at = i;
            b.fail_after = after;
            status = run(html, c, &b, &got);
            if (status == ENCART_OK)
                ck_assert(encart__str_eq(encart__strbuf_view(&want),
                                         encart__strbuf_view(&got)));
            else
                ck_assert_msg(status == ENCART_ENOMEM, "%s: allocation %zu: %d", html, i,
                              status);
            encart__strbuf_free(&got);
            ck_assert_msg(b.live == 0, "%s: allocation %zu%s: %zu blocks leak", html, i,
                          after ? "+" : "", b.live);
        }
    encart__strbuf_free(&want);
    ck_assert_uint_eq(a.live, 0);
    return total;
}

static void fail_all(way *run, size_t least)
{
    size_t total = 0;

    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t k = 0; k < sizeof choices / sizeof *choices; k++)
            total += fail_each(run, inputs[i], &choices[k]);
    printf("%zu allocations failed, alone and with all later ones\n", total);
    ck_assert_uint_gt(total, least);
}

START_TEST(sanitising_survives_each_failed_allocation)
{
    fail_all(line, 500);
}
END_TEST

/* Where each piece is the host's (core/base/scratch.h), each can fail; elsewhere only those
 * that the scratch block did not have. */
START_TEST(sanitising_to_bytes_survives_each_failed_allocation)
{
#ifdef __SANITIZE_ADDRESS__
    fail_all(bytes, 300);
#else
    fail_all(bytes, 40);
#endif
}
END_TEST

START_TEST(reading_back_survives_each_failed_allocation)
{
    fail_all(read_back, 100);
}
END_TEST

START_TEST(the_content_model_survives_each_failed_allocation)
{
    fail_all(model, 100);
}
END_TEST

/* All that a host may ask for. True when memory ran out: the policy is then of no use. */
static int make_policy(const encart_allocator *alloc)
{
    static const char *const profiles[] = {"strict", "embeds"};
    int failed = 0;

    for (size_t i = 0; !failed && i < sizeof profiles / sizeof profiles[0]; i++) {
        encart__arena arena;
        encart__maker m;

        encart__arena_init(&arena, alloc, 0);
        if (encart__maker_init(&m, encart__policy_named(encart__str_z(profiles[i])), &arena)) {
            encart__maker_allow_element(&m, ENCART__STR("section"));
            encart__maker_allow_attr(&m, ENCART__STR("p"), ENCART__STR("data-a"));
            encart__maker_allow_attr(&m, ENCART__STR("*"), ENCART__STR("data-b"));
            encart__maker_allow_scheme(&m, ENCART__STR("sms"));
            encart__maker_allow_host(&m, ENCART__STR("a.example"));
            encart__maker_allow_class(&m, ENCART__STR("a*"));
            encart__maker_deny_element(&m, ENCART__STR("b"));
            encart__maker_deny_attr(&m, ENCART__STR("p"), ENCART__STR("data-a"));
            encart__maker_deny_scheme(&m, ENCART__STR("tel"));
            encart__maker_deny_class(&m, ENCART__STR("ab"));
            ck_assert(arena.failed || m.policy->data_count == 1);
        }
        failed = arena.failed;
        encart__arena_free(&arena);
    }
    return failed;
}

START_TEST(making_a_policy_survives_each_failed_allocation)
{
    suite_alloc a;
    size_t total;

    suite_alloc_init(&a);
    ck_assert(!make_policy(&a.vtable));
    total = a.count;
    ck_assert_uint_gt(total, 1);
    for (size_t i = 1; i <= total; i++) {
        suite_alloc_init(&a);
        a.fail_at = i;
        ck_assert(make_policy(&a.vtable));
        ck_assert_uint_eq(a.live, 0);
    }
}
END_TEST

/* Each label of an encoding goes through iconv, which is not ours to fail. */
START_TEST(decoding_a_page_survives_each_failed_allocation)
{
    static const char *const charsets[] = {"", "latin1", "utf-16le", "sjis", "iso-8859-15"};
    static const char page[] = "<meta charset=koi8-r><p>caf\xE9 \xFF\x80 &eacute;\r\n";
    char name[32];
    suite_alloc a;

    for (size_t c = 0; c < sizeof charsets / sizeof *charsets; c++)
        for (size_t i = 0, done = 0; !done; i++) {
            encart__strbuf out;
            encart__arena arena;
            encart__diags d;
            int status;

            suite_alloc_init(&a);
            a.fail_at = i;
            encart__strbuf_init(&out, &a.vtable, 0);
            encart__arena_init(&arena, &a.vtable, 0);
            encart__diags_init(&d, &arena, 10);
            status = encart__decode(encart__str_n(page, sizeof page - 1),
                                    encart__str_z(charsets[c]), &out, name, &d, NULL);
            ck_assert(status == ENCART_OK || status == ENCART_ENOMEM);
            done = i > 0 && a.count < i;
            encart__arena_free(&arena);
            encart__strbuf_free(&out);
            ck_assert_uint_eq(a.live, 0);
        }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sanitise_oom");
    TCase *c = tcase_create("oom");

    tcase_set_timeout(c, 300);
    tcase_add_test(c, sanitising_survives_each_failed_allocation);
    tcase_add_test(c, sanitising_to_bytes_survives_each_failed_allocation);
    tcase_add_test(c, reading_back_survives_each_failed_allocation);
    tcase_add_test(c, the_content_model_survives_each_failed_allocation);
    tcase_add_test(c, making_a_policy_survives_each_failed_allocation);
    tcase_add_test(c, decoding_a_page_survives_each_failed_allocation);
    suite_add_tcase(s, c);
    return suite_main("test_sanitise_oom", s);
}
