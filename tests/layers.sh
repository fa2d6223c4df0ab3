#!/bin/bash
# The shape of the house, kept: a file includes only from its own room or from rooms below
# (docs/ARCHITECTURE.md); foreign libraries stay in the rooms that wrap them.
. "${srcdir:-.}/tests/sh-suite.sh"
suite layers
cd "$srcdir" || exit 1

# Each room and all that it may include from.
declare -A below=(
    [base]="base"
    [text]="base text"
    [tree]="base tree"
    [i18n]="base text tree i18n"
    [html]="base text tree html"
    [serialise]="base text tree serialise"
    [sanitise]="base text tree html serialise sanitise"
    [edit]="base text tree sanitise edit"
    [place]="base text tree serialise place"
    [load]="base text tree i18n html serialise sanitise place load"
    [collection]="base text tree html serialise sanitise place load collection"
    [plugin]="base text tree i18n html serialise sanitise edit place load plugin"
    [lua]="base text tree i18n sanitise edit place load plugin lua"
    [render]="base text tree i18n html serialise sanitise edit place load collection plugin render"
    [api]="base text tree i18n html serialise sanitise edit place load collection plugin lua render api"
)

# What the runtime table of lua/ is called where the rooms are joined.
joins="core/api"

includes() { # FILE: the quoted includes
    sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$1"
}

room_of() { # PATH of a source or header
    case $1 in
    core/*/*) dirname "$1" | cut -d/ -f2 ;;
    lua/*) echo lua ;;
    *) echo none ;;
    esac
}

breaches() {
    local file room inc target
    find core lua -name '*.[ch]' | sort | while read -r file; do
        room=$(room_of "$file")
        for inc in $(includes "$file"); do
            case $inc in
            config.h) continue ;;
            */*) target=$(room_of "$inc") ;;
            *) target=$room ;; # a table beside the file
            esac
            case " ${below[$room]-} " in
            *" $target "*) ;;
            *) echo "$file includes $inc: $room stands below $target" ;;
            esac
        done
    done
}

equal "a file includes only from its own room and from rooms below" "$(breaches)" ""
equal "every room has its place in the order" \
    "$(find core -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | while read -r room; do
        [ -n "${below[$room]-}" ] || echo "$room"
    done)" ""

only_in() { # SENTENCE REGEX-OF-INCLUDE ALLOWED-REGEX
    local found
    found=$(grep -rlE --include='*.[ch]' "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$2>" \
        core lua cli examples tests bench fuzz 2>/dev/null | grep -vE "$3")
    equal "$1" "$found" ""
}

only_in "only one file includes libtidy" '(tidy/)?(tidy|tidybuffio|buffio)\.h' \
    '^(core/sanitise/repair\.c|tests/|bench/|fuzz/)'
only_in "only lua/ includes Lua" '(lua5\.4/)?(lua|lauxlib|lualib)\.h' '^(lua/|tests/|fuzz/)'
only_in "only the collection includes SQLite" 'sqlite3\.h' '^(core/collection/|tests/|bench/)'
only_in "only the text room includes the stemmer" 'libstemmer\.h' '^core/text/'
equal "the command line and the examples are clients of the public header only" \
    "$(grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"(core|lua)/|encart__' cli examples)" ""
equal "core talks to the runtime's interface, and names the Lua runtime only where rooms join" \
    "$(grep -rlE --include='*.c' 'encart__lua_runtime' core | grep -v "^$joins/")" ""

# The library shares its process: nothing prints, exits, changes locale or directory.
equal "the library neither prints nor exits nor touches the locale" \
    "$(grep -rnE --include='*.c' \
        '(^|[^_[:alnum:]])(printf|puts|perror|exit|abort|setlocale|chdir|signal) *\(' core lua |
        grep -vE ':[0-9]+:[[:space:]]*(/?\*|//)|\* ')" ""
finish
