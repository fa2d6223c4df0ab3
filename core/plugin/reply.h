/* An answer while it is being given: of a service, a hole, or a box of a native plugin. */
#ifndef ENCART__REPLY_H
#define ENCART__REPLY_H

#include "core/base/strbuf.h"

#include <encart/engine.h>

struct encart_reply {
    encart__strbuf json;
};

#endif
