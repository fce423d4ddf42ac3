//! What a key press costs with many names, and how soon the prompt is there.
//!
//! `cargo bench -p rcon-shell --bench keys`

use std::hint::black_box;
use std::time::{Duration, Instant};

use rcon_shell::editor::{drawn_at_key, drawn_at_tab};
use rcon_shell::names::{Builder, NameList, NewName};

/// More names than any game has.
const NAMES: usize = 50_000;

/// How often each thing is done.
const ROUNDS: u32 = 500;

fn main() {
    // `cargo test --benches` wants to know that it runs, not how fast.
    let rounds = if std::env::args().any(|arg| arg == "--bench") {
        ROUNDS
    } else {
        1
    };
    let names = names();
    println!("with {NAMES} names:");
    for line in [
        "s",
        "sv_name_4",
        "sv_name_49999 1",
        "nonsense",
        "a; b; sv_name_1",
    ] {
        print("a key", line, rounds, || {
            drawn_at_key(line, &names, 80).len()
        });
    }
    for line in ["", "sv_name_4", "sv_name_4999", "help sv_"] {
        print("Tab", line, rounds, || drawn_at_tab(line, &names, 80).len());
    }
    #[cfg(unix)]
    prompt::print(rounds.min(20));
}

fn names() -> NameList {
    let mut builder = Builder::default();
    for number in 0..NAMES {
        builder.push(&NewName {
            name: &format!("sv_name_{number}"),
            description: "What it does, in about as many words as usual.",
            ..NewName::default()
        });
    }
    builder.build()
}

fn print(what: &str, line: &str, rounds: u32, act: impl Fn() -> usize) {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let began = Instant::now();
            black_box(act());
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    let median = times[times.len() / 2].as_secs_f64() * 1e6;
    println!("{median:10.1} µs  {what} after {line:?}");
}

/// From the start of the program to its prompt, in a terminal.
#[cfg(unix)]
mod prompt {
    use std::fs::File;
    use std::io::Read as _;
    use std::os::fd::OwnedFd;
    use std::time::Instant;

    pub(super) fn print(rounds: u32) {
        let mut best = f64::MAX;
        for _ in 0..rounds {
            best = best.min(start());
        }
        println!("{best:10.1} ms  from the start to the prompt, at best");
    }

    fn start() -> f64 {
        let home = tempfile::tempdir().expect("a folder");
        let (terminal, end) = pty_process::blocking::open().expect("a terminal");
        terminal
            .resize(pty_process::Size::new(24, 80))
            .expect("a size");
        let began = Instant::now();
        let mut child = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_rcon-shell"))
            .arg("--no-config")
            .env("HOME", home.path())
            .env("XDG_STATE_HOME", home.path())
            .env("TERM", "xterm")
            .spawn(end)
            .expect("the program");
        let mut terminal = File::from(OwnedFd::from(terminal));
        let mut shown = Vec::new();
        let mut buffer = [0; 4096];
        while !shown.windows(6).any(|part| part == b"RCON ]") {
            let count = terminal.read(&mut buffer).expect("the prompt");
            shown.extend_from_slice(&buffer[..count]);
        }
        let elapsed = began.elapsed().as_secs_f64() * 1e3;
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        elapsed
    }
}
