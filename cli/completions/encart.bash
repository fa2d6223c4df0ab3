# bash completion for encart: the options are those that its own --help lists.
# shellcheck shell=bash

_encart_options() { # COMMAND
    encart "$1" --help 2>/dev/null |
        sed -nE 's/^ +((-[A-Za-z0-9]), )?(--[a-z][a-z-]*).*/\2 \3/p'
}

_encart() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} words=

    if [ "$COMP_CWORD" -eq 1 ] || [ "$COMP_CWORD.$command" = 2.help ]; then
        words="$(encart help 2>/dev/null | sed -nE 's/^  ([a-z]+) .*/\1/p') --help --version"
    elif [[ $current == -* ]]; then
        words=$(_encart_options "$command")
    else
        case $previous in
        -f | --format) words="fragment page" ;;
        --from) words="text html page json saved" ;;
        -P | --profile) words="strict article embeds" ;;
        --repair) words="auto always" ;;
        --channel) words="web feed amp mail app" ;;
        plugin) [ "$COMP_CWORD" -ne 2 ] || words="new check test describe" ;;
        config) [ "$COMP_CWORD" -ne 2 ] || words="check" ;;
        esac
    fi
    COMPREPLY=()
    [ -n "$words" ] || return 0 # then names of files
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o default -F _encart encart
