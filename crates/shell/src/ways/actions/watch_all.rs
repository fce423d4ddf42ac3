//! `!watch [SECONDS] COMMAND` in a fleet: one frame, a section a server.

use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime};

use super::{Next, watch_every};
use crate::commands::Local;
use crate::error::{Result, UsageError};
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{self, Canvas, Section, Seen, Watch};
use crate::show::one_line::broken;
use crate::show::players::Changes;
use crate::show::report;
use crate::system::interrupt::OtherScreen;
use crate::system::patience::pause;
use crate::system::quit_key::QuitKey;
use crate::system::terminal;
use crate::system::utc::rfc3339;
use crate::ways::fleet::prompt::{Answer, Fleet, Outcome, Reply};
use crate::ways::players::Listing;
use crate::ways::prompt::Agreed;

/// Runs a command on all servers until `q` or Ctrl-C. A server that is down is
/// tried again, and holds up no other.
pub(super) fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Next> {
    let (every, command) = local.sent()?;
    let every = watch_every::every(every)?;
    if !terminal::streams().stdout {
        return Err(UsageError(format!("{} needs a terminal", local.command.typed())).into());
    }
    let players = watch_every::is_players(command);
    let lines = fleet.lines_of(command.as_bytes());
    if !players && fleet.confirm(&lines)? == Agreed::No {
        return Ok(Next::Go);
    }
    let places = fleet.selected.iter();
    let mut rounds = Rounds {
        every,
        command,
        servers: places.map(|place| Watched::new(*place, players)).collect(),
        players,
        last: Vec::new(),
    };
    let bar = fleet.set_bar(false);
    let result = {
        let _screen = OtherScreen::enter()?;
        let _keys = QuitKey::listen(&fleet.cancel);
        rounds.run(fleet)
    };
    fleet.set_bar(bar);
    rounds.leave_last_frame()?;
    fleet.cancel.reset();
    result.map(|()| Next::Go)
}

/// What is watched of one server.
struct Watched {
    place: usize,
    kept: Kept,
    /// Since when there is no answer, and why.
    down: Option<(SystemTime, Instant, String)>,
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
            watch.observe(&escape::text(bytes, options));
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
    fn new(place: usize, players: bool) -> Self {
        Self {
            place,
            kept: if players {
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
        match &mut self.down {
            Some((_, _, before)) => *before = why,
            None => self.down = Some((SystemTime::now(), Instant::now(), why)),
        }
    }

    fn note(&self) -> Option<String> {
        let (since, began, why) = self.down.as_ref()?;
        let since = rfc3339(*since);
        let time = since.get(11..19).unwrap_or_default();
        let seconds = began.elapsed().as_secs();
        Some(format!("down since {time} UTC ({seconds} s): {why}"))
    }
}

/// A watch under way.
struct Rounds<'a> {
    every: Duration,
    command: &'a str,
    servers: Vec<Watched>,
    /// Who is on is watched.
    players: bool,
    /// What was drawn last.
    last: Vec<String>,
}

impl Rounds<'_> {
    fn run(&mut self, fleet: &mut Fleet) -> Result<()> {
        let lines = fleet.lines_of(self.command.as_bytes());
        loop {
            if self.players {
                let answers = fleet.who()?;
                self.observe(fleet, answers, Kept::players);
            } else {
                let answers = fleet.execute(&lines)?;
                let command = self.command.as_bytes();
                self.observe(fleet, answers, |kept, reply| kept.reply(command, &reply));
            }
            if fleet.is_cancelled() {
                return Ok(());
            }
            self.draw(fleet)?;
            if pause(self.every, &fleet.cancel).is_err() {
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
        let title = format!(
            "{}{} every {} s, q ends it",
            fleet.prompt(),
            crate::commands::redact(self.command),
            self.every.as_secs_f64()
        );
        let (width, height) = terminal::size();
        let canvas = Canvas {
            width,
            height,
            colour: fleet.settings.color.for_stdout(),
            ascii: false,
        };
        let notes: Vec<Option<String>> = self.servers.iter().map(Watched::note).collect();
        let sections: Vec<Section<'_>> = self
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
        let frame = frame::sections(&title, &sections, canvas);
        let mut out = std::io::stdout().lock();
        out.write_all(&frame::redraw(&frame, canvas.height))?;
        out.flush()?;
        self.last = frame;
        Ok(())
    }

    /// What was to be seen last, where the prompt goes on.
    fn leave_last_frame(&self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for line in &self.last {
            writeln!(out, "{line}")?;
        }
        Ok(out.flush()?)
    }
}
