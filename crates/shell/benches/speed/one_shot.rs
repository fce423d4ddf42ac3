//! One command, from the start of the program to its end.

use std::time::Duration;

use rcon_sim::Server;

use crate::program::{Run, bare, run, shell};
use crate::{PASSWORD, Result, bare as floor, table};

const RUNS: usize = 300;

pub(crate) fn measure() -> Result {
    let server = Server::builder().password(PASSWORD).start()?;
    let address = server.addr().to_string();
    let floor = floor::program()?;
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    // By turns, so that a machine that is slow for a while is so for both.
    for _ in 0..RUNS {
        ours.push(run(shell().args([&*address, "-e", "echo x"]))?);
        least.push(run(bare(&floor, &address).args(["once", "echo x"]))?);
    }
    row("CPU", &ours, &least, "≤ 1.3 (1.5)", |run| run.cpu);
    row("wall", &ours, &least, "≤ 1.1", |run| run.wall);
    Ok(())
}

fn row(what: &str, ours: &[Run], least: &[Run], target: &str, of: impl Fn(&Run) -> Duration) {
    let median = |runs: &[Run]| {
        let times = runs.iter().map(&of).collect();
        table::median(times).unwrap_or_default()
    };
    let (ours, least) = (median(ours), median(least));
    table::against(
        &format!("one-shot, small reply: {what}, median of {RUNS}"),
        &table::ms(ours),
        &table::ms(least),
        ours.as_secs_f64() / least.as_secs_f64(),
        target,
    );
}
