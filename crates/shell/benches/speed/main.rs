//! How fast the program is, beside the least that any program could take.
//!
//! `cargo bench -p rcon-shell`, or `.ci/bench` for this and the library's, and
//! the page made of both. A part that fails is told of at the end, when the
//! others have been measured.

mod bare;
mod drift;
mod fleet;
#[cfg(unix)]
mod fleet_prompt;
mod in_a_row;
mod keys;
#[cfg(unix)]
mod log_flood;
mod memory;
mod one_shot;
mod program;
#[cfg(unix)]
mod prompt;
mod round_trips;
mod size;
mod stream;
mod table;

/// The password of every server here.
const PASSWORD: &str = "bench";

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A part of the table, by the name that asks for it alone.
type Part = (&'static str, fn() -> Result);

fn main() -> Result {
    // Compiled by whoever compiles all targets, run by `cargo bench` alone.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let parts: &[Part] = &[
        ("one_shot", one_shot::measure),
        ("round_trips", round_trips::measure),
        ("in_a_row", in_a_row::measure),
        ("stream", stream::measure),
        ("memory", memory::measure),
        ("keys", keys::measure),
        #[cfg(unix)]
        ("prompt", prompt::measure),
        #[cfg(unix)]
        ("log_flood", log_flood::measure),
        ("fleet", fleet::measure),
        #[cfg(unix)]
        ("fleet_prompt", fleet_prompt::measure),
        ("drift", drift::measure),
        ("size", size::measure),
    ];
    if let Some(unknown) = only
        .iter()
        .find(|wanted| !parts.iter().any(|(name, _)| name == wanted))
    {
        let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no part {unknown}; there are: {}", names.join(" ")).into());
    }
    match std::fs::remove_dir_all(program::cache()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    table::head();
    let mut failed = Vec::new();
    for (name, measure) in parts {
        if only.is_empty() || only.iter().any(|wanted| wanted == name) {
            let began = std::time::Instant::now();
            if let Err(error) = measure() {
                failed.push(format!("{name}: {error}"));
            }
            eprintln!("  {name}: {:.0?}", began.elapsed());
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("; ").into())
    }
}
