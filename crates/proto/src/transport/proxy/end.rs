//! A program is ended with all that it has started, on each platform.

use std::process::Child;
#[cfg(not(unix))]
use std::process::{Command, Stdio};

/// Ends what a program has started, too: of a shell that waits for others, they
/// would go on. The program has not been waited for, so that its number is
/// still its own.
#[cfg(unix)]
pub(super) fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // They may have ended a moment ago.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

/// Windows has no groups to end; `taskkill` follows who started whom.
#[cfg(not(unix))]
pub(super) fn end_group(child: &Child) {
    let number = child.id().to_string();
    let _ = Command::new("taskkill")
        .args(["/T", "/F", "/PID", &number])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}
