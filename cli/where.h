/* Where the installed data is. */
#ifndef CLI_WHERE_H
#define CLI_WHERE_H

enum { WHERE_SIZE = 4096 };

/* The folder `leaf` ("plugins", "lua") of the installed data, written to `out`. */
const char *where_data(const char *leaf, char out[WHERE_SIZE]);

#endif
