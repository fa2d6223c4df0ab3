/* The driver: the data state, the making of tokens, and the way into the other states.
 * Start reading at run(). Every byte is looked at a bounded number of times. */
#include "core/html/lexer.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/base/vec.h"

void encart__tokens_init(encart__tokens *t, const encart__alloc *alloc)
{
    memset(t, 0, sizeof *t);
    t->alloc = alloc ? alloc : &encart__alloc_default;
    encart__strbuf_init(&t->bytes, t->alloc, UINT32_MAX / 2);
}

void encart__tokens_free(encart__tokens *t)
{
    const encart__alloc *alloc = t->alloc;

    encart__free(alloc, t->token, t->cap * sizeof *t->token);
    encart__free(alloc, t->attr, t->attr_cap * sizeof *t->attr);
    encart__strbuf_free(&t->bytes);
    encart__tokens_init(t, alloc);
}

int encart__token_attr_get(const encart__tokens *t, const encart__token *k, uint16_t name,
                           encart__str *value)
{
    for (uint32_t i = 0; i < k->attr_count; i++) {
        const encart__token_attr *a = &t->attr[k->attr + i];

        if (a->name == name) {
            *value = encart__token_attr_value(t, a);
            return 1;
        }
    }
    return 0;
}

static void fail(encart__tokens *t, int status)
{
    if (!t->failed)
        t->failed = status;
}

uint32_t encart__lex_line(encart__lexer *l, size_t src)
{
    const char *p = l->p + l->line_at, *end = l->p + src;

    if (l->out->unlined)
        return 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        l->line++;
        p++;
    }
    l->line_at = src;
    return l->line;
}

/* Apart, so that the common way needs no stack protector. */
static int __attribute__((noinline)) tokens_grow(encart__tokens *t)
{
    void *data = t->token;

    if (!encart__vec_more(t->alloc, &data, &t->cap, t->count, sizeof *t->token,
                          ENCART__MAX_TOKENS)) {
        fail(t, t->count >= ENCART__MAX_TOKENS ? ENCART_ELIMIT : ENCART_ENOMEM);
        return 0;
    }
    t->token = data;
    return 1;
}

void encart__lex_push(encart__lexer *l, const encart__token *k)
{
    encart__tokens *t = l->out;

    if (t->failed || (t->count == t->cap && !tokens_grow(t)))
        return;
    t->token[t->count++] = *k;
}

static int all_space(encart__str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!encart__in_set(s.p[i], ENCART__SET_SPACE))
            return 0;
    return 1;
}

void encart__lex_flush(encart__lexer *l)
{
    if (!l->text_open)
        return;
    l->text_open = 0;
    if (!l->text.text_len || l->out->bytes.failed)
        return;
    if (all_space(encart__token_text(l->out, &l->text)))
        l->text.flags |= ENCART__TOKEN_SPACE;
    encart__lex_push(l, &l->text);
}

static void text_open(encart__lexer *l, size_t from, size_t to, uint8_t flags)
{
    flags |= encart__foreign_flag(l);
    if (l->text_open && l->text.flags != flags)
        encart__lex_flush(l);
    if (!l->text_open) {
        l->text.flags = flags; /* the rest is that of a text token always */
        l->text.text_off = l->text.text_len = 0;
        l->text.src = (uint32_t)from;
        l->text.line = encart__lex_line(l, from);
        l->text_open = 1;
    }
    l->text.src_end = (uint32_t)to;
}

/* Makes the open text end where the bytes end, so that it can grow by appending. */
static int text_own(encart__lexer *l)
{
    encart__strbuf *b = &l->out->bytes;
    encart__token *k = &l->text;

    if (k->text_off >= l->n && k->text_off + (size_t)k->text_len == b->size)
        return 1;
    if (!encart__strbuf_reserve(b, k->text_len))
        return 0;
    memcpy(b->data + b->size, b->data + k->text_off, k->text_len);
    k->text_off = (uint32_t)b->size;
    b->size += k->text_len;
    b->data[b->size] = '\0';
    return 1;
}

/* Appends with U+0000 as U+FFFD. */
static void add_clean(encart__strbuf *b, const char *p, size_t n)
{
    while (n && !b->failed) {
        const char *nul = memchr(p, 0, n);
        size_t plain = nul ? (size_t)(nul - p) : n;

        encart__strbuf_add(b, p, plain);
        if (nul)
            encart__strbuf_puts(b, "\xEF\xBF\xBD");
        p += plain + (nul != NULL);
        n -= plain + (nul != NULL);
    }
}

/* Text that is the same in the bytes: a slice of them while that will do. */
static void add_plain(encart__lexer *l, size_t from, size_t to, uint8_t flags)
{
    encart__token *k = &l->text;

    text_open(l, from, to, flags);
    if (k->text_len == 0)
        k->text_off = (uint32_t)from;
    if (k->text_off + (size_t)k->text_len == from) {
        k->text_len += (uint32_t)(to - from);
        return;
    }
    if (!text_own(l))
        return;
    encart__strbuf_add(&l->out->bytes, l->p + from, to - from);
    k->text_len = (uint32_t)(l->out->bytes.size - k->text_off);
}

static void add_nul(encart__lexer *l, size_t at, uint8_t flags)
{
    text_open(l, at, at + 1, flags);
    l->out->errors++;
    if (!text_own(l))
        return;
    encart__strbuf_puts(&l->out->bytes, "\xEF\xBF\xBD");
    l->text.text_len = (uint32_t)(l->out->bytes.size - l->text.text_off);
}

/* At "&"; references end at `end`. Returns the offset after what it read. */
static size_t add_reference(encart__lexer *l, size_t at, size_t end, uint8_t flags)
{
    encart__token *k = &l->text;
    size_t len;

    text_open(l, at, at, flags);
    if (!text_own(l))
        return end;
    len = encart__reference(encart__str_n(l->p + at, end - at), 0, &l->out->bytes,
                            &l->out->errors);
    k->text_len = (uint32_t)(l->out->bytes.size - k->text_off);
    k->src_end = (uint32_t)(at + len);
    if (len)
        return at + len;
    add_plain(l, at, at + 1, flags);
    return at + 1;
}

void encart__lex_text(encart__lexer *l, size_t from, size_t to, uint8_t flags)
{
    while (from < to && !l->out->bytes.failed) {
        const char *nul = memchr(l->p + from, 0, to - from);
        size_t end = nul ? (size_t)(nul - l->p) : to;

        if (end > from)
            add_plain(l, from, end, flags);
        if (nul)
            add_nul(l, end, flags);
        from = end + (nul != NULL);
    }
}

void encart__lex_text_decoded(encart__lexer *l, size_t from, size_t to, uint8_t flags)
{
    while (from < to && !l->out->bytes.failed) {
        const char *amp = memchr(l->p + from, '&', to - from);
        size_t end = amp ? (size_t)(amp - l->p) : to;

        encart__lex_text(l, from, end, flags);
        from = amp ? add_reference(l, end, to, flags) : end;
    }
}

static int needs_change(const char *p, size_t n, int lower)
{
    size_t i = 0;

    if (!lower)
        return n && memchr(p, 0, n) != NULL;
    while (i < n && !encart__in_set(p[i], ENCART__SET_CHANGES))
        i++;
    return i < n;
}

void encart__lex_slice(encart__lexer *l, size_t from, size_t to, int lower, uint32_t *off,
                       uint32_t *len)
{
    encart__strbuf *b = &l->out->bytes;

    *off = (uint32_t)from;
    *len = (uint32_t)(to - from);
    if (!needs_change(l->p + from, to - from, lower))
        return;
    *off = (uint32_t)b->size;
    add_clean(b, l->p + from, to - from);
    *len = (uint32_t)(b->size - *off);
    for (uint32_t i = 0; lower && i < *len; i++)
        b->data[*off + i] = (char)encart__lower((unsigned char)b->data[*off + i]);
}

static void start_tag(encart__lexer *l, encart__token *k)
{
    encart__token_state state = ENCART__STATE_DATA;
    int html = encart__foreign_passes(l, k) || encart__foreign_start(l, k);

    encart__lex_push(l, k);
    if (html && (encart__tag_flags(k->tag) & ENCART__F_RAW))
        state = encart__raw_state(k->tag, l->scripting);
    if (state != ENCART__STATE_DATA)
        encart__lex_raw(l, state, encart__tag_name(k->tag));
}

static void tag(encart__lexer *l)
{
    encart__token k;

    if (!encart__lex_tag(l, &k))
        return;
    if (l->text_open)
        encart__lex_flush(l);
    if (k.type == ENCART__TOKEN_START) {
        start_tag(l, &k);
        return;
    }
    if (!encart__foreign_passes(l, &k))
        encart__foreign_end(l, &k);
    encart__lex_push(l, &k);
}

static int looking_at(const encart__lexer *l, const char *word)
{
    size_t n = strlen(word);

    return l->n - l->i >= n &&
           encart__str_ieq(encart__str_n(l->p + l->i, n), encart__str_n(word, n));
}

/* At "<!": markup declaration open. */
static void declaration(encart__lexer *l)
{
    if (looking_at(l, "<!--")) {
        encart__lex_comment(l);
    } else if (looking_at(l, "<!doctype")) {
        encart__lex_doctype(l);
    } else if (encart__foreign_cdata(l) && l->n - l->i >= 9 &&
               memcmp(l->p + l->i, "<![CDATA[", 9) == 0) {
        l->i += 9;
        encart__lex_cdata(l);
    } else {
        encart__lex_bogus(l, 2);
    }
}

/* At "</" and no letter. */
static void odd_end_tag(encart__lexer *l)
{
    int c = encart__lex_peek(l, l->i + 2);

    l->out->errors++;
    if (c < 0) {
        encart__lex_text(l, l->i, l->n, 0);
        l->i = l->n;
    } else if (c == '>') {
        l->i += 3;
    } else {
        encart__lex_bogus(l, 2);
    }
}

/* At "<" in the data state. */
static void markup(encart__lexer *l)
{
    int c = encart__lex_peek(l, l->i + 1);

    if (encart__is_alpha(c)) {
        tag(l);
    } else if (c == '/') {
        if (encart__is_alpha(encart__lex_peek(l, l->i + 2)))
            tag(l);
        else
            odd_end_tag(l);
    } else if (c == '!') {
        declaration(l);
    } else if (c == '?') {
        encart__lex_bogus(l, 1);
    } else {
        l->out->errors++;
        encart__lex_text(l, l->i, l->i + 1, 0);
        l->i++;
    }
}

/* Text up to the next tag, in which a reference stands at `amp`. */
static void text_with_references(encart__lexer *l, size_t amp)
{
    const char *lt = memchr(l->p + amp, '<', l->n - amp);
    size_t from = l->i, to = lt ? (size_t)(lt - l->p) : l->n;

    l->i = to;
    if (memchr(l->p + amp, 0, to - amp)) {
        encart__lex_text_decoded(l, from, to, 0);
        return;
    }
    text_open(l, from, to, 0);
    if (!text_own(l))
        return;
    encart__strbuf_add(&l->out->bytes, l->p + from, amp - from);
    encart__lex_decode(encart__str_n(l->p + amp, to - amp), 0, &l->out->bytes,
                       &l->out->errors);
    l->text.text_len = (uint32_t)(l->out->bytes.size - l->text.text_off);
}

static void run(encart__lexer *l)
{
    while (l->i < l->n && !l->out->failed && !l->out->bytes.failed) {
        size_t to = l->i + encart__scan(l->p + l->i, l->n - l->i, ENCART__SET_MARKUP);

        if (to < l->n && l->p[to] == '&') {
            text_with_references(l, to);
            continue;
        }
        if (to > l->i)
            add_plain(l, l->i, to, 0);
        l->i = to;
        if (to == l->n)
            break;
        if (l->p[to] == '<') {
            markup(l);
        } else {
            add_nul(l, to, 0);
            l->i++;
        }
    }
    encart__lex_flush(l);
}

/* Room for what pages as a rule have: a token for each 32 bytes, and once more the bytes,
 * since text with a reference in it is written anew. */
static int reserve(encart__tokens *t, size_t n)
{
    size_t cap = n / 32 + 16;

    if (!encart__strbuf_reserve(&t->bytes, n + n / 2 + 64)) {
        fail(t, t->bytes.failed);
        return 0;
    }
    if (t->cap >= cap || cap > ENCART__MAX_TOKENS)
        return 1;
    encart__free(t->alloc, t->token, t->cap * sizeof *t->token);
    t->token = encart__malloc(t->alloc, cap * sizeof *t->token);
    t->cap = t->token ? cap : 0;
    if (!t->token)
        fail(t, ENCART_ENOMEM);
    return t->token != NULL;
}

/* Empties `t` and lays the input into its bytes. */
static int begin(encart__tokens *t, encart__str input)
{
    t->count = t->attr_count = 0;
    t->failed = 0;
    t->errors = 0;
    encart__strbuf_clear(&t->bytes);
    if (input.n > ENCART__HARD_INPUT) {
        fail(t, ENCART_ELIMIT);
        return 0;
    }
    if (!reserve(t, input.n))
        return 0;
    encart__strbuf_str(&t->bytes, input);
    return 1;
}

int encart__tokenize_from(encart__tokens *t, encart__str input, int scripting,
                          encart__token_state state, encart__str last_tag)
{
    encart__lexer l;

    if (!begin(t, input))
        return t->failed;
    memset(&l, 0, sizeof l);
    l.out = t;
    l.p = input.p;
    l.n = input.n;
    l.scripting = scripting;
    l.line = 1;
    if (state == ENCART__STATE_CDATA)
        encart__lex_cdata(&l);
    else if (state != ENCART__STATE_DATA)
        encart__lex_raw(&l, state, last_tag);
    run(&l);
    if (t->bytes.failed)
        fail(t, t->bytes.failed);
    return t->failed;
}

int encart__tokenize(encart__tokens *t, encart__str input, int scripting)
{
    return encart__tokenize_from(t, input, scripting, ENCART__STATE_DATA,
                                 ENCART__STR_EMPTY);
}

int encart__tokenize_tag(encart__tokens *t, encart__str input, size_t *at, encart__token *k)
{
    encart__lexer l; /* of which a tag needs but this */
    int whole;

    if (t->bytes.size < input.n)
        encart__strbuf_str(&t->bytes, input);
    if (t->failed || t->bytes.failed)
        return 0;
    encart__strbuf_truncate(&t->bytes, input.n);
    t->attr_count = 0;
    l.out = t;
    l.p = input.p;
    l.n = input.n;
    l.i = *at;
    l.line = 1;
    l.line_at = 0;
    whole = encart__lex_tag(&l, k);
    *at = l.i;
    return whole && !t->failed && !t->bytes.failed;
}
