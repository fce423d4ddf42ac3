//! Listening for signals.

use std::io::{self, IsTerminal as _};

use rcon_proto::Cancel;

#[cfg(unix)]
pub(super) fn install(cancel: &Cancel) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;

    use super::ignored::Ignored;

    // Raised by the handler itself, and not by the thread below: whoever
    // returns from the signal sees it. Also where it was ignored, as it is for
    // what a script starts in the background: a wait that Ctrl-C cannot end
    // is worse than one that it ends by mistake.
    signal_hook::flag::register(SIGINT, cancel.flag())?;
    let mut heard = vec![SIGTERM, SIGHUP, SIGTSTP];
    if !io::stdin().is_terminal() {
        let ignored = Ignored::at_start();
        heard.retain(|signal| !ignored.contains(*signal));
    }
    let mut signals = Signals::new(heard)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                if signal == SIGTSTP {
                    super::terminal::suspend();
                    continue;
                }
                super::terminal::restore();
                std::process::exit(128 + signal);
            }
        })?;
    Ok(())
}

/// Windows has Ctrl-C alone, which the C runtime turns into SIGINT; whatever
/// else ends a process there leaves it no time.
#[cfg(not(unix))]
pub(super) fn install(cancel: &Cancel) -> io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGINT, cancel.flag())?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use signal_hook::consts::SIGINT;
    use signal_hook::low_level::raise;

    use super::*;

    #[test]
    fn ctrl_c_raises_the_flag_as_often_as_it_is_pressed() {
        let cancel = Cancel::new();
        install(&cancel).unwrap();
        for _ in 0..2 {
            assert!(!cancel.is_cancelled());
            // Delivered to this thread before the call returns.
            raise(SIGINT).unwrap();
            assert!(cancel.reset());
        }
    }
}
