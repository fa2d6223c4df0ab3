/* Words: folding, counting, stemming. What matching and relatedness mean by "the same". */
#ifndef ENCART__TEXT_H
#define ENCART__TEXT_H

#include "core/base/arena.h"
#include "core/base/strbuf.h"

#include <stdint.h>

enum { ENCART__FOLD_MAX = 8 }; /* bytes that one character can fold to */

/* Folds for matching: lower case; accents of Latin letters off (é→e, œ→oe, ß→ss, ç→c),
 * Arabic hamza carriers, alef maqsura, ta marbuta and diacritics unified, tatweel and
 * ignorable characters dropped; ’ ʼ ` to '; « » “ ” „ to "; every kind of space (NBSP,
 * U+202F, line ends) and runs of them to one space; dashes to "-"; … to "...". Trimmed. */
void encart__text_fold(encart__str s, encart__strbuf *out);
/* The same of the one character at *at, which is moved past it, into `out`. Returns the
 * length; 0 when the character is dropped. Every space gives " ". With `accents` Latin
 * letters keep theirs, and a combining accent is part of its letter. */
size_t encart__text_fold_next(encart__str s, size_t *at, int accents,
                              char out[ENCART__FOLD_MAX]);
/* The key under which titles are compared: folded, quotes and punctuation dropped (a
 * space each), runs of spaces one, trimmed. */
void encart__text_key(encart__str title, encart__strbuf *out);

/* As part of an address: folded, of a-z, 0-9 and single dashes between words, at most
 * ENCART__SLUG_MAX bytes, cut between words where it can be. What other scripts write goes;
 * nothing may be left. Appended. */
enum { ENCART__SLUG_MAX = 60 };
void encart__text_slug(encart__str s, encart__strbuf *out);

/* Words of visible text: maximal runs of word characters, apostrophes inside a word
 * dividing it (l’eau is two). CJK ideographs and kana count one each. */
uint32_t encart__text_words(encart__str s);
/* Calls `each` for every folded word with its length in bytes; stops when it returns 0. */
void encart__text_each(encart__str s, int (*each)(void *user, encart__str folded_word),
                       void *user);

/* The next word at or after *at, as it stands in `s`; *at is moved to its end. False when
 * there is none. Start with *at = 0. */
int encart__text_next(encart__str s, size_t *at, encart__str *word);

/* Whether two characters beside each other are of one word; 0 stands for none. */
int encart__text_joined(uint32_t left, uint32_t right);

typedef struct encart__stemmer encart__stemmer;
/* For the primary subtag of `lang` (fr, en, ar; others of Snowball too); an unknown
 * language gives a stemmer that only folds. NULL without memory. libstemmer itself uses
 * malloc; a stemmer belongs to one thread at a time. */
encart__stemmer *encart__stemmer_new(const encart__alloc *alloc, encart__str lang);
void encart__stemmer_free(encart__stemmer *s);
/* The stem of one word (any case), folded after stemming; borrowed until the next call. */
encart__str encart__stem(encart__stemmer *s, encart__str word);
/* Whether the folded word is a stop word of the stemmer's language. */
int encart__is_stop(const encart__stemmer *s, encart__str folded_word);
/* The stems of the content words of `s` (no stop words, two letters at least), in order,
 * separated by spaces. */
void encart__text_stems(encart__stemmer *st, encart__str s, encart__strbuf *out);

/* The stem of one word as it stands in the text; false when it is not a content word.
 * Borrowed until the next call. */
int encart__text_content(encart__stemmer *st, encart__str word, encart__str *stem);

/* 64-bit hash (FNV-1a with a final mix), the same on every machine. */
uint64_t encart__hash(encart__str s);

/* Primary language subtag in lower case ("fr-CA" → "fr"); "" when malformed. */
encart__str encart__lang_primary(encart__str lang);
/* "rtl" for ar fa he ur ps ckb dv sd ug yi, else "ltr". */
const char *encart__lang_dir(encart__str lang);

#endif
