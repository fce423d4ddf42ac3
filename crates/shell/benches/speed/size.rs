//! How large the program is.

use std::process::Command;

use crate::{Result, table};

pub(crate) fn measure() -> Result {
    let bytes = std::fs::metadata(crate::program::measured())?.len();
    let mib = f64::from(u32::try_from(bytes)?) / f64::from(1 << 20);
    table::plain(
        "the stripped program",
        &format!("{mib:.2} MiB"),
        "≤ 3.5 MiB",
    );
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--package", "rcon-shell"])
        .output()?;
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    let mut crates: Vec<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    crates.sort_unstable();
    crates.dedup();
    table::plain(
        "crates in it, its own among them",
        &crates.len().to_string(),
        "",
    );
    Ok(())
}
