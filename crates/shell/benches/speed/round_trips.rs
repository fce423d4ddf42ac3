//! How many round trips pass until a reply is printed, over a slow link. The
//! simulator delays what the server says; a connection is made by the system,
//! at once, so that the first of the three round trips is not in the figures.

use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rcon_sim::{Fault, Game, Server};

use crate::program::shell;
use crate::{PASSWORD, Result, table};

/// Whatever was asked, replies have an id that the server made up.
const OWN_IDS: [Game; 4] = [
    Game::Palworld,
    Game::PalworldParts,
    Game::Conan,
    Game::ConanShifted,
];

/// Those of which the program prints nothing yet, or only at its second try.
const NOT_YET: [Game; 1] = [Game::VRisingTwo];

const LINK: Duration = Duration::from_millis(100);

pub(crate) fn measure() -> Result {
    let own = |game: &&Game| OWN_IDS.contains(game);
    let measured = Game::ALL.iter().filter(|game| !NOT_YET.contains(game));
    let (rcon, others): (Vec<&Game>, Vec<&Game>) =
        measured.partition(|game| game.scheme() == "rcon");
    let (own, usual): (Vec<&Game>, Vec<&Game>) = rcon.into_iter().partition(own);
    worst(&usual, "whose replies have their commands' ids", "2.0")?;
    worst(
        &own,
        "with ids of their own, which a silence has to tell",
        "",
    )?;
    worst(&others, "of other consoles than Source RCON's", "")?;
    for kib in [4, 64, 1024] {
        let size = kib * 1024;
        let trips = printed_after(Game::Source, &format!("sim_bytes {size}"), size)?;
        table::against(
            &format!("… of {kib} KiB from a Source server"),
            &format!("{trips:.2}"),
            "2",
            trips / 2.0,
            "2.0",
        );
    }
    Ok(())
}

/// The worst of these dialects, with a small reply.
fn worst(games: &[&Game], which: &str, target: &str) -> Result {
    let mut worst = (0.0, "");
    let mut failed = Vec::new();
    for game in games {
        match printed_after(**game, "sim_echo x", 1) {
            Ok(trips) if trips > worst.0 => worst = (trips, game.name()),
            Ok(_) => {}
            Err(error) => failed.push(error.to_string()),
        }
    }
    let (trips, game) = worst;
    table::against(
        &format!(
            "round trips of 100 ms behind the connection's own, small reply, the worst of {} \
             dialects {which} ({game})",
            games.len() - failed.len()
        ),
        &format!("{trips:.2}"),
        "2",
        trips / 2.0,
        target,
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("; ").into())
    }
}

/// Round trips until so many bytes were printed, at best of some runs.
fn printed_after(game: Game, command: &str, size: usize) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        // A new server each time: on some, a link that closes silences others.
        let server = Server::builder()
            .game(game)
            .password(PASSWORD)
            .fault(Fault::Latency(LINK))
            .start()?;
        let address = server.address();
        let began = Instant::now();
        let mut child = shell()
            .args([&*address, "-e", command])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = child.stdout.take().ok_or("there is no output")?;
        let mut printed = vec![0; size];
        output
            .read_exact(&mut printed)
            .map_err(|error| format!("{game}: {error}"))?;
        best = f64::min(best, began.elapsed().as_secs_f64() / LINK.as_secs_f64());
        let ended = child.wait()?;
        if !ended.success() {
            return Err(format!("{game}: ended with {ended}").into());
        }
    }
    Ok(best)
}
