//! A key typed beside a server's log that comes far faster than anybody reads:
//! how long until it is seen, in how much memory. The floor is the same key at the same
//! prompt while nothing comes.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rcon_sim::Server;

use crate::program::{high_water, measured, mib};
use crate::{PASSWORD, Result, table};

const KEYS: usize = 400;

/// Lines a second, sent in so many pieces.
const RATE: u64 = 100_000;
const PIECES: u64 = 500;

const ROWS: u16 = 24;
const COLUMNS: u16 = 80;

/// The longest line that is typed, before it is taken back.
const LINE: usize = 20;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn measure() -> Result {
    let server = Server::builder().password(PASSWORD).start()?;
    let mut typist = Typist::start(&server)?;
    typist.wait(" ] ")?;
    typist.enter("!logs", "the log is on")?;
    let commands = server.commands();
    let added = commands
        .iter()
        .find_map(|line| line.strip_prefix("logaddress_add "));
    let to: SocketAddr = added.ok_or("the log was not asked for")?.parse()?;
    typist.wait(" ] ")?;

    let quiet = typist.keys()?;
    let flood = Flood::start(to)?;
    typist.wait("World triggered")?;
    let beside = typist.keys()?;
    let rate = flood.end()?;
    typist.wait("dropped: they came faster")?;
    let peak = high_water(typist.child.id());
    typist.child.kill()?;
    typist.child.wait()?;

    for (which, percent, target) in [
        ("half of the keys", 50, ""),
        ("19 of 20", 95, "≤ 5 ms"),
        ("all", 100, ""),
    ] {
        let (here, alone) = (at(&beside, percent), at(&quiet, percent));
        table::against(
            &format!("a key beside {rate} lines of a log a second, until it is seen: {which}"),
            &table::ms(here),
            &table::ms(alone),
            here.as_secs_f64() / alone.as_secs_f64(),
            target,
        );
    }
    table::plain("… its peak memory", &mib(peak), "< 32 MiB");
    Ok(())
}

/// What so many percent of the times do not exceed.
fn at(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times.get(place).copied().unwrap_or_default()
}

/// Somebody at a prompt, and the screen.
struct Typist {
    child: std::process::Child,
    terminal: File,
    /// What is written to the terminal, and when that was read.
    written: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    seen: Instant,
    _home: tempfile::TempDir,
}

impl Typist {
    fn start(server: &Server) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let (terminal, end) = pty_process::blocking::open()?;
        terminal.resize(pty_process::Size::new(ROWS, COLUMNS))?;
        let child = pty_process::blocking::Command::new(measured())
            .arg("--no-config")
            .arg(server.addr().to_string())
            .env("HOME", home.path())
            .env("XDG_STATE_HOME", home.path())
            .env("XDG_CACHE_HOME", home.path())
            .env("RCON_PASSWORD", PASSWORD)
            .env_remove("RCON_HOST")
            .env("TERM", "xterm")
            .spawn(end)?;
        let terminal = File::from(OwnedFd::from(terminal));
        let mut shown = terminal.try_clone()?;
        let (sender, written) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(count @ 1..) = shown.read(&mut buffer) {
                let read = (Instant::now(), buffer[..count].to_vec());
                if sender.send(read).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            terminal,
            written,
            screen: vt100::Parser::new(ROWS.try_into()?, COLUMNS.try_into()?, 0),
            seen: Instant::now(),
            _home: home,
        })
    }

    /// Reads until the screen is as it should be.
    fn until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) -> Result {
        let began = Instant::now();
        while !is_so(self.screen.screen()) {
            let left = PATIENCE.saturating_sub(began.elapsed());
            let Ok((at, bytes)) = self.written.recv_timeout(left) else {
                let shown = self.screen.screen().contents();
                return Err(format!("{what} was not shown:\n{shown}").into());
            };
            self.seen = at;
            self.screen.process(&bytes);
        }
        Ok(())
    }

    fn wait(&mut self, text: &str) -> Result {
        self.until(text, |screen| screen.contents().contains(text))
    }

    fn enter(&mut self, line: &str, text: &str) -> Result {
        writeln!(self.terminal, "{line}")?;
        self.wait(text)
    }

    /// From each of many keys to where it is seen.
    fn keys(&mut self) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        let mut line = String::new();
        for number in 0..KEYS {
            if line.len() == LINE {
                self.terminal.write_all(b"\x15")?;
                line.clear();
                self.until("an empty line", |screen| typed(screen).is_empty())?;
            }
            // At no regular distance from what the program does by the clock.
            thread::sleep(Duration::from_millis(7 + (number as u64 * 13) % 31));
            // What was written meanwhile is of before the key.
            while let Ok((_, bytes)) = self.written.try_recv() {
                self.screen.process(&bytes);
            }
            line.push('x');
            let began = Instant::now();
            self.terminal.write_all(b"x")?;
            let expected = line.clone();
            self.until("a key", |screen| typed(screen) == expected)?;
            times.push(self.seen.saturating_duration_since(began));
        }
        self.terminal.write_all(b"\x15")?;
        self.until("an empty line", |screen| typed(screen).is_empty())?;
        Ok(times)
    }
}

/// What stands behind the prompt, up to the cursor.
fn typed(screen: &vt100::Screen) -> String {
    let (row, column) = screen.cursor_position();
    let before = screen.contents_between(row, 0, row, column);
    match before.split_once(" ] ") {
        Some((_, typed)) => typed.to_owned(),
        // In the middle of being drawn, or blanks at its end that are not told.
        None if before.ends_with(" ]") => String::new(),
        None => "\u{0}".to_owned(),
    }
}

/// Somebody who sends lines, at a steady rate.
struct Flood {
    over: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    began: Instant,
    thread: thread::JoinHandle<()>,
}

impl Flood {
    fn start(to: SocketAddr) -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        let over = Arc::new(AtomicBool::new(false));
        let sent = Arc::new(AtomicU64::new(0));
        let (until, count) = (Arc::clone(&over), Arc::clone(&sent));
        let began = Instant::now();
        let thread = thread::spawn(move || {
            let line =
                b"\xff\xff\xff\xffRL 11/27/2026 - 19:05:14: World triggered \"Round_Start\"\n\0";
            let mut pieces = 0;
            while !until.load(Ordering::Relaxed) {
                for _ in 0..RATE / PIECES {
                    if socket.send_to(line, to).is_ok() {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
                pieces += 1;
                let due = began + Duration::from_secs(1) * pieces / PIECES as u32;
                thread::sleep(due.saturating_duration_since(Instant::now()));
            }
        });
        Ok(Self {
            over,
            sent,
            began,
            thread,
        })
    }

    /// Ends it. How many were sent in a second.
    fn end(self) -> Result<u64> {
        self.over.store(true, Ordering::Relaxed);
        let elapsed = self.began.elapsed();
        self.thread.join().map_err(|_| "sending failed")?;
        let sent = u128::from(self.sent.load(Ordering::Relaxed));
        Ok(u64::try_from(sent * 1000 / elapsed.as_millis().max(1))?)
    }
}
