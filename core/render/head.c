/* The head of a page: what plugins give as data is written here, and only here. Each thing is
 * said once: the first box, by weight and name, that says it wins over later ones, and any box
 * over the page template. */
#include "core/plugin/head.h"
#include "core/render/pipeline.h"
#include "core/serialise/serialise.h"

/* What has been said, and by which box. */
typedef struct encart__said {
    struct encart__said *next;
    const encart__head_name *name;
    const encart__built *by;
} said;

/* ---- said once ------------------------------------------------------------------------- */

static const said *said_already(const encart__render *r, const char *key)
{
    const said *s = r->said;

    while (s && strcmp(s->name->key, key) != 0)
        s = s->next;
    return s;
}

int encart__head_gives(const encart__render *r, const char *key)
{
    return said_already(r, key) != NULL;
}

static void tell(encart__render *r, const encart__built *b, encart__str name,
                 const encart__built *first)
{
    encart__diag *d = encart__diag_add(
        &r->diags, ENCART__WARNING, "head-twice", "%s: left out “%.*s”, which %s gives%s",
        b->name.p, (int)name.n, name.p, first == b ? "it" : first->name.p, first == b ? " already" : "");

    if (d)
        d->source = b->box.plugin->name;
}

/* Whether the box may say it; then nobody else may. */
static int claim(encart__render *r, const encart__built *b, encart__str name,
                 const encart__head_name *entry)
{
    const said *before = said_already(r, entry->key);
    said *s;

    if (!(entry->flags & (ENCART__HEAD_ONCE | ENCART__HEAD_GROUP)))
        return 1;
    if (before && before->by == b && entry->flags & ENCART__HEAD_GROUP)
        return 1;
    if (before) {
        tell(r, b, name, before->by);
        return 0;
    }
    s = encart__arena_zalloc(&r->arena, sizeof *s);
    if (!s)
        return 0;
    *s = (said){r->said, entry, b};
    r->said = s;
    return 1;
}

/* ---- writing --------------------------------------------------------------------------- */

/* JSON that stays inside its element whatever it holds: these stand in strings only, where
 * an escape says the same. */
static void write_json(encart__strbuf *out, encart__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c == '<' || c == '>' || c == '&') {
            encart__strbuf_printf(out, "\\u00%02X", c);
        } else if (c == 0xE2 && s.n - i > 2 && (unsigned char)s.p[i + 1] == 0x80 &&
                   ((unsigned char)s.p[i + 2] & 0xFE) == 0xA8) {
            encart__strbuf_printf(out, "\\u202%d", 8 + (s.p[i + 2] & 1));
            i += 2;
        } else {
            encart__strbuf_putc(out, s.p[i]);
        }
    }
}

static void write_start(encart__strbuf *out, const encart__tree *t, encart__node_id node,
                        const uint16_t *attrs, encart__str box)
{
    encart__str value;

    encart__strbuf_putc(out, '<');
    encart__strbuf_str(out, encart__tag_name(t->nodes[node].tag));
    for (; *attrs; attrs++) {
        if (!encart__tree_attr(t, node, *attrs, &value))
            continue;
        encart__strbuf_printf(out, " %s=\"", encart__attr_name(*attrs).p);
        encart__escape_attr(out, value);
        encart__strbuf_putc(out, '"');
    }
    encart__strbuf_printf(out, " data-encart=\"%s\">", box.p);
}

/* The entry of a meta or link and its name; NULL for what may not stand. */
static const encart__head_name *entry_of(const encart__tree *t, encart__node_id node,
                                         encart__str *name)
{
    if (encart__tree_is(t, node, ENCART__T_LINK))
        return encart__tree_attr(t, node, ENCART__A_REL, name)
                   ? encart__head_find(ENCART__HEAD_REL, *name)
                   : NULL;
    if (!encart__tree_is(t, node, ENCART__T_META))
        return NULL;
    if (encart__tree_attr(t, node, ENCART__A_NAME, name))
        return encart__head_find(ENCART__HEAD_NAME, *name);
    return encart__tree_attr(t, node, ENCART__A_PROPERTY, name)
               ? encart__head_find(ENCART__HEAD_PROPERTY, *name)
               : NULL;
}

static void write_script(encart__render *r, const encart__built *b, encart__node_id node)
{
    static const uint16_t attrs[] = {ENCART__A_TYPE, 0};
    encart__tree *t = &r->scratch;

    encart__tree_attr_set(t, node, ENCART__A_TYPE, ENCART__STR("application/ld+json"));
    write_start(&r->bytes, t, node, attrs, b->name);
    write_json(&r->bytes, encart__tree_text_of(t, t->nodes[node].first));
    encart__strbuf_puts(&r->bytes, "</script>");
}

/* One element of the head, if it is one: a runtime's word is not taken for it. */
static int write_one(encart__render *r, const encart__built *b, encart__node_id node)
{
    static const uint16_t attrs[] = {
        ENCART__A_NAME,  ENCART__A_PROPERTY, ENCART__A_CONTENT, ENCART__A_REL,
        ENCART__A_HREF,  ENCART__A_HREFLANG, ENCART__A_MEDIA,   ENCART__A_SIZES,
        ENCART__A_TYPE,  ENCART__A_TITLE,    0};
    const encart__head_name *entry;
    encart__str name;

    if (encart__tree_is(&r->scratch, node, ENCART__T_SCRIPT)) {
        write_script(r, b, node);
        return 1;
    }
    entry = entry_of(&r->scratch, node, &name);
    if (!entry || !claim(r, b, name, entry))
        return 0;
    write_start(&r->bytes, &r->scratch, node, attrs, b->name);
    return 1;
}

void encart__head_build(encart__render *r, encart__built *b, encart__node_id root)
{
    size_t written = 0;

    b->off = (uint32_t)r->bytes.size;
    for (encart__node_id n = r->scratch.nodes[root].first; n; n = r->scratch.nodes[n].next) {
        size_t before = r->bytes.size;

        if (written)
            encart__strbuf_putc(&r->bytes, '\n');
        if (write_one(r, b, n))
            written++;
        else
            encart__strbuf_truncate(&r->bytes, before);
    }
    if (!written)
        b->outcome = "empty";
    else
        encart__boxes_seal(r, b);
}
