//! Completion files: the options as `clap_complete` writes them, and the
//! configuration's servers, for which they ask the program.

use clap::{Arg, Command};
use clap_complete::Shell;

use crate::request::cli;

/// The file for this shell.
pub(super) fn completion(shell: Shell) -> Vec<u8> {
    let mut command = cli::command();
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command, "rcon-shell", &mut out);
    match String::from_utf8(out) {
        Ok(options) => with_servers(shell, options, &command).into_bytes(),
        // It is made of our own texts; as it is, it still has the options.
        Err(error) => error.into_bytes(),
    }
}

fn with_servers(shell: Shell, mut file: String, command: &Command) -> String {
    match shell {
        Shell::Bash => {
            let options = valued(command).join("|");
            file + &include_str!("servers.bash").replace("{VALUED}", &options)
        }
        Shell::Zsh => {
            // The function has to be there before the file's last lines call.
            let at = file.find("_rcon-shell() {").unwrap_or_default();
            file.insert_str(at, include_str!("servers.zsh"));
            // With two colons, zsh takes what follows a server for servers,
            // options too.
            file.replace(":_hosts' \\\n", ":_rcon-shell_servers' \\\n")
                .replace("'*::servers ", "'*:servers ")
        }
        Shell::Fish => file + include_str!("servers.fish"),
        Shell::Elvish => {
            let options = valued(command).join(" ");
            file + &include_str!("servers.elv").replace("{VALUED}", &options)
        }
        Shell::PowerShell => {
            let options = format!("'{}'", valued(command).join("', '"));
            let servers = include_str!("servers.ps1").replace("{VALUED}", &options);
            let at = file.find("    $commandElements =").unwrap_or(file.len());
            file.insert_str(at, &servers);
            // A server before an option is no subcommand.
            file.replace("switch ($command)", "switch ('rcon-shell')")
        }
        _ => file,
    }
}

/// The options whose next word is their value, in all their forms.
fn valued(command: &Command) -> Vec<String> {
    let options = command
        .get_arguments()
        .filter(|option| !option.is_positional() && option.get_action().takes_values());
    options.flat_map(forms).collect()
}

fn forms(option: &Arg) -> impl Iterator<Item = String> {
    let short = option.get_short().map(|short| format!("-{short}"));
    let long = option.get_long().map(|long| format!("--{long}"));
    short.into_iter().chain(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_asks_for_the_servers_and_has_no_gap_left() {
        for shell in [
            Shell::Bash,
            Shell::Zsh,
            Shell::Fish,
            Shell::Elvish,
            Shell::PowerShell,
        ] {
            let file = String::from_utf8(completion(shell)).unwrap();
            assert!(file.contains("--generate servers"), "{shell}");
            assert!(!file.contains("VALUED"), "{shell}");
        }
    }

    // What `clap_complete` writes is its own affair, and may change.
    #[test]
    fn what_is_replaced_in_a_file_was_there() {
        let zsh = String::from_utf8(completion(Shell::Zsh)).unwrap();
        assert!(zsh.starts_with("#compdef rcon-shell\n"));
        assert!(zsh.contains(":_rcon-shell_servers'"));
        assert!(zsh.contains("'*:servers "));
        let powershell = String::from_utf8(completion(Shell::PowerShell)).unwrap();
        assert!(powershell.starts_with("\nusing namespace"));
        assert!(powershell.contains("switch ('rcon-shell')"));
    }

    #[test]
    fn options_that_take_a_value_are_known() {
        let valued = valued(&cli::command());
        for option in ["-p", "--password", "-e", "--game", "--config"] {
            assert!(valued.iter().any(|known| known == option), "{option}");
        }
        for option in ["--json", "-v", "--help", "--password-stdin"] {
            assert!(!valued.iter().any(|known| known == option), "{option}");
        }
    }
}
