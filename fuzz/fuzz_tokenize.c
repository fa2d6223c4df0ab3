/* Any bytes: decoded, tokenized as the standard's state machine does it, written out
 * canonically, tokenized again. The last byte chooses scripting, the state to begin in, and
 * in some runs an allocation that fails. */
#include "fuzz/fuzz.h"

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/html/decode.h"
#include "core/html/tokenize.h"
#include "core/serialise/serialise.h"
#include "tests/reference_tokenizer.h"
#include "tests/token_text.h"

static void check_tokens(const encart__tokens *t, size_t input)
{
    uint32_t at = 0;

    for (size_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i];
        encart__str text = encart__token_text(t, k);

        FUZZ_CHECK(k->src >= at && k->src_end >= k->src && k->src_end <= input);
        FUZZ_CHECK((size_t)k->text_off + k->text_len <= t->bytes.size);
        FUZZ_CHECK(encart__utf8_valid(text) == text.n);
        FUZZ_CHECK(k->attr_count <= ENCART__MAX_ATTRS);
        FUZZ_CHECK((size_t)k->attr + k->attr_count <= t->attr_count);
        at = k->src_end;
    }
    for (size_t i = 0; i < t->attr_count; i++) {
        encart__str value = encart__token_attr_value(t, &t->attr[i]);

        FUZZ_CHECK((size_t)t->attr[i].value_off + value.n <= t->bytes.size);
        FUZZ_CHECK(encart__utf8_valid(value) == value.n);
    }
}

/* The same tokens as the reference gives, up to foreign content. */
static void check_standard(const encart__tokens *t, encart__str input, int scripting,
                           encart__token_state state, encart__str last_tag)
{
    encart__strbuf got, want;

    encart__strbuf_init(&got, NULL, 0);
    encart__strbuf_init(&want, NULL, 0);
    print_tokens(&got, t);
    if (reference_tokenize(&want, input, scripting, state, last_tag))
        FUZZ_CHECK(got.size == want.size);
    FUZZ_CHECK(encart__str_starts(encart__strbuf_view(&got), encart__strbuf_view(&want)));
    encart__strbuf_free(&got);
    encart__strbuf_free(&want);
}

static void write_start(encart__strbuf *out, const encart__tokens *t, const encart__token *k)
{
    encart__strbuf_putc(out, '<');
    encart__strbuf_str(out, encart__token_text(t, k));
    for (uint32_t i = 0; i < k->attr_count; i++) {
        const encart__token_attr *a = &t->attr[k->attr + i];

        encart__strbuf_putc(out, ' ');
        encart__strbuf_str(out, encart__token_attr_name(t, a));
        encart__strbuf_puts(out, "=\"");
        encart__escape_attr(out, encart__token_attr_value(t, a));
        encart__strbuf_putc(out, '"');
    }
    encart__strbuf_putc(out, '>');
}

static void write_end(encart__strbuf *out, encart__str name)
{
    encart__strbuf_puts(out, "</");
    encart__strbuf_str(out, name);
    encart__strbuf_putc(out, '>');
}

/* False when a raw text or foreign element makes escapes mean something else. */
static int write_canonical(encart__strbuf *out, const encart__tokens *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const encart__token *k = &t->token[i];

        if (encart__tag_flags(k->tag) & ENCART__F_RAW ||
            k->flags & (ENCART__TOKEN_RAW | ENCART__TOKEN_FOREIGN))
            return 0;
        if (k->type == ENCART__TOKEN_TEXT)
            encart__escape_text(out, encart__token_text(t, k));
        else if (k->type == ENCART__TOKEN_START)
            write_start(out, t, k);
        else if (k->type == ENCART__TOKEN_END)
            write_end(out, encart__token_text(t, k));
    }
    return 1;
}

/* What is written canonically and read again is written the same. */
static void check_round_trip(const encart__tokens *t)
{
    encart__strbuf first, second;
    encart__tokens again;

    encart__strbuf_init(&first, NULL, 0);
    encart__strbuf_init(&second, NULL, 0);
    encart__tokens_init(&again, NULL);
    if (write_canonical(&first, t)) {
        FUZZ_CHECK(encart__tokenize(&again, encart__strbuf_view(&first), 1) == 0);
        FUZZ_CHECK(write_canonical(&second, &again));
        FUZZ_CHECK(
            encart__str_eq(encart__strbuf_view(&first), encart__strbuf_view(&second)));
    }
    encart__tokens_free(&again);
    encart__strbuf_free(&first);
    encart__strbuf_free(&second);
}

/* One encoding a run: opening a converter costs more than all the rest. */
static void check_encoding(encart__str input, unsigned options)
{
    static const char *const charsets[16] = {"", "latin1", "utf-16be", "utf-16le",
                                             "sjis", "gb18030", "iso-2022-jp"};
    const char *charset = charsets[options / 4 % 16];
    encart__strbuf out;
    char name[32];

    encart__strbuf_init(&out, NULL, 0);
    FUZZ_CHECK(encart__decode(input, encart__str_z(charset), &out, name, NULL, NULL) == 0);
    FUZZ_CHECK(encart__utf8_valid(encart__strbuf_view(&out)) == out.size);
    FUZZ_CHECK(!out.size || !memchr(out.data, '\r', out.size));
    FUZZ_CHECK(!out.size || !memchr(out.data, 0, out.size));
    encart__strbuf_free(&out);
}

static void check_failing(encart__str text, unsigned options)
{
    encart__tokens t;
    fuzz_alloc alloc;
    int status;

    fuzz_alloc_init(&alloc, options % 8 + 1);
    encart__tokens_init(&t, &alloc.vtable);
    status = encart__tokenize(&t, text, 1);
    FUZZ_CHECK(status == (alloc.failed ? ENCART_ENOMEM : 0));
    encart__tokens_free(&t);
    FUZZ_CHECK(alloc.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned options = size ? data[size - 1] : 0;
    encart__str input = {(const char *)data, size};
    static const char *const last_tags[] = {"title", "style", "script", "xmp"};
    encart__token_state state = (encart__token_state)(options % 6);
    encart__str last_tag = encart__str_z(last_tags[options / 8 % 4]);
    encart__strbuf text;
    encart__tokens t;

    encart__strbuf_init(&text, NULL, 0);
    encart__tokens_init(&t, NULL);
    encart__decode_utf8(input, &text, NULL);
    input = encart__strbuf_view(&text);
    FUZZ_CHECK(encart__tokenize(&t, input, options & 1) == 0);
    check_tokens(&t, input.n);
    check_standard(&t, input, options & 1, ENCART__STATE_DATA, ENCART__STR_EMPTY);
    check_round_trip(&t);
    FUZZ_CHECK(encart__tokenize_from(&t, input, 1, state, last_tag) == 0);
    check_tokens(&t, input.n);
    check_standard(&t, input, 1, state, last_tag);
    check_failing(input, options);
    check_encoding((encart__str){(const char *)data, size}, options);
    encart__tokens_free(&t);
    encart__strbuf_free(&text);
    return 0;
}
