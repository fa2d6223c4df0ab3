/* Stems of blocks, as hashes. An article says the same words again and again: each is
 * folded and stemmed once. Private to core/place. */
#ifndef ENCART__STEMS_H
#define ENCART__STEMS_H

#include "core/base/arena.h"
#include "core/text/text.h"

typedef struct encart__stem_entry encart__stem_entry;

typedef struct encart__stems {
    const encart__alloc *alloc;
    encart__stemmer *stemmer;
    encart__stem_entry *table; /* open addressing, capacity a power of two */
    size_t count, cap;
    uint32_t round;            /* of encart__stems_read() */
    uint32_t *list;            /* of the text read last: sorted, each once */
    size_t list_count, list_cap;
} encart__stems;

/* ENCART_OK or ENCART_ENOMEM; free it in either case. */
int encart__stems_init(encart__stems *s, encart__str lang, const encart__alloc *alloc);
void encart__stems_free(encart__stems *s);
/* Counts the words of `text` into *words and leaves the hashes of its content stems in
 * s->list. False without memory. */
int encart__stems_read(encart__stems *s, encart__str text, uint32_t *words);

#endif
