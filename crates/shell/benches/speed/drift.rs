//! Thirty servers of 3,000 convars against a file of all of them, at once. The
//! floor: with nothing but waiting, a login, the list, and one round trip for each
//! question of at most 511 bytes.

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

use rcon_sim::{Fault, Server};

use crate::program::{mib, shell, watch};
use crate::{PASSWORD, Result, table};

const SERVERS: usize = 30;
const CONVARS: usize = 3_000;
const RUNS: usize = 3;

pub(crate) fn measure() -> Result {
    for milliseconds in [0, 20, 100] {
        row(Duration::from_millis(milliseconds))?;
    }
    Ok(())
}

fn row(latency: Duration) -> Result {
    let server = Server::builder()
        .password(PASSWORD)
        .convars(CONVARS)
        .count(SERVERS)
        .fault(Fault::Latency(latency))
        .start()?;
    let addresses: Vec<String> = server.addrs().iter().map(ToString::to_string).collect();
    let mut cfg = String::new();
    for at in 0..CONVARS {
        // As the simulator has them: two numbers and a text in turn.
        let value = if at % 3 == 2 {
            format!("text of {at}; \"x\"")
        } else {
            at.to_string()
        };
        writeln!(cfg, "many_{at:04} \"{value}\"")?;
    }
    let file = std::env::temp_dir().join(format!("rcon-drift-{}.cfg", std::process::id()));
    std::fs::write(&file, cfg)?;
    let mut best = Duration::MAX;
    let mut peak = None;
    let mut questions = 0;
    for _ in 0..RUNS {
        let before = server.commands().len();
        let run = watch(
            shell()
                .args(&addresses)
                .arg("--expect")
                .arg(&file)
                .stderr(Stdio::null()),
        );
        let run = run.inspect_err(|_| drop(std::fs::remove_file(&file)))?;
        best = best.min(run.wall);
        peak = peak.max(run.peak);
        questions = (server.commands().len() - before) / SERVERS;
    }
    std::fs::remove_file(&file)?;
    let what = format!(
        "{SERVERS} servers of {CONVARS} convars behind {} ms, all compared",
        latency.as_millis()
    );
    let trips = u32::try_from(questions + 1)?;
    if latency.is_zero() {
        table::plain(&what, &table::ms(best), "");
    } else {
        let floor = latency * trips;
        let ratio = best.as_secs_f64() / floor.as_secs_f64();
        table::against(&what, &table::ms(best), &table::ms(floor), ratio, "< 1.3");
    }
    let memory = mib(peak);
    table::plain(
        &format!("… {questions} questions a server, memory in all"),
        &memory,
        "",
    );
    Ok(())
}
