# fish completion for encart: the options are those that its own --help lists.

function __encart_commands
    encart help 2>/dev/null | string match -rg '^  ([a-z]+ +.*)' | string replace -r ' +' '\t'
end

function __encart_options
    set -l words (commandline -opc)
    set -q words[2]; or return
    for line in (encart $words[2] --help 2>/dev/null | string match -r '^ +(?:-[A-Za-z0-9], )?--[a-z].*')
        set -l name (string match -r -- '--[a-z][a-z-]*' $line)
        printf '%s\t%s\n' $name[1] (string replace -r '^ +(?:-., )?--[^ ]+( [A-Z]+)? *' '' -- $line)
    end
end

function __encart_value
    contains -- (commandline -opc)[-1] $argv
end

complete -c encart -n __fish_use_subcommand -f -a '(__encart_commands)'
complete -c encart -n 'not __fish_use_subcommand' -a '(__encart_options)'
complete -c encart -n '__encart_value -f --format' -f -a 'fragment page'
complete -c encart -n '__encart_value --from' -f -a 'text html page json saved'
complete -c encart -n '__encart_value -P --profile' -f -a 'strict article embeds'
complete -c encart -n '__encart_value --repair' -f -a 'auto always'
complete -c encart -n '__encart_value --channel' -f -a 'web feed amp mail app'
complete -c encart -n '__encart_value plugin' -f -a 'new check test describe'
complete -c encart -n '__encart_value config' -f -a check
