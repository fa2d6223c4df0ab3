#!/bin/bash
# What the shells complete: every command, and every option that --help lists.
# shellcheck disable=SC2016,SC2317 # quotes of the inner shells; functions called by name
. "${srcdir:-.}/tests/sh-suite.sh"
suite completions
mkdir "$work/bin"
ln -s "$encart" "$work/bin/encart"
PATH=$work/bin:$PATH
completions=$srcdir/cli/completions
commands=$(encart help | sed -nE 's/^  ([a-z]+) .*/\1/p')
equal "there are commands to complete" "$(grep -cx -e render -e serve <<<"$commands")" 2

long_options() { # COMMAND
    encart "$1" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | LC_ALL=C sort -u
}

in_bash() { # WORD…: what completes the last
    bash -c '. "$0"; COMP_WORDS=(encart "$@"); COMP_CWORD=$#; _encart; printf "%s\n" "${COMPREPLY[@]}"' \
        "$completions/encart.bash" "$@"
}

in_fish() {
    fish --no-config -c 'source $argv[1]; set -l line (string join -- " " encart $argv[2..]); complete --do-complete=$line' \
        "$completions/encart.fish" "$@" | cut -f 1
}

# offers SHELL FUNCTION
offers() {
    equal "$1 completes the commands" \
        "$("$2" '' | grep -vE '^-' | LC_ALL=C sort -u)" "$(LC_ALL=C sort -u <<<"$commands")"
    for command in $commands; do
        [ "$command" = help ] || equal "$1 completes every option of $command" \
            "$("$2" "$command" -- | grep -E '^--' | LC_ALL=C sort -u)" "$(long_options "$command")"
    done
    equal "$1 completes formats" "$("$2" render --format p)" page
    equal "$1 completes what plugin does" "$("$2" plugin d)" describe
}

offers bash in_bash
if command -v fish >/dev/null; then
    export HOME=$work
    offers fish in_fish
else
    skip "fish completes the same" "no fish"
fi
if command -v zsh >/dev/null; then
    it "zsh can read its file" zsh -n "$completions/_encart"
else
    skip "zsh can read its file" "no zsh"
fi
finish
