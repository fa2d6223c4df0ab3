/* See opt.h. opt_parse() walks argv once; each kind of value has its own small reader. */
#include "cli/opt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 40
#define NAMES_MAX 40
#define HELP_COLUMN 26

int opt_list_add(opt_list *list, const char *item)
{
    const char **more = realloc(list->item, (list->count + 1) * sizeof *more);

    if (!more)
        return 0;
    list->item = more;
    list->item[list->count++] = item;
    return 1;
}

/* Levenshtein's distance of two short words. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_LEN + 1], n = strlen(b);

    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[n];
}

const char *opt_nearest(const char *word, const char *const *names, size_t count)
{
    size_t length = strlen(word), least = length / 3 + 2;
    const char *best = NULL;

    if (length == 0 || length > NAME_MAX_LEN)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t d = strlen(names[i]) <= NAME_MAX_LEN ? distance(word, names[i]) : least;

        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}

/* ---- one option ------------------------------------------------------------------------ */

typedef struct parser {
    const opt *table;
    int argc, next;
    char **argv;
    char *message;
    size_t size;
} parser;

static const opt *by_name(const opt *table, const char *name, size_t n)
{
    for (; table->name; table++)
        if (strlen(table->name) == n && memcmp(table->name, name, n) == 0)
            return table;
    return NULL;
}

static const opt *by_letter(const opt *table, char letter)
{
    for (; table->name; table++)
        if (table->letter == letter)
            return table;
    return NULL;
}

static int unknown(parser *p, const char *name, size_t n)
{
    const char *names[NAMES_MAX], *near;
    char word[NAME_MAX_LEN + 1] = "";
    size_t count = 0;

    for (; p->table[count].name && count + 1 < NAMES_MAX; count++)
        names[count] = p->table[count].name;
    names[count++] = "help";
    if (n <= NAME_MAX_LEN)
        memcpy(word, name, n);
    near = opt_nearest(word, names, count);
    if (near)
        snprintf(p->message, p->size, "unknown option “--%.*s” (did you mean “--%s”?)",
                 (int)n, name, near);
    else
        snprintf(p->message, p->size, "unknown option “--%.*s”", (int)n, name);
    return OPT_ERROR;
}

static int set_number(parser *p, const opt *o, const char *value)
{
    char *end;
    long v;

    errno = 0;
    v = strtol(value, &end, 10);
    if (end == value || *end || errno || v < o->min || v > o->max) {
        snprintf(p->message, p->size, "--%s: expected a whole number from %d to %d, found “%s”",
                 o->name, o->min, o->max, value);
        return OPT_ERROR;
    }
    *(int *)o->to = (int)v;
    return 0;
}

static int set_value(parser *p, const opt *o, const char *value)
{
    switch (o->kind) {
    case OPT_FLAG:
        *(int *)o->to = 1;
        break;
    case OPT_STRING:
        *(const char **)o->to = value;
        break;
    case OPT_LIST:
        if (!opt_list_add(o->to, value)) {
            snprintf(p->message, p->size, "out of memory");
            return OPT_ERROR;
        }
        break;
    case OPT_NUMBER:
        return set_number(p, o, value);
    }
    return 0;
}

/* `value` is what is glued to the option ("--x=v", "-ov"), NULL when nothing is. */
static int take(parser *p, const opt *o, const char *value)
{
    if (o->kind == OPT_FLAG && value) {
        snprintf(p->message, p->size, "--%s takes no value", o->name);
        return OPT_ERROR;
    }
    if (o->kind != OPT_FLAG && !value) {
        if (p->next >= p->argc) {
            snprintf(p->message, p->size, "--%s needs a value: %s", o->name, o->metavar);
            return OPT_ERROR;
        }
        value = p->argv[p->next++];
    }
    return set_value(p, o, value);
}

static int long_option(parser *p, const char *arg)
{
    const char *equals = strchr(arg, '=');
    size_t n = equals ? (size_t)(equals - arg) : strlen(arg);
    const opt *o = by_name(p->table, arg, n);

    if (!o && n == 4 && memcmp(arg, "help", 4) == 0)
        return OPT_HELP;
    if (!o)
        return unknown(p, arg, n);
    return take(p, o, equals ? equals + 1 : NULL);
}

/* "-qn5": letters of flags may stand together, the rest of the word is a value. */
static int short_options(parser *p, const char *arg)
{
    for (; *arg; arg++) {
        const opt *o = by_letter(p->table, *arg);
        int status;

        if (!o && *arg == 'h')
            return OPT_HELP;
        if (!o) {
            snprintf(p->message, p->size, "unknown option “-%c”", *arg);
            return OPT_ERROR;
        }
        if (o->kind != OPT_FLAG)
            return take(p, o, arg[1] ? arg + 1 : NULL);
        status = take(p, o, NULL);
        if (status)
            return status;
    }
    return 0;
}

int opt_parse(const opt *table, int argc, char **argv, char *message, size_t size)
{
    parser p = {table, argc, 1, argv, message, size};
    int operands = 0, ended = 0;

    while (p.next < argc) {
        char *arg = argv[p.next++];
        int status = 0;

        if (ended || arg[0] != '-' || !arg[1])
            argv[operands++] = arg;
        else if (strcmp(arg, "--") == 0)
            ended = 1;
        else if (arg[1] == '-')
            status = long_option(&p, arg + 2);
        else
            status = short_options(&p, arg + 1);
        if (status)
            return status;
    }
    return operands;
}

/* ---- help ------------------------------------------------------------------------------ */

void opt_help(const opt *table, FILE *to)
{
    char left[80];

    for (; table->name; table++) {
        char letter[5] = "    ";
        int n;

        if (table->letter)
            snprintf(letter, sizeof letter, "-%c, ", table->letter);
        n = snprintf(left, sizeof left, "  %s--%s%s%s", letter, table->name,
                     table->metavar ? " " : "", table->metavar ? table->metavar : "");
        if (n < HELP_COLUMN)
            fprintf(to, "%-*s%s\n", HELP_COLUMN, left, table->help);
        else
            fprintf(to, "%s\n%*s%s\n", left, HELP_COLUMN, "", table->help);
    }
    fprintf(to, "  -h, %-*s%s\n", HELP_COLUMN - 6, "--help", "show this text");
}
