/* Tags and their attributes (13.2.5.6 to 13.2.5.8 and 13.2.5.32 to 13.2.5.40). */
#include "core/html/lexer.h"
#include "core/base/limits.h"
#include "core/base/scan.h"
#include "core/base/vec.h"

static void skip_space(encart__lexer *l)
{
    while (l->i < l->n && encart__in_set(l->p[l->i], ENCART__SET_SPACE))
        l->i++;
}

/* Moves on to the first byte of the set `ends`. Returns the sets that met the bytes. */
static unsigned skip_to(encart__lexer *l, unsigned ends, unsigned odd)
{
    unsigned met = 0, sets;

    for (; l->i < l->n; l->i++) {
        sets = encart__sets_of(l->p[l->i]);
        if (sets & ends)
            break;
        met |= sets;
        l->out->errors += (sets & odd) != 0;
    }
    return met;
}

/* The name from `from` to here, as it is spelt in the input unless it must change. */
static void spell(encart__lexer *l, size_t from, unsigned met, uint32_t *off,
                  uint32_t *len)
{
    *off = (uint32_t)from;
    *len = (uint32_t)(l->i - from);
    if (met & ENCART__SET_CHANGES)
        encart__lex_slice(l, from, l->i, 1, off, len);
}

/* FNV-1a: the table is bounded, so a flood of equal hashes costs a bounded time too. */
static uint32_t hash(encart__str s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h ^ h >> 15;
}

/* The slot of a name without a number: the one that holds it, or a free one. */
static uint16_t *slot_of(encart__lexer *l, const encart__token *k, encart__str name)
{
    const encart__tokens *t = l->out;
    uint32_t i = hash(name) % ENCART__ATTR_SLOTS;

    if (!l->slots_used) {
        memset(l->slot, 0, sizeof l->slot);
        l->slots_used = 1;
    }
    while (l->slot[i] &&
           !encart__str_eq(
               name, encart__token_attr_name(t, &t->attr[k->attr + l->slot[i] - 1u])))
        i = (i + 1) % ENCART__ATTR_SLOTS;
    return &l->slot[i];
}

/* Marks the name as seen; false when the tag has it already. */
static int first_of_name(encart__lexer *l, const encart__token *k,
                         const encart__token_attr *a)
{
    uint64_t bit = (uint64_t)1 << (a->name % 64), *word = &l->seen[a->name / 64];
    uint16_t *slot;

    if (a->name != ENCART__A_OTHER) {
        if (*word & bit)
            return 0;
        *word |= bit;
        return 1;
    }
    slot = slot_of(l, k, encart__token_attr_name(l->out, a));
    if (*slot)
        return 0;
    *slot = (uint16_t)(k->attr_count + 1);
    return 1;
}

static int __attribute__((noinline)) attrs_grow(encart__tokens *t)
{
    void *data = t->attr;

    if (!encart__vec_more(t->alloc, &data, &t->attr_cap, t->attr_count, sizeof *t->attr,
                          ENCART__MAX_TOKEN_ATTRS)) {
        t->failed =
            t->attr_count >= ENCART__MAX_TOKEN_ATTRS ? ENCART_ELIMIT : ENCART_ENOMEM;
        return 0;
    }
    t->attr = data;
    return 1;
}

static void keep_attr(encart__lexer *l, encart__token *k, const encart__token_attr *a)
{
    encart__tokens *t = l->out;

    if (k->type == ENCART__TOKEN_END || k->attr_count >= ENCART__MAX_ATTRS || t->failed ||
        t->bytes.failed)
        return;
    if (!first_of_name(l, k, a)) {
        t->errors++;
        return;
    }
    if (t->attr_count == t->attr_cap && !attrs_grow(t))
        return;
    t->attr[t->attr_count++] = *a;
    k->attr_count++;
}

/* The value [from,to), in which something must change. */
static void decode(encart__lexer *l, encart__token_attr *a, size_t from, size_t to)
{
    encart__strbuf *b = &l->out->bytes;
    encart__str s = {l->p + from, to - from};

    a->value_off = (uint32_t)b->size;
    while (s.n && !b->failed) { /* pieces between NULs; there are none as a rule */
        const char *nul = memchr(s.p, 0, s.n);
        size_t piece = nul ? (size_t)(nul - s.p) : s.n;

        encart__lex_decode(encart__str_sub(s, 0, piece), 1, b, &l->out->errors);
        if (nul)
            encart__strbuf_puts(b, "\xEF\xBF\xBD");
        s = encart__str_sub(s, piece + (nul != NULL), s.n);
    }
    a->value_len = (uint32_t)(b->size - a->value_off);
}

/* After the opening quote. False at the end of the input. */
static int quoted(encart__lexer *l, encart__token_attr *a, char quote)
{
    size_t from = l->i, to = from + encart__scan_quoted(l->p + from, l->n - from, quote);
    const char *end = to < l->n ? memchr(l->p + to, quote, l->n - to) : NULL;

    if (!end)
        return 0;
    a->value_off = (uint32_t)from;
    a->value_len = (uint32_t)(to - from);
    l->i = (size_t)(end - l->p) + 1;
    if (l->i - 1 > to)
        decode(l, a, from, l->i - 1);
    l->out->errors += l->i < l->n && !encart__in_set(l->p[l->i], ENCART__SET_TAG_END);
    return 1;
}

static void unquoted(encart__lexer *l, encart__token_attr *a)
{
    size_t from = l->i;
    unsigned met = skip_to(l, ENCART__SET_VALUE_END, ENCART__SET_ODD_VALUE);

    a->value_off = (uint32_t)from;
    a->value_len = (uint32_t)(l->i - from);
    if (met & ENCART__SET_DECODES)
        decode(l, a, from, l->i);
}

/* After "=". False at the end of the input. */
static int attr_value(encart__lexer *l, encart__token_attr *a)
{
    int c;

    skip_space(l);
    c = encart__lex_peek(l, l->i);
    if (c == '"' || c == '\'') {
        l->i++;
        return quoted(l, a, (char)c);
    }
    if (c == '>')
        l->out->errors++; /* the value is missing */
    else
        unquoted(l, a);
    return c >= 0;
}

static void attr_name(encart__lexer *l, encart__token_attr *a)
{
    size_t from = l->i++; /* an "=" in the first place belongs to the name */
    unsigned met = encart__sets_of(l->p[from]);

    met |= skip_to(l, ENCART__SET_NAME_END, ENCART__SET_ODD_NAME);
    spell(l, from, met, &a->name_off, &a->name_len);
    a->name = encart__attr_id(encart__token_attr_name(l->out, a));
}

/* At the first character of an attribute. False at the end of the input. */
static int attribute(encart__lexer *l, encart__token *k)
{
    encart__token_attr a = {0};
    size_t after;

    l->out->errors += l->p[l->i] == '=';
    attr_name(l, &a);
    a.value_off = a.name_off;
    after = l->i;
    skip_space(l);
    if (encart__lex_peek(l, l->i) == '=') {
        l->i++;
        if (!attr_value(l, &a))
            return 0;
    } else {
        l->i = after;
    }
    keep_attr(l, k, &a);
    return 1;
}

/* Up to ">". False at the end of the input. */
static int attributes(encart__lexer *l, encart__token *k)
{
    while (l->i < l->n) {
        int c = (unsigned char)l->p[l->i];

        if (encart__is_space(c)) {
            skip_space(l);
        } else if (c == '>') {
            l->i++;
            return 1;
        } else if (c == '/') {
            l->i++;
            if (encart__lex_peek(l, l->i) == '>')
                k->flags |= ENCART__TOKEN_SELF_CLOSING;
            else
                l->out->errors++;
        } else if (!attribute(l, k)) {
            return 0;
        }
    }
    return 0;
}

static void tag_name(encart__lexer *l, encart__token *k)
{
    size_t from = l->i;
    unsigned met = skip_to(l, ENCART__SET_TAG_END, 0);

    spell(l, from, met, &k->text_off, &k->text_len);
    k->tag = encart__tag_id(encart__token_text(l->out, k));
}

int encart__lex_tag(encart__lexer *l, encart__token *k)
{
    encart__tokens *t = l->out;
    size_t kept = t->attr_count;

    memset(k, 0, sizeof *k);
    k->src = (uint32_t)l->i;
    k->attr = (uint32_t)kept;
    k->type = l->p[l->i + 1] == '/' ? ENCART__TOKEN_END : ENCART__TOKEN_START;
    memset(l->seen, 0, sizeof l->seen);
    l->slots_used = 0;
    l->i += k->type == ENCART__TOKEN_END ? 2 : 1;
    tag_name(l, k);
    if (!attributes(l, k)) {
        t->attr_count = kept;
        t->errors++;
        l->i = l->n;
        return 0;
    }
    if (k->type == ENCART__TOKEN_END)
        k->flags = 0;
    k->src_end = (uint32_t)l->i;
    k->line = encart__lex_line(l, k->src);
    return 1;
}
