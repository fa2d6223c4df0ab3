# Reads the public headers and writes a program that prints the binary interface they declare,
# one fact a line: awk -f scripts/make-abi.awk include/encart/*.h >abi.c. What the headers say is
# taken from them; sizes, offsets and values are the compiler's. tests/abi.sh compares.

BEGIN {
    print "#include <encart/encart.h>\n#include <stdio.h>\n"
    print "#define MEMBER(s, m, type) \\"
    print "    printf(\"member %s %03zu %s: %s, %zu\\n\", #s, offsetof(s, m), #m, type, \\"
    print "           sizeof((s *)0)->m)"
    print "#define VALUE(kind, name) printf(\"%s %s %lld\\n\", kind, #name, (long long)(name))\n"
    print "int main(void)\n{"
}

# What only C++ reads, and comments, are not there.
/^#ifdef __cplusplus/ { skipping = 1 }
skipping { skipping = !/^#endif/; next }
# The rest of a macro of several lines.
in_macro { in_macro = /\\$/; next }
{
    line = $0
    while (in_comment || line ~ /\/\*/) {
        end = index(line, "*/")
        if (in_comment) {
            if (!end) { line = ""; break }
            line = substr(line, end + 2)
            in_comment = 0
        } else {
            start = index(line, "/*")
            rest = substr(line, start + 2)
            end = index(rest, "*/")
            if (end) line = substr(line, 1, start - 1) substr(rest, end + 2)
            else { line = substr(line, 1, start - 1); in_comment = 1; break }
        }
    }
}

# Numbers that callers have compiled in. The version is another in each release.
line ~ /^#define ENCART_[A-Z_]+ +[^ {\\]/ && line !~ /_VERSION_|_API / {
    split(line, word, " ")
    printf "    VALUE(\"constant\", %s);\n", word[2]
}
line ~ /^#/ { in_macro = line ~ /\\$/; next }
{
    text = text " " line
    while ((end = statement_end(text))) {
        say(tidy(substr(text, 1, end - 1)))
        text = substr(text, end + 1)
    }
}
END { print "    return 0;\n}" }

# The place of the first semicolon outside of braces; 0 when there is none.
function statement_end(s,    i, c, depth) {
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        if (c == "{") depth++
        else if (c == "}") depth--
        else if (c == ";" && !depth) return i
    }
    return 0
}

function tidy(s) {
    gsub(/[ \t]+/, " ", s)
    sub(/^ /, "", s)
    sub(/ $/, "", s)
    return s
}

# "const char *name" -> "const char *"; a name of the caller's is no part of the interface.
function unnamed(s) {
    s = tidy(s)
    if (s ~ /[ *][a-z_0-9]+$/ && s !~ /^(const )?[a-z_0-9]+$/) sub(/[a-z_0-9]+$/, "", s)
    return tidy(s)
}

function parameters(s,    part, n, i, out) {
    n = split(s, part, ",")
    for (i = 1; i <= n; i++) out = out (i > 1 ? ", " : "") unnamed(part[i])
    return out
}

function fact(s) {
    gsub(/"/, "\\\"", s)
    printf "    puts(\"%s\");\n", s
}

function say(s,    part) {
    if (s ~ /^ENCART_API /) say_function(substr(s, 12))
    else if (s ~ /^typedef struct [a-z_]+ \{/) say_struct(s)
    else if (s ~ /^typedef enum [a-z_]+ \{/) say_enum(s)
    else if (s ~ /^typedef struct [a-z_]+ [a-z_]+$/) {
        sub(/.* /, "", s)
        fact("handle " s)
    } else if (s ~ /^typedef .*\(\*[a-z_]+\)\(/) {
        sub(/^typedef /, "", s)
        fact("callback " pointer_name(s) ": " pointer_type(s))
    } else if (s ~ /^typedef [a-z_0-9]+ [a-z_]+$/) {
        split(s, part, " ")
        fact("type " part[3] ": " part[2])
    } else if (s != "") {
        print "what is this: " s >"/dev/stderr"
        exit 1
    }
}

function say_function(s,    open, head, name) {
    open = index(s, "(")
    head = substr(s, 1, open - 1)
    match(head, /[a-z_0-9]+$/)
    name = substr(head, RSTART)
    fact("function " name ": " tidy(substr(head, 1, RSTART - 1)) " (" \
        parameters(substr(s, open + 1, length(s) - open - 1)) ")")
}

# int (*name)(void *user)
function pointer_name(s) {
    match(s, /\(\*[a-z_]+\)/)
    return substr(s, RSTART + 2, RLENGTH - 3)
}

function pointer_type(s,    result, rest) {
    match(s, /\(\*[a-z_]+\)/)
    result = tidy(substr(s, 1, RSTART - 1))
    rest = substr(s, RSTART + RLENGTH + 1)
    return result " (*)(" parameters(substr(rest, 1, length(rest) - 1)) ")"
}

# A struct that tells its size may grow at its end; any other has the size that it has.
function say_struct(s,    name, body, part, n, i, m) {
    match(s, /\{.*\}/)
    body = substr(s, RSTART + 1, RLENGTH - 2)
    name = s
    sub(/.* /, "", name)
    n = split(body, part, ";")
    for (i = 1; i <= n; i++) {
        m = tidy(part[i])
        if (m == "") continue
        if (m ~ /\(\*/)
            printf "    MEMBER(%s, %s, \"%s\");\n", name, pointer_name(m), pointer_type(m)
        else say_member(name, m)
    }
    if (body !~ /^ *size_t struct_size;/)
        printf "    printf(\"size %s %%zu\\n\", sizeof(%s));\n", name, name
}

function say_member(name, m,    array) {
    if (match(m, /\[.*\]$/)) {
        array = " " substr(m, RSTART)
        m = substr(m, 1, RSTART - 1)
    }
    match(m, /[a-z_0-9]+$/)
    printf "    MEMBER(%s, %s, \"%s\");\n", name, substr(m, RSTART), unnamed(m) array
}

function say_enum(s,    part, n, i) {
    match(s, /\{.*\}/)
    n = split(substr(s, RSTART + 1, RLENGTH - 2), part, ",")
    for (i = 1; i <= n; i++) {
        sub(/=.*/, "", part[i])
        if (tidy(part[i]) != "") printf "    VALUE(\"enum\", %s);\n", tidy(part[i])
    }
}
