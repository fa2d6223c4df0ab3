/* The attributes of a start tag: each one checked by the policy, once, and what an element
 * needs to be harmless and useful added.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/url.h"

typedef struct {
    encart__clean *out;
    const encart__tokens *tokens;
    const encart__token *k;
    uint16_t tag;
    const encart__sanitise_opts *opts;
    int marked;
    encart__strbuf *scratch;
    encart__diags *removed;
} job;

static void report(const job *j, const encart__token_attr *a, const char *why)
{
    static const char *const urls[] = {"url", "srcset", "embed", "link-target"};
    encart__str name = encart__token_attr_name(j->tokens, a);
    encart__str tag = encart__tag_name(j->tag);
    const char *rule = "attribute";
    encart__diag *d;

    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        if (strcmp(urls[i], why) == 0)
            rule = "url";
    d = encart__diag_add(j->removed, ENCART__WARNING, rule,
                         "the attribute \"%.*s\" of <%s> was removed (%s)",
                         (int)(name.n > 64 ? 64 : name.n), name.p, tag.p, why);
    if (d)
        d->line = j->k->line;
}

static void put(const job *j, uint16_t name, encart__str value)
{
    encart__clean_add_attr(j->out, name, value);
}

static const encart__clean_token *self(const job *j)
{
    return &j->out->token[j->out->count - 1];
}

static int has(const job *j, uint16_t name, encart__str *value)
{
    return encart__clean_has_attr(j->out, self(j), name, value);
}

static void one_attr(const job *j, const encart__token_attr *a)
{
    encart__str name = encart__token_attr_name(j->tokens, a);
    encart__str value = encart__token_attr_value(j->tokens, a);
    uint16_t id = a->name;
    const char *why = "attribute";

    if (id == ENCART__A_XML_LANG)
        id = ENCART__A_LANG;
    if (j->tag == ENCART__T_A && id == ENCART__A_NAME)
        id = ENCART__A_ID;
    if (has(j, id, NULL))
        return;
    if (id == ENCART__A_DATA_ENCART && !j->opts->plugin_marks &&
        !encart__policy_is_plugin(j->opts->policy))
        why = "mark";
    else if (encart__policy_value_in(j->opts->policy, j->tag, id, name, value,
                                     j->opts->base, j->marked, j->scratch,
                                     &why) == ENCART__ATTR_KEEP) {
        encart__str checked = encart__strbuf_view(j->scratch);

        put(j, id, encart__str_eq(checked, value) ? value : checked);
        return;
    }
    if (j->scratch->failed)
        j->out->failed = ENCART_ENOMEM;
    report(j, a, why);
}

/* A link that opens a window must not hand ours to it. */
static void finish_link(const job *j)
{
    encart__str target, rel;
    encart__clean_attr *a;

    if (!has(j, ENCART__A_TARGET, &target) || !encart__str_is(target, "_blank"))
        return;
    if (!has(j, ENCART__A_REL, &rel)) {
        put(j, ENCART__A_REL, ENCART__STR("noopener"));
        return;
    }
    if (encart__str_find(rel, ENCART__STR("noopener")) != (size_t)-1)
        return;
    encart__strbuf_clear(j->scratch);
    encart__strbuf_str(j->scratch, rel);
    encart__strbuf_puts(j->scratch, " noopener");
    for (uint32_t i = 0; i < self(j)->n; i++) {
        a = &j->out->attr[self(j)->at + i];
        if (a->name != ENCART__A_REL)
            continue;
        a->at = (uint32_t)j->out->bytes.size;
        a->n = (uint32_t)j->scratch->size;
        encart__strbuf_str(&j->out->bytes, encart__strbuf_view(j->scratch));
    }
}

/* What an embed may do is ours to say, whatever the writer asked for. */
static int finish_embed(const job *j)
{
    encart__str src;
    encart__url parts;

    if (!has(j, ENCART__A_SRC, &src))
        return 0;
    if (!has(j, ENCART__A_TITLE, NULL) &&
        encart__url_normalise(src, ENCART__STR_EMPTY, j->scratch, &parts))
        put(j, ENCART__A_TITLE, parts.host);
    if (!has(j, ENCART__A_LOADING, NULL))
        put(j, ENCART__A_LOADING, ENCART__STR("lazy"));
    if (!has(j, ENCART__A_REFERRERPOLICY, NULL))
        put(j, ENCART__A_REFERRERPOLICY, ENCART__STR("strict-origin-when-cross-origin"));
    put(j, ENCART__A_SANDBOX,
        ENCART__STR("allow-scripts allow-same-origin allow-popups allow-presentation"));
    return 1;
}

/* An attribute that says nothing without another one: sizes without srcset. */
static void drop_without(const job *j, uint16_t name, uint16_t needed)
{
    encart__clean_attr *a = &j->out->attr[self(j)->at];
    uint32_t n = self(j)->n;

    if (has(j, needed, NULL))
        return;
    for (uint32_t i = 0; i < n; i++) {
        if (a[i].name != name)
            continue;
        memmove(&a[i], &a[i + 1], (n - i - 1) * sizeof *a);
        j->out->token[j->out->count - 1].n--;
        j->out->attr_count--;
        return;
    }
}

static int finish(const job *j)
{
    switch (j->tag) {
    case ENCART__T_A:
        finish_link(j);
        return 1;
    case ENCART__T_IFRAME:
        return finish_embed(j);
    case ENCART__T_IMG:
    case ENCART__T_SOURCE:
        drop_without(j, ENCART__A_SIZES, ENCART__A_SRCSET);
        return has(j, ENCART__A_SRC, NULL) || has(j, ENCART__A_SRCSET, NULL);
    case ENCART__T_TRACK:
        return has(j, ENCART__A_SRC, NULL) || has(j, ENCART__A_SRCSET, NULL);
    case ENCART__T_AUDIO:
    case ENCART__T_VIDEO:
        if (!has(j, ENCART__A_CONTROLS, NULL))
            put(j, ENCART__A_CONTROLS, ENCART__STR_EMPTY);
        return 1;
    default:
        return 1;
    }
}

int encart__filter_attrs(encart__clean *out, const encart__tokens *tokens,
                         const encart__token *k, uint16_t tag,
                         const encart__sanitise_opts *opts, int marked,
                         encart__strbuf *scratch, encart__diags *removed)
{
    job j = {out, tokens, k, tag, opts, marked, scratch, removed};

    for (uint32_t i = 0; i < k->attr_count && !out->failed; i++) {
        const encart__token_attr *a = &tokens->attr[k->attr + i];

        /* The sandbox is set by us, below; sources are checked as they are. */
        if (tag != ENCART__T_IFRAME || a->name != ENCART__A_SANDBOX)
            one_attr(&j, a);
    }
    return !out->failed && finish(&j);
}
