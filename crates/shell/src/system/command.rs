//! A command line of the user's, for the platform's shell.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus};

/// What is in our environment and nobody else's business: programs that we
/// start do not get it. `RCON_PASSWORD_FILE` names a file that is protected by
/// its own permissions, and stays.
pub(crate) const SECRET_VARIABLES: [&str; 1] = ["RCON_PASSWORD"];

/// The platform's shell, about to run a line that a person wrote: the value of
/// `PAGER` or `password_command`, the program of `!pipe`.
pub(crate) fn shell_command(line: impl AsRef<OsStr>) -> Command {
    let mut shell = platforms_shell(line.as_ref());
    for variable in SECRET_VARIABLES {
        shell.env_remove(variable);
    }
    shell
}

/// Whether the shell found nothing that it could run under the line's first word.
/// `cmd` ends in 1 then, where it is started with a line, as programs do that have
/// something to complain of: 9009 is what its own prompt and scripts see.
pub(crate) fn could_not_run(status: ExitStatus) -> bool {
    match status.code() {
        Some(126 | 127) => cfg!(unix),
        Some(1 | 9009) => cfg!(windows),
        _ => false,
    }
}

#[cfg(unix)]
fn platforms_shell(line: &OsStr) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(line);
    shell
}

/// `cmd` reads its line as it stands: quotes escaped for the C runtime, as
/// `arg` does it, would reach the program doubled. With `/S` it takes away the
/// outermost pair, which is ours, and no other.
#[cfg(not(unix))]
fn platforms_shell(line: &OsStr) -> Command {
    use std::os::windows::process::CommandExt as _;
    let mut quoted = std::ffi::OsString::from("\"");
    quoted.push(line);
    quoted.push("\"");
    let mut shell = Command::new("cmd");
    shell.args(["/S", "/C"]).raw_arg(quoted);
    shell
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_the_shells_to_read() {
        let output = shell_command("printf '%s|' 'a  b' \"c\"; exit 3").output();
        let output = output.unwrap();
        assert_eq!(output.stdout, b"a  b|c|");
        assert_eq!(output.status.code(), Some(3));
    }
}
