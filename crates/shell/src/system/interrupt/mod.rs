//! Signals and panics, in one place: Ctrl-C ends a wait, and whatever ends the
//! program puts the terminal back first.

#[cfg(unix)]
mod ignored;
mod panic;
mod parting;
mod signals;
mod terminal;

use std::io;
use std::sync::Once;

use rcon_proto::Cancel;

pub(crate) use parting::Parting;
#[cfg(unix)]
pub(crate) use terminal::suspend;
pub(crate) use terminal::{Editing, Hushed, OtherScreen, Unhushed};

/// Starts listening for signals, once, before anything else happens. From then
/// on:
///
/// - Ctrl-C (SIGINT) raises `cancel`, as often as it is pressed, and does
///   nothing else. Whatever waits looks at the flag; a blocking system call is
///   not woken, so it belongs on a thread of its own or in short slices.
/// - SIGTERM ends the program with 128 and the signal's number, also as the
///   first process of a container, where no signal ends one by itself. So does
///   SIGHUP at a terminal.
/// - A panic on any thread puts the terminal back, says one line and ends the
///   program with 1.
///
/// SIGPIPE stays ignored, as Rust has it: a write to a closed pipe is an error
/// like others.
///
/// None of it needs a thread, which would cost a single command as much time
/// as its round trips. Whoever is going to change the terminal's modes calls
/// [`hold_terminal`] before.
///
/// # Errors
///
/// The system refused a handler.
pub(crate) fn install(cancel: &Cancel) -> io::Result<()> {
    end_at_a_panic();
    signals::install(cancel)
}

/// What [`install`] says of a panic, for what comes before.
pub(crate) fn end_at_a_panic() {
    panic::install();
}

/// Remembers the terminal as it is, and sees to it that from now on whatever
/// ends or stops the program puts it back first:
///
/// - SIGTERM and SIGHUP put the terminal back and end the program with 128 and
///   the signal's number. Away from a terminal, one that was ignored when the
///   program started, as under `nohup`, stays so.
/// - SIGTSTP stops the program with the terminal put back meanwhile.
///
/// Once is enough; again it does nothing.
pub(crate) fn hold_terminal() {
    static HELD: Once = Once::new();
    HELD.call_once(|| {
        terminal::remember();
        if let Err(error) = signals::listen() {
            log::warn!("a signal will leave the terminal as it is then: {error}");
        }
    });
}
