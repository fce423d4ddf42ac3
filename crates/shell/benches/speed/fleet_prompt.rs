//! A line to 300 servers that take 100 ms to answer, at the prompt of all of
//! them. The floor: every server is asked at once and waited for once.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rcon_sim::{Fault, Server};

use crate::{PASSWORD, Result, program, table};

const LATENCY: Duration = Duration::from_millis(100);
const SERVERS: usize = 300;
const LINES: usize = 10;

pub(crate) fn measure() -> Result {
    let server = Server::builder()
        .password(PASSWORD)
        .count(SERVERS)
        .fault(Fault::Latency(LATENCY))
        .start()?;
    let home = tempfile::tempdir()?;
    let (terminal, end) = pty_process::blocking::open()?;
    terminal.resize(pty_process::Size::new(24, 80))?;
    let began = Instant::now();
    let mut child = pty_process::blocking::Command::new(program::measured())
        .arg("--no-config")
        .args(server.addrs().iter().map(ToString::to_string))
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path())
        .env("XDG_CACHE_HOME", home.path())
        .env("RCON_PASSWORD", PASSWORD)
        .env_remove("RCON_HOST")
        // The heading and the reply stand side by side.
        .env("NO_COLOR", "1")
        .env("TERM", "xterm")
        .spawn(end)?;
    let mut shown = Shown {
        terminal: File::from(OwnedFd::from(terminal)),
        unread: Vec::new(),
    };
    let prompt = format!("{SERVERS} servers ]");
    shown.wait_for(&prompt)?;
    let connected = began.elapsed();
    let mut best = Duration::MAX;
    for number in 0..LINES {
        let began = Instant::now();
        shown
            .terminal
            .write_all(format!("echo line-{number}\r").as_bytes())?;
        shown.wait_for(&format!("servers <==\r\nline-{number}"))?;
        best = best.min(began.elapsed());
        shown.wait_for(&prompt)?;
    }
    let memory = resident(child.id());
    child.kill()?;
    child.wait()?;
    table::against(
        &format!("{SERVERS} servers behind 100 ms, a line at the prompt of all"),
        &table::ms(best),
        &table::ms(LATENCY),
        best.as_secs_f64() / LATENCY.as_secs_f64(),
        "< 1.3",
    );
    table::against(
        "… from start to that prompt",
        &table::ms(connected),
        &table::ms(LATENCY),
        connected.as_secs_f64() / LATENCY.as_secs_f64(),
        "",
    );
    let each = memory.map_or("-".to_owned(), |kib| {
        format!("{} KiB", kib / SERVERS as u64)
    });
    table::plain("… memory a server, after some lines", &each, "");
    Ok(())
}

/// What the terminal is shown, as far as nobody has waited for it yet.
struct Shown {
    terminal: File,
    unread: Vec<u8>,
}

impl Shown {
    /// Reads until this has been shown. What stands behind it is left.
    fn wait_for(&mut self, wanted: &str) -> Result {
        let wanted = wanted.as_bytes();
        let mut buffer = [0; 4096];
        loop {
            let mut parts = self.unread.windows(wanted.len());
            if let Some(at) = parts.position(|part| part == wanted) {
                self.unread.drain(..at + wanted.len());
                return Ok(());
            }
            let count = self.terminal.read(&mut buffer)?;
            self.unread.extend_from_slice(&buffer[..count]);
        }
    }
}

/// What a process has in memory, in KiB, where the system tells.
fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
