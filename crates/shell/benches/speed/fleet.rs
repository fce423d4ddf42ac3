//! Many servers that take 100 ms to answer, 256 at a time. The floor: with
//! nothing but waiting, a login and a command take 200 ms, and every 256
//! servers as long again.

use std::process::Stdio;
use std::time::Duration;

use rcon_sim::{Fault, Server};

use crate::program::{mib, shell, watch};
use crate::{PASSWORD, Result, table};

const LATENCY: Duration = Duration::from_millis(100);
const PARALLEL: u32 = 256;
const RUNS: usize = 3;

pub(crate) fn measure() -> Result {
    for count in [10, 100, 1_000] {
        row(count)?;
    }
    Ok(())
}

fn row(count: u32) -> Result {
    let server = Server::builder()
        .password(PASSWORD)
        .count(count as usize)
        .fault(Fault::Latency(LATENCY))
        .start()?;
    let addresses: Vec<String> = server.addrs().iter().map(ToString::to_string).collect();
    let floor = LATENCY * 2 * count.div_ceil(PARALLEL);
    let mut best = Duration::MAX;
    let mut peak = None;
    for _ in 0..RUNS {
        let run = watch(
            shell()
                .args(&addresses)
                .args(["-e", "echo x", "--json"])
                .stderr(Stdio::null()),
        )?;
        best = best.min(run.wall);
        peak = peak.max(run.peak);
    }
    table::against(
        &format!("{count} servers behind 100 ms, {PARALLEL} at a time"),
        &table::ms(best),
        &table::ms(floor),
        best.as_secs_f64() / floor.as_secs_f64(),
        if count == 1_000 { "< 1.15 (1.3)" } else { "" },
    );
    let each = peak.map_or("-".to_owned(), |kib| format!("{} KiB", kib / count));
    table::plain(&format!("… memory in all, {each} each"), &mib(peak), "");
    Ok(())
}
