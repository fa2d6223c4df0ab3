/* docs/policy.md, made of the tables and docs/policy.md.in. Without an argument it is a
 * test: the committed page must be what the tables say. With --write it prints the page.
 */
#include "core/sanitise/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define ANY ENCART__T_UNKNOWN

static FILE *page;

static const char *tag_name(unsigned tag)
{
    return encart__tag_name((uint16_t)tag).p;
}

static const char *attr_name(unsigned attr)
{
    return encart__attr_name((uint16_t)attr).p;
}

static const char *who_name(unsigned who)
{
    switch (who) {
    case ENCART__P_ALL:
        return "every profile";
    case ENCART__P_RICH:
        return "all but `strict`";
    case ENCART__P_PRESS:
        return "`article`, `embeds`";
    case ENCART__P_EMBED:
        return "`embeds`; a host may allow it";
    case ENCART__P_FRAME:
        return "`embeds`, plugins with `embeds`; a host may allow it";
    case ENCART__P_FRAMES:
        return "plugins with `embeds`";
    case ENCART__P_PLUG:
        return "plugins; a host may allow it";
    case ENCART__P_HOST:
        return "where a host allows it";
    default:
        return "plugins with `forms`";
    }
}

/* ---- elements ---------------------------------------------------------------------- */

static const struct {
    unsigned tag, who;
} elements[] = {
#define ELEMENT(id, who) {ENCART__T_##id, ENCART__P_##who},
#define RENAME(from, to)
#define NEED(element, other)
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
};

static void write_elements(void)
{
    static const unsigned groups[] = {ENCART__P_ALL,  ENCART__P_RICH, ENCART__P_FRAME,
                                      ENCART__P_PLUG, ENCART__P_HOST, ENCART__P_FORMS};

    fputs("| where | elements |\n|---|---|\n", page);
    for (size_t g = 0; g < COUNT(groups); g++) {
        fprintf(page, "| %s |", who_name(groups[g]));
        for (size_t i = 0; i < COUNT(elements); i++)
            if (elements[i].who == groups[g])
                fprintf(page, " `%s`", tag_name(elements[i].tag));
        fputs(" |\n", page);
    }
}

typedef struct {
    unsigned from, to;
} pair;

/* | to | from from… |, sorted by name, since the numbers are. */
static void write_pairs(const pair *all, size_t n, const char *head)
{
    fprintf(page, "%s\n|---|---|\n", head);
    for (unsigned to = 1; to < ENCART__T_COUNT; to++) {
        int first = 1;

        for (size_t i = 0; i < n; i++) {
            if (all[i].to != to)
                continue;
            if (first)
                fprintf(page, "| `%s` |", tag_name(to));
            fprintf(page, " `%s`", tag_name(all[i].from));
            first = 0;
        }
        if (!first)
            fputs(" |\n", page);
    }
}

static void write_counterparts(void)
{
    static const pair all[] = {
#define ELEMENT(id, who)
#define RENAME(from, to) {ENCART__T_##from, ENCART__T_##to},
#define NEED(element, other)
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
    };

    write_pairs(all, COUNT(all), "| becomes | from |");
}

static void write_needs(void)
{
    static const pair all[] = {
#define ELEMENT(id, who)
#define RENAME(from, to)
#define NEED(element, other) {ENCART__T_##other, ENCART__T_##element},
#include "core/sanitise/policy_elements.def"
#undef ELEMENT
#undef RENAME
#undef NEED
    };

    write_pairs(all, COUNT(all), "| element | needs |");
}

/* ---- attributes and values --------------------------------------------------------- */

static const struct {
    const char *name, *text;
} values[] = {
    {"", ""},
#define VALUE(id, check, text) {#id, text},
#include "core/sanitise/policy_values.def"
#undef VALUE
};

static void write_lower(const char *z)
{
    for (; *z; z++)
        fputc(encart__lower((unsigned char)*z), page);
}

typedef struct {
    unsigned attr, tag, who, value;
} rule;

static const rule rules[] = {
#define ANY_RULE(attr, who, value) \
    {ENCART__A_##attr, ANY, ENCART__P_##who, ENCART__V_##value},
#define RULE(attr, tag, who, value) \
    {ENCART__A_##attr, ENCART__T_##tag, ENCART__P_##who, ENCART__V_##value},
#include "core/sanitise/policy_attrs.def"
#undef ANY_RULE
#undef RULE
};

/* Whether two rules share a row: the same but for the element. */
static int alike(const rule *a, const rule *b)
{
    return a->attr == b->attr && a->who == b->who && a->value == b->value &&
           (a->tag == ANY) == (b->tag == ANY);
}

static void write_attributes(void)
{
    unsigned char done[COUNT(rules)] = {0};

    fputs("| attribute | on | where | value |\n|---|---|---|---|\n", page);
    for (size_t i = 0; i < COUNT(rules); i++) {
        if (done[i])
            continue;
        fprintf(page, "| `%s` |%s", attr_name(rules[i].attr),
                rules[i].tag == ANY ? " any" : "");
        for (size_t j = i; j < COUNT(rules) && rules[i].tag != ANY; j++) {
            if (!alike(&rules[i], &rules[j]))
                continue;
            fprintf(page, " `%s`", tag_name(rules[j].tag));
            done[j] = 1;
        }
        fprintf(page, " | %s | ", who_name(rules[i].who));
        write_lower(values[rules[i].value].name);
        fputs(" |\n", page);
    }
}

static void write_values(void)
{
    fputs("| value | rule |\n|---|---|\n", page);
    for (size_t i = 1; i < COUNT(values); i++) {
        if (!*values[i].text)
            continue;
        fputs("| ", page);
        write_lower(values[i].name);
        fprintf(page, " | %s |\n", values[i].text);
    }
}

/* ---- lists ------------------------------------------------------------------------- */

static void write_words(const char *z)
{
    for (size_t n; *z; z += n + strspn(z + n, " ")) {
        n = strcspn(z, " ");
        fprintf(page, " `%.*s`", (int)n, z);
    }
}

static void write_list(const char *name, const char *words, int quoted)
{
    fputs(quoted ? "| `" : "| ", page);
    write_lower(name);
    fputs(quoted ? "` |" : " |", page);
    write_words(words);
    fputs(" |\n", page);
}

static void write_lists(void)
{
    fputs("| value | one of |\n|---|---|\n", page);
#define WORDS(value, words) write_list(#value, words, 0);
#define STYLE(property, words)
#define HOST(name)
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
}

static void write_styles(void)
{
    fputs("| property | one of |\n|---|---|\n", page);
#define WORDS(value, words)
#define STYLE(property, words) write_list(property, words, 1);
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
}

static void write_hosts(void)
{
    static const char *const hosts[] = {
#define WORDS(value, words)
#define STYLE(property, words)
#define HOST(name) name,
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
    };

    for (size_t i = 0; i < COUNT(hosts); i++)
        fprintf(page, "%s`%s`", i ? ", " : "", hosts[i]);
}

static void write_frame_hosts(void)
{
    static const char *const hosts[] = {
#define WORDS(value, words)
#define STYLE(property, words)
#define HOST(name)
#define FRAME_HOST(name) name,
#include "core/sanitise/policy_words.def"
#undef WORDS
#undef STYLE
#undef HOST
    };

    for (size_t i = 0; i < COUNT(hosts); i++)
        fprintf(page, "%s`%s`", i ? ", " : "", hosts[i]);
}

/* ---- what can never be ------------------------------------------------------------- */

static const struct {
    const char *kind, *name, *why;
    unsigned tag;
} nevers[] = {
#define NEVER_ELEMENT(id, why) {"element", NULL, why, ENCART__T_##id},
#define NEVER_ATTR(name, why) {"attribute", name, why, 0},
#define NEVER_SCHEME(name, why) {"scheme", name, why, 0},
#include "core/sanitise/policy_never.def"
#undef NEVER_ELEMENT
#undef NEVER_ATTR
#undef NEVER_SCHEME
};

static int never_alike(size_t i, size_t j)
{
    return !strcmp(nevers[i].kind, nevers[j].kind) &&
           !strcmp(nevers[i].why, nevers[j].why);
}

static void write_never(void)
{
    unsigned char done[COUNT(nevers)] = {0};

    fputs("| | name | since |\n|---|---|---|\n", page);
    for (size_t i = 0; i < COUNT(nevers); i++) {
        if (done[i])
            continue;
        fprintf(page, "| %s |", nevers[i].kind);
        for (size_t j = i; j < COUNT(nevers); j++) {
            if (!never_alike(i, j))
                continue;
            fprintf(page, " `%s`",
                    nevers[j].name ? nevers[j].name : tag_name(nevers[j].tag));
            done[j] = 1;
        }
        fprintf(page, " | %s |\n", nevers[i].why);
    }
}

static void write_rules(void)
{
    fputs("| rule | what it tells |\n|---|---|\n", page);
#define REMOVAL(id, name, text) fputs("| `" name "` | " text " |\n", page);
#include "core/sanitise/policy_rules.def"
#undef REMOVAL
}

/* ---- the page ---------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*write)(void);
} parts[] = {
    {"never", write_never},
    {"elements", write_elements},
    {"counterparts", write_counterparts},
    {"needs", write_needs},
    {"attributes", write_attributes},
    {"values", write_values},
    {"lists", write_lists},
    {"styles", write_styles},
    {"hosts", write_hosts},
    {"frame-hosts", write_frame_hosts},
    {"rules", write_rules},
};

/* Writes the part whose @name@ begins at `z`; its length, 0 when it is none. */
static size_t write_part(const char *z)
{
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t n = strlen(parts[i].name);

        if (strncmp(z + 1, parts[i].name, n) == 0 && z[n + 1] == '@') {
            parts[i].write();
            /* A table ends with its own newline. */
            return n + 2 + (z[n + 2] == '\n');
        }
    }
    return 0;
}

static char *read_file(const char *folder, const char *name)
{
    char path[4096], *text;
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, "%s/docs/%s", folder, name);
    f = fopen(path, "rb");
    text = calloc(1, 1 << 20);
    n = f && text ? fread(text, 1, (1 << 20) - 1, f) : 0;
    if (f)
        fclose(f);
    if (!n) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(99);
    }
    return text;
}

static char *make_page(const char *folder)
{
    char *template = read_file(folder, "policy.md.in"), *text = NULL;
    size_t size, n;

    page = open_memstream(&text, &size);
    for (const char *z = template; *z; z += n) {
        n = *z == '@' ? write_part(z) : 0;
        if (!n) {
            fputc(*z, page);
            n = 1;
        }
    }
    fclose(page);
    free(template);
    return text;
}

/* Tells the first line that differs. */
static int compare(const char *want, const char *have)
{
    size_t line = 1;

    for (; *want && *want == *have; want++, have++)
        line += *want == '\n';
    if (!*want && !*have)
        return 0;
    fprintf(stderr,
            "docs/policy.md:%zu: is not what the tables say; run make update-policy\n",
            line);
    return 1;
}

int main(int argc, char **argv)
{
    const char *folder = getenv("srcdir");
    char *text = make_page(folder ? folder : "."), *committed;
    int status = 0;

    if (argc > 1 && strcmp(argv[1], "--write") == 0) {
        fputs(text, stdout);
    } else {
        committed = read_file(folder ? folder : ".", "policy.md");
        status = compare(text, committed);
        free(committed);
    }
    free(text);
    return status;
}
