//! What each kind of server does on the wire, one small file each, behind one
//! trait. The facts come from watching running servers and from their public
//! sources; nothing here shares the client's rules.

mod ark;
mod conan;
mod cs2;
mod cuberite;
mod factorio;
mod glowstone;
mod gmod;
mod imitator;
mod link;
mod minecraft;
mod nukkit;
mod palworld;
mod panel;
mod plain;
mod pumpkin;
mod quirk;
mod rust;
mod session;
mod source;
mod squad;
mod starbound;
mod zomboid;

#[cfg(test)]
mod tests;

use rcon_proto::PacketRef;

use crate::frames::Shape;
use crate::game::Game;
use crate::options::Options;
use crate::peer::Peer;

pub(crate) use link::Link;
use session::{Reads, Session};

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
}

/// The server's end of a new connection.
pub(crate) fn peer(options: &Options) -> Box<dyn Peer> {
    Box::new(Session::new(dialect(options)))
}

fn dialect(options: &Options) -> Box<dyn Dialect> {
    let source = || source::Source::new(options);
    match options.game {
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
        Game::Rust => Box::<rust::Rust>::default(),
        Game::Factorio => Box::<factorio::Factorio>::default(),
        Game::Conan => Box::<conan::Conan>::default(),
        Game::ZeroId => Box::new(quirk::Quirk::ZERO_ID),
        Game::TypeThree => Box::new(quirk::Quirk::TYPE_THREE),
        Game::ThreeNuls => Box::new(quirk::Quirk::THREE_NULS),
        Game::MinusType => Box::new(quirk::Quirk::MINUS_TYPE),
    }
}
