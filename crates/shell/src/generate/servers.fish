
# The servers and groups of the configuration.
function __rcon_shell_servers
    set -l asked
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        switch $words[$i]
            case --no-config
                return
            case --config
                set asked $words[$i] $words[(math $i + 1)]
            case '--config=*'
                set asked $words[$i]
        end
    end
    command rcon-shell --generate servers $asked 2>/dev/null </dev/null
end
# A server is no file.
complete -c rcon-shell -f -k -a '(__rcon_shell_servers)'
