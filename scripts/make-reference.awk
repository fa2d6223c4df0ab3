# Makes docs/reference.md of the LuaCATS stubs that editors read:
#     awk -f scripts/make-reference.awk lua/encart.lua lua/encart_test.lua >docs/reference.md
# The comment before a class or function is its text; what is marked @deprecated still works
# and is listed, struck out, with what stands in its place. A stub that has something which is
# not known here is an error, so that nothing is left out in silence.

BEGIN {
    print "# The plugin API"
    print ""
    print "What a plugin has, name by name. Made of the descriptions that editors read,"
    print "`lua/encart.lua` and `lua/encart_test.lua` (`make update-reference`); how it fits together"
    print "is told by [Writing a plugin](plugins.md)."
    print ""
    print "Beside this there are Lua’s own `string`, `table`, `math` and `utf8`, `assert`, `error`,"
    print "`getmetatable`, `ipairs`, `next`, `pairs`, `pcall`, `rawequal`, `rawget`, `rawlen`,"
    print "`rawset`, `require` (of the plugin’s own `lib/`), `select`, `setmetatable`, `tonumber`,"
    print "`tostring` and `type`, as [the sandbox](sandbox.md) has them."
}

function fail(what) {
    print FILENAME ":" FNR ": " what >"/dev/stderr"
    failed = 1
    exit 1
}

FNR == 1 {
    first = 1
    if (FILENAME ~ /_test/)
        print "\n# In tests/*.lua"
}

function clear() {
    text = ""
    nparams = nreturns = nfields = 0
    class = alias = deprecated = overload = ""
}

# Cuts the type off the beginning of `rest`: up to a space that is inside of no bracket and
# joins nothing. What remains is left in `rest`.
function take_type(    i, c, depth, before, out) {
    depth = 0
    for (i = 1; i <= length(rest); i++) {
        c = substr(rest, i, 1)
        if (c ~ /[({<[]/)
            depth++
        if (c ~ /[)}>\]]/)
            depth--
        before = i > 1 ? substr(rest, i - 1, 1) : ""
        if (c == " " && depth == 0 && before !~ /[:,|]/)
            break
    }
    out = substr(rest, 1, i - 1)
    rest = substr(rest, i + 1)
    return out
}

# The first word of `rest`.
function take_word(    i, out) {
    i = index(rest " ", " ")
    out = substr(rest, 1, i - 1)
    rest = substr(rest, i + 1)
    return out
}

function item(name, type, note,    optional, line) {
    optional = name ~ /\?$/
    sub(/\?$/, "", name)
    line = "- `" name "`: `" type "`"
    if (optional)
        line = line ", may be absent"
    if (note != "")
        line = line "; " note
    return line
}

# ---- comments ------------------------------------------------------------------------------

/^---@meta/ { clear(); next }
# Several can follow one another without a line between.
class != "" && (/^---[^@]/ || /^---@class / || /^---@alias /) { put_class() }
/^---@class / {
    rest = substr($0, 11)
    class = take_word()
    if (rest != "")
        text = text (text == "" ? "" : "\n") rest
    next
}
/^---@field / {
    rest = substr($0, 11)
    name = take_word()
    type = take_type()
    fields[++nfields] = item(name, type, rest)
    next
}
/^---@param / {
    rest = substr($0, 11)
    name = take_word()
    type = take_type()
    params[++nparams] = item(name, type, rest)
    next
}
/^---@return / {
    rest = substr($0, 12)
    type = take_type()
    returns[++nreturns] = "- gives `" type "`" (rest == "" ? "" : "; " rest)
    next
}
/^---@alias / {
    rest = substr($0, 11)
    alias = take_word()
    type = take_type()
    aliases[alias] = type
    print "\n## " alias "\n\n" (text == "" ? "" : text "\n\n") "`" type "`"
    clear()
    next
}
/^---@overload / { overload = substr($0, 14); next }
/^---@deprecated/ {
    rest = substr($0, 16)
    sub(/^ /, "", rest)
    deprecated = rest == "" ? "do not use it any more" : rest
    next
}
/^---@generic / || /^---@type / { next }
/^---@/ { fail("a tag that scripts/make-reference.awk does not know: " $1) }
/^---/ { text = text (text == "" ? "" : "\n") substr($0, 4); next }

# ---- what they stand before -----------------------------------------------------------------

function struck(name) {
    return deprecated == "" ? name : "~~" name "~~"
}

function put_text() {
    if (deprecated != "")
        print "\n**Deprecated**: " deprecated
    if (text != "")
        print "\n" text
}

function put_class(    i) {
    print "\n## " struck(class)
    put_text()
    if (nfields)
        print ""
    for (i = 1; i <= nfields; i++)
        print fields[i]
    clear()
}

function put_function(signature,    i) {
    print "\n### " struck("`" signature "`")
    put_text()
    if (nparams + nreturns || overload != "")
        print ""
    for (i = 1; i <= nparams; i++)
        print params[i]
    for (i = 1; i <= nreturns; i++)
        print returns[i]
    if (overload != "")
        print "- also `" overload "`"
    clear()
}

/^function / {
    signature = substr($0, 10)
    if (!sub(/ end$/, "", signature))
        fail("a function of a stub is one line: function NAME(…) end")
    put_function(signature)
    next
}
# What is said after the error that every stub begins with is about the file.
/^error\(/ { clear(); next }
/^(local )?[a-z_]+ = \{\}$/ || /^$/ {
    if (class != "")
        put_class()
    else if (text != "")
        print "\n" text
    clear()
    next
}
{ fail("a line that scripts/make-reference.awk does not know") }

END {
    if (!failed && class != "")
        put_class()
    exit failed
}
