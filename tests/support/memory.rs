//! How much memory a process takes, as far as the system tells.

use std::fs;
use std::thread;
use std::time::Duration;

/// Watches a process until its end; the most resident memory that it was seen
/// to have, in KiB. 0 where there is no `/proc`.
pub(crate) fn peak_memory(process: u32) -> u64 {
    let mut peak = 0;
    // A process that has ended and was not waited for has no such line.
    while let Some(now) = high_water(process) {
        peak = now;
        thread::sleep(Duration::from_millis(2));
    }
    peak
}

fn high_water(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
