//! What the simulator's own commands put into a server's log.

use rcon_proto::encode_into;

use crate::game::Game;
use crate::parcel::Parcel;

use super::{Answer, Call, Consequence, World};

/// The type of Squad's chat.
const SQUAD_CHAT: i32 = 1;

/// The type of what Rust's console prints, whoever asked.
const RUST_CONSOLE: i32 = 4;

/// The most lines of one that is pushed, which are made at once.
const MOST_PUSHED: u64 = 100_000;

/// The most lines of a flood.
const MOST: u64 = 10_000_000;

impl World {
    /// Something happens that the server logs, or pushes, in its own form.
    pub(crate) fn log(&mut self, text: &str) -> Vec<Parcel> {
        let push = |kind, body: String| {
            let mut bytes = Vec::new();
            encode_into(&mut bytes, 0, kind, body.as_bytes());
            vec![Parcel::Push(bytes)]
        };
        match self.game {
            Game::Squad => push(
                SQUAD_CHAT,
                format!(
                    "[ChatAll] [Online IDs:EOS: 0002a10186d9424436bf50d22d3860ba steam: 76561190000000002] Ada : {text}"
                ),
            ),
            Game::Rust => push(
                RUST_CONSOLE,
                format!("[CHAT] Ada[76561190000000002] : {text}"),
            ),
            Game::RustWeb | Game::BattlEye | Game::Reforger | Game::SevenDays => {
                let text = text.to_owned();
                vec![Parcel::Tell { text, times: 1 }]
            }
            _ => self.console.log(text),
        }
    }

    fn flood(&mut self, times: u64) -> Vec<Parcel> {
        let mut parcels = match self.game {
            Game::Squad
            | Game::Rust
            | Game::RustWeb
            | Game::BattlEye
            | Game::Reforger
            | Game::SevenDays => self.log("flood"),
            _ => return self.console.log_flood(times),
        };
        let most = times.min(MOST_PUSHED);
        for parcel in &mut parcels {
            match parcel {
                Parcel::Push(bytes) => *bytes = bytes.repeat(most as usize),
                Parcel::Tell { times, .. } => *times = most,
                Parcel::Datagram { .. } | Parcel::Post { .. } | Parcel::Forget { .. } => {}
            }
        }
        parcels
    }

    /// Runs a command about the log, if it is one of the simulator's.
    pub(super) fn logged(&mut self, call: &Call<'_>) -> Option<Answer> {
        let name = call.name();
        let name = name.trim_start_matches(['/', '!']).to_ascii_lowercase();
        let parcels = match name.as_str() {
            "sim_log" => self.log(&call.rest()),
            "sim_log_flood" => {
                let times = call.args().first().and_then(|arg| arg.parse().ok());
                self.flood(times.unwrap_or(1000).min(MOST))
            }
            "sim_log_bad" => self.console.log_misfits(),
            _ => return None,
        };
        let answer = Answer::empty();
        Some(parcels.into_iter().fold(answer, |answer, parcel| {
            answer.and(Consequence::Send(parcel))
        }))
    }
}
