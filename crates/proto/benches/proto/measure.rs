//! Times something and its floor by turns, and prints a row of the table.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one row may take, about.
const TIME: Duration = Duration::from_secs(2);

/// The least number of rounds.
const ROUNDS: u32 = 5;

/// Times `work` on `bytes` bytes beside `floor`, and counts its allocations.
/// The fastest round of each counts: all that makes one slower is not theirs.
pub(crate) fn row(
    what: &str,
    target: &str,
    bytes: usize,
    mut work: impl FnMut(),
    mut floor: impl FnMut(),
) {
    let allocations = allocation_counter::measure(&mut work).count_total;
    let (mut best, mut least) = (Duration::MAX, Duration::MAX);
    let began = Instant::now();
    let mut rounds = 0;
    while rounds < ROUNDS || began.elapsed() < TIME {
        best = best.min(timed(&mut work));
        least = least.min(timed(&mut floor));
        rounds += 1;
    }
    // No row has 4 GiB.
    let rate = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / best.as_secs_f64() / 1e9;
    let ratio = best.as_secs_f64() / least.as_secs_f64();
    println!(
        "| {what} | {bytes} | {best:.2?} | {rate:.2} | {least:.2?} | {ratio:.2} | {allocations} | {target} |"
    );
}

fn timed(work: &mut impl FnMut()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

/// The floor: these bytes copied in pieces of so many, as a read from a socket
/// does at the least.
pub(crate) fn copy(bytes: &[u8], buffer: &mut [u8]) {
    for piece in bytes.chunks(buffer.len()) {
        let room = &mut buffer[..piece.len()];
        room.copy_from_slice(black_box(piece));
        black_box(room);
    }
}
