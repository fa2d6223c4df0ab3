/* The tokenizer against the standard's state machine, written down once more in
 * reference_tokenizer.c: from a way into each state, over all short continuations, and over
 * every place of a 16-byte window. Built twice, with and without the vector instructions.
 */
#include "core/html/tokenize.h"
#include "tests/reference_tokenizer.h"
#include "tests/suite.h"
#include "tests/token_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
    encart__tokens tokens;
    encart__strbuf got, want;
    size_t compared;
} bench;

static void bench_init(bench *b)
{
    encart__tokens_init(&b->tokens, NULL);
    encart__strbuf_init(&b->got, NULL, 0);
    encart__strbuf_init(&b->want, NULL, 0);
    b->compared = 0;
}

static void bench_free(bench *b)
{
    encart__tokens_free(&b->tokens);
    encart__strbuf_free(&b->got);
    encart__strbuf_free(&b->want);
}

/* Up to foreign content, where the reference stops, both print the same. */
static void same_from(bench *b, encart__str input, int scripting, encart__token_state state,
                      const char *last_tag)
{
    encart__str last = encart__str_z(last_tag);
    int whole, same;

    encart__strbuf_clear(&b->got);
    encart__strbuf_clear(&b->want);
    ck_assert_int_eq(
        encart__tokenize_from(&b->tokens, input, scripting, state, last), ENCART_OK);
    print_tokens(&b->got, &b->tokens);
    whole = reference_tokenize(&b->want, input, scripting, state, last);
    same = whole ? encart__str_eq(encart__strbuf_view(&b->got), encart__strbuf_view(&b->want))
                 : encart__str_starts(encart__strbuf_view(&b->got),
                                      encart__strbuf_view(&b->want));
    b->compared++;
    ck_assert_msg(same, "state %d, [%.*s]\n gave %s\n want %s", (int)state, (int)input.n,
                  input.p, encart__strbuf_z(&b->got), encart__strbuf_z(&b->want));
}

static void same(bench *b, encart__str input)
{
    same_from(b, input, 1, ENCART__STATE_DATA, "");
}

/* `lead` and all sequences of at most `depth` of the pieces after it; lists end with NULL.
 * Each is an input of its own, so each state meets the end of the input too. */
static void all_after(bench *b, const char *lead, const char *const *pieces, size_t depth)
{
    size_t count = 0, pick[16] = {0}, used = 0;
    encart__strbuf in;

    while (pieces[count])
        count++;
    encart__strbuf_init(&in, NULL, 0);
    for (;;) {
        size_t k = used;

        encart__strbuf_clear(&in);
        encart__strbuf_puts(&in, lead);
        for (size_t i = 0; i < used; i++)
            encart__strbuf_puts(&in, pieces[pick[i]]);
        same(b, encart__strbuf_view(&in));
        while (k > 0 && ++pick[k - 1] == count)
            pick[--k] = 0;
        if (k == 0 && ++used > depth)
            break;
    }
    encart__strbuf_free(&in);
}

/* A way into each state of 13.2.5. */
static const char *const leads[] = {
    "",                        /* .1 data */
    "<title>",                 /* .2 RCDATA */
    "<style>",                 /* .3 RAWTEXT */
    "<script>",                /* .4 script data */
    "<plaintext>",             /* .5 */
    "a<",                      /* .6 tag open */
    "a</",                     /* .7 end tag open */
    "<p",                      /* .8 tag name */
    "</p",                     /* the same */
    "<title><",                /* .9 RCDATA less-than sign */
    "<title></",               /* .10 RCDATA end tag open */
    "<title></titl",           /* .11 RCDATA end tag name */
    "<title></title",          /* the same, appropriate */
    "<style><",                /* .12 RAWTEXT less-than sign */
    "<style></",               /* .13 RAWTEXT end tag open */
    "<style></styl",           /* .14 RAWTEXT end tag name */
    "<style></style",          /* the same, appropriate */
    "<script><",               /* .15 script data less-than sign */
    "<script></",              /* .16 script data end tag open */
    "<script></scrip",         /* .17 script data end tag name */
    "<script></script",        /* the same, appropriate */
    "<script><!",              /* .18 escape start */
    "<script><!-",             /* .19 escape start dash */
    "<script><!--a",           /* .20 escaped */
    "<script><!--a-",          /* .21 escaped dash */
    "<script><!--",            /* .22 escaped dash dash */
    "<script><!--a<",          /* .23 escaped less-than sign */
    "<script><!--a</",         /* .24 escaped end tag open */
    "<script><!--a</script",   /* .25 escaped end tag name */
    "<script><!--<scrip",      /* .26 double escape start */
    "<script><!--<script",     /* the same, complete */
    "<script><!--<script>",    /* .27 double escaped */
    "<script><!--<script>-",   /* .28 double escaped dash */
    "<script><!--<script>--",  /* .29 double escaped dash dash */
    "<script><!--<script><",   /* .30 double escaped less-than sign */
    "<script><!--<script></",  /* .31 double escape end */
    "<script><!--<script></script", /* the same, complete */
    "<p ",                     /* .32 before attribute name */
    "<p a",                    /* .33 attribute name */
    "<p a ",                   /* .34 after attribute name */
    "<p a=",                   /* .35 before attribute value */
    "<p a=\"",                 /* .36 attribute value, double quotes */
    "<p a='",                  /* .37 single quotes */
    "<p a=b",                  /* .38 none */
    "<p a='b'",                /* .39 after attribute value */
    "<p/",                     /* .40 self-closing start tag */
    "<?",                      /* .41 bogus comment */
    "<!",                      /* .42 markup declaration open */
    "<!--",                    /* .43 comment start */
    "<!---",                   /* .44 comment start dash */
    "<!--a",                   /* .45 comment */
    "<!--a<",                  /* .46 comment less-than sign */
    "<!--a<!",                 /* .47 less-than sign bang */
    "<!--a<!-",                /* .48 less-than sign bang dash */
    "<!--a<!--",               /* .49 less-than sign bang dash dash */
    "<!--a-",                  /* .50 comment end dash */
    "<!--a--",                 /* .51 comment end */
    "<!--a--!",                /* .52 comment end bang */
    "<!doctype",               /* .53 */
    "<!doctype ",              /* .54 before name */
    "<!doctype h",             /* .55 name */
    "<!doctype h ",            /* .56 after name */
    "<!doctype h public",      /* .57 after public keyword */
    "<!doctype h public ",     /* .58 before public identifier */
    "<!doctype h public\"",    /* .59 public identifier, double quotes */
    "<!doctype h public'",     /* .60 single quotes */
    "<!doctype h public'a'",   /* .61 after public identifier */
    "<!doctype h public'a' ",  /* .62 between the identifiers */
    "<!doctype h system",      /* .63 after system keyword */
    "<!doctype h system ",     /* .64 before system identifier */
    "<!doctype h system\"",    /* .65 system identifier, double quotes */
    "<!doctype h system'",     /* .66 single quotes */
    "<!doctype h system'a'",   /* .67 after system identifier */
    "<!doctype h x",           /* .68 bogus */
    "&",                       /* .72 character reference */
    "&am",                     /* .73 named */
    "&amp",                    /* the same, a whole name */
    "<p a='&amp",              /* the same, in an attribute */
    "<p a=&am",                /* .74 ambiguous ampersand, in an attribute */
    "&zz",                     /* .74 */
    "&#",                      /* .75 numeric */
    "&#x",                     /* .76 hexadecimal start */
    "&#",                      /* .77 decimal start */
    "&#xa",                    /* .78 hexadecimal */
    "&#1",                     /* .79 decimal */
    "<p a='&#1",               /* the same, in an attribute */
    "<textarea>&#x4",          /* the same, in RCDATA */
};

/* Every character that any state tells from others, and one of each other kind. */
static const char *const characters[] = {
    "\t", "\n", "\f", " ", "!", "\"", "#", "&", "'", "-", "/", "0", ";", "<", "=", ">",
    "?", "A", "]", "`", "a", "g", "x", "\x7F", "\r", "\v", "\xC3\xA9", NULL};

/* Two characters; three in make check-full. */
START_TEST(every_state_on_every_short_continuation)
{
    size_t depth = getenv("ENCART_FULL") ? 3 : 2, each = sizeof leads / sizeof *leads / 8 + 1;
    size_t from = (size_t)_i * each, to = from + each;
    bench b;

    bench_init(&b);
    for (size_t i = from; i < to && i < sizeof leads / sizeof *leads; i++)
        all_after(&b, leads[i], characters, depth);
    ck_assert_uint_gt(b.compared, 5000);
    bench_free(&b);
}
END_TEST

START_TEST(the_states_to_begin_in_on_every_two_characters)
{
    static const struct {
        encart__token_state state;
        const char *last, *lead;
    } starts[] = {
        {ENCART__STATE_RCDATA, "title", "</title"}, {ENCART__STATE_RCDATA, "", "</"},
        {ENCART__STATE_RAWTEXT, "xmp", "</xmp"},    {ENCART__STATE_SCRIPT, "script", "<!--"},
        {ENCART__STATE_PLAINTEXT, "", "</p"},       {ENCART__STATE_CDATA, "", ""},
        {ENCART__STATE_CDATA, "", "]"},             {ENCART__STATE_CDATA, "", "]]"},
    };
    char in[64];
    bench b;

    bench_init(&b);
    for (size_t s = 0; s < sizeof starts / sizeof *starts; s++)
        for (size_t i = 0; characters[i]; i++)
            for (size_t j = 0; characters[j]; j++) {
                int n = snprintf(in, sizeof in, "%s%s%s", starts[s].lead, characters[i],
                                 characters[j]);

                same_from(&b, encart__str_n(in, (size_t)n), 1, starts[s].state,
                          starts[s].last);
            }
    bench_free(&b);
}
END_TEST

/* ---- longer ways through the machine ---------------------------------------------------- */

static const char *const comment_pieces[] = {"<!--", "-", "!", ">", "<", "a", NULL};
static const char *const script_pieces[] = {"<!--",   "-",  ">",      "<script",
                                            "</script", "/", "<",     "x", NULL};
static const char *const raw_pieces[] = {"</title", "</style", ">", " ", "/", "<", "&lt;",
                                         "x", NULL};
static const char *const attr_pieces[] = {" ", "a", "A", "=", "'", "\"", "/", ">", "&amp", NULL};
static const char *const doctype_pieces[] = {" ",      "PUBLIC", "system", "'",
                                             "\"",     "a",      ">",      NULL};
static const char *const number_pieces[] = {"0", "1", "8", "D", "f", "x", ";", "&#", NULL};
static const char *const markup_pieces[] = {"<p",  "</p", "<!",    "<!--", "-->",
                                            "<?",  ">",   "a='",   "'",    "&amp;",
                                            "<title>", "</title>", "\n", "b", NULL};
static const char *const cdata_pieces[] = {"<![CDATA[", "]", ">", "[", "a", NULL};

START_TEST(long_ways_through_the_comment_states)
{
    bench b;

    bench_init(&b);
    all_after(&b, "<!--", comment_pieces, 6);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_script_data)
{
    bench b;

    bench_init(&b);
    all_after(&b, "<script>", script_pieces, 5);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_raw_text)
{
    static const char *const elements[] = {"<title>", "<style>", "<xmp>", "<textarea>",
                                           "<iframe>", "<noembed>", "<noframes>",
                                           "<noscript>"};
    bench b;

    bench_init(&b);
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        all_after(&b, elements[i], raw_pieces, 4);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_attributes)
{
    bench b;

    bench_init(&b);
    all_after(&b, "<p ", attr_pieces, 5);
    all_after(&b, "</p ", attr_pieces, 4);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_doctypes)
{
    bench b;

    bench_init(&b);
    all_after(&b, "<!DOCTYPE", doctype_pieces, 6);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_references)
{
    bench b;

    bench_init(&b);
    all_after(&b, "&#", number_pieces, 5);
    all_after(&b, "<p a=\"&#x", number_pieces, 5);
    bench_free(&b);
}
END_TEST

START_TEST(long_ways_through_markup)
{
    bench b;

    bench_init(&b);
    all_after(&b, "", markup_pieces, 4);
    all_after(&b, "", cdata_pieces, 6);
    bench_free(&b);
}
END_TEST

/* ---- windows ---------------------------------------------------------------------------- */

/* What the tokenizer looks for 16 bytes at a time, at each place of three windows. */
START_TEST(a_byte_that_counts_is_seen_at_every_place)
{
    static const char *const frames[][2] = {
        {"", ""},         {"<p a=\"", "\">b"}, {"<p a='", "'>b"},      {"<p a=", ">b"},
        {"<p ", ">b"},    {"<!--", "-->b"},    {"<title>", "</title>b"}, {"<p", ">b"},
        {"<script>", "</script>b"}, {"<?", ">b"}, {"</p ", ">b"},      {"<plaintext>", ""}};
    static const char *const bytes[] = {"<",  "&",    "&amp;", ">",  "\"", "'",   "=",
                                        "-->", "</p>", " ",    "\n", "/",  "`",   "A",
                                        "<!--", "</title>", "</script>", "\xC2\xA0", "<br>"};
    char in[256];
    bench b;

    bench_init(&b);
    for (size_t f = 0; f < sizeof frames / sizeof *frames; f++)
        for (size_t k = 0; k < sizeof bytes / sizeof *bytes; k++)
            for (int before = 0; before < 50; before++)
                for (int after = 0; after < 40; after += 13) {
                    static const char fill[] =
                        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
                    int n = snprintf(in, sizeof in, "%s%.*s%s%.*s%s", frames[f][0], before,
                                     fill, bytes[k], after, fill, frames[f][1]);
                    char *exact = malloc((size_t)n); /* a byte too far is seen by ASan */

                    memcpy(exact, in, (size_t)n);
                    same(&b, encart__str_n(exact, (size_t)n));
                    free(exact);
                }
    bench_free(&b);
}
END_TEST

/* ---- named references ------------------------------------------------------------------- */

static const char *const entity_names[] = {
#define ENTITY(name, first, second) name,
#include "core/html/entities.inc"
#undef ENTITY
};

/* Each name whole and short of its last letter, before each kind of character. */
START_TEST(every_named_reference_before_every_kind_of_character)
{
    static const char *const after[] = {"", ";", "=", "a", "Z", "1", " ", "&", "<", "-",
                                        "\xC3\xA9"};
    char in[128];
    bench b;

    bench_init(&b);
    for (size_t i = 0; i < sizeof entity_names / sizeof *entity_names; i++)
        for (size_t k = 0; k < sizeof after / sizeof *after; k++)
            for (int cut = 0; cut < 2; cut++) {
                int len = (int)strlen(entity_names[i]) - cut, n;

                n = snprintf(in, sizeof in, "&%.*s%s", len, entity_names[i], after[k]);
                same(&b, encart__str_n(in, (size_t)n));
                n = snprintf(in, sizeof in, "<p a=\"&%.*s%s\">", len, entity_names[i],
                             after[k]);
                same(&b, encart__str_n(in, (size_t)n));
            }
    ck_assert_uint_eq(b.compared, 2231 * 11 * 2 * 2);
    bench_free(&b);
}
END_TEST

START_TEST(every_numeric_reference_to_a_special_range)
{
    static const uint32_t ranges[][2] = {
        {0, 0x120},          {0xD7F0, 0xE010},     {0xFDC0, 0xFDFF},
        {0xFFF0, 0x10010},   {0x1FFF0, 0x20010},   {0x10FFF0, 0x110010},
        {0xFFFFFFF0, 0xFFFFFFFF}};
    char in[64], digits[32];
    bench b;

    bench_init(&b);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (uint64_t c = ranges[i][0]; c <= ranges[i][1]; c++)
            for (int form = 0; form < 4; form++) {
                static const char *const before[] = {"&#x", "&#X", "&#", "<p a='&#"};
                static const char *const after[] = {";", "g", ";", "'>"};
                int n;

                snprintf(digits, sizeof digits, form < 2 ? "%" PRIX64 : "%" PRIu64, c);
                n = snprintf(in, sizeof in, "%s%s%s", before[form], digits, after[form]);
                same(&b, encart__str_n(in, (size_t)n));
            }
    bench_free(&b);
}
END_TEST

/* A second opinion on the table: "name first second" from Python's html.entities. */
START_TEST(the_table_is_the_one_that_python_has)
{
    static const char command[] =
        "python3 -c 'import html.entities as e\n"
        "for k, v in e.html5.items(): print(k, *map(ord, v))' 2>/dev/null";
    char line[256], name[64];
    unsigned first, second;
    encart__strbuf in, out, want;
    size_t count = 0;
    FILE *f = popen(command, "r");

    encart__strbuf_init(&in, NULL, 0);
    encart__strbuf_init(&out, NULL, 0);
    encart__strbuf_init(&want, NULL, 0);
    while (f && fgets(line, sizeof line, f)) {
        second = 0;
        ck_assert_int_ge(sscanf(line, "%63s %u %u", name, &first, &second), 2);
        encart__strbuf_clear(&in);
        encart__strbuf_clear(&out);
        encart__strbuf_clear(&want);
        encart__strbuf_printf(&in, "&%s", name);
        encart__strbuf_utf8(&want, first);
        if (second)
            encart__strbuf_utf8(&want, second);
        encart__entities_decode(encart__strbuf_view(&in), 1, &out);
        ck_assert_str_eq(encart__strbuf_z(&out), encart__strbuf_z(&want));
        count++;
    }
    if (f)
        pclose(f);
    encart__strbuf_free(&in);
    encart__strbuf_free(&out);
    encart__strbuf_free(&want);
    if (!count)
        skip_test("no python3");
    ck_assert_uint_eq(count, sizeof entity_names / sizeof *entity_names);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("tokenize_states");
    TCase *short_ways = tcase_create("states"), *long_ways = tcase_create("long");
    TCase *references = tcase_create("references");

    tcase_set_timeout(short_ways, 300);
    tcase_add_loop_test(short_ways, every_state_on_every_short_continuation, 0, 8);
    tcase_add_test(short_ways, the_states_to_begin_in_on_every_two_characters);
    suite_add_tcase(s, short_ways);
    tcase_set_timeout(long_ways, 300);
    tcase_add_test(long_ways, long_ways_through_the_comment_states);
    tcase_add_test(long_ways, long_ways_through_script_data);
    tcase_add_test(long_ways, long_ways_through_raw_text);
    tcase_add_test(long_ways, long_ways_through_attributes);
    tcase_add_test(long_ways, long_ways_through_doctypes);
    tcase_add_test(long_ways, long_ways_through_references);
    tcase_add_test(long_ways, long_ways_through_markup);
    tcase_add_test(long_ways, a_byte_that_counts_is_seen_at_every_place);
    suite_add_tcase(s, long_ways);
    tcase_set_timeout(references, 300);
    tcase_add_test(references, every_named_reference_before_every_kind_of_character);
    tcase_add_test(references, every_numeric_reference_to_a_special_range);
    tcase_add_test(references, the_table_is_the_one_that_python_has);
    suite_add_tcase(s, references);
    return suite_main(TEST_NAME, s);
}
