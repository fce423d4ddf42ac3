//! `!watch [SECONDS] COMMAND` in a fleet: one frame, a section a server.

use std::time::Instant;

use rcon_proto::ErrorKind;

use super::Next;
use super::watching::{Down, Watching};
use crate::commands::Local;
use crate::error::{Error, Result};
use crate::server::once_more::BETWEEN_LOGINS;
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{Canvas, LastFrame, Section, Seen, Watch, sections};
use crate::show::one_line::broken;
use crate::show::players::Changes;
use crate::show::report;
use crate::system::interrupt::OtherScreen;
use crate::system::patience::pause;
use crate::system::quit_key::QuitKey;
use crate::ways::fleet::prompt::{Answer, AskedBy, Fleet, Member, Outcome, Reply};
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
    fleet.asked_by = AskedBy::Person;
    let left_out = rounds.left_out();
    rounds.last.leave()?;
    fleet.tell_failures(&left_out);
    fleet.cancel.reset();
    result.map(|()| Next::Go)
}

/// What is watched of one server.
struct Watched {
    place: usize,
    kept: Kept,
    /// There is no answer.
    down: Option<Down>,
    /// When it was asked last.
    asked: Instant,
    /// Why it is not asked any more.
    left_out: Option<Error>,
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
            asked: Instant::now(),
            left_out: None,
        }
    }

    /// Whether it is asked in this round: one that is down is not logged in to as
    /// often as others may be asked.
    fn is_due(&self) -> bool {
        let rests = self.down.is_some() && self.asked.elapsed() < BETWEEN_LOGINS;
        !rests && self.left_out.is_none()
    }

    fn observe<T>(
        &mut self,
        outcome: Outcome<T>,
        member: &Member,
        keep: impl FnOnce(&mut Kept, T),
    ) {
        self.asked = Instant::now();
        let why = match outcome {
            Outcome::Done(done) => {
                self.down = None;
                keep(&mut self.kept, done);
                return;
            }
            Outcome::Failed(error) => {
                let why = report::text(&error);
                self.left_out = (!comes_back(&error, member)).then_some(error);
                why
            }
            Outcome::NotWaited => "no answer".to_owned(),
            Outcome::StillAway => "not there".to_owned(),
            Outcome::NotSent => return,
        };
        Down::note(&mut self.down, why);
    }

    fn note(&self) -> Option<String> {
        let does = match self.left_out {
            Some(_) => ", not asked again",
            None => "",
        };
        Some(self.down.as_ref()?.text(does))
    }
}

/// Whether what failed may work again without the user: a password that was refused,
/// or was closed upon once more, is not sent again.
fn comes_back(error: &Error, member: &Member) -> bool {
    match error.kind() {
        ErrorKind::Refused => false,
        ErrorKind::Closed => !member.seen().has_closed_twice,
        _ => true,
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
        loop {
            let due = self.servers.iter().filter(|server| server.is_due());
            let due: Vec<usize> = due.map(|server| server.place).collect();
            if self.asked.players {
                let answers = fleet.who_on(&due)?;
                self.observe(fleet, answers, Kept::players);
            } else {
                let command = self.asked.command.as_bytes();
                let lines = due.iter().map(|place| (*place, command.to_vec()));
                let answers = fleet.execute(&lines.collect())?;
                self.observe(fleet, answers, |kept, reply| kept.reply(command, &reply));
            }
            if fleet.is_cancelled() {
                return Ok(());
            }
            self.draw(fleet)?;
            let none_left = self.servers.iter().all(|it| it.left_out.is_some());
            if none_left || pause(self.asked.every, &fleet.cancel).is_err() {
                return Ok(());
            }
            fleet.asked_by = AskedBy::Itself;
        }
    }

    /// Those that are not asked any more, as what came of them.
    fn left_out(&mut self) -> Vec<Answer<()>> {
        let servers = self.servers.iter_mut();
        let left_out = servers.filter_map(|server| {
            Some(Answer {
                member: server.place,
                outcome: Outcome::Failed(server.left_out.take()?),
                elapsed: server.asked.elapsed(),
            })
        });
        left_out.collect()
    }

    /// Takes in what the servers have answered, unless that was cut short.
    fn observe<T>(&mut self, fleet: &Fleet, answers: Vec<Answer<T>>, keep: impl Fn(&mut Kept, T)) {
        if fleet.is_cancelled() {
            return;
        }
        for answer in answers {
            let mut servers = self.servers.iter_mut();
            let member = fleet.members.get(answer.member);
            if let Some(server) = servers.find(|it| it.place == answer.member)
                && let Some(member) = member
            {
                server.observe(answer.outcome, member, &keep);
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_server_that_is_down_rests_between_two_logins() {
        let asked = Watching {
            every: Duration::from_millis(100),
            command: "status",
            players: false,
        };
        let mut server = Watched::new(0, &asked);
        assert!(server.is_due());
        Down::note(&mut server.down, "nobody is there".to_owned());
        assert!(!server.is_due());
        if let Some(then) = Instant::now().checked_sub(BETWEEN_LOGINS) {
            server.asked = then;
            assert!(server.is_due());
        }
    }
}
