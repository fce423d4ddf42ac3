//! `-v`: what happens on the wire, on standard error.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use log::{LevelFilter, Log, Metadata, Record};

use crate::live;
use crate::show::escape;

/// Who is never heard: the first logs the keys that are pressed, the second
/// what messages hold.
const NEVER: [&str; 2] = ["rustyline", "tungstenite"];

/// What `-v`, given so many times, shows.
fn level(verbose: u8) -> LevelFilter {
    match verbose {
        0 => LevelFilter::Off,
        1 => LevelFilter::Debug,
        _ => LevelFilter::Trace,
    }
}

/// Starts telling. `sink` takes the lines, each whole, with its newline, and
/// harmless on a terminal; without one they go to standard error. A second
/// call changes nothing.
///
/// No password is in what is told: the types that hold one print as
/// `(redacted)`, the library shows no packet that holds one, and what lines
/// quote of a server goes through the redactor.
pub(crate) fn start(verbose: u8, sink: Option<Box<dyn Write + Send>>) {
    let level = level(verbose);
    if level == LevelFilter::Off {
        return;
    }
    let sink = sink.unwrap_or_else(|| Box::new(std::io::stderr()));
    // An error means that somebody logs already.
    if log::set_boxed_logger(Box::new(Teller::new(level, sink))).is_ok() {
        log::set_max_level(level);
    }
}

/// Tells, a line for each thing that happens.
struct Teller {
    level: LevelFilter,
    start: Instant,
    sink: Mutex<Box<dyn Write + Send>>,
}

impl Teller {
    fn new(level: LevelFilter, sink: Box<dyn Write + Send>) -> Self {
        Self {
            level,
            start: Instant::now(),
            sink: Mutex::new(sink),
        }
    }
}

impl Log for Teller {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let module = metadata.target().split("::").next();
        metadata.level() <= self.level && module.is_none_or(|name| !NEVER.contains(&name))
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let text = record.args().to_string();
        let text = live::redact_sentence(&text);
        let ms = self.start.elapsed().as_secs_f64() * 1000.0;
        let line = format!("[{ms:9.1} ms] {}\n", escape::line(&text, usize::MAX));
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        // Where nobody reads there is nobody to be told of it.
        let _ = sink.write_all(line.as_bytes());
    }

    fn flush(&self) {
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = sink.flush();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use log::Level;

    use super::*;

    /// A sink that the test can look into.
    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<u8>>>);

    impl Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(verbose: u8, level_of_record: Level, module: &str, text: &str) -> String {
        let seen = Seen::default();
        let teller = Teller::new(level(verbose), Box::new(seen.clone()));
        teller.log(
            &Record::builder()
                .args(format_args!("{text}"))
                .level(level_of_record)
                .target(module)
                .build(),
        );
        let bytes = seen.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn bytes_need_a_second_v() {
        assert!(logged(1, Level::Debug, "rcon_proto", "x").ends_with("ms] x\n"));
        assert_eq!(logged(1, Level::Trace, "rcon_proto", "x"), "");
        assert_ne!(logged(2, Level::Trace, "rcon_proto", "x"), "");
        assert_eq!(logged(0, Level::Error, "rcon_proto", "x"), "");
    }

    #[test]
    fn keys_are_never_shown() {
        assert_eq!(logged(2, Level::Debug, "rustyline::keymap", "p"), "");
    }

    #[test]
    fn a_line_is_one_and_harmless() {
        let line = logged(1, Level::Debug, "rcon_proto", "a\n\x1b[2J");
        assert!(line.ends_with("ms] a\\n\\x1b[2J\n"), "{line:?}");
    }
}
