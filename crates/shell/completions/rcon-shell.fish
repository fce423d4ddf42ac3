complete -c rcon-shell -s p -l password -d 'The password; others see it in `ps`' -r -f
complete -c rcon-shell -l password-file -d 'Read the password from the first line of FILE' -r -F
complete -c rcon-shell -l from -d 'Address and password out of the game\'s own file' -r -F
complete -c rcon-shell -s e -l execute -d 'Run COMMAND, print its reply, exit; repeatable' -r -f
complete -c rcon-shell -s f -l file -d 'Run the commands in FILE; - is standard input' -r -F
complete -c rcon-shell -s t -l timeout -d 'Deadline for login and each reply [default: 10]' -r -f
complete -c rcon-shell -l wait -d 'Keep trying to connect for so long' -r -f
complete -c rcon-shell -l log-listen -d 'Listen for the server\'s log at ADDRESS' -r -f
complete -c rcon-shell -l log-via -d 'The server reaches that listener through HOST:PORT' -r -f
complete -c rcon-shell -l expect -d 'Compare with the settings in FILE, exit: 9 where any differs' -r -F
complete -c rcon-shell -l apply -d 'Set what is not as FILE says, exit: 8 where any would not take' -r -F
complete -c rcon-shell -l format -d 'What standard output holds [default: text]' -r -f -a "text\t'The replies'
json\t'One JSON object a line'
csv\t'With --players: rows of comma-separated values'
prometheus\t'With --check: metrics for a textfile collector'"
complete -c rcon-shell -l fail-on -d 'A reply in which REGEX is found is a failure; repeatable' -r -f
complete -c rcon-shell -l color -d 'When to use colours [default: auto]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Into pipes and files too'
never\t'Not at all'"
complete -c rcon-shell -l encoding -d 'The server\'s text encoding [default: utf-8]' -r -f
complete -c rcon-shell -l max-command -d 'Longest command to send, in bytes' -r -f
complete -c rcon-shell -l max-reply -d 'Longest reply to keep in memory, in bytes [default: 64M]' -r -f
complete -c rcon-shell -l game -d 'The kind of server, where `auto` guesses wrong [default: auto]' -r -f -a "auto\t''
source\t''
cs2\t''
minecraft\t''
factorio\t''
palworld\t''
ark\t''
rust\t''
zomboid\t''
squad\t''
conan\t''
battleye\t''
dayz\t''
arma\t''
reforger\t''
7dtd\t''
generic\t''"
complete -c rcon-shell -l proxy-command -d 'Go through CMD, such as \'ssh -W %h:%p bastion\'' -r -f -a "(__fish_complete_command)"
complete -c rcon-shell -l parallel -d 'Ask at most N servers at a time [default: 256]' -r -f
complete -c rcon-shell -l config -d 'Read this configuration file instead of the usual one' -r -F
complete -c rcon-shell -l generate -d 'Print a shell\'s completion file, or the manual page' -r -f -a "bash\t'Completion for bash'
zsh\t'Completion for zsh'
fish\t'Completion for fish'
powershell\t'Completion for PowerShell'
elvish\t'Completion for elvish'
man\t'The manual page'"
complete -c rcon-shell -l password-stdin -d 'Read the password from the first line of standard input'
complete -c rcon-shell -l no-wait -d 'With -e or -f: send, do not wait for replies'
complete -c rcon-shell -l check -d 'Log in, print one line, exit; runs no command'
complete -c rcon-shell -l players -d 'Print who is on, exit'
complete -c rcon-shell -l follow -d 'Print the server\'s log as it happens, until Ctrl-C'
complete -c rcon-shell -l json -d 'One JSON object a line on standard output'
complete -c rcon-shell -l keep-going -d 'Go on after a command that failed'
complete -c rcon-shell -l strict -d 'A reply that refuses its command is a failure'
complete -c rcon-shell -l raw -d 'Print the bytes of a reply exactly as they came'
complete -c rcon-shell -l group-by-reply -d 'Print equal replies once, under all their servers'
complete -c rcon-shell -l no-config -d 'Read no configuration file'
complete -c rcon-shell -l no-history -d 'Neither read nor keep the history of typed lines'
complete -c rcon-shell -l demo -d 'Try it without a game server'
complete -c rcon-shell -s q -l quiet -d 'No greeting and no notices; errors stay'
complete -c rcon-shell -s v -l verbose -d 'Tell what happens on the wire; -vv with bytes'
complete -c rcon-shell -s h -l help -d 'Print help (see more with \'--help\')'
complete -c rcon-shell -s V -l version -d 'Print version'

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
