/* What a vector of tests/vectors asks for, as the public interface wants it. */
#ifndef ENCART__VECTORS_H
#define ENCART__VECTORS_H

#include <encart/encart.h>
#include <jansson.h>

/* All of them, an array: free with json_decref(). Long strings are joined, but for those
 * in `expect`. */
json_t *vectors_load(void);
/* A string, or an array of strings joined: a new string. */
json_t *vector_text(const json_t *value);
/* A new string in which fuel and memory are 0. */
json_t *vector_masked(const char *text, size_t n);

typedef struct vector_bytes {
    const char *data;
    size_t size;
    char *made; /* owned: free() */
} vector_bytes;

vector_bytes vector_document(const json_t *v);
int vector_engine(encart_engine **out, const json_t *v, encart_error *err);
/* Strings are borrowed from `v`. */
void vector_load_options(encart_load_options *o, const json_t *v);
void vector_render_options(encart_render_options *o, const json_t *v);
void vector_sanitise_options(encart_sanitise_options *o, const json_t *v);

#endif
