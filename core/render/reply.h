/* The answer of a host's service while it is being given. */
#ifndef ENCART__REPLY_H
#define ENCART__REPLY_H

#include "core/base/strbuf.h"

#include <encart/engine.h>

struct encart_reply {
    encart__strbuf json;
};

#endif
