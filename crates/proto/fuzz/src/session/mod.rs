//! A session with a server that does whatever a script says.
//!
//! The script is the fuzzer's input: lines of which the first character is a
//! verb (see [`script`]). It is played twice, the server's bytes cut
//! differently: every rule of [`oracle`] must hold both times, and both times
//! the session must tell the same, unless bytes came after their time: then it
//! matters which of them came together.

mod driver;
mod oracle;
mod script;

use rcon_proto::Game;
use rcon_proto::session::SessionConfig;

use driver::Driver;
use oracle::Log;
use script::{Op, Pieces};

/// The largest packet that these sessions hold whole, in bytes. More than
/// fits into the buffer that they begin with, and small enough to be passed.
const MAX_PACKET: usize = 100_000;

/// Plays the script.
///
/// # Panics
///
/// When a rule is broken.
pub fn check(data: &[u8]) {
    let Some((&game, script)) = data.split_first() else {
        return;
    };
    let as_scripted = play(game, script, None);
    let in_single_bytes = play(game, script, Some(Pieces::Bytes));
    if let (Some(as_scripted), Some(in_single_bytes)) = (as_scripted, in_single_bytes) {
        for (one, other) in as_scripted.iter().zip(&in_single_bytes) {
            assert_eq!(one, other, "cuts make a difference");
        }
        assert_eq!(as_scripted.len(), in_single_bytes.len());
    }
}

/// What the session told, where that does not depend on the cuts.
fn play(game: u8, script: &[u8], pieces: Option<Pieces>) -> Option<Log> {
    let game = Game::ALL[usize::from(game) % Game::ALL.len()];
    let mut driver = Driver::new(
        SessionConfig::default()
            .game(game)
            .max_packet(MAX_PACKET)
            .first_id(script::LOGIN_ID),
    );
    for line in script.split(|&byte| byte == b'\n') {
        match Op::parse(line, driver.last_id()) {
            Some(Op::Cut(as_scripted)) => driver.cut(pieces.unwrap_or(as_scripted)),
            Some(op) => driver.apply(op),
            None => {}
        }
    }
    driver.finish()
}
