//! Listening for signals.

#[cfg(unix)]
pub(super) use unix::{install, listen};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::Arc;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    use rcon_proto::Cancel;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    use crate::system::interrupt::ignored::Ignored;
    use crate::system::interrupt::{parting, terminal};
    use crate::system::terminal::streams;

    /// Whether a signal may end the program there and then: nobody has changed
    /// the terminal's modes, and nobody is about to.
    static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

    pub(in crate::system::interrupt) fn install(cancel: &Cancel) -> io::Result<()> {
        // Raised by the handler itself, and not by a thread: whoever returns
        // from the signal sees it. Also where it was ignored, as it is for
        // what a script starts in the background: a wait that Ctrl-C cannot
        // end is worse than one that it ends by mistake.
        flag::register(SIGINT, cancel.flag())?;
        end_at_once(SIGTERM)?;
        // Away from a terminal this may be `nohup`'s, which a handler would
        // undo; without one the system does what was asked for.
        if streams().stdin {
            end_at_once(SIGHUP)?;
        }
        Ok(())
    }

    fn end_at_once(signal: i32) -> io::Result<()> {
        let condition = Arc::clone(&AT_ONCE);
        flag::register_conditional_shutdown(signal, 128 + signal, condition).map(drop)
    }

    /// Hears them on a thread, which can do what no handler may.
    pub(in crate::system::interrupt) fn listen() -> io::Result<()> {
        let mut heard = vec![SIGTERM, SIGHUP, SIGTSTP];
        if !streams().stdin {
            let ignored = Ignored::at_start();
            heard.retain(|signal| !ignored.contains(*signal));
        }
        let mut signals = Signals::new(heard)?;
        std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in signals.forever() {
                    if signal == SIGTSTP {
                        terminal::suspend();
                        continue;
                    }
                    terminal::restore();
                    parting::part();
                    std::process::exit(128 + signal);
                }
            })?;
        AT_ONCE.store(false, Ordering::SeqCst);
        Ok(())
    }
}

/// Windows has Ctrl-C alone, which the C runtime turns into SIGINT; whatever
/// else ends a process there leaves it no time.
#[cfg(not(unix))]
pub(super) fn install(cancel: &rcon_proto::Cancel) -> std::io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGINT, cancel.flag())?;
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn listen() -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use rcon_proto::Cancel;
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
