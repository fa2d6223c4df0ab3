/* The stems of a box's topic, in the form in which blocks hold theirs. */
#ifndef ENCART__TOPIC_H
#define ENCART__TOPIC_H

#include "core/place/place.h"

/* Fills wish->stems: sorted distinct hashes in `arena`. ENCART_OK or ENCART_ENOMEM. */
int encart__topic_stems(encart__str topic, encart__str lang, encart__wish *wish,
                        encart__arena *arena);

#endif
