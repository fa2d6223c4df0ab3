# Makes libencart(3), in mdoc, of the doc comments in the public headers:
#     awk -f scripts/make-man.awk include/encart/types.h … examples/minimal.c … \
#         >man/libencart.3
# A file's first comment is its section's text; a /** … */ before an ENCART_API declaration
# is that function's, and one before a typedef is that type's.

BEGIN {
    print ".\\\" Made by scripts/make-man.awk of the comments in include/encart/*.h."
    print ".Dd November 23, 2026"
    print ".Dt LIBENCART 3"
    print ".Os"
    print ".Sh NAME"
    print ".Nm libencart"
    print ".Nd article renderer with plugins"
    print ".Sh LIBRARY"
    print "Encart Library (libencart, -lencart)"
    print ".Sh SYNOPSIS"
    print ".In encart/encart.h"
    print ".Pp"
    print "Compile and link with the flags of"
    print ".Ql pkg-config --cflags --libs encart ."
    print ".Sh DESCRIPTION"
    print "Bytes go in, one tree is made, boxes are proposed by plugins and placed by one"
    print "solver, bytes come out with a report."
    print "Fallible functions return 0 or a negative status and fill"
    print ".Vt encart_error"
    print "when it is not"
    print ".Dv NULL ."
    print "Pointers are owned (the caller frees them with the named function), borrowed,"
    print "taken (the callee frees them) or copied; each description says which."
}

# Text may begin with a dot or quote, which mdoc would take for a request.
function text(s) {
    gsub(/\\/, "\\e", s)
    if (s ~ /^[.']/)
        s = "\\&" s
    return s
}

function trim(s) {
    sub(/^[ \t]+/, "", s)
    sub(/[ \t]+$/, "", s)
    return s
}

# One paragraph break, however many ask for it.
function para() {
    if (!broken)
        print ".Pp"
    broken = 1
}

function put(s) {
    print s
    broken = 0
}

# A doc comment line by line: "@param NAME words" and "@return words" begin a paragraph, and
# may stand in the middle of a line.
function describe(lines, n,    i, j, s, part, parts) {
    for (i = 1; i <= n; i++) {
        s = lines[i]
        gsub(/ @param /, "\n@param ", s)
        gsub(/ @return /, "\n@return ", s)
        parts = split(s, part, "\n")
        if (parts == 0)
            para()
        for (j = 1; j <= parts; j++)
            sentence(part[j])
    }
}

function sentence(s) {
    if (s ~ /^@param /) {
        sub(/^@param +/, "", s)
        para()
        put(".Fa " word(s))
        s = trim(substr(s, length(word(s)) + 1))
    } else if (s ~ /^@return/) {
        sub(/^@return */, "Returns: ", s)
        para()
    } else if (s ~ /^(Threads|May call|Source): /) {
        para()
    }
    if (s != "")
        put(text(s))
}

# Members of an options struct stand in columns, which are kept.
function columns(lines, n,    i, inside) {
    for (i = 1; i <= n; i++) {
        if (lines[i] == "" && !inside) {
            put(".Bd -literal")
            inside = 1
        } else if (lines[i] == "") {
            print ""
        } else {
            put(text(lines[i]))
        }
    }
    if (inside)
        put(".Ed")
}

function word(s) {
    return match(s, /^[A-Za-z_0-9]+/) ? substr(s, 1, RLENGTH) : s
}

# "ENCART_API int f(a, b);" as .Ft, .Fo, .Fa, .Fc.
function declare(d,    open, head, name, type, args, part, n, i) {
    sub(/^ENCART_API +/, "", d)
    gsub(/[ \t]+/, " ", d)
    open = index(d, "(")
    head = trim(substr(d, 1, open - 1))
    match(head, /encart_[a-z0-9_]+$/)
    name = substr(head, RSTART)
    type = trim(substr(head, 1, RSTART - 1))
    args = substr(d, open + 1)
    sub(/\) *;.*$/, "", args)
    print ".Ft \"" type "\""
    print ".Fo " name
    n = split(args, part, /, */)
    for (i = 1; i <= n; i++)
        print ".Fa \"" trim(part[i]) "\""
    print ".Fc"
}

# Programs, which the tests compile and run, are shown as they are.
FILENAME ~ /\.c$/ {
    if (FNR == 1) {
        print shown++ ? ".Ed" : ".Sh EXAMPLES"
        file = FILENAME
        sub(/^.*\//, "", file)
        print ".Ss " file
        print ".Bd -literal"
    }
    print text($0)
    next
}

FNR == 1 {
    s = $0
    sub(/^\/\* */, "", s)
    sub(/ *\*\/$/, "", s)
    file = FILENAME
    sub(/^.*\//, "", file)
    print ".Ss encart/" file
    put(text(s))
    next
}

/^\/\*\*/ {
    comment = 1
    count = 0
}

comment {
    s = $0
    ends = s ~ /\*\//
    sub(/^\/\*\* ?/, "", s)
    sub(/ *\*\/.*$/, "", s)
    sub(/^ \* ?/, "", s)
    s = trim(s)
    if (s != "" || (count > 0 && !ends))
        line[++count] = s
    if (ends)
        comment = 0
    next
}

/^ENCART_API/ || declaring {
    declaring = declaring " " $0
    if ($0 !~ /;/)
        next
    para()
    broken = 0
    declare(trim(declaring))
    declaring = ""
    para()
    describe(line, count)
    count = 0
    next
}

/^typedef/ && count > 0 {
    s = $0
    kind = s ~ /\{/ ? word(substr(s, index(s, "struct ") + 7)) : s
    if (s ~ /\(\*/) {
        match(s, /\(\*[a-z_]+/)
        kind = substr(s, RSTART + 2, RLENGTH - 2)
    } else if (s !~ /\{/) {
        sub(/;.*$/, "", kind)
        sub(/^.* /, "", kind)
    }
    para()
    put(".Vt " kind)
    para()
    if (kind ~ /_options$/)
        columns(line, count)
    else
        describe(line, count)
    count = 0
}

# Constants with a comment of their own.
/^#define ENCART_[A-Z_0-9]+ .*\/\* .* \*\/$/ {
    s = $0
    sub(/^.*\/\* */, "", s)
    sub(/ *\*\/$/, "", s)
    para()
    put(".Dv " $2 " " $3)
    put("\\(em " text(s))
}

END {
    if (shown)
        print ".Ed"
    print ".Sh SEE ALSO"
    print ".Xr encart 1"
}
