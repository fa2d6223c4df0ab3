/* URLs as browsers read them (the URL Standard), enough of it to be safe, and srcset.
 * It knows no policy: which schemes and hosts may stand is said elsewhere.
 *
 * Canonical spelling: no white space or control at the ends, no TAB, LF or CR anywhere;
 * scheme and host in lower case; in http(s), ftp, ws(s) and file URLs "\" is "/", the
 * default port is left out, dot segments are removed; controls, spaces (of Unicode too),
 * invisible characters, " < > ` { } are percent-encoded; other characters stay readable.
 * Normalising a canonical URL changes nothing.
 */
#ifndef ENCART__URL_H
#define ENCART__URL_H

#include "core/base/strbuf.h"

/* Slices of the canonical spelling: valid until its buffer changes. */
typedef struct encart__url {
    encart__str scheme; /* without ":"; empty = relative */
    encart__str user;   /* "user:password" without "@" */
    encart__str host;   /* "[…]" around IPv6 */
    encart__str port;
    encart__str path;   /* of mailto:, tel:, data:… all up to "?" or "#" */
    encart__str query;    /* without "?" */
    encart__str fragment; /* without "#" */
    int has_authority, has_query, has_fragment;
} encart__url;

/* Reads `url`, resolves it against `base` (an absolute URL; empty or not hierarchical =
 * leave relative what is relative) and writes its canonical spelling into `out` (cleared
 * first). Fills `parts` (may be NULL). False when browsers would not accept it (bad host
 * or port), or `out` failed. A relative URL without a base keeps its dot segments; one
 * that begins with two slashes or backslashes has an authority and no scheme. */
int encart__url_normalise(encart__str url, encart__str base, encart__strbuf *out,
                          encart__url *parts);

/* For a quick look: the scheme as a browser would find it, lower-cased into `scheme`;
 * "" when relative. Longer ones than the array are cut. */
void encart__url_scheme(encart__str url, char scheme[32]);

/* The candidates of a srcset, split as the HTML Standard does; those with descriptors in
 * error are skipped. */
typedef struct encart__srcset {
    encart__str rest;       /* what is still to read */
    encart__str url;        /* as written, neither cleaned nor checked */
    encart__str descriptor; /* "2x", "320w" or empty */
    int skipped;            /* candidates in error so far */
} encart__srcset;

void encart__srcset_init(encart__srcset *it, encart__str value);
/* False at the end. */
int encart__srcset_next(encart__srcset *it);
/* Appends one candidate to `out`, with ", " before it when out->size > 0. A comma at
 * either end of the URL is percent-encoded, since it would separate. */
void encart__srcset_add(encart__strbuf *out, encart__str url, encart__str descriptor);

/* encart__url_key() of core/sanitise/policy.h is implemented in url.c too. */

#endif
