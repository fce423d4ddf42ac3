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

/// Starts of each kind, of which the fastest counts: what makes one slower is
/// not the program's.
const RUNS: usize = 40;

pub(crate) fn measure() -> Result {
    let home = tempfile::tempdir()?;
    let [alone] = best([home.path()], &[], "RCON ]")?;
    table::plain(
        &format!("from start to prompt, not connected, the fastest of {RUNS}"),
        &table::ms(alone),
        "≤ 2 ms",
    );

    let server = Server::builder().password(PASSWORD).start()?;
    let address = server.addr().to_string();
    let prompt = format!("{address} ]");
    for count in [500, 5_000, 50_000] {
        let other = tempfile::tempdir()?;
        for (home, count) in [(&home, 0), (&other, count)] {
            let cached = Cached {
                game: None,
                fetched: SystemTime::now(),
                names: keys::names(count),
            };
            Cache::at(home.path().join("rcon-shell")).save(&address, &cached)?;
        }
        let [without, with] = best([home.path(), other.path()], &[&address], &prompt)?;
        if count == 500 {
            table::plain("… connected", &table::ms(without), "");
        }
        table::plain(
            &format!("… connected, what {count} cached names add"),
            &table::ms(with.saturating_sub(without)),
            if count == 50_000 { "≤ 3 ms" } else { "" },
        );
    }

    for count in [100, 1_000, 10_000] {
        let other = tempfile::tempdir()?;
        let mut lines = String::new();
        for number in 0..count {
            writeln!(lines, "say message {number}")?;
        }
        std::fs::create_dir(other.path().join("rcon-shell"))?;
        std::fs::write(other.path().join("rcon-shell").join("history"), lines)?;
        let [without, with] = best([home.path(), other.path()], &[], "RCON ]")?;
        table::plain(
            &format!("… not connected, what {count} lines of history add"),
            &table::ms(with.saturating_sub(without)),
            "",
        );
    }
    Ok(())
}

/// The fastest of some starts in each of these homes, by turns.
fn best<const N: usize>(
    homes: [&Path; N],
    arguments: &[&str],
    prompt: &str,
) -> Result<[Duration; N]> {
    let mut best = [Duration::MAX; N];
    for _ in 0..RUNS {
        for (best, home) in best.iter_mut().zip(homes) {
            *best = (*best).min(start(home, arguments, prompt)?);
        }
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
