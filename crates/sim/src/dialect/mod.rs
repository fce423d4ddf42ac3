//! What each kind of server does on the wire, one small file each, behind one
//! trait. The facts come from watching running servers and from their public
//! sources, which each file names; nothing here shares the client's rules.

mod ark;
mod assetto;
pub(crate) mod battleye;
mod bepinex;
mod bytes;
mod conan;
mod cs2;
mod cuberite;
mod factorio;
mod glowstone;
mod gmod;
mod hytale;
mod imitator;
mod library;
mod link;
mod minecraft;
mod nukkit;
mod one_link;
mod palworld;
mod panel;
mod plain;
mod polled;
mod pumpkin;
mod quirk;
mod reads;
mod rust;
mod sandstorm;
mod session;
mod source;
mod squad;
mod star_rupture;
mod starbound;
mod telnet;
mod v_rising;
mod velocity;
mod vintage_story;
pub(crate) mod webrcon;
mod zomboid;

#[cfg(test)]
mod tests;

use std::time::Duration;

use rcon_proto::PacketRef;

use crate::frames::Shape;
use crate::game::Game;
use crate::host::Host;
use crate::options::{HalfClose, Options};
use crate::peer::Peer;

pub(crate) use link::Link;
use reads::Reads;
use session::Session;

/// One kind of server, on one connection. What a dialect does not say itself
/// is as its [`base`](Self::base) has it.
pub(crate) trait Dialect: Send {
    /// The dialect that this one differs from: [`Plain`](plain::Plain) or
    /// another.
    fn base(&mut self) -> &mut dyn Dialect;

    /// How packets are found in what was read.
    fn reads(&mut self) -> Reads {
        self.base().reads()
    }

    /// How often the server looks for bytes; `None` where it is woken by them.
    fn polls(&mut self) -> Option<Duration> {
        self.base().polls()
    }

    /// Whether its small writes wait for the receipt of earlier ones.
    fn nagles(&mut self) -> bool {
        self.base().nagles()
    }

    /// What it does when a client has ended its direction.
    fn half_close(&mut self) -> HalfClose {
        self.base().half_close()
    }

    /// Whether commands are run before a login, and after a refused one.
    fn lets_anyone(&mut self) -> bool {
        self.base().lets_anyone()
    }

    /// How a reply is cut into packets.
    fn shape(&mut self) -> Shape {
        self.base().shape()
    }

    /// Whether too many wrong passwords ban their address.
    fn bans(&mut self) -> bool {
        self.base().bans()
    }

    /// The connection was accepted.
    fn welcome(&mut self, link: &mut Link<'_, '_>) {
        self.base().welcome(link);
    }

    /// A packet announces this size, of which only the four bytes of the size
    /// may be there yet. False where the server does not read it; whatever it
    /// does instead is done.
    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        self.base().admits(size, link)
    }

    /// The password was right.
    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.base().accept(id, link);
    }

    /// The password was wrong.
    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.base().refuse(id, link);
    }

    /// A command came before a login.
    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.base().early(request, link);
    }

    /// A command. Not the base's, because its packets have this one's shape.
    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        link.deliver(request.id, self.shape(), answer);
    }

    /// A packet that is neither a login nor a command: a probe.
    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.base().other(request, link);
    }

    /// Another link of this server was closed.
    fn sibling_closed(&mut self) {
        self.base().sibling_closed();
    }

    /// This link is gone.
    fn closed(&mut self, host: &mut Host) {
        self.base().closed(host);
    }
}

/// The server's end of a new connection, on Source.
pub(crate) fn source(options: &Options) -> Box<dyn Peer> {
    Box::new(Session::new(Box::new(source::Source::new(options))))
}

/// The same, on whichever game.
pub(crate) fn every(options: &Options) -> Box<dyn Peer> {
    match dialect(options) {
        Spoken::Packets(dialect) => Box::new(Session::new(dialect)),
        Spoken::Otherwise(peer) => peer,
    }
}

/// Source RCON's packets in one way or another, or something else.
enum Spoken {
    Packets(Box<dyn Dialect>),
    Otherwise(Box<dyn Peer>),
}

fn dialect(options: &Options) -> Spoken {
    let source = || source::Source::new(options);
    let dialect: Box<dyn Dialect> = match options.game {
        Game::Source => Box::new(source()),
        Game::L4d1 => Box::new(imitator::Silenced::new(source())),
        Game::Gmod => Box::new(gmod::Gmod::new(source())),
        Game::Panel => Box::new(panel::Panel::new(source())),
        Game::NoProbe => Box::new(imitator::NoProbe::new(source())),
        Game::OnePerRead => Box::new(imitator::OnePerRead::new(source())),
        Game::Zomboid => Box::new(zomboid::Zomboid::new(source())),
        Game::Squad => Box::new(squad::Squad::new(source())),
        Game::OpenStarbound => Box::new(starbound::Starbound::new(source())),
        Game::Cs2 => Box::<cs2::Cs2>::default(),
        Game::Minecraft | Game::Bukkit => Box::<minecraft::Minecraft>::default(),
        Game::Glowstone => Box::<glowstone::Glowstone>::default(),
        Game::Cuberite => Box::<cuberite::Cuberite>::default(),
        Game::Pumpkin => Box::<pumpkin::Pumpkin>::default(),
        Game::Nukkit => Box::<nukkit::Nukkit>::default(),
        Game::Palworld => Box::<palworld::Palworld>::default(),
        Game::Ark => Box::<ark::Ark>::default(),
        Game::Rust => Box::new(rust::Rust::new(source())),
        Game::Factorio => Box::<factorio::Factorio>::default(),
        Game::Conan => Box::new(conan::Conan::new(conan::Build::FixedIds)),
        Game::ConanShifted => Box::new(conan::Conan::new(conan::Build::ShiftedIds)),
        Game::ConanClosing => Box::new(conan::Conan::new(conan::Build::Closing)),
        Game::BepInEx => Box::<bepinex::BepInEx>::default(),
        Game::ValheimRcon => Box::new(polled::Polled::VALHEIM_RCON),
        Game::SpaceEngineers => Box::new(polled::Polled::SPACE_ENGINEERS),
        Game::Velocity => Box::new(velocity::Velocity::new(source())),
        Game::VintageStory => Box::new(vintage_story::VintageStory::new(source())),
        Game::Hytale => Box::<hytale::Hytale>::default(),
        Game::VRising => Box::new(v_rising::VRising::one_packet(source())),
        Game::VRisingTwo => Box::new(v_rising::VRising::two_packets(source())),
        Game::StarRupture => Box::new(star_rupture::StarRupture::new(source())),
        Game::Assetto => Box::<assetto::Assetto>::default(),
        Game::Sandstorm => Box::<sandstorm::Sandstorm>::default(),
        Game::SplitHeader => Box::new(imitator::SplitHeader::new(source())),
        Game::OneLink => Box::<one_link::OneLink>::default(),
        Game::OneBehind => Box::new(imitator::OneBehind::new(source())),
        Game::Rconx => Box::new(library::Rconx::new(source())),
        Game::RconServer => Box::new(library::RconServer::new(source())),
        Game::EachACommand => Box::new(library::EachACommand::new(source())),
        Game::PalworldParts => Box::new(palworld::Palworld::in_parts()),
        Game::ZeroId => Box::new(quirk::Quirk::ZERO_ID),
        Game::TypeThree => Box::new(quirk::Quirk::TYPE_THREE),
        Game::ThreeNuls => Box::new(quirk::Quirk::THREE_NULS),
        Game::MinusType => Box::new(quirk::Quirk::MINUS_TYPE),
        Game::RustWeb => return Spoken::Otherwise(Box::<webrcon::WebRcon>::default()),
        Game::BattlEye => return Spoken::Otherwise(Box::new(battleye::BattlEye::new())),
        Game::Reforger => return Spoken::Otherwise(Box::new(battleye::BattlEye::reforger())),
        Game::SevenDays => return Spoken::Otherwise(Box::<telnet::Telnet>::default()),
    };
    Spoken::Packets(dialect)
}
