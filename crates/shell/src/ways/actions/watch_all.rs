//! `!watch [SECONDS] COMMAND` in a fleet: one frame, a section a server.

use std::time::Instant;

use super::Next;
use super::watching::{Down, Watching};
use crate::commands::Local;
use crate::error::Result;
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{Canvas, LastFrame, Section, Seen, Watch, sections};
use crate::show::one_line::broken;
use crate::show::players::Changes;
use crate::show::report;
use crate::system::interrupt::OtherScreen;
use crate::system::patience::pause;
use crate::system::quit_key::QuitKey;
use crate::ways::fleet::prompt::{Answer, Fleet, Outcome, Reply};
use crate::ways::players::Listing;
use crate::ways::prompt::Agreed;

/// Runs a command on all servers until `q` or Ctrl-C. A server that is down is
/// tried again, and holds up no other.
pub(super) fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Next> {
    let asked = Watching::of(local)?;
    let lines = fleet.lines_of(asked.command.as_bytes());
    if !asked.players && fleet.confirm(&lines)? == Agreed::No {
        return Ok(Next::Go);
    }
    let places = fleet.selected.iter();
    let mut rounds = Rounds {
        servers: places.map(|place| Watched::new(*place, &asked)).collect(),
        asked,
        last: LastFrame::default(),
    };
    let bar = fleet.set_bar(false);
    let result = {
        let _screen = OtherScreen::enter()?;
        let _keys = QuitKey::listen(&fleet.cancel);
        rounds.run(fleet)
    };
    fleet.set_bar(bar);
    rounds.last.leave()?;
    fleet.cancel.reset();
    result.map(|()| Next::Go)
}

/// What is watched of one server.
struct Watched {
    place: usize,
    kept: Kept,
    /// There is no answer.
    down: Option<Down>,
}

/// What is kept of what it has answered.
enum Kept {
    Reply(Watch),
    Players(Changes),
}

impl Kept {
    fn reply(&mut self, command: &[u8], reply: &Reply) {
        if let Self::Reply(watch) = self {
            let split = reply.minecraft.then(|| broken(command, &reply.bytes));
            let split = split.flatten();
            let bytes = split.as_deref().unwrap_or(&reply.bytes);
            let options = EscapeOptions {
                colour: false,
                ..EscapeOptions::default()
            };
            let text = reply.encoding.unwrap_or_default().readable(bytes);
            watch.observe(&escape::text(text.as_bytes(), options));
        }
    }

    fn players(&mut self, listing: Listing) {
        if let Self::Players(changes) = self {
            changes.observe(listing.into_players(), Instant::now());
        }
    }

    fn seen(&self) -> Seen<'_> {
        match self {
            Self::Reply(watch) => Seen::Reply(watch),
            Self::Players(changes) => Seen::Drawn(changes),
        }
    }
}

impl Watched {
    fn new(place: usize, asked: &Watching<'_>) -> Self {
        Self {
            place,
            kept: if asked.players {
                Kept::Players(Changes::default())
            } else {
                Kept::Reply(Watch::new())
            },
            down: None,
        }
    }

    fn observe<T>(&mut self, outcome: Outcome<T>, keep: impl FnOnce(&mut Kept, T)) {
        let why = match outcome {
            Outcome::Done(done) => {
                self.down = None;
                keep(&mut self.kept, done);
                return;
            }
            Outcome::Failed(error) => report::text(&error),
            Outcome::NotWaited => "no answer".to_owned(),
            Outcome::StillAway => "not there".to_owned(),
            Outcome::NotSent => return,
        };
        Down::note(&mut self.down, why);
    }

    fn note(&self) -> Option<String> {
        Some(self.down.as_ref()?.text(""))
    }
}

/// A watch under way.
struct Rounds<'a> {
    asked: Watching<'a>,
    servers: Vec<Watched>,
    last: LastFrame,
}

impl Rounds<'_> {
    fn run(&mut self, fleet: &mut Fleet) -> Result<()> {
        let lines = fleet.lines_of(self.asked.command.as_bytes());
        loop {
            if self.asked.players {
                let answers = fleet.who()?;
                self.observe(fleet, answers, Kept::players);
            } else {
                let answers = fleet.execute(&lines)?;
                let command = self.asked.command.as_bytes();
                self.observe(fleet, answers, |kept, reply| kept.reply(command, &reply));
            }
            if fleet.is_cancelled() {
                return Ok(());
            }
            self.draw(fleet)?;
            if pause(self.asked.every, &fleet.cancel).is_err() {
                return Ok(());
            }
        }
    }

    /// Takes in what the servers have answered, unless that was cut short.
    fn observe<T>(&mut self, fleet: &Fleet, answers: Vec<Answer<T>>, keep: impl Fn(&mut Kept, T)) {
        if fleet.is_cancelled() {
            return;
        }
        for answer in answers {
            let mut servers = self.servers.iter_mut();
            if let Some(server) = servers.find(|it| it.place == answer.member) {
                server.observe(answer.outcome, &keep);
            }
        }
    }

    fn draw(&mut self, fleet: &Fleet) -> Result<()> {
        let title = self.asked.title(&fleet.prompt());
        let canvas = Canvas::of_terminal(fleet.settings.color.for_stdout());
        let notes: Vec<Option<String>> = self.servers.iter().map(Watched::note).collect();
        let all: Vec<Section<'_>> = self
            .servers
            .iter()
            .zip(&notes)
            .filter_map(|(server, note)| {
                let member = fleet.members.get(server.place)?;
                Some(Section {
                    name: &member.name,
                    seen: server.kept.seen(),
                    note: note.as_deref(),
                })
            })
            .collect();
        let frame = sections(&title, &all, canvas);
        Ok(self.last.draw(frame, canvas)?)
    }
}
