//! `rcon-sim`: simulated game servers on real ports.
#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use clap::Parser;
use rcon_sim::{Bound, Error, Fault, Game, Hostile, Server, UnknownName};

/// Simulated game servers that speak RCON. Prints each address that it serves,
/// one a line. Ctrl-C stops it.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:27015")]
    listen: String,

    /// The password that is accepted
    #[arg(long, value_name = "PW", default_value = "secret")]
    password: String,

    /// The kind of server: source, cs2, minecraft and many more, or
    /// hostile:NAME for one that is broken on purpose; a name that is none
    /// lists them
    #[arg(long, value_name = "NAME", default_value = "source")]
    game: Kind,

    /// The name that the server shows
    #[arg(long, value_name = "TEXT", default_value = "rcon-shell demo")]
    hostname: String,

    /// Serve N ports in a row; with port 0, each its own
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = at_least_one)]
    count: usize,

    /// A manager: starts a server again, SECONDS after a command has stopped it
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    returns_after: Option<Duration>,

    /// How long a server takes to stop once it is told to
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    stops_after: Duration,

    /// What is wrong with every link: latency=100ms, jitter=20ms, slice=1,
    /// coalesce=20ms, bandwidth=64k, intake=2k, stall-after=N, reset-after=N,
    /// close-after=N, garbage-after=N (bytes sent), reset-after-received=N,
    /// close-after-received=N, silent; for datagrams lose=10%, double, reorder.
    /// Repeatable
    #[arg(long, value_name = "SPEC")]
    fault: Vec<Fault>,
}

/// What stands behind the ports.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Game(Game),
    Hostile(Hostile),
}

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.strip_prefix("hostile:") {
            Some(hostile) => hostile.parse().map(Self::Hostile),
            None => name.parse().map(Self::Game),
        }
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rcon-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until a command stops every server, for good. Ctrl-C ends the process, which
/// needs no help of ours: nothing is left behind.
fn run(options: Options) -> Result<(), Error> {
    let returns = options.returns_after.is_some();
    let mut builder = Server::builder()
        .listen(options.listen)
        .password(options.password)
        .hostname(options.hostname)
        .count(options.count)
        .stops_after(options.stops_after)
        .on_notice(|text| eprintln!("rcon-sim: {text}"));
    builder = match options.game {
        Kind::Game(game) => builder.game(game),
        Kind::Hostile(hostile) => builder.hostile(hostile),
    };
    if let Some(time) = options.returns_after {
        builder = builder.returns_after(time);
    }
    for fault in options.fault {
        builder = builder.fault(fault);
    }
    let bound = builder.bind()?;
    // Whoever started this may have stopped listening; that is no reason not
    // to serve.
    let _ = print_addresses(&bound);
    let server = bound.serve()?;
    if returns {
        while !server.wait_until(Duration::from_hours(1), |_| false) {}
    }
    server.wait();
    Ok(())
}

fn print_addresses(bound: &Bound) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for addr in bound.addrs() {
        writeln!(out, "{addr}")?;
    }
    out.flush()
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok();
    let time = number.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| "a number of seconds is wanted".to_owned())
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one port is served".to_owned()),
        Ok(count) => Ok(count),
        Err(_) => Err("a number is wanted".to_owned()),
    }
}
