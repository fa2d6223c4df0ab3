/* What a page says of itself, gathered from many places: for each field the best source
 * wins. page_meta.c reads tags, page_jsonld.c reads scripts; both put what they find
 * here.
 */
#ifndef ENCART__PAGE_FOUND_H
#define ENCART__PAGE_FOUND_H

#include "core/base/date.h"
#include "core/base/strbuf.h"
#include "core/html/tokenize.h"
#include "core/load/article.h"

typedef enum encart__field {
    ENCART__FIELD_NONE,
    ENCART__FIELD_TITLE,
    ENCART__FIELD_SUBTITLE,
    ENCART__FIELD_LANG,
    ENCART__FIELD_PUBLISHED,
    ENCART__FIELD_MODIFIED,
    ENCART__FIELD_SECTION,
    ENCART__FIELD_SITE,
    ENCART__FIELD_URL,
    ENCART__FIELD_CANONICAL,
    ENCART__FIELD_SUMMARY,
    ENCART__FIELD_ACCESS,
    ENCART__FIELD_IMAGE,
    ENCART__FIELD_IMAGE_ALT,
    ENCART__FIELD_IMAGE_WIDTH,
    ENCART__FIELD_IMAGE_HEIGHT,
    ENCART__FIELD_COMMENT_COUNT,
    ENCART__FIELD_COMMENT_ACTION,
    ENCART__FIELD_COMMENT_CLOSED,
    ENCART__FIELD_PREV,
    ENCART__FIELD_NEXT,
    ENCART__FIELD_AMP,
    ENCART__FIELD_AUTHOR, /* several */
    ENCART__FIELD_TAG,    /* several */
    ENCART__FIELD_COUNT
} encart__field;

/* Ranks: a smaller one wins, of equals the first. */
enum {
    ENCART__RANK_LD = 10,      /* JSON-LD of an article */
    ENCART__RANK_OG = 20,      /* Open Graph and article:… */
    ENCART__RANK_META = 30,    /* other meta; link */
    ENCART__RANK_ITEM = 40,    /* itemprop, rel */
    ENCART__RANK_LD_PAGE = 45, /* JSON-LD of a page or site */
    ENCART__RANK_MARKUP = 50,  /* what theme's class names call so */
    ENCART__RANK_GUESS = 60    /* read from the words */
};

enum { ENCART__PAGE_AUTHORS = 16, ENCART__PAGE_TAGS = 64, ENCART__PAGE_HEADINGS = 4 };

typedef struct encart__found_list {
    encart__str name[ENCART__PAGE_TAGS], url[ENCART__PAGE_TAGS];
    encart__str role[ENCART__PAGE_AUTHORS], bio[ENCART__PAGE_AUTHORS];
    encart__str image[ENCART__PAGE_AUTHORS]; /* of authors only */
    size_t count, max;
    int rank;
} encart__found_list;

typedef struct encart__found {
    encart__arena *arena; /* the article's: owns the strings */
    const encart__tokens *tokens;
    encart__strbuf scratch;
    encart__str value[ENCART__FIELD_COUNT];
    int rank[ENCART__FIELD_COUNT]; /* 0 = nothing yet */
    encart__found_list authors, tags;
    encart__str heading[ENCART__PAGE_HEADINGS]; /* h1, in order */
    size_t headings;
    encart__str document_title; /* <title> */
    int failed;                 /* ENCART_ENOMEM, sticky */
} encart__found;

void encart__found_init(encart__found *f, encart__arena *arena,
                        const encart__tokens *tokens);
void encart__found_free(encart__found *f);
/* A value for `field`, in plain text: white space is collapsed, references and tags that
 * were escaped twice are resolved. Dates that cannot be read and addresses that are not
 * http are dropped, lists take several values of one rank. */
void encart__found_add(encart__found *f, encart__field field, int rank,
                       encart__str value);
/* An author or tag with its address (may be empty); false when it was not taken. */
int encart__found_ref(encart__found *f, encart__field field, int rank, encart__str name,
                       encart__str url);
/* What is known of the author who was just taken; any may be empty. */
void encart__found_profile(encart__found *f, encart__str role, encart__str bio,
                           encart__str image);
/* JSON-LD: reads every script of that type. */
void encart__found_jsonld(encart__found *f);
/* Moves what was found into the members of `a` that are still empty. */
int encart__found_finish(encart__found *f, encart_article *a);

/* The first date in a line of text, in the ways that pages write it in fr, en, de, es, it
 * and ar; numbers are day first. False when there is none. */
int encart__page_date(encart__str text, encart__date *out);
/* Author's name in a byline: « Par », "By", dates and roles cut off; empty when what is
 * left is no name. Borrowed from `byline`. */
encart__str encart__page_author(encart__str byline);
/* Whether a line is « Par Jean Dupont » and no more: an opening, and a name after it. */
int encart__page_is_byline(encart__str line);
/* Calls `each` for every name in a byline that may hold several. */
void encart__page_authors(encart__str byline, void (*each)(void *user, encart__str name),
                          void *user);
/* The language that the page's words are in, "" when unclear. */
const char *encart__page_language(const encart__tokens *tokens);
/* The title without the site's name, given what else the page says. */
encart__str encart__page_title(const encart__found *f);

#endif
