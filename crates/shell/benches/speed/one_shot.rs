//! One command, from the start of the program to its end.

use std::time::Duration;

use rcon_sim::{Game, Server};

use crate::program::{Run, bare, run, shell};
use crate::{PASSWORD, Result, bare as floor, table};

const RUNS: usize = 300;

/// The two shapes of a login's answer, and so of what follows it.
const SHAPES: [(Game, &str); 2] = [(Game::Source, "once"), (Game::Cs2, "once-one")];

pub(crate) fn measure() -> Result {
    let floor = floor::program()?;
    for (game, way) in SHAPES {
        let server = Server::builder().game(game).password(PASSWORD).start()?;
        let address = server.addr().to_string();
        let (mut ours, mut least) = (Vec::new(), Vec::new());
        // By turns, so that a machine that is slow for a while is so for both.
        for _ in 0..RUNS {
            ours.push(run(shell().args([&*address, "-e", "echo x"]))?);
            least.push(run(bare(&floor, &address).args([way, "echo x"]))?);
        }
        let shape = format!("one-shot, small reply, {game}");
        row(&shape, "CPU", &ours, &least, "", |run| run.cpu);
        row(&shape, "wall", &ours, &least, "≤ 1.10", |run| run.wall);
    }
    Ok(())
}

fn row(
    shape: &str,
    what: &str,
    ours: &[Run],
    least: &[Run],
    target: &str,
    of: impl Fn(&Run) -> Duration,
) {
    let median = |runs: &[Run]| {
        let times = runs.iter().map(&of).collect();
        table::median(times).unwrap_or_default()
    };
    let (ours, least) = (median(ours), median(least));
    table::against(
        &format!("{shape}: {what}, median of {RUNS}"),
        &table::ms(ours),
        &table::ms(least),
        ours.as_secs_f64() / least.as_secs_f64(),
        target,
    );
}
