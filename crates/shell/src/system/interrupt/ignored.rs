//! Which signals were ignored when the program started.

use std::fs::File;
use std::io::Read as _;

/// What the system says about this process's signals: `nohup` and
/// `trap '' HUP` have some ignored, and a shell does it to SIGINT for what a
/// script starts in the background. There is no safe call that asks, so this
/// reads what Linux says in `/proc`; elsewhere none is taken to be ignored.
pub(super) struct Ignored(String);

impl Ignored {
    /// Asks once, in few reads.
    pub(super) fn at_start() -> Self {
        let mut status = String::with_capacity(4096);
        let read =
            File::open("/proc/self/status").and_then(|mut file| file.read_to_string(&mut status));
        if read.is_err() {
            status.clear();
        }
        Self(status)
    }

    /// Whether this signal is ignored.
    pub(super) fn contains(&self, signal: i32) -> bool {
        is_in_mask(&self.0, signal)
    }
}

/// Looks the signal up in the line `SigIgn:`, a bit for each from the right.
fn is_in_mask(status: &str, signal: i32) -> bool {
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let bit = u32::try_from(signal - 1)
        .ok()
        .and_then(|place| 1u64.checked_shl(place));
    matches!((mask, bit), (Some(mask), Some(bit)) if mask & bit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_has_a_bit_for_each_signal() {
        let status = "SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert!(is_in_mask(status, 1));
        assert!(is_in_mask(status, 13));
        assert!(!is_in_mask(status, 2));
        assert!(!is_in_mask(status, 0));
        assert!(!is_in_mask("", 1));
    }
}
