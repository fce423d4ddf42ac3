//! How long a run on many servers takes, and how much memory: servers that
//! take 100 ms to answer, 256 at a time. Beside it the floor: with nothing but
//! waiting, a login and a command take 200 ms, and every 256 servers as long
//! again.
//!
//! `cargo bench -p rcon-shell --bench fleet`

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const LATENCY: Duration = Duration::from_millis(100);
const PARALLEL: u32 = 256;
const RUNS: usize = 3;

fn main() {
    println!("servers   seconds   floor   over   ms/server   peak MiB");
    for count in [10, 100, 1000] {
        match best(count) {
            Ok((seconds, memory)) => row(count, seconds, memory),
            Err(error) => println!("{count:7}   {error}"),
        }
    }
}

fn row(count: u32, seconds: f64, memory: Option<u32>) {
    let rounds = count.div_ceil(PARALLEL);
    let floor = (LATENCY * 2 * rounds).as_secs_f64();
    let over = seconds - floor;
    let each = over * 1000.0 / f64::from(count);
    let memory = memory.map_or("-".to_owned(), |kib| {
        format!("{:.1}", f64::from(kib) / 1024.0)
    });
    println!("{count:7}   {seconds:7.3}   {floor:5.1}   {over:4.2}   {each:9.2}   {memory:>8}");
}

/// The fastest of some runs, in seconds, and the most memory of any, in KiB.
fn best(count: u32) -> Result<(f64, Option<u32>), Box<dyn std::error::Error>> {
    let server = rcon_sim::Server::builder()
        .password("bench")
        .count(count as usize)
        .fault(rcon_sim::Fault::Latency(LATENCY))
        .start()?;
    let addresses: Vec<String> = server.addrs().iter().map(ToString::to_string).collect();
    let mut seconds = f64::INFINITY;
    let mut memory: Option<u32> = None;
    for _ in 0..RUNS {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_rcon-shell"))
            .args(&addresses)
            .args(["--no-config", "-p", "bench", "-e", "echo x", "--json"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let peak = watch(&mut child)?;
        seconds = seconds.min(began.elapsed().as_secs_f64());
        if !child.wait()?.success() {
            return Err("the run failed".into());
        }
        memory = memory.max(peak);
    }
    Ok((seconds, memory))
}

/// Waits for the end of a process; the most memory that it had, in KiB, where
/// the system tells while it runs.
fn watch(child: &mut Child) -> std::io::Result<Option<u32>> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = now.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        peak = peak.max(now);
        thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}
