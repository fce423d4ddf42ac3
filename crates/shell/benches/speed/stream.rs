//! Long replies, printed as they come: how fast, and in how much memory.

use std::time::Duration;

use rcon_sim::{Game, Server};

use crate::program::{bare, mib, shell, watch};
use crate::{PASSWORD, Result, bare as floor, table};

const RUNS: usize = 5;

/// The promise, in KiB.
const MEMORY: u32 = 5 * 1024;

pub(crate) fn measure() -> Result {
    let floor = floor::program()?;
    // Source sends packets of 4 KiB, CS2 one of any size.
    for game in [Game::Source, Game::Cs2] {
        let server = Server::builder().game(game).password(PASSWORD).start()?;
        let address = server.addr().to_string();
        for mib in [1, 256, 1024] {
            row(game, &address, mib, &[], &floor)?;
        }
        row(game, &address, 256, &["--color", "always"], &floor)?;
    }
    Ok(())
}

fn row(game: Game, address: &str, size: u32, options: &[&str], floor: &std::path::Path) -> Result {
    let bytes = u64::from(size) << 20;
    let command = format!("sim_bytes {bytes}");
    let (mut ours, mut least) = (Duration::MAX, Duration::MAX);
    let mut peak = None;
    for _ in 0..RUNS {
        let run = watch(shell().arg(address).args(options).args(["-e", &command]))?;
        if run.printed != bytes {
            return Err(format!("{} of {bytes} bytes were printed", run.printed).into());
        }
        ours = ours.min(run.wall);
        peak = peak.max(run.peak);
        // Headers are bytes too; how many there are, the server knows.
        let count = bytes.to_string();
        let copy = if game == Game::Source {
            "copy"
        } else {
            "copy-one"
        };
        let run = watch(bare(floor, address).args([copy, &count, &command]))?;
        least = least.min(run.wall);
    }
    let rate = |time: Duration| format!("{:.0}", f64::from(size) / time.as_secs_f64());
    let how = if options.is_empty() {
        "to a pipe"
    } else {
        "escaped as for a terminal"
    };
    table::against(
        &format!("a reply of {size} MiB, {game}, {how}: MiB/s, and the ratio of the times"),
        &rate(ours),
        &rate(least),
        ours.as_secs_f64() / least.as_secs_f64(),
        if size == 256 && options.is_empty() {
            "≤ 1.1"
        } else {
            ""
        },
    );
    table::plain("… its peak memory", &mib(peak), "< 5 MiB (8)");
    if peak.is_some_and(|peak| peak > MEMORY) {
        return Err(format!("{} were taken", mib(peak)).into());
    }
    Ok(())
}
