/* The clean tokens straight through the builder. Most articles need no more than this; for
 * the others it is what stands when libtidy may not or cannot help.
 */
#include "core/sanitise/clean.h"

void encart__build(encart__builder *b, encart__clean *clean, encart__dresser *dresser)
{
    encart__builder_init(b, dresser->tree, encart__clean_dress, dresser, 0);
    for (size_t i = 0; i < clean->count && !dresser->tree->failed; i++) {
        encart__clean_token *k = &clean->token[i];

        switch (k->type) {
        case ENCART__CLEAN_START:
            encart__builder_start(b, k->tag, (uint32_t)i);
            break;
        case ENCART__CLEAN_VOID:
            encart__builder_void(b, k->tag, (uint32_t)i);
            break;
        case ENCART__CLEAN_END:
            k->unused = !encart__builder_end(b, k->tag, ENCART__NO_KEY);
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
