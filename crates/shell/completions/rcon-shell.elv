
use builtin;
use str;

set edit:completion:arg-completer[rcon-shell] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'rcon-shell'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'rcon-shell'= {
            cand -p 'The password; others see it in `ps`'
            cand --password 'The password; others see it in `ps`'
            cand --password-file 'Read the password from the first line of FILE'
            cand --from 'Address and password out of the game''s own file'
            cand -e 'Run COMMAND, print its reply, exit; repeatable'
            cand --execute 'Run COMMAND, print its reply, exit; repeatable'
            cand -f 'Run the commands in FILE; - is standard input'
            cand --file 'Run the commands in FILE; - is standard input'
            cand -t 'Deadline for login and each reply [default: 10]'
            cand --timeout 'Deadline for login and each reply [default: 10]'
            cand --wait 'Keep trying to connect for so long'
            cand --log-listen 'Listen for the server''s log at ADDRESS'
            cand --log-via 'The server reaches that listener through HOST:PORT'
            cand --expect 'Compare with the settings in FILE, exit: 9 where any differs'
            cand --apply 'Set what is not as FILE says, exit: 8 where any would not take'
            cand --format 'What standard output holds [default: text]'
            cand --fail-on 'A reply in which REGEX is found is a failure; repeatable'
            cand --color 'When to use colours [default: auto]'
            cand --encoding 'The server''s text encoding [default: utf-8]'
            cand --max-command 'Longest command to send, in bytes'
            cand --max-reply 'Longest reply to keep in memory, in bytes [default: 64M]'
            cand --game 'The kind of server, where `auto` guesses wrong [default: auto]'
            cand --proxy-command 'Go through CMD, such as ''ssh -W %h:%p bastion'''
            cand --parallel 'Ask at most N servers at a time [default: 256]'
            cand --config 'Read this configuration file instead of the usual one'
            cand --generate 'Print a shell''s completion file, or the manual page'
            cand --password-stdin 'Read the password from the first line of standard input'
            cand --no-wait 'With -e or -f: send, do not wait for replies'
            cand --check 'Log in, print one line, exit; runs no command'
            cand --players 'Print who is on, exit'
            cand --follow 'Print the server''s log as it happens, until Ctrl-C'
            cand --json 'One JSON object a line on standard output'
            cand --keep-going 'Go on after a command that failed'
            cand --strict 'A reply that refuses its command is a failure'
            cand --raw 'Print the bytes of a reply exactly as they came'
            cand --group-by-reply 'Print equal replies once, under all their servers'
            cand --no-config 'Read no configuration file'
            cand --no-history 'Neither read nor keep the history of typed lines'
            cand --demo 'Try it without a game server'
            cand -q 'No greeting and no notices; errors stay'
            cand --quiet 'No greeting and no notices; errors stay'
            cand -v 'Tell what happens on the wire; -vv with bytes'
            cand --verbose 'Tell what happens on the wire; -vv with bytes'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
    ]
    $completions[$command]
}

# The servers and groups of the configuration where no option is typed.
var of-options = $edit:completion:arg-completer[rcon-shell]
set edit:completion:arg-completer[rcon-shell] = {|@words|
    if (str:has-prefix $words[-1] '-') {
        $of-options rcon-shell $words[-1]
    } elif (has-value [-p --password --password-file --from -e --execute -f --file -t --timeout --wait --log-listen --log-via --expect --apply --format --fail-on --color --encoding --max-command --max-reply --game --proxy-command --parallel --config --generate] $words[-2]) {
        edit:complete-filename $words[-1]
    } else {
        try {
            e:rcon-shell --generate servers | from-lines | each {|line|
                var name about = (str:split "\t" $line)
                edit:complex-candidate $name &display=$name'  '$about
            }
        } catch {
            # Without the program there are no names, and a key to answer.
        }
    }
}
