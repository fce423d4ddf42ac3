//! From the start of the program to its prompt, in a terminal.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use rcon_shell::internals::{Cache, Cached};
use rcon_sim::Server;

use crate::program::measured;
use crate::{PASSWORD, Result, keys, table};

const RUNS: usize = 20;

pub(crate) fn measure() -> Result {
    let home = tempfile::tempdir()?;
    let alone = best(home.path(), &[], "RCON ]")?;
    table::plain(
        "from start to prompt, not connected",
        &table::ms(alone),
        "≤ 2 ms",
    );

    let server = Server::builder().password(PASSWORD).start()?;
    let address = server.addr().to_string();
    let prompt = format!("{address} ]");
    for count in [500, 5_000, 50_000] {
        let cache = Cache::at(home.path().join("rcon-shell"));
        let cached = Cached {
            game: None,
            fetched: SystemTime::now(),
            names: keys::names(0),
        };
        cache.save(&address, &cached)?;
        let without = best(home.path(), &[&address], &prompt)?;
        let names = keys::names(count);
        cache.save(&address, &Cached { names, ..cached })?;
        let with = best(home.path(), &[&address], &prompt)?;
        table::plain(
            &format!("… connected, what {count} cached names add"),
            &table::ms(with.saturating_sub(without)),
            if count == 50_000 { "≤ 3 ms" } else { "" },
        );
    }

    for count in [100, 1_000, 10_000] {
        let home = tempfile::tempdir()?;
        let mut lines = String::new();
        for number in 0..count {
            writeln!(lines, "say message {number}")?;
        }
        std::fs::create_dir(home.path().join("rcon-shell"))?;
        std::fs::write(home.path().join("rcon-shell").join("history"), lines)?;
        let with = best(home.path(), &[], "RCON ]")?;
        table::plain(
            &format!("… not connected, what {count} lines of history add"),
            &table::ms(with.saturating_sub(alone)),
            "",
        );
    }
    Ok(())
}

/// The fastest of some starts.
fn best(home: &Path, arguments: &[&str], prompt: &str) -> Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        best = best.min(start(home, arguments, prompt)?);
    }
    Ok(best)
}

fn start(home: &Path, arguments: &[&str], prompt: &str) -> Result<Duration> {
    let (terminal, end) = pty_process::blocking::open()?;
    terminal.resize(pty_process::Size::new(24, 80))?;
    let began = Instant::now();
    let mut child = pty_process::blocking::Command::new(measured())
        .arg("--no-config")
        .args(arguments)
        .env("HOME", home)
        .env("XDG_STATE_HOME", home)
        .env("XDG_CACHE_HOME", home)
        .env("RCON_PASSWORD", PASSWORD)
        .env_remove("RCON_HOST")
        .env("TERM", "xterm")
        .spawn(end)?;
    let mut terminal = File::from(OwnedFd::from(terminal));
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    let wanted = prompt.as_bytes();
    while !shown.windows(wanted.len()).any(|part| part == wanted) {
        let count = terminal.read(&mut buffer)?;
        shown.extend_from_slice(&buffer[..count]);
    }
    let elapsed = began.elapsed();
    child.kill()?;
    child.wait()?;
    Ok(elapsed)
}
