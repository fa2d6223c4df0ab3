/* The attributes of a start tag: each one checked by the policy, once, and what an element
 * needs to be harmless and useful added.
 */
#include "core/sanitise/clean.h"
#include "core/sanitise/told.h"
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

/* The attribute's number here: `name` of a link is an id, and a host may have its own. */
static uint16_t id_of(const job *j, const encart__token_attr *a)
{
    if (a->name == ENCART__A_OTHER && j->opts->policy->data_count)
        return encart__policy_data(j->opts->policy, j->tag,
                                   encart__token_attr_name(j->tokens, a));
    if (a->name == ENCART__A_XML_LANG)
        return ENCART__A_LANG;
    if (j->tag == ENCART__T_A && a->name == ENCART__A_NAME)
        return ENCART__A_ID;
    return a->name;
}

/* Whether a mark may stand at all, whatever it says. */
static int may_mark(const job *j)
{
    return j->opts->plugin_marks || encart__policy_is_plugin(j->opts->policy);
}

static void one_attr(const job *j, const encart__token_attr *a)
{
    encart__str value = encart__token_attr_value(j->tokens, a), name;
    uint16_t id = id_of(j, a);
    const char *why = "attribute";

    if (id != ENCART__A_OTHER && has(j, id, NULL))
        return;
    name = encart__token_attr_name(j->tokens, a);
    if (id == ENCART__A_DATA_ENCART && !may_mark(j)) {
        why = "mark";
    } else if (id != ENCART__A_OTHER &&
               encart__policy_value_in(j->opts->policy, j->tag,
                                       id < ENCART__A_COUNT ? id : ENCART__A_OTHER, name,
                                       value, j->opts->base, j->marked, j->scratch,
                                       &why) == ENCART__ATTR_KEEP) {
        encart__str canonical = encart__strbuf_view(j->scratch);

        if (encart__str_eq(value, canonical)) {
            put(j, id, value);
            return;
        }
        put(j, id, canonical);
        encart__tell_changed(j->removed, j->k->line, j->tag, name,
                             id < ENCART__A_COUNT
                                 ? encart__policy_rule(j->opts->policy, j->tag, id)
                                 : ENCART__V_TEXT,
                             value, canonical);
        return;
    }
    if (j->scratch->failed)
        j->out->failed = ENCART_ENOMEM;
    encart__tell_dropped(j->removed, j->k->line, j->tag, name, why);
}

static void tell_forced(const job *j, const char *what)
{
    encart__tell_element(j->removed, ENCART__NOTE, j->k->line, ENCART__R_FORCED, j->tag,
                         what);
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
        tell_forced(j, "that opens a window got rel=\"noopener\"");
        return;
    }
    if (encart__str_find(rel, ENCART__STR("noopener")) != (size_t)-1)
        return;
    tell_forced(j, "that opens a window got rel=\"noopener\"");
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
    put(j, ENCART__A_SANDBOX, ENCART__EMBED_SANDBOX);
    tell_forced(j, "got Encart's sandbox");
    return 1;
}

/* An attribute that says nothing without another one: sizes without srcset. */
static void drop_without(const job *j, uint16_t name, uint16_t needed)
{
    encart__clean_attr *a;
    uint32_t n = self(j)->n;

    if (!n || has(j, needed, NULL))
        return;
    a = &j->out->attr[self(j)->at];
    for (uint32_t i = 0; i < n; i++) {
        if (a[i].name != name)
            continue;
        memmove(&a[i], &a[i + 1], (n - i - 1) * sizeof *a);
        j->out->token[j->out->count - 1].n--;
        j->out->attr_count--;
        encart__tell_dropped(j->removed, j->k->line, j->tag, encart__attr_name(name),
                             "without-srcset");
        return;
    }
}

static int has_source(const job *j)
{
    if (has(j, ENCART__A_SRC, NULL) || has(j, ENCART__A_SRCSET, NULL))
        return 1;
    encart__tell_element(j->removed, ENCART__WARNING, j->k->line, ENCART__R_INCOMPLETE,
                         j->tag, "without a source was removed");
    return 0;
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
        return has_source(j);
    case ENCART__T_TRACK:
        return has_source(j);
    case ENCART__T_AUDIO:
    case ENCART__T_VIDEO:
        if (!has(j, ENCART__A_CONTROLS, NULL)) {
            put(j, ENCART__A_CONTROLS, ENCART__STR_EMPTY);
            tell_forced(j, "got controls");
        }
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

    out->policy = opts->policy;
    for (uint32_t i = 0; i < k->attr_count && !out->failed; i++) {
        const encart__token_attr *a = &tokens->attr[k->attr + i];

        /* The sandbox is set by us, below; sources are checked as they are. */
        if (tag != ENCART__T_IFRAME || a->name != ENCART__A_SANDBOX)
            one_attr(&j, a);
    }
    return !out->failed && finish(&j);
}
