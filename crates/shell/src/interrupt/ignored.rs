//! Which signals were ignored when the program started.

/// Whether the signal is ignored: `nohup` and `trap '' HUP` do that, and a
/// shell does it to SIGINT for what a script starts in the background. There
/// is no safe call that asks, so this reads what Linux says in `/proc`;
/// elsewhere the answer is no.
pub(super) fn is_ignored(signal: i32) -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| is_in_mask(&status, signal))
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
