//! A reply of 1 GiB, printed as it comes: how long it takes, and how much
//! memory, which must stay under 16 MiB however long the reply is.
//!
//! `cargo bench -p rcon-shell --bench stream`

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rcon_sim::{Game, Server};

/// The promise, in KiB.
const MEMORY: u32 = 16 * 1024;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "{:10} {:>6} {:14} seconds   MiB/s   peak MiB",
        "server", "MiB", "options"
    );
    let mut kept = true;
    // Source sends packets of 4 KiB, CS2 one of any size.
    for game in [Game::Source, Game::Cs2] {
        let server = Server::builder().game(game).password("bench").start()?;
        for (mib, options) in [(64, ""), (1024, ""), (1024, "--color always")] {
            let (seconds, memory) = stream(&server, mib, options)?;
            let rate = f64::from(mib) / seconds;
            let peak = f64::from(memory) / 1024.0;
            println!("{game:10} {mib:6} {options:14} {seconds:7.2} {rate:7.0} {peak:10.1}");
            kept &= memory <= MEMORY;
        }
    }
    if kept {
        Ok(())
    } else {
        Err("more than 16 MiB were taken".into())
    }
}

/// One run whose output is read and counted: seconds, and the most memory, in
/// KiB (0 where the system does not tell).
fn stream(
    server: &Server,
    mib: u32,
    options: &str,
) -> Result<(f64, u32), Box<dyn std::error::Error>> {
    let size = u64::from(mib) << 20;
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rcon-shell"))
        .arg(server.addr().to_string())
        .args(["--no-config", "-p", "bench"])
        .args(options.split_whitespace())
        .args(["-e", &format!("sim_bytes {size}")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = child.stdout.take().ok_or("there is no output")?;
    let counting = thread::spawn(move || {
        let (mut count, mut buffer) = (0_u64, vec![0; 64 * 1024]);
        while let Ok(read @ 1..) = output.read(&mut buffer) {
            count += read as u64;
        }
        count
    });
    let memory = watch(&mut child)?;
    let seconds = began.elapsed().as_secs_f64();
    let count = counting.join().map_err(|_| "counting failed")?;
    if !child.wait()?.success() || count != size {
        return Err(format!("{count} of {size} bytes were printed").into());
    }
    Ok((seconds, memory))
}

/// Waits for the end of a process; the most memory that it was seen to have.
fn watch(child: &mut Child) -> std::io::Result<u32> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = now.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        peak = peak.max(now.unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
    }
    Ok(peak)
}
