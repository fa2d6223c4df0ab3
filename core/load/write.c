/* The article as the document of docs/schema/article.json, members in the schema's order.
 * What it writes, json.c reads back to the same article. */
#include "core/load/loading.h"

static void put_date(encart__jsonw *w, const char *key, const encart__date *d)
{
    char text[40];
    size_t n = encart__date_format(text, d);

    if (n)
        encart__jsonw_kstr(w, key, encart__str_n(text, n));
}

static void put_members(encart__jsonw *w, const encart__ref *ref)
{
    encart__jsonw_kopt(w, "id", ref->id);
    encart__jsonw_kopt(w, "name", ref->name);
    encart__jsonw_kopt(w, "url", ref->url);
    encart__jsonw_kopt(w, "kind", ref->kind);
}

static void put_ref(encart__jsonw *w, const encart__ref *ref)
{
    encart__jsonw_open(w, '{');
    put_members(w, ref);
    encart__jsonw_close(w, '}');
}

static void put_refs(encart__jsonw *w, const char *key, const encart__ref *refs,
                     size_t count)
{
    if (!count)
        return;
    encart__jsonw_key(w, key);
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < count; i++)
        put_ref(w, &refs[i]);
    encart__jsonw_close(w, ']');
}

void encart__image_write(encart__jsonw *w, const encart__image *image)
{
    if (!image->url.n && !image->alt.n && !image->caption.n && !image->credit.n)
        return;
    encart__jsonw_key(w, "image");
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "url", image->url);
    encart__jsonw_kopt(w, "alt", image->alt);
    if (image->width)
        encart__jsonw_kint(w, "width", image->width);
    if (image->height)
        encart__jsonw_kint(w, "height", image->height);
    encart__jsonw_kopt(w, "caption", image->caption);
    encart__jsonw_kopt(w, "credit", image->credit);
    encart__jsonw_close(w, '}');
}

static void put_authors(encart__jsonw *w, const encart_article *a)
{
    if (!a->profiles) {
        put_refs(w, "authors", a->authors, a->author_count);
        return;
    }
    encart__jsonw_key(w, "authors");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < a->author_count; i++) {
        encart__jsonw_open(w, '{');
        put_members(w, &a->authors[i]);
        encart__jsonw_kopt(w, "role", a->profiles[i].role);
        encart__jsonw_kopt(w, "bio", a->profiles[i].bio);
        encart__image_write(w, &a->profiles[i].image);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void put_raw(encart__jsonw *w, const char *key, encart__str json)
{
    if (!json.n)
        return;
    encart__jsonw_key(w, key);
    encart__jsonw_raw(w, json);
}

static void put_comments(encart__jsonw *w, const encart_article *a)
{
    static const char *const names[] = {"", "open", "closed", "none"};

    if (a->comments.status == ENCART__COMMENTS_UNKNOWN && a->comments.count < 0 &&
        !a->comments.action.n && !a->comments.fields.n && !a->comments.hidden.n)
        return;
    encart__jsonw_key(w, "comments");
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "status", encart__str_z(names[a->comments.status]));
    if (a->comments.count >= 0)
        encart__jsonw_kint(w, "count", a->comments.count);
    encart__jsonw_kopt(w, "action", a->comments.action);
    put_raw(w, "fields", a->comments.fields);
    put_raw(w, "hidden", a->comments.hidden);
    encart__jsonw_close(w, '}');
}

static void put_related(encart__jsonw *w, const encart_article *a)
{
    if (!a->related_count)
        return;
    encart__jsonw_key(w, "related");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < a->related_count; i++) {
        const encart__related *r = &a->related[i];

        encart__jsonw_open(w, '{');
        encart__jsonw_kopt(w, "id", r->id);
        encart__jsonw_kopt(w, "url", r->url);
        encart__jsonw_kopt(w, "title", r->title);
        encart__jsonw_kopt(w, "lang", r->lang);
        put_date(w, "published", &r->published);
        encart__jsonw_kopt(w, "section", r->section);
        encart__image_write(w, &r->image);
        if (r->score)
            encart__jsonw_kint(w, "score", r->score);
        encart__jsonw_kopt(w, "source", r->source);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

/* Its address alone when no more is known. */
static void put_neighbour(encart__jsonw *w, const char *key, encart__str url,
                          encart__str title)
{
    if (!title.n) {
        encart__jsonw_kopt(w, key, url);
        return;
    }
    encart__jsonw_key(w, key);
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "url", url);
    encart__jsonw_kstr(w, "title", title);
    encart__jsonw_close(w, '}');
}

static void put_links(encart__jsonw *w, const encart_article *a)
{
    if (!a->link_prev.n && !a->link_next.n && !a->link_amp.n && !a->link_canonical.n &&
        !a->link_prev_title.n && !a->link_next_title.n)
        return;
    encart__jsonw_key(w, "links");
    encart__jsonw_open(w, '{');
    put_neighbour(w, "prev", a->link_prev, a->link_prev_title);
    put_neighbour(w, "next", a->link_next, a->link_next_title);
    encart__jsonw_kopt(w, "amp", a->link_amp);
    encart__jsonw_kopt(w, "canonical", a->link_canonical);
    encart__jsonw_close(w, '}');
}

static void put_body(encart__jsonw *w, const encart_article *a)
{
    encart__jsonw_key(w, "body");
    encart__jsonw_open(w, '{');
    encart__jsonw_kstr(w, "format", ENCART__STR("html"));
    encart__jsonw_kstr(w, "value", a->html);
    encart__jsonw_close(w, '}');
}

static void put_flags(encart__jsonw *w, const encart_article *a)
{
    if (!a->flag_count)
        return;
    encart__jsonw_key(w, "flags");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < a->flag_count; i++)
        encart__jsonw_str(w, a->flags[i]);
    encart__jsonw_close(w, ']');
}

static void put_residue(encart__jsonw *w, unsigned residue)
{
    encart__jsonw_key(w, "residue");
    encart__jsonw_open(w, '[');
    for (unsigned i = 0; encart__residue_names[i]; i++)
        if (residue & 1u << i)
            encart__jsonw_z(w, encart__residue_names[i]);
    encart__jsonw_close(w, ']');
}

static void put_boxes(encart__jsonw *w, const encart_article *a)
{
    encart__jsonw_key(w, "boxes");
    encart__jsonw_open(w, '[');
    for (size_t i = 0; i < a->author_box_count; i++) {
        const encart__author_box *box = &a->author_boxes[i];

        encart__jsonw_open(w, '{');
        encart__jsonw_kstr(w, "title", box->title);
        encart__jsonw_kopt(w, "url", box->href);
        if (box->line)
            encart__jsonw_kint(w, "line", box->line);
        encart__jsonw_close(w, '}');
    }
    encart__jsonw_close(w, ']');
}

static void put_load(encart__jsonw *w, const encart_article *a)
{
    encart__jsonw_key(w, "load");
    encart__jsonw_open(w, '{');
    encart__jsonw_kopt(w, "format", a->format);
    encart__jsonw_kopt(w, "charset", a->charset);
    encart__jsonw_kopt(w, "site", a->site);
    encart__jsonw_kint(w, "words", a->words);
    encart__jsonw_kint(w, "blocks", (int64_t)a->block_count);
    put_residue(w, a->residue);
    put_boxes(w, a);
    encart__jsonw_key(w, "removed");
    encart__diags_json(&a->removed, w);
    encart__jsonw_key(w, "diagnostics");
    encart__diags_json(&a->diags, w);
    encart__jsonw_close(w, '}');
}

static void put_head(encart__jsonw *w, const encart_article *a)
{
    encart__jsonw_kint(w, "encart", 1);
    encart__jsonw_kopt(w, "id", a->id);
    encart__jsonw_kopt(w, "url", a->url);
    encart__jsonw_kopt(w, "lang", a->lang);
    encart__jsonw_kopt(w, "dir", a->dir);
    encart__jsonw_kopt(w, "kind", a->kind);
    encart__jsonw_kopt(w, "channel", a->channel);
    encart__jsonw_kopt(w, "title", a->title);
    encart__jsonw_kopt(w, "subtitle", a->subtitle);
    encart__jsonw_kopt(w, "summary", a->summary);
}

static void put_rest(encart__jsonw *w, const encart_article *a)
{
    put_authors(w, a);
    put_date(w, "published", &a->published);
    put_date(w, "modified", &a->modified);
    if (a->section.id.n || a->section.name.n || a->section.url.n) {
        encart__jsonw_key(w, "section");
        put_ref(w, &a->section);
    }
    put_refs(w, "tags", a->tags, a->tag_count);
    encart__image_write(w, &a->image);
    encart__jsonw_kopt(w, "access", a->access);
    put_flags(w, a);
    put_comments(w, a);
    put_related(w, a);
    put_links(w, a);
    put_raw(w, "overrides", a->overrides.json);
    put_raw(w, "pins", a->pins.json);
    put_raw(w, "x", a->x);
}

void encart__article_write(const encart_article *a, encart__strbuf *out, int with_body,
                           int with_load)
{
    encart__jsonw w;

    encart__jsonw_init(&w, out);
    encart__jsonw_open(&w, '{');
    put_head(&w, a);
    if (with_body)
        put_body(&w, a);
    put_rest(&w, a);
    if (with_load)
        put_load(&w, a);
    encart__jsonw_close(&w, '}');
}
