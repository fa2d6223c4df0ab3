/* One place for every bound. Sizes in bytes unless named otherwise. */
#ifndef ENCART__LIMITS_H
#define ENCART__LIMITS_H

#define ENCART__MAX_INPUT ((size_t)32 << 20)   /* default for a document */
#define ENCART__HARD_INPUT ((size_t)256 << 20) /* what a host may raise it to */
#define ENCART__MAX_OUTPUT ((size_t)256 << 20)
#define ENCART__MAX_DEPTH 200                  /* elements; deeper is flattened */
#define ENCART__MAX_NODES 4000000u
#define ENCART__MAX_ATTRS 256u                 /* attributes kept of one tag */
#define ENCART__MAX_TOKENS 8000000u
#define ENCART__MAX_TOKEN_ATTRS 8000000u        /* of all tags together */
#define ENCART__MAX_REMOVED 200u               /* entries of the removed list */
#define ENCART__MAX_DIAGS 200u
#define ENCART__MAX_BLOCKS 100000u
#define ENCART__MAX_FILE ((size_t)1 << 20)     /* configuration files */
#define ENCART__MAX_ANSWER ((size_t)4 << 20)
#define ENCART__MAX_TERM_WORDS 20000u          /* words of an article that relatedness reads */
#define ENCART__MAX_RELATED 50                 /* neighbours kept of each article */

#define ENCART__PLUGIN_FILES 64
#define ENCART__PLUGIN_FILE_BYTES ((size_t)256 << 10)
#define ENCART__PLUGIN_BYTES ((size_t)1 << 20)
#define ENCART__PLUGIN_FUEL 2000000L
#define ENCART__PLUGIN_MEMORY ((size_t)8 << 20)
#define ENCART__PLUGIN_TIME_MS 50
#define ENCART__PLUGIN_OUTPUT ((size_t)256 << 10)
#define ENCART__PLUGIN_SETTINGS 64
#define ENCART__SETTING_BYTES 16384
#define ENCART__SETTING_ITEMS 2000              /* of a list or a map */
#define ENCART__SETTING_KEY 200                 /* bytes of a name in a map */
#define ENCART__SETTING_ALL ((size_t)256 << 10) /* of a list or a map, in all */
#define ENCART__PLUGIN_STRING ((size_t)1 << 20) /* one string in a plugin's state */
#define ENCART__PLUGIN_CALLBACKS 16             /* nested C to Lua calls in a plugin */
#define ENCART__PLUGIN_RESULTS 250              /* of unpack, byte, codepoint */
#define ENCART__DATA_FUEL 10000L                /* of a data-only file */
#define ENCART__DATA_DEPTH 32
#define ENCART__BOX_NODES 2000
#define ENCART__BOX_DEPTH 32
#define ENCART__HOLE_NAME 64                    /* letters of a hole's name */
#define ENCART__HOLE_PARAMS ((size_t)8 << 10)   /* of a hole, as JSON */
#define ENCART__HOLE_LETTERS ((size_t)11 << 10) /* that, as base64 */
#define ENCART__ASSETS 8                        /* stylesheets of a plugin */
#define ENCART__ASSET_BYTES ((size_t)64 << 10)
#define ENCART__HEAD_NODES 600                  /* made by one plugin for the head of a page */
#define ENCART__HEAD_VALUE ((size_t)8 << 10)    /* of an attribute there */
#define ENCART__HEAD_JSON ((size_t)64 << 10)    /* of one ctx.jsonld */
#define ENCART__FIND_TERMS 4000 /* that doc:find() looks for at once */
#define ENCART__ASKS 256                        /* questions to the host in one render */
#define ENCART__ASK_PARAMS ((size_t)8 << 10)    /* of one of them, as JSON */
#define ENCART__EDITS 10000 /* of one plugin's transform */

#endif
