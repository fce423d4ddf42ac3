//! `!watch [SECONDS] COMMAND`: the reply again and again, in place; who is on
//! with who came and who left.

use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime};

use rcon_proto::ErrorKind;

use super::{Action, Next, players, watch_all, watch_every};
use crate::commands::Local;
use crate::error::{Result, UsageError};
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{self, Canvas, Watch};
use crate::show::players::Changes;
use crate::show::report;
use crate::system::interrupt::OtherScreen;
use crate::system::quit_key::QuitKey;
use crate::system::terminal;
use crate::system::utc::rfc3339;
use crate::ways::prompt::{Agreed, Aside, Repl};

/// What arrives unasked during a watch is shown after it, as many texts.
const ASIDES: usize = 20;

pub(super) const ACTION: Action = Action {
    prompt: Some(watch),
    script: None,
    fleet: Some(watch_all::in_fleet),
};

/// Runs a command until `q` or Ctrl-C. The screen is as before when it ends,
/// with the last frame below.
fn watch(repl: &mut Repl, local: &Local) -> Result<Next> {
    let (every, command) = local.sent()?;
    let every = watch_every::every(every)?;
    if !terminal::streams().stdout {
        return Err(UsageError(format!("{} needs a terminal", local.command.typed())).into());
    }
    if repl.confirm(command.as_bytes())? == Agreed::No {
        return Ok(Next::Go);
    }
    let mut rounds = Rounds {
        every,
        command,
        watched: Watched::of(command),
        asides: Vec::new(),
        down: None,
        answered: false,
        last: Vec::new(),
    };
    let result = {
        let _screen = OtherScreen::enter()?;
        let _keys = QuitKey::listen(repl.console.cancel());
        rounds.run(repl)
    };
    rounds.leave_last_frame()?;
    repl.show_asides(&rounds.asides);
    repl.console.cancel().reset();
    match result {
        Err(error) if error.kind() == ErrorKind::Interrupted => Ok(Next::Go),
        result => result.map(|()| Next::Go),
    }
}

/// What is watched.
enum Watched {
    /// The reply to a command.
    Reply(Watch),
    /// Who is on.
    Players(Changes),
}

impl Watched {
    /// The name of the command of ours that tells who is on stands for it, with
    /// its mark and without.
    fn of(command: &str) -> Self {
        if watch_every::is_players(command) {
            Self::Players(Changes::default())
        } else {
            Self::Reply(Watch::new())
        }
    }

    /// Asks once. Gives what arrived meanwhile and was no reply.
    fn look(&mut self, repl: &mut Repl, command: &str) -> Result<Vec<Aside>> {
        match self {
            Self::Reply(watch) => {
                let asked = repl.ask_again(command.as_bytes())?;
                let options = EscapeOptions {
                    colour: false,
                    ..EscapeOptions::default()
                };
                watch.observe(&escape::text(&asked.reply, options));
                Ok(asked.asides)
            }
            Self::Players(changes) => {
                let who = players::at_prompt(repl)?;
                changes.observe(who.players, Instant::now());
                Ok(Vec::new())
            }
        }
    }

    fn frame(&self, title: &str, canvas: Canvas) -> Vec<String> {
        match self {
            Self::Reply(watch) => watch.frame(title, canvas),
            Self::Players(changes) => changes.frame(title, Instant::now(), canvas),
        }
    }
}

/// A watch under way.
struct Rounds<'a> {
    every: Duration,
    command: &'a str,
    watched: Watched,
    asides: Vec<Aside>,
    /// Since when there is no answer, and why.
    down: Option<(SystemTime, Instant, String)>,
    /// There was a reply once.
    answered: bool,
    /// What was drawn last.
    last: Vec<String>,
}

impl Rounds<'_> {
    fn run(&mut self, repl: &mut Repl) -> Result<()> {
        loop {
            match self.watched.look(repl, self.command) {
                Ok(asides) => {
                    self.down = None;
                    self.answered = true;
                    self.asides.extend(asides);
                    // Those that came last are the ones to tell of afterwards.
                    let more = self.asides.len().saturating_sub(ASIDES);
                    self.asides.drain(..more);
                }
                Err(error) if self.comes_back(error.kind()) => {
                    let why = report::text(&error);
                    match &mut self.down {
                        Some((_, _, before)) => *before = why,
                        None => self.down = Some((SystemTime::now(), Instant::now(), why)),
                    }
                }
                Err(error) => return Err(error),
            }
            self.draw(repl)?;
            repl.console.sleep(self.every)?;
        }
    }

    /// Whether what failed may work again without the user: the server is down,
    /// or busy. A password that was refused is not sent again, and a command
    /// that was never answered may be one that never is.
    fn comes_back(&self, kind: ErrorKind) -> bool {
        match kind {
            ErrorKind::Connect | ErrorKind::Closed | ErrorKind::Lost => true,
            ErrorKind::Timeout => self.answered || self.down.is_some(),
            _ => false,
        }
    }

    fn draw(&mut self, repl: &mut Repl) -> Result<()> {
        let title = format!(
            "{}{} every {} s, q ends it",
            repl.prompt(),
            crate::commands::redact(self.command),
            self.every.as_secs_f64()
        );
        let (width, height) = terminal::size();
        let canvas = Canvas {
            width,
            height,
            colour: repl.settings.color.for_stdout(),
            ascii: false,
        };
        let mut lines = self.watched.frame(&title, canvas);
        if let Some((since, began, why)) = &self.down {
            let since = rfc3339(*since);
            let time = since.get(11..19).unwrap_or_default();
            let seconds = began.elapsed().as_secs();
            let down = format!("down since {time} UTC ({seconds} s), trying again: {why}");
            // In the blank line below the title.
            if let Some(line) = lines.get_mut(1) {
                *line = escape::line(&down, width).into_owned();
            }
        }
        let mut out = std::io::stdout().lock();
        out.write_all(&frame::redraw(&lines, canvas.height))?;
        out.flush()?;
        self.last = lines;
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
