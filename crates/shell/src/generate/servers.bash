
# The servers and groups of the configuration, and --option=value: what is
# above knows neither.
_rcon_shell() {
    # To bash, `=`, `:` and `@` are words of their own. Here a word is what
    # stands between blanks.
    local words=() line=${COMP_LINE:0:COMP_POINT} rest part i
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        part=${COMP_WORDS[i]}
        if [[ $i -eq $COMP_CWORD ]]; then part=$rest; fi
        if [[ $i -eq 0 || $rest != "$line" ]]; then
            words+=("$part")
        else
            words[${#words[@]} - 1]+=$part
        fi
        line=${rest#"$part"}
    done
    local last=$((${#words[@]} - 1))
    local word=${words[last]} previous=${words[last - 1]}

    local config="" ours=1 servers_only=""
    for ((i = 1; i < last; i++)); do
        # Quotes are still there.
        part=${words[i]//[\'\"\\]/}
        case $part in
            --) servers_only=1 ;;
            --no-config) ours="" ;;
            --config) config=${words[i + 1]//[\'\"\\]/} ;;
            --config=*) config=${part#*=} ;;
        esac
    done
    if [[ -z $servers_only ]]; then
        case $word in
            --*=*) _rcon__shell "$1" "${word#*=}" "${word%%=*}" && return ;;
            -*) _rcon__shell "$1" "$word" "$previous" && return ;;
        esac
        case $previous in
            {VALUED}) _rcon__shell "$1" "$word" "$previous" && return ;;
        esac
    fi

    local name
    COMPREPLY=()
    while [[ -n $ours ]] && IFS=$'\t' read -r name _; do
        if [[ $name != "$word"* ]]; then continue; fi
        # Bash puts this in the place of what is, to it, the last word.
        name=${name#"${word%"$2"}"}
        if [[ $name == *[^[:alnum:].:@_-]* ]]; then printf -v name %q "$name"; fi
        COMPREPLY+=("$name")
    done < <(command rcon-shell --generate servers ${config:+--config "$config"} 2>/dev/null </dev/null)
    if [[ ${#COMPREPLY[@]} -eq 0 && -z $word ]]; then
        _rcon__shell "$1" "" ""
    fi
    # A server is no file.
    if [[ ${BASH_VERSINFO[0]} -ge 4 ]]; then compopt +o default; fi
}

complete -F _rcon_shell -o bashdefault -o default rcon-shell
# In the order of the configuration.
if [[ ${BASH_VERSINFO[0]} -gt 4 || ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 4 ]]; then
    complete -F _rcon_shell -o nosort -o bashdefault -o default rcon-shell
fi
