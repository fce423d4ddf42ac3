//! The files of `completions/`, as they are.

use crate::request::cli::What;

/// The file that was committed. Of servers there is none.
pub(super) fn file(what: What) -> &'static str {
    match what {
        What::Bash => include_str!("../../completions/rcon-shell.bash"),
        What::Zsh => include_str!("../../completions/_rcon-shell"),
        What::Fish => include_str!("../../completions/rcon-shell.fish"),
        What::PowerShell => include_str!("../../completions/_rcon-shell.ps1"),
        What::Elvish => include_str!("../../completions/rcon-shell.elv"),
        What::Man => include_str!("../../completions/rcon-shell.1"),
        What::Servers => "",
    }
}
