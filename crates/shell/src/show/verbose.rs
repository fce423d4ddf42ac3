//! `-v`: what happens on the wire, on standard error.

use std::io::Write;

use env_logger::{Builder, Target};
use log::LevelFilter;

use crate::live;
use crate::show::escape;

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
    let target = sink.map_or(Target::Stderr, Target::Pipe);
    // An error means that somebody logs already.
    let _ = builder(level).target(target).try_init();
}

fn builder(level: LevelFilter) -> Builder {
    let start = std::time::Instant::now();
    let mut builder = Builder::new();
    builder
        .filter_level(level)
        // It logs the keys that are pressed.
        .filter_module("rustyline", LevelFilter::Off)
        // It logs what messages hold.
        .filter_module("tungstenite", LevelFilter::Off)
        .format(move |out, record| {
            let text = record.args().to_string();
            let text = live::redact_sentence(&text);
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            writeln!(out, "[{ms:9.1} ms] {}", escape::line(&text, usize::MAX))
        });
    builder
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use log::{Level, Log as _, Record};

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
        let mut builder = builder(level(verbose));
        let logger = builder.target(Target::Pipe(Box::new(seen.clone()))).build();
        logger.log(
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
