//! A command line of the user's, for the platform's shell.

use std::ffi::OsStr;
use std::process::Command;

/// The platform's shell, about to run a line that a person wrote: the value of
/// `PAGER` or `password_command`, the program of `!pipe`.
#[cfg(unix)]
pub(crate) fn shell_command(line: impl AsRef<OsStr>) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(line);
    shell
}

/// `cmd` reads its line as it stands: quotes escaped for the C runtime, as
/// `arg` does it, would reach the program doubled. With `/S` it takes away the
/// outermost pair, which is ours, and no other.
#[cfg(not(unix))]
pub(crate) fn shell_command(line: impl AsRef<OsStr>) -> Command {
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
