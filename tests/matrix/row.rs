//! The rows of the tables, and what is known of each server: the simulator's
//! facts, said once more from the client's side.

use std::time::Duration;

use rcon_sim::{Builder, Game, HalfClose};

use super::printed;
use crate::support::{Outcome, Server, Shown};

/// Makes a server special.
type Special = fn(Builder) -> Builder;

/// A row of the tables.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) game: Game,
    /// What is special about this one, for the table and for the builder.
    special: Option<(&'static str, Special)>,
    /// What the user says of it.
    pub(super) args: &'static [&'static str],
}

/// How often Rust is asked at most whether it has heard that UTF-8 is wanted.
const HEARD: u64 = 2;

/// How often a server that is one packet behind is pushed at most for a command.
const PUSHES: u64 = 6;

/// How much a server sends in a reply that is whole.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// Bytes.
    pub(super) most: usize,
    /// The code of a run whose reply is larger; `None` where it is no larger
    /// than any server's.
    pub(super) past: Option<i32>,
}

impl Row {
    pub(super) fn all() -> Vec<Self> {
        let plain = Game::ALL.iter().map(|&game| Self::plain(game));
        let special = |game, name, how| Self {
            special: Some((name, how)),
            ..Self::plain(game)
        };
        let deaf = |builder: Builder| builder.half_close(HalfClose::Ignore);
        plain
            // Its first probe ends the link: it has columns of its own.
            .filter(|row| row.game != Game::VRisingTwo)
            .chain([
                special(Game::Source, "login in two segments", |builder| {
                    builder.auth_gap(Duration::from_millis(40))
                }),
                special(Game::Source, "ignores a half-close", deaf),
                special(Game::Minecraft, "ignores a half-close", deaf),
                special(Game::NoProbe, "ignores a half-close", deaf),
                Self {
                    special: Some(("--game generic", |builder| builder)),
                    args: &["--game", "generic"],
                    ..Self::plain(Game::VRisingTwo)
                },
                Self {
                    special: Some(("--game rust", |builder| builder)),
                    args: &["--game", "rust"],
                    ..Self::plain(Game::Rust)
                },
            ])
            .collect()
    }

    pub(super) fn plain(game: Game) -> Self {
        Self {
            game,
            special: None,
            args: &[],
        }
    }

    pub(super) fn name(self) -> String {
        match self.special {
            Some((special, _)) => format!("{}, {special}", self.game),
            None => self.game.to_string(),
        }
    }

    pub(super) fn server(self) -> Server {
        Server::with(|builder| {
            let builder = builder.game(self.game);
            match self.special {
                Some((_, how)) => how(builder),
                None => builder,
            }
        })
    }

    /// Whether a login is answered by two packets. Only then may a probe be
    /// sent.
    pub(super) fn is_source_shaped(self) -> bool {
        matches!(
            self.game,
            Game::Source
                | Game::Gmod
                | Game::L4d1
                | Game::Zomboid
                | Game::Squad
                | Game::OpenStarbound
                | Game::Rust
                | Game::Velocity
                | Game::VintageStory
                | Game::StarRupture
                | Game::Panel
                | Game::NoProbe
                | Game::OnePerRead
                | Game::SplitHeader
                | Game::OneBehind
                | Game::Rconx
                | Game::RconServer
                | Game::EachACommand
        )
    }

    /// Whether the end of the last reply is shown by a close or by the server's
    /// own mark; otherwise the deadline has to show it.
    pub(super) fn ends(self) -> bool {
        let deaf = self.name().contains("ignores a half-close");
        !(deaf && self.game == Game::NoProbe)
    }

    /// How much it sends.
    pub(super) fn size(self) -> Size {
        let (most, past) = match self.game {
            // The size field is one byte: the rest stands outside of a packet.
            Game::BepInEx => (245, Some(7)),
            Game::Assetto => (960, Some(6)),
            Game::Hytale | Game::VRising | Game::VRisingTwo => (4032, Some(6)),
            // Shortens the reply, and says so in it.
            Game::ValheimRcon => (4032, None),
            _ => (20 * 1024, None),
        };
        Size { most, past }
    }

    /// The most probes that replies of these sizes may cost.
    pub(super) fn most_probes(self, replies: &[usize]) -> u64 {
        let pages = |bytes: &usize| bytes.div_ceil(4082).max(1) as u64;
        match self.game {
            _ if !self.is_source_shaped() => 0,
            // Learnt from the first one.
            Game::NoProbe | Game::StarRupture => 1,
            // Whether it has heard that UTF-8 is wanted; busy, it is asked again.
            Game::Rust => HEARD,
            // A probe for the command, and one for the answer to that. A server that
            // is slow to answer, on a busy machine say, is pushed more often, which
            // puts it further behind: so many times for a command, and no more.
            Game::OneBehind | Game::RconServer => (1 + PUSHES) * replies.len() as u64,
            Game::VintageStory => replies.iter().map(pages).sum(),
            // What it says of a probe is known when it has said it twice.
            Game::EachACommand => 1 + replies.len() as u64,
            _ => replies.len() as u64,
        }
    }

    /// The most packets that a server may lose because of us.
    pub(super) fn most_lost(self) -> u64 {
        match self.game {
            // The first command's probe, before it was known, and what it was
            // too busy to hear.
            Game::Rust => HEARD + u64::from(self.args.is_empty()),
            _ => 0,
        }
    }

    /// The most packets that are neither a login nor a command nor a probe.
    pub(super) fn most_others(self) -> u64 {
        // Rust is asked for UTF-8.
        u64::from(self.game == Game::Rust)
    }

    /// Whether it closes the link behind each reply.
    pub(super) fn closes(self) -> bool {
        self.game == Game::ConanClosing
    }

    /// How many logins so many commands take.
    pub(super) fn logins(self, commands: usize) -> std::ops::RangeInclusive<u64> {
        let commands = commands as u64;
        match self.game {
            Game::ConanClosing => commands..=commands,
            // Where ids tell nothing each has a link of its own.
            Game::Palworld | Game::PalworldParts | Game::Conan | Game::ConanShifted => {
                commands..=commands
            }
            _ => 1..=1,
        }
    }

    /// The text that is printed of a reply with this one.
    pub(super) fn sends(self, text: &str) -> String {
        match (self.game, text) {
            // A packet for each line, without its newline: put back between
            // lines.
            (Game::Pumpkin | Game::Rust | Game::RustWeb | Game::Reforger, text) => {
                text.strip_suffix('\n').unwrap_or(text).to_owned()
            }
            (Game::Ark, "") => "Server received, But no response!! \n ".to_owned(),
            (_, text) => text.to_owned(),
        }
    }

    /// Whether an empty reply is no packet at all.
    pub(super) fn is_mute_when_empty(self) -> bool {
        self.game == Game::Pumpkin
    }

    /// Whether a session shows more than the reply: a log's line, packets that
    /// nobody asked for, or that the link was closed.
    #[cfg(unix)]
    pub(super) fn says_more(self) -> bool {
        matches!(
            self.game,
            Game::Gmod
                | Game::Rust
                | Game::Squad
                | Game::ConanClosing
                // They say who has logged in.
                | Game::BattlEye
                | Game::Reforger
        )
    }

    /// The code of a wrong password.
    pub(super) fn refusal(self) -> i32 {
        match self.game {
            Game::Squad | Game::Cuberite => 5,
            Game::Ark => 124,
            _ => 4,
        }
    }

    /// What was printed, without the lines of the log that Garry's Mod adds to
    /// each of so many replies.
    pub(super) fn without_log(self, outcome: &Outcome, replies: usize) -> String {
        let is_logged = |line: &&str| line.starts_with("L ") && line.contains(": rcon from \"127.");
        let text = outcome.text();
        let lines = || text.split_inclusive('\n');
        if self.game == Game::Gmod {
            assert_eq!(lines().filter(is_logged).count(), replies, "{text}");
            return lines().filter(|line| !is_logged(line)).collect();
        }
        text
    }

    /// Asserts that this is what a run printed of these replies.
    pub(super) fn assert_printed(self, outcome: &Outcome, replies: &[&str]) {
        let expected: String = replies
            .iter()
            .map(|text| printed(&self.sends(text)))
            .collect();
        if self.without_log(outcome, replies.len()) != expected {
            outcome.stdout(expected);
        }
    }

    /// The commands that it was sent for us. Where a silent command is not answered
    /// at all, another one is sent to see whether it has run.
    pub(super) fn sent(self, server: &Server) -> Vec<String> {
        let mut sent = server.commands();
        sent.retain(|command| self.game != Game::RustWeb || command != "serverinfo");
        sent
    }

    /// What the server has seen of commands with replies of these sizes, as the
    /// table shows it: logins, probes, packets. With `more` of each command and
    /// probe for names that a shell asks for.
    pub(super) fn counts(self, server: &Server, replies: &[usize], more: u64) -> Shown {
        let (logins, probes) = (server.logins(), server.probes());
        let (packets, lost) = (server.packets(), server.lost());
        assert!(
            self.logins(replies.len()).contains(&logins),
            "{logins} logins"
        );
        assert_eq!(logins, server.connections(), "a connection a login");
        let most = self.most_probes(replies) + more * u64::from(self.is_source_shaped());
        assert!(probes <= most, "{probes} probes, at most {most}");
        assert!(lost <= self.most_lost() + more, "{lost} packets lost");
        let known = logins + server.commands().len() as u64 + probes + lost;
        let others = packets - known;
        assert!(others <= self.most_others(), "{others} other packets");
        Shown {
            printed: format!("{logins}L {probes}P {packets}K"),
            lasting: self.lasting(server, replies),
        }
    }

    /// What of the counts is the same in every run. When a shell asks for names is
    /// a matter of time, so they are left out.
    fn lasting(self, server: &Server, replies: &[usize]) -> String {
        let logins = server.logins();
        let asked = |command: &&String| *command != "cvarlist";
        let commands = server.commands().iter().filter(asked).count() as u64;
        let most = self.most_probes(replies);
        if self.counts_vary() {
            let others = self.most_lost() + self.most_others();
            let packets = logins + commands + most + others;
            return format!("{logins}L \u{2264}{most}P \u{2264}{packets}K");
        }
        let probes = server.probes().min(most);
        // Of this kind there are no others.
        let packets = logins + commands + probes;
        format!("{logins}L {probes}P {packets}K")
    }

    /// Whether it is asked more often where it is slow, or reads a probe only when
    /// more comes, so that only the most is the same in every run.
    fn counts_vary(self) -> bool {
        matches!(
            self.game,
            Game::Rust | Game::OneBehind | Game::RconServer | Game::OnePerRead | Game::EachACommand
        )
    }
}
