/* The whole line: each rule, hostile inputs by the thousand, and no word lost. */
#include "tests/sanitised.h"
#include "core/html/decode.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>

static const char *const profiles[] = {"strict", "article", "embeds", "plugin",
                                       "plugin-forms", "plugin-forms-embeds"};
#define PROFILES (sizeof profiles / sizeof profiles[0])

START_TEST(forbidden_elements_lose_their_tags_not_their_words)
{
    static const pair pairs[] = {
        {"<blink>a</blink> <font color=red>b</font>", "a b"},
        {"<script>x</script><style>y</style>a<template>z</template>", "a"},
        {"<svg><text>x</text></svg>a<math><mi>y</mi></math>b", "ab"},
        {"<svg>a", "a"},
        /* An HTML start tag breaks out of svg, unless an integration point holds it. */
        {"<svg><text>x<p>a</p><b>b</b> c</svg> d", "<p>a</p><b>b</b> c d"},
        {"<svg><foreignObject><p>x</p></foreignObject><title>y</title></svg>a", "a"},
        {"<svg/>a<svg><path/></svg>b", "ab"},
        {"<div><svg></div></svg>a", "<div></div>a"}, /* and the end of what is around it */
        {"<iframe srcdoc='<p>x'></iframe>a", "a"},
        {"<noscript><img src=x></noscript>a", "a"},
        {"<textarea>x</textarea><title>y</title><xmp>z</xmp>a", "a"},
        {"<html><head><title>x</title><body><p>a", "<p>a</p>"},
        {"a<!-- c --><?php x ?><![CDATA[d]]>b", "ab"},
        {"<center>a</center><strike>b</strike>", "<div>a</div><s>b</s>"},
        {"<p onclick=x style=y is=z>a", "<p>a</p>"},
        {"<object data=x><p>a</p></object>", "<p>a</p>"},
        {"a</br>b", "a<br>b"},
        {"a<img alt=b class=c>d", "ad"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

/* To the byte: newlines count. */
START_TEST(what_a_round_through_a_browser_changes_is_not_written)
{
    static const pair pairs[] = {
        {"<pre>\n\n\na</pre>b", "<pre>a</pre>\nb"},
        {"<pre>\n\n</pre>b", "<pre></pre>\nb"},
        {"<pre>\n\n<img src=x>\n</pre>", "<pre><img src=\"x\">\n</pre>\n"},
        {"<pre><b>\n\na</b></pre>", "<pre><b>\n\na</b></pre>\n"},
        {"a&#13;b<p title='c&#xD;d'>e", "a\nb<p title=\"c\nd\">e</p>\n"},
    };
    encart__sanitise_opts o = opts_of("article");

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (int again = 0; again < 2; again++) {
            sanitised s = sanitise(encart__str_z(again ? pairs[i].out : pairs[i].in), &o);

            ck_assert_int_eq(s.status, ENCART_OK);
            ck_assert(!s.self_check);
            ck_assert_str_eq(encart__strbuf_z(&s.html), pairs[i].out);
            encart__strbuf_free(&s.html);
        }
    }
}
END_TEST

START_TEST(links_and_images_are_checked)
{
    static const pair pairs[] = {
        {"<a href='javascript:x'>a</a>", "a"},
        {"<a href=x target=_blank>a</a>",
         "<a href=\"x\" rel=\"noopener\" target=\"_blank\">a</a>"},
        {"<a href=x target=_blank rel=nofollow>a</a>",
         "<a href=\"x\" rel=\"nofollow noopener\" target=\"_blank\">a</a>"},
        {"<a href=x target=other>a</a>", "<a href=\"x\">a</a>"},
        {"<img src=x onerror=y>", "<img src=\"x\">"},
        {"a<img src='javascript:x'>b", "ab"},
        {"<img src=x sizes=100vw>", "<img src=\"x\">"},
        {"<img src=x srcset='y 2x' sizes=100vw>",
         "<img sizes=\"100vw\" src=\"x\" srcset=\"y 2x\">"},
        {"<video src=v.mp4 autoplay>a</video>",
         "<video controls=\"\" src=\"v.mp4\">a</video>"},
        {"<a name=x></a><a href='#x'>a</a><a href='#y'>b</a>",
         "<a id=\"a-x\"></a><a href=\"#a-x\">a</a>b"},
        {"<a href='#y' role=doc-noteref aria-label='Note 1' id=z>1</a>",
         "<a id=\"a-z\">1</a>"},
        {"<p id=x>a</p><p id=x>b</p>", "<p id=\"a-x\">a</p><p>b</p>"},
        {"<p id=a-x>a", "<p id=\"a-x\">a</p>"},
        {"<p class='alignleft encart-box' data-encart=author/read-also>a",
         "<p class=\"alignleft\">a</p>"},
    };

    EXPECT_PAIRS(pairs, "article");
}
END_TEST

START_TEST(an_embed_is_boxed_in_or_becomes_a_link)
{
    static const pair embeds[] = {
        {"<iframe src='https://www.youtube.com/embed/x' title=t sandbox='allow-forms'>"
         "</iframe>a",
         "<iframe loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" "
         "sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" "
         "src=\"https://www.youtube.com/embed/x\" title=\"t\"></iframe>a"},
        {"<iframe src='https://evil.example/x'></iframe>a",
         "<a href=\"https://evil.example/x\">evil.example</a>a"},
    };
    static const pair article[] = {
        {"<iframe src='https://www.youtube.com/embed/x' title='Un film'></iframe>",
         "<a href=\"https://www.youtube.com/embed/x\">Un film</a>"},
        {"<iframe src='javascript:x'></iframe>a", "a"},
    };

    EXPECT_PAIRS(embeds, "embeds");
    EXPECT_PAIRS(article, "article");
}
END_TEST

static const char *with(const char *html, const encart__sanitise_opts *o)
{
    static char out[8192];
    sanitised s = sanitise(encart__str_z(html), o);

    ck_assert_int_eq(s.status, ENCART_OK);
    ck_assert(!s.self_check);
    snprintf(out, sizeof out, "%s", encart__strbuf_z(&s.html));
    encart__strbuf_free(&s.html);
    return out;
}

START_TEST(an_authors_box_keeps_its_mark_when_loading)
{
    encart__sanitise_opts o = opts_of("article");
    const char *box = "<aside aria-label=\"Lire aussi\" class=\"encart encart-read-also\" "
                      "data-encart=\"author/read-also\"><p>a</p></aside>\n";
    encart__tree t;

    o.plugin_marks = 1;
    ck_assert_str_eq(with(box, &o), box);
    ck_assert_str_eq(with("<aside data-encart='x/y' class=encart>a</aside>", &o),
                     "<div>a</div>\n");
    o.plugin_marks = 0;
    ck_assert_str_eq(with(box, &o), "<div><p>a</p></div>\n");
    encart__tree_init(&t, NULL);
    ck_assert_int_eq(encart__canonical_read(&t, encart__str_z(box), o.policy, NULL),
                     ENCART_OK);
    ck_assert_int_eq(encart__model(&t, o.policy, NULL), ENCART_OK);
    encart__tree_free(&t);
}
END_TEST

START_TEST(line_breaks_become_paragraphs_when_asked)
{
    static const pair pairs[] = {
        {"a<br><br>b<br>c<br> <br><br>d", "<p>a</p>\n<p>b<br>c</p>\n<p>d</p>\n"},
        {"<p class=x>a<br><br>b</p>", "<p class=\"x\">a</p>\n<p class=\"x\">b</p>\n"},
        {"<p><br><br>a<br><br></p>", "<p>a</p>\n"},
        {"a<div>b<br><br>c</div>d", "<p>a</p>\n<div>b<br><br>c</div>\n<p>d</p>\n"},
        /* the id stays with the first part; other attributes go with each */
        {"<p id=n lang=fr>a<br><br>b</p>",
         "<p id=\"a-n\" lang=\"fr\">a</p>\n<p lang=\"fr\">b</p>\n"},
        {"<br>a <a href=/x><figure>b</figure></a> c",
         "<p>a </p>\n<a href=\"/x\"><figure>b</figure></a><p> c</p>\n"},
    };
    encart__sanitise_opts o = opts_of("article");

    o.paragraphs = 1;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ck_assert_str_eq(with(pairs[i].in, &o), pairs[i].out);
        ck_assert_str_eq(with(pairs[i].out, &o), pairs[i].out);
    }
}
END_TEST

START_TEST(accessible_repairs_are_made_when_asked)
{
    static const pair pairs[] = {
        {"<p><img src=x></p>", "<p><img alt=\"\" src=\"x\"></p>\n"},
        {"<a href=y><img src=x></a>",
         "<a href=\"y\"><img alt=\"Image\" src=\"x\"></a>"},
        {"<a href=y title=t><img src=x alt=''></a>",
         "<a href=\"y\" title=\"t\"><img alt=\"t\" src=\"x\"></a>"},
        {"<h1>a</h1><h4>b</h4><h2> </h2><h2>c</h2>",
         "<h2>a</h2>\n<h3>b</h3>\n<h3>c</h3>\n"},
        {"a<a href=x></a>b", "ab"},
        {"<p>x <b>y</b></p><a><i><a href=/></a>", "<p>x <b>y</b></p>\n"},
        {"<p>x</p><b><i><a href=x><s></s></a></i></b>", "<p>x</p>\n"},
        {"<dl class=g><dt><img alt=x src=y></dt></dl>",
         "<div class=\"g\"><div><img alt=\"x\" src=\"y\"></div></div>\n"},
        {"<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>\n"},
        {"<dl><dd>a<dd>b</dl>", "<div><div>a</div><div>b</div></div>\n"},
        /* a link is named by its title, unless that says nothing */
        {"<a href=y title=' '><img src=x alt=' '></a>",
         "<a href=\"y\" title=\" \"><img alt=\"Image\" src=\"x\"></a>"},
        {"<a href=y><i><img src=x></i><img src=z></a>",
         "<a href=\"y\"><i><img alt=\"Image\" src=\"x\"></i><img alt=\"\" src=\"z\"></a>"},
        {"<h2><img src=x alt=a></h2>", "<h2><img alt=\"a\" src=\"x\"></h2>\n"},
        {"<h2><img src=x></h2>b", "<img alt=\"\" src=\"x\">b"},
        /* a player can be heard; an anchor says where one is */
        {"<h2><video src=x></video></h2>",
         "<h2><video controls=\"\" src=\"x\"></video></h2>\n"},
        {"<h2><audio src=x></audio></h2>",
         "<h2><audio controls=\"\" src=\"x\"></audio></h2>\n"},
        {"<a id=n></a><h2 id=m></h2><a id=o href=/x></a>a", "<a id=\"a-n\"></a>a"},
        /* seven levels deep there is no room below the last */
        {"<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6><h6>g</h6>",
         "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h5>d</h5>\n<h6>e</h6>\n<h6>f</h6>\n"
         "<h6>g</h6>\n"},
    };
    static const int bases[] = {0, 1, 6, 7, -1}, highest[] = {2, 1, 6, 2, 2};
    encart__sanitise_opts o = opts_of("article");
    char want[32];

    o.accessible = 1;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        o.heading_base = bases[i];
        snprintf(want, sizeof want, "<h%d>a</h%d>\n", highest[i], highest[i]);
        ck_assert_str_eq(with("<h3>a</h3>", &o), want);
    }
    o.heading_base = 0;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ck_assert_str_eq(with(pairs[i].in, &o), pairs[i].out);
        ck_assert_str_eq(with(pairs[i].out, &o), pairs[i].out);
    }
}
END_TEST

START_TEST(only_canonical_bytes_are_read_back)
{
    static const struct {
        const char *html;
        int status;
    } cases[] = {
        {"", ENCART_OK},
        {"<p>a</p>\n", ENCART_OK},
        {"<p>a</p>\nb<p>c</p>\n", ENCART_OK},
        {"<p>a</p>", ENCART_EPARSE},
        {"<p>a\n", ENCART_EPARSE},
        {"<P>a</P>\n", ENCART_EPARSE},
        {"<p class=x>a</p>\n", ENCART_EPARSE},
        {"<p id=\"x\">a</p>\n", ENCART_EPARSE},
        {"<p onclick=\"x\">a</p>\n", ENCART_EPARSE},
        {"<p>a & b</p>\n", ENCART_EPARSE},
        {"<p>a</p>\n\n", ENCART_EPARSE},
        {"<script>a</script>", ENCART_EPARSE},
        {"<b><p>a</p></b>\n", ENCART_EPARSE},
        {"<table><tr><td>a</td></tr></table>\n", ENCART_EPARSE},
        {"<p>a</p>\n<!-- x -->", ENCART_EPARSE},
        {"<a href=\"javascript:x\">a</a>", ENCART_EPARSE},
        {"<a href=\"#a-x\">a</a>", ENCART_EPARSE},
        {"<p>a <b>b</p></b>\n", ENCART_EPARSE},
        {"<a href=\"#a-x\" id=\"a-y\">a</a>", ENCART_EPARSE},
        {"<a href=\"#a-x\" id=\"a-x\">a</a>", ENCART_OK},
        {"<p id=\"a-x\">a</p>\n<p id=\"a-x\">b</p>\n", ENCART_EPARSE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        encart__tree t;

        encart__tree_init(&t, NULL);
        ck_assert_msg(encart__canonical_read(&t, encart__str_z(cases[i].html),
                                             encart__policy_named(ENCART__STR("article")),
                                             NULL) == cases[i].status,
                      "%s", cases[i].html);
        encart__tree_free(&t);
    }
}
END_TEST

/* ---- hostile inputs -------------------------------------------------------------------- */

/* What a browser would find in the output: allowed names and values only. */
static void expect_clean(const encart__policy *p, encart__str html, const char *id)
{
    encart__tokens tokens;
    encart__strbuf scratch;

    encart__strbuf_init(&scratch, NULL, 0);
    encart__tokens_init(&tokens, NULL);
    ck_assert_int_eq(encart__tokenize(&tokens, html, 0), ENCART_OK);
    for (size_t i = 0; i < tokens.count; i++) {
        const encart__token *k = &tokens.token[i];

        ck_assert_msg(k->type != ENCART__TOKEN_DOCTYPE, "%s: doctype", id);
        if (k->type == ENCART__TOKEN_COMMENT)
            ck_assert_msg(encart__policy_comment(p, encart__token_text(&tokens, k),
                                                 &scratch), "%s: comment", id);
        if (k->type == ENCART__TOKEN_START || k->type == ENCART__TOKEN_END)
            ck_assert_msg(encart__policy_element(p, k->tag), "%s: element", id);
        for (uint32_t a = 0; k->type == ENCART__TOKEN_START && a < k->attr_count; a++) {
            const encart__token_attr *at = &tokens.attr[k->attr + a];
            encart__str value = encart__token_attr_value(&tokens, at);

            ck_assert_msg(encart__policy_value(p, k->tag, at->name,
                                               encart__token_attr_name(&tokens, at), value,
                                               ENCART__STR_EMPTY, &scratch,
                                               NULL) == ENCART__ATTR_KEEP &&
                              encart__str_eq(encart__strbuf_view(&scratch), value),
                          "%s: attribute", id);
        }
    }
    encart__tokens_free(&tokens);
    encart__strbuf_free(&scratch);
}

static void hostile(encart__str html, const char *id)
{
    for (size_t i = 0; i < PROFILES * 2; i++) {
        encart__sanitise_opts o = opts_of(profiles[i / 2]);
        sanitised a, b;

        o.accessible = o.paragraphs = (int)(i & 1);
        a = sanitise(html, &o);
        ck_assert_int_eq(a.status, ENCART_OK);
        ck_assert_msg(!a.self_check, "%s: self-check in %s", id, profiles[i / 2]);
        expect_clean(o.policy, encart__strbuf_view(&a.html), id);
        b = sanitise(encart__strbuf_view(&a.html), &o);
        ck_assert_msg(encart__str_eq(encart__strbuf_view(&a.html),
                                     encart__strbuf_view(&b.html)),
                      "%s: a second pass changes it in %s", id, profiles[i / 2]);
        encart__strbuf_free(&a.html);
        encart__strbuf_free(&b.html);
    }
}

/* The bytes of the member "input", or of "input_b64". */
static void input_of(const json_t *line, encart__strbuf *out)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const json_t *coded = json_object_get(line, "input_b64");
    const json_t *plain = json_object_get(line, "input");
    encart__strbuf bytes;
    uint32_t bits = 0;
    int have = 0;

    encart__strbuf_init(&bytes, NULL, 0);
    for (const char *p = coded ? json_string_value(coded) : ""; *p && *p != '='; p++) {
        bits = bits << 6 | (uint32_t)(strchr(alphabet, *p) - alphabet);
        have += 6;
        if (have >= 8) {
            have -= 8;
            encart__strbuf_putc(&bytes, (char)(bits >> have));
        }
    }
    if (!coded)
        encart__strbuf_add(&bytes, json_string_value(plain), json_string_length(plain));
    encart__decode_utf8(encart__strbuf_view(&bytes), out, NULL);
    encart__strbuf_free(&bytes);
}

START_TEST(hostile_inputs_come_out_clean_and_settled)
{
    char path[4096], *line = NULL;
    size_t cap = 0, count = 0;
    FILE *f;

    if (!suite_data())
        skip_test("no real data");
    snprintf(path, sizeof path, "%s/xss/dev.jsonl", suite_data());
    f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    while (getline(&line, &cap, f) > 0) {
        json_t *j = json_loads(line, JSON_ALLOW_NUL, NULL);
        encart__strbuf html;

        ck_assert_ptr_nonnull(j);
        encart__strbuf_init(&html, NULL, 0);
        input_of(j, &html);
        hostile(encart__strbuf_view(&html), json_string_value(json_object_get(j, "id")));
        encart__strbuf_free(&html);
        json_decref(j);
        count++;
    }
    free(line);
    fclose(f);
    fprintf(stderr, "%zu hostile inputs in %zu profiles, twice\n", count, PROFILES);
    ck_assert_uint_gt(count, 5000);
}
END_TEST

/* ---- no word lost ---------------------------------------------------------------------- */

static void add_words(encart__strbuf *out, encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__is_space((unsigned char)s.p[i]))
            encart__strbuf_putc(out, s.p[i]);
}

static int is_hidden(uint16_t tag)
{
    return (encart__tag_flags(tag) & ENCART__F_NOTPROSE) && tag != ENCART__T_HEAD;
}

/* Where the hidden element that starts at `i` ends; `i` itself when it never does. */
static size_t hidden_end(const encart__tokens *tokens, size_t i)
{
    uint16_t tag = tokens->token[i].tag;
    size_t last = i;
    int depth = 0;

    for (size_t at = i; at < tokens->count; at++) {
        const encart__token *k = &tokens->token[at];

        /* HTML breaks out of svg and math */
        if ((tag == ENCART__T_SVG || tag == ENCART__T_MATH) &&
            k->type == ENCART__TOKEN_START && !(k->flags & ENCART__TOKEN_FOREIGN))
            return at - 1;
        if (k->tag != tag || k->type == ENCART__TOKEN_TEXT)
            continue;
        if (k->type == ENCART__TOKEN_END)
            last = at;
        depth += k->type == ENCART__TOKEN_END ? -1
                                              : !(k->flags & ENCART__TOKEN_SELF_CLOSING);
        if (depth == 0)
            return at;
    }
    return last;
}

/* Text of the tokens that is prose; keep[] leaves iframes out, which become links. */
static void words_of_tokens(const encart__tokens *tokens, uint8_t *keep,
                            encart__strbuf *out)
{
    size_t hidden = 0; /* index + 1 of the last hidden token */

    for (size_t i = 0; i < tokens->count; i++) {
        const encart__token *k = &tokens->token[i];
        int raw = (k->flags & ENCART__TOKEN_RAW) != 0;

        keep[i] = k->tag != ENCART__T_IFRAME &&
                  !(i && raw && tokens->token[i - 1].tag == ENCART__T_IFRAME);
        if (k->type == ENCART__TOKEN_TEXT && i >= hidden && !raw)
            add_words(out, encart__token_text(tokens, k));
        if (k->type == ENCART__TOKEN_START && i >= hidden && is_hidden(k->tag) &&
            !(encart__tag_flags(k->tag) & ENCART__F_RAW))
            hidden = hidden_end(tokens, i) + 1;
    }
}

static void expect_same_words(const char *path)
{
    size_t n = 0;
    char *bytes = suite_read(path, &n);
    encart__sanitise_opts o = opts_of("article");
    encart__strbuf html, before, after;
    encart__tokens tokens;
    encart__tree t;
    uint8_t *keep;

    ck_assert_ptr_nonnull(bytes);
    encart__strbuf_init(&html, NULL, 0);
    encart__strbuf_init(&before, NULL, 0);
    encart__strbuf_init(&after, NULL, 0);
    encart__decode_utf8(encart__str_n(bytes, n), &html, NULL);
    encart__tokens_init(&tokens, NULL);
    ck_assert_int_eq(encart__tokenize(&tokens, encart__strbuf_view(&html), 1), ENCART_OK);
    keep = calloc(tokens.count + 1, 1);
    words_of_tokens(&tokens, keep, &before);
    encart__tree_init(&t, NULL);
    ck_assert_int_eq(encart__sanitise_tokens(&t, &tokens, keep, &o, NULL, NULL), ENCART_OK);
    for (encart__node_id i = ENCART__ROOT; i; i = encart__tree_next(&t, ENCART__ROOT, i, 0))
        if (t.nodes[i].kind == ENCART__NODE_TEXT)
            add_words(&after, encart__tree_text_of(&t, i));
    ck_assert_msg(encart__str_eq(encart__strbuf_view(&before), encart__strbuf_view(&after)),
                  "%s: %zu bytes of words became %zu", path, before.size, after.size);
    encart__tree_free(&t);
    encart__tokens_free(&tokens);
    encart__strbuf_free(&html);
    encart__strbuf_free(&before);
    encart__strbuf_free(&after);
    free(keep);
    free(bytes);
}

static size_t folder(const char *name)
{
    char dir[4096], path[8192];
    size_t count = 0;
    struct dirent *e;
    DIR *d;

    snprintf(dir, sizeof dir, "%s/%s", suite_data(), name);
    d = opendir(dir);
    ck_assert_ptr_nonnull(d);
    while ((e = readdir(d))) {
        size_t n = strlen(e->d_name);

        if (n < 5 || strcmp(e->d_name + n - 5, ".html") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        expect_same_words(path);
        count++;
    }
    closedir(d);
    return count;
}

START_TEST(no_word_of_a_real_page_is_lost_or_moved)
{
    size_t count;

    if (!suite_data())
        skip_test("no real data");
    count = folder("articles/html");
    count += folder("wordpress/blocks");
    fprintf(stderr, "%zu pages keep every word in its order\n", count);
    ck_assert_uint_gt(count, 100);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sanitise");
    TCase *rules = tcase_create("rules");
    TCase *real = tcase_create("real");

    tcase_add_test(rules, forbidden_elements_lose_their_tags_not_their_words);
    tcase_add_test(rules, what_a_round_through_a_browser_changes_is_not_written);
    tcase_add_test(rules, links_and_images_are_checked);
    tcase_add_test(rules, an_embed_is_boxed_in_or_becomes_a_link);
    tcase_add_test(rules, an_authors_box_keeps_its_mark_when_loading);
    tcase_add_test(rules, line_breaks_become_paragraphs_when_asked);
    tcase_add_test(rules, accessible_repairs_are_made_when_asked);
    tcase_add_test(rules, only_canonical_bytes_are_read_back);
    suite_add_tcase(s, rules);
    tcase_set_timeout(real, 900);
    tcase_add_test(real, hostile_inputs_come_out_clean_and_settled);
    tcase_add_test(real, no_word_of_a_real_page_is_lost_or_moved);
    suite_add_tcase(s, real);
    return suite_main("test_sanitise", s);
}
