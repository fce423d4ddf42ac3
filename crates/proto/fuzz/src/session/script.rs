//! The language of the scripts: one line, one thing that happens.
//!
//! ```text
//! 0L                  (the first byte of all names the game) log in
//! pl0                 the server sends a packet: the login's id, type 0, no body
//! pl2                 … type 2
//! estatus             execute `status`
//! pc0hostname: x      a packet under the command's id
//! pq0                 … under its probe's
//! ```

use std::time::Duration;

use rcon_proto::Packet;
use rcon_proto::session::Wait;

/// The id of the login; commands have the odd ones behind it, their probes the
/// even ones.
pub(super) const LOGIN_ID: i32 = 1000;

/// What happens.
pub(super) enum Op<'a> {
    /// `L`
    Login,
    /// `e` execute, `f` the same as the last command, `b` wait for the first
    /// packet only, `n` for nothing; then the command.
    Execute {
        command: &'a [u8],
        wait: Wait,
        last: bool,
    },
    /// `g`
    GiveUp,
    /// `p` a packet: id, type, body. `s`: id, type, a digit, body; announced
    /// that many bytes longer than it is. `P`: id, type, a digit; a large one.
    /// `r`: these bytes.
    Server(Vec<u8>),
    /// `c` and a number: the server's bytes come in pieces of that many.
    Cut(Pieces),
    /// `t` and a byte: time passes, on the side of the session too.
    Pass(Duration),
    /// `u` and a byte: time passes and nobody looks.
    Stall(Duration),
    /// `o` and a byte: that much time is excused.
    Excuse(Duration),
    /// `w`: time passes to the next timer.
    Timer,
    /// `T` and a digit: commands have another timeout from now on.
    Timeout(Duration),
    /// `x`: the stream ends. `X`: with an error.
    Close { reset: bool },
}

/// How the server's bytes are cut.
#[derive(Clone, Copy)]
pub(super) enum Pieces {
    Of(usize),
    /// Single ones, or somewhat more where there are many.
    Bytes,
}

impl Pieces {
    pub(super) fn len(self, of: usize) -> usize {
        match self {
            Pieces::Of(0) => of,
            Pieces::Of(count) => count,
            Pieces::Bytes => 1 + of / 2000,
        }
    }
}

impl<'a> Op<'a> {
    /// `last_id` is that of the newest command. Lines that say nothing are
    /// `None`.
    pub(super) fn parse(line: &'a [u8], last_id: i32) -> Option<Self> {
        let (&verb, rest) = line.split_first()?;
        let execute = |wait, last| Op::Execute {
            command: rest,
            wait,
            last,
        };
        Some(match verb {
            b'L' => Op::Login,
            b'e' => execute(Wait::Reply, false),
            b'f' => execute(Wait::Reply, true),
            b'b' => execute(Wait::Begun, false),
            b'n' => execute(Wait::Nothing, false),
            b'g' => Op::GiveUp,
            b'p' => Op::Server(packet(rest, last_id)?.encode()),
            b's' => Op::Server(short(rest, last_id)?),
            b'P' => Op::Server(large(rest, last_id)?),
            b'r' => Op::Server(rest.to_vec()),
            b'c' => Op::Cut(Pieces::Of(number(rest))),
            b't' => Op::Pass(time(rest)),
            b'u' => Op::Stall(time(rest)),
            b'o' => Op::Excuse(time(rest)),
            b'w' => Op::Timer,
            b'T' => Op::Timeout(timeout(rest)),
            b'x' => Op::Close { reset: false },
            b'X' => Op::Close { reset: true },
            _ => return None,
        })
    }
}

fn packet(rest: &[u8], last_id: i32) -> Option<Packet> {
    let [id, kind, body @ ..] = rest else {
        return None;
    };
    let id = match *id {
        b'l' => LOGIN_ID,
        b'c' => last_id,
        b'q' => last_id + 1,
        // The command before, and its probe.
        b'b' => last_id - 2,
        b'v' => last_id - 1,
        b'-' => -1,
        other => i32::from(other) - i32::from(b'0'),
    };
    let kind = match *kind {
        b'-' => -1,
        other => i32::from(other) - i32::from(b'0'),
    };
    Some(Packet::new(id, kind, body))
}

fn short(rest: &[u8], last_id: i32) -> Option<Vec<u8>> {
    let [id, kind, by, body @ ..] = rest else {
        return None;
    };
    let mut wire = packet(&[&[*id, *kind], body].concat(), last_id)?.encode();
    let size = wire.first_chunk_mut::<4>()?;
    let longer = i32::from_le_bytes(*size) + i32::from(*by) - i32::from(b'0');
    *size = longer.to_le_bytes();
    Some(wire)
}

fn large(rest: &[u8], last_id: i32) -> Option<Vec<u8>> {
    let &[id, kind, size] = rest else {
        return None;
    };
    let mut packet = packet(&[id, kind], last_id)?;
    let len = [1024, 4000, 20_000, 70_000, 98_000, 150_000][usize::from(size) % 6];
    packet.body = vec![b'x'; len];
    Some(packet.encode())
}

fn number(digits: &[u8]) -> usize {
    digits.iter().take(5).fold(0, |number, digit| {
        number * 10 + usize::from(digit.wrapping_sub(b'0') % 10)
    })
}

/// `a` is a millisecond, and each letter on it is twice as long.
fn time(rest: &[u8]) -> Duration {
    let power = rest.first().map_or(0, |byte| byte.wrapping_sub(b'a') % 16);
    Duration::from_millis(1 << power)
}

fn timeout(rest: &[u8]) -> Duration {
    let choice = rest.first().map_or(0, |byte| byte % 4);
    [
        Duration::from_secs(10),
        Duration::from_millis(5),
        Duration::ZERO,
        Duration::MAX,
    ][usize::from(choice)]
}
