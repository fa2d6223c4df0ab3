# The code blocks of a document, for tests that run them: source it.
# shellcheck shell=bash

# Cuts the blocks of a document into files NNN.KIND in the current folder.
cut_blocks() {
    awk '
        /^```/ && open { open = 0; close(file); next }
        /^```/ {
            kind = substr($0, 4)
            open = 1
            file = sprintf("%03d.%s", ++n, kind == "" ? "none" : kind)
            printf "" >file
            next
        }
        open { print >file }
        END { exit open }' "$1"
}

# The file that a block's first line names: -- a/b.lua, /* a.c */
named() {
    head -n 1 "$1" | sed -nE 's#^(--|/\*) *([a-z0-9/_.-]+\.(lua|c))( \*/)?$#\2#p'
}

place() { # BLOCK: writes it where it says; prints the name
    local name
    name=$(named "$1")
    [ -n "$name" ] || {
        echo "the first line of a c or lua block must name its file"
        return 1
    }
    mkdir -p "$(dirname "$name")"
    cp "$1" "$name"
}
