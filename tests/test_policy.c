/* The policy: tables in order, and each kind of value. */
#include "core/sanitise/profile.h"
#include "tests/suite.h"

static const encart__policy *profile(const char *name)
{
    return encart__policy_named(encart__str_z(name));
}

static const char *const names[] = {"strict", "article",      "embeds",
                                    "plugin", "plugin-forms", "plugin-embeds",
                                    "plugin-forms-embeds"};
/* Their columns in the tables. */
static const unsigned bits[] = {1, 2, 4, 8, 16, 64, 16 | 64};
#define PROFILES (sizeof names / sizeof names[0])

/* The checked value, or NULL when it was dropped; static storage. */
static const char *value(const char *p, uint16_t tag, uint16_t attr, const char *in)
{
    static char out[16384];
    encart__strbuf b;
    const char *why = NULL;
    int kept;

    encart__strbuf_init(&b, NULL, 0);
    kept = encart__policy_value(profile(p), tag, attr, ENCART__STR_EMPTY, encart__str_z(in),
                                ENCART__STR_EMPTY, &b, &why) == ENCART__ATTR_KEEP;
    ck_assert(kept || why);
    strncpy(out, encart__strbuf_z(&b), sizeof out - 1);
    encart__strbuf_free(&b);
    return kept ? out : NULL;
}

#define KEEPS(p, tag, attr, in, want)                                                    \
    do {                                                                                 \
        ck_assert_pstr_eq(value(p, ENCART__T_##tag, ENCART__A_##attr, in), want);        \
        ck_assert_pstr_eq(value(p, ENCART__T_##tag, ENCART__A_##attr, want), want);      \
    } while (0)
#define DROPS(p, tag, attr, in)                                                          \
    ck_assert_ptr_null(value(p, ENCART__T_##tag, ENCART__A_##attr, in))

START_TEST(profiles_are_found_by_name)
{
    for (size_t i = 0; i < PROFILES; i++)
        ck_assert_ptr_nonnull(profile(names[i]));
    ck_assert_ptr_null(profile("Article"));
    ck_assert_ptr_null(profile(""));
    for (const char *const *n = encart__policy_names(); *n; n++)
        ck_assert(!encart__policy_is_plugin(profile(*n)));
}
END_TEST

START_TEST(each_rule_of_the_tables_holds_in_its_profiles_and_in_no_other)
{
    static const struct {
        uint16_t attr, tag, value;
        unsigned who;
    } rules[] = {
#define ANY_RULE(attr, who, value)                                                       \
    {ENCART__A_##attr, ENCART__T_DIV, ENCART__V_##value, ENCART__P_##who},
#define RULE(attr, tag, who, value)                                                      \
    {ENCART__A_##attr, ENCART__T_##tag, ENCART__V_##value, ENCART__P_##who},
#include "core/sanitise/policy_attrs.def"
#undef ANY_RULE
#undef RULE
    };

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        ck_assert(i == 0 || rules[i - 1].attr <= rules[i].attr);
        for (size_t n = 0; n < PROFILES; n++) {
            const encart__policy *p = profile(names[n]);

            ck_assert_int_eq(encart__policy_rule(p, rules[i].tag, rules[i].attr),
                             rules[i].who & bits[n] ? rules[i].value
                                                    : p->any[rules[i].attr]);
        }
    }
}
END_TEST

START_TEST(nothing_that_runs_may_stand_in_any_profile)
{
    static const uint16_t never[] = {
        ENCART__T_SCRIPT, ENCART__T_STYLE,    ENCART__T_OBJECT, ENCART__T_EMBED,
        ENCART__T_APPLET, ENCART__T_SVG,      ENCART__T_MATH,   ENCART__T_TEMPLATE,
        ENCART__T_LINK,   ENCART__T_META,     ENCART__T_BASE,   ENCART__T_FRAME,
        ENCART__T_SLOT,   ENCART__T_NOSCRIPT, ENCART__T_XMP,    ENCART__T_UNKNOWN};

    for (size_t n = 0; n < PROFILES; n++) {
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
            ck_assert(!encart__policy_element(profile(names[n]), never[i]));
        DROPS(names[n], P, STYLE, "color:red");
        DROPS(names[n], P, IS, "x-y");
        DROPS(names[n], P, SLOT, "x");
        ck_assert(!encart__policy_attr(profile(names[n]), ENCART__T_P, ENCART__A_OTHER,
                                       ENCART__STR("onclick")));
        ck_assert_int_eq(encart__policy_element(profile(names[n]), ENCART__T_FORM),
                         (bits[n] & 16) != 0);
        ck_assert_int_eq(encart__policy_element(profile(names[n]), ENCART__T_IFRAME),
                         (bits[n] & (4 | 64)) != 0);
    }
}
END_TEST

/* A frame has no source of its own, and a name that no window, form or script has. */
START_TEST(frames_of_plugins_are_empty_and_have_names_of_their_own)
{
    static const char *const no_names[] = {
        "",      "_top",  "_parent", "_self", "_blank", "top",    "e-",      "E-x",
        "e-X",   "e-a b", "e-a.b",   "e-\xC3\xA9", "x-e-a", "e-a\"b", "location", "__proto__"};

    for (size_t n = 0; n < PROFILES; n++) {
        int frames = (bits[n] & 64) != 0;

        ck_assert_int_eq(value(names[n], ENCART__T_IFRAME, ENCART__A_NAME, "e-x_1") != NULL,
                         frames);
        ck_assert_int_eq(value(names[n], ENCART__T_A, ENCART__A_TARGET, "e-x_1") != NULL,
                         frames);
        if (bits[n] == 4)
            continue;
        DROPS(names[n], IFRAME, SRC, "https://www.youtube.com/embed/x");
        DROPS(names[n], IFRAME, SRCDOC, "<p>");
        DROPS(names[n], IFRAME, ALLOW, "fullscreen");
        DROPS(names[n], IFRAME, REFERRERPOLICY, "no-referrer");
    }
    for (size_t i = 0; i < sizeof no_names / sizeof no_names[0]; i++) {
        DROPS("plugin-embeds", IFRAME, NAME, no_names[i]);
        if (strcmp(no_names[i], "_self") != 0 && strcmp(no_names[i], "_blank") != 0)
            DROPS("plugin-embeds", A, TARGET, no_names[i]);
    }
    KEEPS("plugin-embeds", IFRAME, NAME, " e-embeds_1 ", "e-embeds_1");
    KEEPS("plugin-embeds", A, TARGET, "_BLANK", "_blank");
    KEEPS("plugin-embeds", IFRAME, SANDBOX, "allow-top-navigation",
          "allow-scripts allow-same-origin allow-popups allow-presentation");
    DROPS("plugin-forms", INPUT, TARGET, "e-x");
    DROPS("plugin-forms-embeds", FORM, TARGET, "e-x");
}
END_TEST

START_TEST(links_keep_to_their_schemes)
{
    KEEPS("article", A, HREF, "https://example.org/a?b=c#d", "https://example.org/a?b=c#d");
    KEEPS("article", A, HREF, " HTTP://Example.org/ ", "http://example.org/");
    KEEPS("article", A, HREF, "mailto:a@example.org", "mailto:a@example.org");
    KEEPS("article", A, HREF, "tel:+33100000000", "tel:+33100000000");
    KEEPS("article", A, HREF, "/une/page", "/une/page");
    DROPS("article", A, HREF, "javascript:alert(1)");
    DROPS("article", A, HREF, "  JaVa\tScRiPt:alert(1)");
    DROPS("article", A, HREF, "data:text/html,x");
    DROPS("article", A, HREF, "vbscript:x");
    DROPS("article", A, HREF, "https://user:pw@example.org/");
    DROPS("article", IMG, SRC, "data:image/png;base64,AA");
    DROPS("article", IMG, SRC, "mailto:a@example.org");
    KEEPS("article", IMG, SRCSET, "/a.jpg 1x,  /b.jpg 2x", "/a.jpg 1x, /b.jpg 2x");
    KEEPS("article", IMG, SRCSET, "javascript:x 1x, /b.jpg 2x", "/b.jpg 2x");
    DROPS("article", IMG, SRCSET, "javascript:x 1x");
}
END_TEST

START_TEST(ids_get_a_prefix_once_and_links_the_same)
{
    KEEPS("article", P, ID, "note", "a-note");
    KEEPS("article", P, ID, "fn:1", "a-fn_3a1");
    KEEPS("article", P, ID, "1", "a-x1");
    KEEPS("article", P, ID, "\xC3\xA9t\xC3\xA9", "a-x_c3_a9t_c3_a9");
    KEEPS("article", P, ID, "a-", "a-a-");
    KEEPS("article", A, HREF, "#fn:1", "#a-fn_3a1");
    DROPS("article", P, ID, "a b");
    DROPS("article", P, ID, "");
    KEEPS("plugin", P, ID, "e-note", "e-note");
    KEEPS("plugin", P, ID, "note", "e-note");
    KEEPS("plugin", A, HREF, "#top", "#top");
    DROPS("strict", P, ID, "note");
}
END_TEST

START_TEST(classes_keep_to_their_pattern)
{
    KEEPS("article", P, CLASS, " alignleft  x<y 9z wp-image ", "alignleft wp-image");
    DROPS("article", P, CLASS, "encart-related Encart encart-in encart-inx Encart-in-x");
    KEEPS("article", P, CLASS, "encart encart-in-toc", "encart-in-toc");
    KEEPS("plugin", P, CLASS, "encart-related", "encart-related");
    KEEPS("article", P, CLASS, "a b c d e f g h i j k l m n o p q r s t u v",
          "a b c d e f g h i j k l m n o p q r s t");
    DROPS("strict", P, CLASS, "x encart-in-toc");
}
END_TEST

START_TEST(numbers_words_dates_and_languages_are_checked)
{
    KEEPS("article", IMG, WIDTH, "640px", "640");
    DROPS("article", IMG, WIDTH, "50%");
    DROPS("article", IMG, WIDTH, "99999999999999999999");
    KEEPS("article", TD, COLSPAN, "2", "2");
    DROPS("article", TD, COLSPAN, "0");
    KEEPS("article", OL, START, "-3", "-3");
    KEEPS("article", P, DIR, "RTL", "rtl");
    DROPS("article", P, DIR, "up");
    DROPS("article", P, DIR, "lt");
    DROPS("article", P, DIR, "autox");
    DROPS("article", P, DIR, "ltr rtl");
    KEEPS("article", P, LANG, "zh-Hant-TW", "zh-Hant-TW");
    DROPS("article", P, LANG, "fr_FR\"");
    KEEPS("article", TIME, DATETIME, "2024-10-20T10:00:00+01:00",
          "2024-10-20T10:00:00+01:00");
    DROPS("article", TIME, DATETIME, "hier soir !");
    KEEPS("article", A, REL, "NoFollow me nofollow", "nofollow");
    KEEPS("article", VIDEO, CONTROLS, "controls", "");
    DROPS("article", IMG, SIZES, "url(x)");
    KEEPS("article", IMG, SIZES, "(max-width: 600px) 100vw, 50vw",
          "(max-width: 600px) 100vw, 50vw");
    KEEPS("plugin", NAV, ROLE, "navigation", "navigation");
    DROPS("plugin", NAV, ROLE, "application");
    DROPS("article", P, ROLE, "note");
    DROPS("article", P, ARIA_LABEL, "x");
    KEEPS("plugin-forms", INPUT, TYPE, "EMAIL", "email");
    DROPS("plugin-forms", INPUT, TYPE, "image");
    DROPS("plugin-forms", FORM, ACTION, "javascript:x");
}
END_TEST

/* `unit` over and over, `n` bytes of it; static storage, the last two calls'. */
static const char *filled(const char *unit, size_t n)
{
    static char rooms[2][300000];
    static int next;
    char *room = rooms[next++ & 1];
    size_t size = strlen(unit);

    for (size_t i = 0; i < n; i++)
        room[i] = unit[i % size];
    room[n] = '\0';
    return room;
}

/* Of each kind of value the longest that stays, and one byte more. */
#define BOUNDED(p, tag, attr, unit, most)                                                \
    do {                                                                                 \
        KEEPS(p, tag, attr, filled(unit, most), filled(unit, most));                     \
        DROPS(p, tag, attr, filled(unit, (most) + 1));                                   \
    } while (0)

START_TEST(values_are_as_long_as_the_policy_says_and_no_longer)
{
    BOUNDED("article", IMG, ALT, "x", 4096);
    BOUNDED("article", BLOCKQUOTE, DATA_DNT, "x", 256);
    BOUNDED("article", TIME, DATETIME, "2", 64);
    BOUNDED("article", SOURCE, MEDIA, "1", 512);
    BOUNDED("plugin", P, ARIA_LIVE, "x", 128);
    BOUNDED("plugin-forms", INPUT, MAX, "9", 32);
    BOUNDED("plugin-forms", INPUT, NAME, "x", 128);
    BOUNDED("article", P, LANG, "fr-fr-fr-fr-fr-fr-fr-fr-fr-fr-fr-fr", 35);
    BOUNDED("article", A, HREF, "/x", 8192);
    DROPS("article", P, ID, filled("x", 129));
    DROPS("article", TD, HEADERS, filled("a ", 9000));
    DROPS("article", P, CLASS, filled("x", 400));
    ck_assert_ptr_nonnull(value("article", ENCART__T_P, ENCART__A_ID, filled("x", 128)));
    DROPS("embeds", IFRAME, SRC, filled("https://www.youtube.com/", 8193));
    DROPS("article", IMG, SRCSET, filled("/a 1x, ", 4 * 8192 + 1));
}
END_TEST

START_TEST(values_of_nothing_or_of_other_characters_are_dropped)
{
    static const struct {
        const char *profile;
        uint16_t tag, attr;
        const char *in;
    } cases[] = {
        {"article", ENCART__T_IMG, ENCART__A_WIDTH, ""},
        {"article", ENCART__T_IMG, ENCART__A_WIDTH, "-"},
        {"article", ENCART__T_IMG, ENCART__A_WIDTH, "-1"},
        {"article", ENCART__T_IMG, ENCART__A_WIDTH, "100001"},
        {"article", ENCART__T_OL, ENCART__A_START, "1000001"},
        {"article", ENCART__T_TD, ENCART__A_COLSPAN, "1001"},
        {"article", ENCART__T_TD, ENCART__A_ROWSPAN, "65535"},
        {"plugin-forms", ENCART__T_INPUT, ENCART__A_MIN, ""},
        {"plugin-forms", ENCART__T_INPUT, ENCART__A_MIN, "1;2"},
        {"plugin-forms", ENCART__T_INPUT, ENCART__A_NAME, ""},
        {"plugin-forms", ENCART__T_INPUT, ENCART__A_NAME, "1a"},
        {"plugin-forms", ENCART__T_INPUT, ENCART__A_NAME, "a b"},
        {"plugin", ENCART__T_P, ENCART__A_ARIA_LIVE, ""},
        {"plugin", ENCART__T_P, ENCART__A_ARIA_LIVE, "a;b"},
        {"article", ENCART__T_P, ENCART__A_LANG, ""},
        {"article", ENCART__T_P, ENCART__A_LANG, "-fr"},
        {"article", ENCART__T_P, ENCART__A_LANG, "fr-"},
        {"article", ENCART__T_P, ENCART__A_LANG, "fr--FR"},
        {"article", ENCART__T_P, ENCART__A_LANG, "1fr"},
        {"article", ENCART__T_P, ENCART__A_LANG, "francophones"},
        {"article", ENCART__T_TIME, ENCART__A_DATETIME, ""},
        {"article", ENCART__T_TIME, ENCART__A_DATETIME, "2024/10"},
        {"article", ENCART__T_SOURCE, ENCART__A_MEDIA, ""},
        {"article", ENCART__T_SOURCE, ENCART__A_MEDIA, "(a:\"b\")"},
        {"article", ENCART__T_SOURCE, ENCART__A_TYPE, ""},
        {"article", ENCART__T_SOURCE, ENCART__A_TYPE, "video"},
        {"article", ENCART__T_SOURCE, ENCART__A_TYPE, "video/<b>"},
        {"article", ENCART__T_OL, ENCART__A_TYPE, ""},
        {"article", ENCART__T_OL, ENCART__A_TYPE, "b"},
        {"article", ENCART__T_OL, ENCART__A_TYPE, "1a"},
        {"article", ENCART__T_A, ENCART__A_REL, "me opener"},
        {"article", ENCART__T_A, ENCART__A_HREF, "#"},
        {"article", ENCART__T_A, ENCART__A_HREF, "# x"},
        {"article", ENCART__T_A, ENCART__A_HREF, ""},
        {"article", ENCART__T_TD, ENCART__A_HEADERS, "  "},
        {"embeds", ENCART__T_IFRAME, ENCART__A_ALLOW, ";;"},
        {"article", ENCART__T_P, ENCART__A_DATA_ENCART, "related/links"},
        {"article", ENCART__T_SPAN, ENCART__A_DATA_ENCART, "author/read-also"},
        {"plugin", ENCART__T_P, ENCART__A_DATA_ENCART, "related"},
        {"plugin", ENCART__T_P, ENCART__A_DATA_ENCART, "/links"},
        {"plugin", ENCART__T_P, ENCART__A_DATA_ENCART, "related/"},
        {"plugin", ENCART__T_P, ENCART__A_DATA_ENCART, "related/1"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(!value(cases[i].profile, cases[i].tag, cases[i].attr, cases[i].in),
                      "%s: %s", encart__attr_name(cases[i].attr).p, cases[i].in);
}
END_TEST

/* A URL that is short enough, but not when it is spelt out. */
START_TEST(a_url_is_measured_as_it_is_written)
{
    char url[4200] = "/";

    memset(url + 1, ' ', 4000);
    url[4001] = 'a';
    DROPS("article", A, HREF, url);
    memset(url + 1, 'b', 4000);
    KEEPS("article", A, HREF, url, url);
}
END_TEST

/* The answers of a look-up by numbers, whatever they are asked. */
START_TEST(look_ups_say_no_to_what_they_do_not_know)
{
    const encart__policy *p = profile("article");
    encart__strbuf b;

    ck_assert(!encart__policy_element(p, ENCART__T_COUNT));
    ck_assert(!encart__policy_element_in(p, ENCART__T_ASIDE, 0));
    ck_assert(encart__policy_element_in(p, ENCART__T_ASIDE, 1));
    ck_assert(!encart__policy_element_in(p, ENCART__T_NAV, 1));
    ck_assert(!encart__policy_attr(p, ENCART__T_P, ENCART__A_OTHER, ENCART__STR_EMPTY));
    ck_assert(encart__policy_attr(p, ENCART__T_P, ENCART__A_OTHER, ENCART__STR("title")));
    encart__strbuf_init(&b, NULL, 0);
    ck_assert_int_eq(encart__policy_value(p, ENCART__T_P, ENCART__A_OTHER,
                                          ENCART__STR("onclick"), ENCART__STR("a"),
                                          ENCART__STR_EMPTY, &b, NULL),
                     ENCART__ATTR_DROP);
    ck_assert_int_eq(encart__policy_value(p, ENCART__T_TIME, ENCART__A_DATETIME,
                                          ENCART__STR_EMPTY, encart__str_n("1\0", 2),
                                          ENCART__STR_EMPTY, &b, NULL),
                     ENCART__ATTR_DROP);
    /* inside an author's own box its box, and no other element, has a label */
    for (int marked = 0; marked < 2; marked++) {
        ck_assert_int_eq(encart__policy_value_in(p, ENCART__T_P, ENCART__A_ARIA_LABEL,
                                                 ENCART__STR_EMPTY, ENCART__STR("a"),
                                                 ENCART__STR_EMPTY, marked, &b, NULL),
                         marked ? ENCART__ATTR_KEEP : ENCART__ATTR_DROP);
        ck_assert_int_eq(encart__policy_value_in(p, ENCART__T_SPAN, ENCART__A_ARIA_LABEL,
                                                 ENCART__STR_EMPTY, ENCART__STR("a"),
                                                 ENCART__STR_EMPTY, marked, &b, NULL),
                         ENCART__ATTR_DROP);
    }
    encart__strbuf_free(&b);
}
END_TEST

START_TEST(values_at_the_edge_of_their_alphabet_stay)
{
    KEEPS("article", OL, START, "+7", "7");
    KEEPS("article", OL, START, "-1000000", "-1000000");
    KEEPS("article", TD, ROWSPAN, "0", "0");
    KEEPS("plugin-forms", INPUT, STEP, " 0.5 ", "0.5");
    KEEPS("plugin-forms", INPUT, NAME, "_wpnonce", "_wpnonce");
    KEEPS("plugin-forms", INPUT, NAME, "a[b].c:d-1", "a[b].c:d-1");
    KEEPS("plugin", P, ARIA_LIVE, " Polite ", "polite");
    KEEPS("article", P, LANG, "x-1a", "x-1a");
    KEEPS("article", SOURCE, TYPE, "Video/MP4; codecs=avc1.42E01E, mp4a.40.2",
          "video/mp4; codecs=avc1.42e01e, mp4a.40.2");
    KEEPS("article", OL, TYPE, " i ", "i");
    KEEPS("article", TD, HEADERS, "a", "a-a");
    KEEPS("article", P, DATA_ENCART, "author/read-also", "author/read-also");
    KEEPS("plugin", SPAN, DATA_ENCART, "related/links", "related/links");
    KEEPS("embeds", IFRAME, ALLOW, ";; Fullscreen", "fullscreen");
    KEEPS("embeds", IFRAME, SANDBOX, "allow-top-navigation",
          "allow-scripts allow-same-origin allow-popups allow-presentation");
}
END_TEST

START_TEST(strict_holds_inline_text_links_and_what_keeps_paragraphs_apart)
{
    static const uint16_t in[] = {ENCART__T_A, ENCART__T_EM, ENCART__T_BR, ENCART__T_P,
                                  ENCART__T_DIV, ENCART__T_CODE, ENCART__T_RUBY};
    static const struct {
        uint16_t from, to;
    } out[] = {{ENCART__T_H2, ENCART__T_P},    {ENCART__T_UL, ENCART__T_DIV},
               {ENCART__T_MENU, ENCART__T_DIV}, {ENCART__T_LI, ENCART__T_P},
               {ENCART__T_HR, ENCART__T_BR},   {ENCART__T_LISTING, ENCART__T_DIV},
               {ENCART__T_TD, ENCART__T_P},  {ENCART__T_IMG, 0},
               {ENCART__T_VIDEO, 0},           {ENCART__T_SCRIPT, 0}};
    const encart__policy *p = profile("strict");

    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
        ck_assert_int_eq(encart__policy_counterpart(p, in[i]), in[i]);
    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
        ck_assert_int_eq(encart__policy_counterpart(p, out[i].from), out[i].to);
    ck_assert_int_eq(encart__policy_counterpart(p, ENCART__T_COUNT), 0);
}
END_TEST

START_TEST(posts_that_are_quoted_keep_what_their_site_asks_for)
{
    KEEPS("article", BLOCKQUOTE, CLASS, "twitter-tweet", "twitter-tweet");
    KEEPS("article", BLOCKQUOTE, DATA_LANG, "fr", "fr");
    KEEPS("article", BLOCKQUOTE, DATA_DNT, "true", "true");
    KEEPS("article", BLOCKQUOTE, DATA_CONVERSATION, "none", "none");
    KEEPS("article", BLOCKQUOTE, DATA_INSTGRM_PERMALINK,
          "https://www.instagram.com/p/x/", "https://www.instagram.com/p/x/");
    DROPS("article", BLOCKQUOTE, DATA_INSTGRM_PERMALINK, "javascript:alert(1)");
    KEEPS("article", BLOCKQUOTE, DATA_BLUESKY_URI, "at://did:plc:x/app.bsky.feed.post/3l",
          "at://did:plc:x/app.bsky.feed.post/3l");
    DROPS("article", BLOCKQUOTE, DATA_DNT, "<img>");
    DROPS("article", P, DATA_DNT, "true");
    DROPS("strict", BLOCKQUOTE, DATA_DNT, "true");
}
END_TEST

START_TEST(notes_and_images_keep_what_helps_readers)
{
    KEEPS("article", A, ROLE, "DOC-noteref", "doc-noteref");
    DROPS("article", A, ROLE, "button");
    KEEPS("article", A, ARIA_LABEL, "Retour au texte", "Retour au texte");
    KEEPS("article", IMG, FETCHPRIORITY, "High", "high");
    KEEPS("article", TH, SCOPE, "col", "col");
    KEEPS("article", TD, HEADERS, "h1 h2", "a-h1 a-h2");
    KEEPS("article", TRACK, KIND, "captions", "captions");
    KEEPS("embeds", IFRAME, ALLOW, "autoplay; fullscreen *; encrypted-media; camera",
          "encrypted-media; fullscreen");
    DROPS("embeds", IFRAME, ALLOW, "camera; microphone");
    DROPS("article", A, DOWNLOAD, "x.exe");
}
END_TEST

START_TEST(embeds_are_of_listed_hosts)
{
    KEEPS("embeds", IFRAME, SRC, "https://www.youtube.com/embed/x",
          "https://www.youtube.com/embed/x");
    DROPS("embeds", IFRAME, SRC, "http://www.youtube.com/embed/x");
    DROPS("embeds", IFRAME, SRC, "https://www.youtube.com.evil.example/embed/x");
    DROPS("embeds", IFRAME, SRC, "https://www.youtube.com@evil.example/");
    DROPS("embeds", IFRAME, SRC, "https://www.youtube.com:8443/embed/x");
    DROPS("embeds", IFRAME, SRC, "//evil.example/");
}
END_TEST

START_TEST(only_pins_and_holes_are_comments)
{
    static const struct {
        const char *profile, *in, *out;
    } cases[] = {
        {"article", " encart:here  lire-aussi ", "encart:here lire-aussi"},
        {"article", "encart:none lire-aussi/links", "encart:none lire-aussi/links"},
        {"article", "encart:hole token eyJ9", NULL},
        {"plugin", "encart:hole token eyJ9", "encart:hole token eyJ9"},
        {"plugin", "encart:hole token a--b", NULL},
        {"article", "encart:here a--b", NULL},
        {"article", "encart:here", NULL},
        {"article", "encart:here a b", NULL},
        {"article", "encart:there a", NULL},
        {"article", "encart:here 1a", NULL},
        {"article", "encart:here a-", NULL},
        {"article", "", NULL},
        {"plugin", "encart:hole token", "encart:hole token"},
        {"plugin", "encart:hole token a<b", NULL},
        {"plugin", "encart:hole token a b", NULL},
        {"plugin", "encart:here token a", NULL},
        {"article", "encart:here ><script>", NULL},
        {"article", "[if IE]", NULL},
    };
    encart__strbuf b;

    encart__strbuf_init(&b, NULL, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int kept = encart__policy_comment(profile(cases[i].profile),
                                          encart__str_z(cases[i].in), &b);

        ck_assert_int_eq(kept, cases[i].out != NULL);
        if (kept)
            ck_assert_str_eq(encart__strbuf_z(&b), cases[i].out);
    }
    encart__strbuf_free(&b);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("policy");
    TCase *c = tcase_create("policy");

    tcase_add_test(c, profiles_are_found_by_name);
    tcase_add_test(c, each_rule_of_the_tables_holds_in_its_profiles_and_in_no_other);
    tcase_add_test(c, nothing_that_runs_may_stand_in_any_profile);
    tcase_add_test(c, frames_of_plugins_are_empty_and_have_names_of_their_own);
    tcase_add_test(c, links_keep_to_their_schemes);
    tcase_add_test(c, ids_get_a_prefix_once_and_links_the_same);
    tcase_add_test(c, classes_keep_to_their_pattern);
    tcase_add_test(c, numbers_words_dates_and_languages_are_checked);
    tcase_add_test(c, values_are_as_long_as_the_policy_says_and_no_longer);
    tcase_add_test(c, values_of_nothing_or_of_other_characters_are_dropped);
    tcase_add_test(c, values_at_the_edge_of_their_alphabet_stay);
    tcase_add_test(c, a_url_is_measured_as_it_is_written);
    tcase_add_test(c, look_ups_say_no_to_what_they_do_not_know);
    tcase_add_test(c, strict_holds_inline_text_links_and_what_keeps_paragraphs_apart);
    tcase_add_test(c, posts_that_are_quoted_keep_what_their_site_asks_for);
    tcase_add_test(c, notes_and_images_keep_what_helps_readers);
    tcase_add_test(c, embeds_are_of_listed_hosts);
    tcase_add_test(c, only_pins_and_holes_are_comments);
    suite_add_tcase(s, c);
    return suite_main("test_policy", s);
}
