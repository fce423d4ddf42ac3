//! What a server's console knows: the game behind the wire. Nothing here
//! knows packets.

mod admin;
mod answer;
mod call;
pub(crate) mod clock;
mod consoles;
mod cs2;
mod logged;
mod minecraft;
mod modded;
mod players;
mod rust;
mod sim;
mod small;
mod source;
mod state;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;

use crate::game::Game;
use crate::options::Options;
use crate::parcel::Parcel;

pub(crate) use answer::{Answer, Consequence, Item};
pub(crate) use call::Call;
pub(crate) use players::Player;

/// The console of one kind of game.
pub(crate) trait Console: Send {
    /// Runs one command.
    fn run(&mut self, call: &Call<'_>) -> Answer;

    /// Somebody comes into the game. Nobody does where there is none.
    fn join(&mut self, _: Player) {}

    /// Whether `;` separates commands in a line.
    fn has_separator(&self) -> bool {
        false
    }

    /// A line has come over RCON: what is sent to those who get the log.
    fn note(&mut self, _line: &Call<'_>) -> Vec<Parcel> {
        Vec::new()
    }

    /// Something happens that goes into the log: what is sent to those who get
    /// that.
    fn log(&mut self, _line: &str) -> Vec<Parcel> {
        Vec::new()
    }

    /// The same line, so many times, as fast as that goes.
    fn log_flood(&mut self, _times: u64) -> Vec<Parcel> {
        Vec::new()
    }

    /// What comes to a receiver of the log and is none of it.
    fn log_misfits(&mut self) -> Vec<Parcel> {
        Vec::new()
    }
}

/// The world of one server.
pub(crate) struct World {
    game: Game,
    console: Box<dyn Console>,
    sim: sim::Sim,
}

/// Which console a server has.
pub(crate) type Consoles = fn(&Options, SocketAddr) -> Box<dyn Console>;

impl World {
    pub(crate) fn new(options: &Options, addr: SocketAddr, consoles: Consoles) -> Self {
        Self {
            game: options.game,
            console: consoles(options, addr),
            sim: sim::Sim::default(),
        }
    }

    /// Somebody comes into the game.
    pub(crate) fn join(&mut self, player: Player) {
        self.console.join(player);
    }

    /// Runs a line.
    pub(crate) fn execute(&mut self, call: &Call<'_>) -> Answer {
        let noted = if call.name().starts_with("sim_") {
            // No server's own.
            Vec::new()
        } else {
            self.console.note(call)
        };
        let mut answer = self.run_all(call);
        // Before what it does is logged.
        let noted = noted.into_iter().map(Consequence::Send);
        answer.consequences.splice(0..0, noted);
        answer
    }

    fn run_all(&mut self, call: &Call<'_>) -> Answer {
        if !self.console.has_separator() {
            return self.run(call);
        }
        let mut parts = call.split().into_iter();
        let Some(first) = parts.next() else {
            return self.run(call);
        };
        let mut answer = self.run(&first);
        for part in parts {
            answer.append(self.run(&part));
        }
        answer
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        let own = self.logged(call).or_else(|| self.sim.run(call));
        own.unwrap_or_else(|| self.console.run(call))
    }
}

fn source(options: &Options, addr: SocketAddr) -> source::Source {
    source::Source::new(&options.hostname, addr).with_convars(options.convars)
}

/// Source's, the only one that a program which names no other game has to hold.
pub(crate) fn sources(options: &Options, addr: SocketAddr) -> Box<dyn Console> {
    Box::new(source(options, addr))
}

/// Whichever the game has.
pub(crate) fn every(options: &Options, addr: SocketAddr) -> Box<dyn Console> {
    let (game, hostname) = (options.game, options.hostname.as_str());
    let source = || source(options, addr);
    let small = |run| Box::new(small::Small::new(run, hostname));
    match game {
        Game::Source
        | Game::Gmod
        | Game::L4d1
        | Game::Panel
        | Game::ZeroId
        | Game::TypeThree
        | Game::ThreeNuls
        | Game::MinusType
        | Game::NoProbe
        | Game::OnePerRead
        | Game::SplitHeader
        | Game::OneLink
        | Game::OneBehind
        | Game::Rconx
        | Game::RconServer
        | Game::EachACommand => Box::new(source()),
        Game::Cs2 => Box::new(cs2::Cs2::new(source())),
        Game::Minecraft | Game::Cuberite | Game::Pumpkin => {
            Box::new(minecraft::Minecraft::new(false))
        }
        Game::Bukkit | Game::Glowstone | Game::Nukkit => Box::new(minecraft::Minecraft::new(true)),
        Game::Zomboid => small(small::zomboid),
        Game::Squad => small(small::squad),
        Game::Palworld | Game::PalworldParts => small(small::palworld),
        Game::Ark => small(small::ark),
        Game::Rust | Game::RustWeb => small(rust::run),
        Game::Factorio => small(small::factorio),
        Game::Conan | Game::ConanShifted | Game::ConanClosing => small(small::conan),
        Game::BepInEx | Game::ValheimRcon => small(modded::valheim),
        Game::SpaceEngineers => small(modded::space_engineers),
        Game::Velocity => small(modded::velocity),
        Game::VintageStory => small(modded::vintage_story),
        Game::Hytale => small(modded::hytale),
        Game::VRising | Game::VRisingTwo => small(modded::v_rising),
        Game::StarRupture => small(modded::star_rupture),
        Game::Assetto => small(modded::assetto),
        Game::Sandstorm => small(modded::sandstorm),
        Game::OpenStarbound => small(small::starbound),
        Game::BattlEye => small(consoles::battleye),
        Game::Reforger => small(consoles::reforger),
        Game::SevenDays => small(consoles::seven_days),
    }
}
