
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'rcon-shell' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The servers and groups of the configuration where no option is typed.
    if (-not $wordToComplete.StartsWith('-')) {
        $typed = $wordToComplete.Trim("'", '"')
        $before = $commandAst.CommandElements |
            Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
            Select-Object -Last 1
        if ("$before" -in '-p', '--password', '--password-file', '--from', '-e', '--execute', '-f', '--file', '-t', '--timeout', '--wait', '--log-listen', '--log-via', '--expect', '--apply', '--format', '--fail-on', '--color', '--encoding', '--max-command', '--max-reply', '--game', '--proxy-command', '--parallel', '--config', '--generate') { return }
        return rcon-shell --generate servers 2>$null | ForEach-Object {
            $name, $about = $_ -split "`t", 2
            if ($name.StartsWith($typed)) {
                # Quoted where it is more than a word to PowerShell.
                $quoted = if ($name -match '^[\w.:][\w.:-]*$') { $name } else { "'" + $name.Replace("'", "''") + "'" }
                [CompletionResult]::new($quoted, $name, [CompletionResultType]::ParameterValue, "$name $about")
            }
        }
    }

    $commandElements = $commandAst.CommandElements
    $command = @(
        'rcon-shell'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ('rcon-shell') {
        'rcon-shell' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The password; others see it in `ps`')
            [CompletionResult]::new('--password', '--password', [CompletionResultType]::ParameterName, 'The password; others see it in `ps`')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from the first line of FILE')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Address and password out of the game''s own file')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Run COMMAND, print its reply, exit; repeatable')
            [CompletionResult]::new('--execute', '--execute', [CompletionResultType]::ParameterName, 'Run COMMAND, print its reply, exit; repeatable')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Run the commands in FILE; - is standard input')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Run the commands in FILE; - is standard input')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Deadline for login and each reply [default: 10]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline for login and each reply [default: 10]')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Keep trying to connect for so long')
            [CompletionResult]::new('--log-listen', '--log-listen', [CompletionResultType]::ParameterName, 'Listen for the server''s log at ADDRESS')
            [CompletionResult]::new('--log-via', '--log-via', [CompletionResultType]::ParameterName, 'The server reaches that listener through HOST:PORT')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Compare with the settings in FILE, exit: 9 where any differs')
            [CompletionResult]::new('--apply', '--apply', [CompletionResultType]::ParameterName, 'Set what is not as FILE says, exit: 8 where any would not take')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What standard output holds [default: text]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'A reply in which REGEX is found is a failure; repeatable')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'The server''s text encoding [default: utf-8]')
            [CompletionResult]::new('--max-command', '--max-command', [CompletionResultType]::ParameterName, 'Longest command to send, in bytes')
            [CompletionResult]::new('--max-reply', '--max-reply', [CompletionResultType]::ParameterName, 'Longest reply to keep in memory, in bytes [default: 64M]')
            [CompletionResult]::new('--game', '--game', [CompletionResultType]::ParameterName, 'The kind of server, where `auto` guesses wrong [default: auto]')
            [CompletionResult]::new('--proxy-command', '--proxy-command', [CompletionResultType]::ParameterName, 'Go through CMD, such as ''ssh -W %h:%p bastion''')
            [CompletionResult]::new('--parallel', '--parallel', [CompletionResultType]::ParameterName, 'Ask at most N servers at a time [default: 256]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration file instead of the usual one')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Print a shell''s completion file, or the manual page')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from the first line of standard input')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'With -e or -f: send, do not wait for replies')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Log in, print one line, exit; runs no command')
            [CompletionResult]::new('--players', '--players', [CompletionResultType]::ParameterName, 'Print who is on, exit')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Print the server''s log as it happens, until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON object a line on standard output')
            [CompletionResult]::new('--keep-going', '--keep-going', [CompletionResultType]::ParameterName, 'Go on after a command that failed')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'A reply that refuses its command is a failure')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes of a reply exactly as they came')
            [CompletionResult]::new('--group-by-reply', '--group-by-reply', [CompletionResultType]::ParameterName, 'Print equal replies once, under all their servers')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Neither read nor keep the history of typed lines')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Try it without a game server')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No greeting and no notices; errors stay')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No greeting and no notices; errors stay')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell what happens on the wire; -vv with bytes')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell what happens on the wire; -vv with bytes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
