# The servers and groups of the configuration; the hosts that zsh knows where
# none of them fits.
_rcon-shell_servers() {
    local -a asked lines servers
    local line
    if (( ! $+opt_args[--no-config] )); then
        if (( $+opt_args[--config] )); then
            # Its value comes as typed, with the colons escaped.
            asked=(--config ${(Q)opt_args[--config]})
        fi
        lines=(${(f)"$(command rcon-shell --generate servers $asked 2>/dev/null </dev/null)"})
    fi
    for line in $lines; do
        line=${line%%$'\t'}
        line=${${line//\\/\\\\}//:/\\:}
        servers+=("${line/$'\t'/:}")
    done
    _describe -V -t servers server servers || _hosts
}

