/* The clean tokens straight through the builder. Articles need no more than this; where a
 * table holds what it may not, it is what stands when libtidy may not or cannot help.
 */
#include "core/sanitise/clean.h"

static int same_attrs(void *user, uint32_t key, uint32_t other)
{
    const encart__clean *c = ((const encart__dresser *)user)->clean;
    const encart__clean_token *x = &c->token[key], *y = &c->token[other];
    encart__str value;

    if (x->n != y->n)
        return 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const encart__clean_attr *a = &c->attr[x->at + i];

        if (!encart__clean_has_attr(c, y, a->name, &value) ||
            !encart__str_eq(value, encart__clean_slice(c, a->at, a->n)))
            return 0;
    }
    return 1;
}

void encart__build(encart__builder *b, encart__clean *clean, encart__dresser *dresser)
{
    encart__builder_init(b, dresser->tree, encart__clean_dress, dresser, 0);
    b->same = same_attrs;
    for (size_t i = 0; i < clean->count && !dresser->tree->failed; i++) {
        encart__clean_token *k = &clean->token[i];

        switch (k->type) {
        case ENCART__CLEAN_START:
            if (k->tag == ENCART__T_SPAN && !k->n) { /* says nothing: only its words stay */
                encart__builder_await(b, k->written, (uint32_t)i);
                break;
            }
            encart__builder_open(b, k->written, k->tag, (uint32_t)i);
            break;
        case ENCART__CLEAN_VOID:
            encart__builder_void(b, k->tag, (uint32_t)i);
            break;
        case ENCART__CLEAN_END:
            k->unused = !encart__builder_end(b, k->written, ENCART__NO_KEY);
            break;
        case ENCART__CLEAN_TEXT:
            encart__builder_text(b, encart__clean_slice(clean, k->at, k->n));
            break;
        default:
            encart__builder_comment(b, encart__clean_slice(clean, k->at, k->n));
        }
    }
    encart__builder_finish(b);
}
