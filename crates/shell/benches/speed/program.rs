//! Runs of a program: how long, how much processor time, how much memory.

use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::{PASSWORD, Result};

/// What one run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) wall: Duration,
    /// On all of its threads, in the kernel too; zero where the system does
    /// not tell.
    pub(crate) cpu: Duration,
}

/// The program that is measured: the one just built, unless the environment
/// names another, such as one that is handed on.
pub(crate) fn measured() -> OsString {
    std::env::var_os("RCON_SHELL_UNDER_TEST")
        .unwrap_or_else(|| env!("CARGO_BIN_EXE_rcon-shell").into())
}

/// This project's program, with what every run here has.
pub(crate) fn shell() -> Command {
    let mut command = Command::new(measured());
    command
        .arg("--no-config")
        .env("RCON_PASSWORD", PASSWORD)
        .env_remove("RCON_HOST")
        .env("XDG_CACHE_HOME", cache())
        .stdin(Stdio::null());
    command
}

/// Where what servers have shown is kept: what another server was that had the
/// same port some time is not to be believed.
pub(crate) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// The bare program on a server.
pub(crate) fn bare(program: impl AsRef<OsStr>, address: &str) -> Command {
    let mut command = Command::new(program);
    command.args([address, PASSWORD]).stdin(Stdio::null());
    command
}

/// Runs a command to its end, its output thrown away.
pub(crate) fn run(command: &mut Command) -> Result<Run> {
    command.stdout(Stdio::null());
    let (before, began) = (children(), Instant::now());
    let status = command.status()?;
    let wall = began.elapsed();
    let cpu = children().saturating_sub(before);
    if status.success() {
        Ok(Run { wall, cpu })
    } else {
        Err(format!("{command:?} ended with {status}").into())
    }
}

/// Processor time of all programs that have ended.
#[cfg(unix)]
fn children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    let time = |time: nix::sys::time::TimeVal| {
        let seconds = u64::try_from(time.tv_sec()).unwrap_or(0);
        Duration::from_secs(seconds)
            + Duration::from_micros(u64::try_from(time.tv_usec()).unwrap_or(0))
    };
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or(Duration::ZERO, |usage| {
        time(usage.user_time()) + time(usage.system_time())
    })
}

#[cfg(not(unix))]
fn children() -> Duration {
    Duration::ZERO
}

/// What a run printed, how long it took, and the most memory that it had, in
/// KiB (`None` where the system does not tell while it runs).
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) printed: u64,
    pub(crate) wall: Duration,
    pub(crate) peak: Option<u32>,
}

/// Runs a command whose output is read and counted.
pub(crate) fn watch(command: &mut Command) -> Result<Watched> {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().ok_or("there is no output")?;
    let counting = thread::spawn(move || {
        let (mut count, mut buffer) = (0_u64, vec![0; 64 * 1024]);
        while let Ok(read @ 1..) = output.read(&mut buffer) {
            count += read as u64;
        }
        count
    });
    let peak = peak_of(&mut child)?;
    let wall = began.elapsed();
    let printed = counting.join().map_err(|_| "counting failed")?;
    let status = child.wait()?;
    if status.success() {
        Ok(Watched {
            printed,
            wall,
            peak,
        })
    } else {
        Err(format!("{command:?} ended with {status}").into())
    }
}

/// Waits for the end of a process; the most memory that it was seen to have.
pub(crate) fn peak_of(child: &mut Child) -> std::io::Result<Option<u32>> {
    let mut peak = None;
    while child.try_wait()?.is_none() {
        peak = peak.max(high_water(child.id()));
        thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

/// The most memory that a process has had so far, in KiB.
pub(crate) fn high_water(process: u32) -> Option<u32> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    now.split_whitespace().next()?.parse().ok()
}

/// Memory in MiB, for a table.
pub(crate) fn mib(peak: Option<u32>) -> String {
    peak.map_or("-".to_owned(), |kib| {
        format!("{:.1} MiB", f64::from(kib) / 1024.0)
    })
}
