    # The servers and groups of the configuration where no option is typed.
    if (-not $wordToComplete.StartsWith('-')) {
        $typed = $wordToComplete.Trim("'", '"')
        $before = $commandAst.CommandElements |
            Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
            Select-Object -Last 1
        if ("$before" -in {VALUED}) { return }
        return rcon-shell --generate servers 2>$null | ForEach-Object {
            $name, $about = $_ -split "`t", 2
            if ($name.StartsWith($typed)) {
                # Quoted where it is more than a word to PowerShell.
                $quoted = if ($name -match '^[\w.:][\w.:-]*$') { $name } else { "'" + $name.Replace("'", "''") + "'" }
                [CompletionResult]::new($quoted, $name, [CompletionResultType]::ParameterValue, "$name $about")
            }
        }
    }

