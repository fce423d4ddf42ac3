//! Commands in a row on one connection, as a library call and as a script.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rcon_proto::{ConnectOptions, Connection, Packet};
use rcon_sim::Server;

use crate::program::{bare, run, shell};
use crate::{PASSWORD, Result, bare as floor, table};

/// Commands of one turn, and turns.
const COMMANDS: u32 = 2000;
const TURNS: u32 = 10;

/// Commands of a script, and how often it runs.
const SCRIPTED: u32 = 50_000;
const SCRIPT_TURNS: u32 = 7;

pub(crate) fn measure() -> Result {
    let server = Server::builder().password(PASSWORD).start()?;
    let address = server.addr().to_string();
    library(&address)?;
    script(&address)
}

fn library(address: &str) -> Result {
    let mut connection = Connection::open(address, &PASSWORD.into(), ConnectOptions::default())?;
    let mut pingpong = PingPong::open(address)?;
    let (mut ours, mut least) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        let began = Instant::now();
        for _ in 0..COMMANDS {
            connection.execute("echo x")?;
        }
        ours = ours.min(began.elapsed());
        let began = Instant::now();
        for _ in 0..COMMANDS {
            pingpong.turn()?;
        }
        least = least.min(began.elapsed());
    }
    row("`Connection::execute`", ours, least);
    Ok(())
}

fn script(address: &str) -> Result {
    let floor = floor::program()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("script");
    let mut lines = String::new();
    for _ in 0..SCRIPTED {
        writeln!(lines, "echo x")?;
    }
    std::fs::write(&file, lines)?;
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    for _ in 0..SCRIPT_TURNS {
        ours.push(run(shell().arg(address).arg("-f").arg(&file))?.wall);
        let count = SCRIPTED.to_string();
        least.push(run(bare(&floor, address).args(["row", &count]))?.wall);
    }
    let median = |times| table::median(times).unwrap_or_default();
    let (ours, least) = (median(ours), median(least));
    table::against(
        &format!("{SCRIPTED} commands in a row, a script: wall"),
        &table::ms(ours),
        &table::ms(least),
        ours.as_secs_f64() / least.as_secs_f64(),
        "≤ 1.0",
    );
    Ok(())
}

fn row(what: &str, ours: Duration, least: Duration) {
    let rate = |time: Duration| f64::from(COMMANDS) / time.as_secs_f64();
    table::against(
        &format!("commands in a row, {what}: a second"),
        &format!("{:.0}", rate(ours)),
        &format!("{:.0}", rate(least)),
        rate(ours) / rate(least),
        "≥ 0.95",
    );
}

/// A command and its probe out, their answers in, and nothing looked at.
struct PingPong {
    stream: TcpStream,
    segment: Vec<u8>,
    buffer: Vec<u8>,
}

/// Bytes of a login's answer, and of `echo x`'s with both of the probe's.
const LOGIN: usize = 14 + 14;
const ANSWER: usize = 16 + 14 + 18;

impl PingPong {
    fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let segment = [
            Packet::new(2, 2, "echo x").encode(),
            Packet::new(3, 0, "").encode(),
        ];
        let mut opened = Self {
            stream,
            segment: segment.concat(),
            buffer: vec![0; 64 * 1024],
        };
        opened
            .stream
            .write_all(&Packet::new(1, 3, PASSWORD).encode())?;
        opened.read(LOGIN)?;
        Ok(opened)
    }

    fn turn(&mut self) -> Result {
        self.stream.write_all(&self.segment)?;
        self.read(ANSWER)
    }

    fn read(&mut self, at_least: usize) -> Result {
        let mut have = 0;
        while have < at_least {
            match self.stream.read(&mut self.buffer)? {
                0 => return Err("the server closed the connection".into()),
                count => have += count,
            }
        }
        Ok(())
    }
}
