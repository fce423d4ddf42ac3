//! `!watch [SECONDS] COMMAND`: the reply again and again, in place; who is on
//! with who came and who left.

use std::time::Instant;

use rcon_proto::{Client, ErrorKind};

use super::watching::{Down, Watching};
use super::{Action, Came, Next, players, watch_all};
use crate::commands::Local;
use crate::error::Result;
use crate::request::target::Target;
use crate::server::console::Console;
use crate::server::once_more::BETWEEN_LOGINS;
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{Canvas, LastFrame, Watch};
use crate::show::players::Changes;
use crate::show::report;
use crate::system::interrupt::OtherScreen;
use crate::system::quit_key::QuitKey;
use crate::ways::prompt::{Agreed, Aside, Repl};

/// What arrives unasked during a watch is shown after it, as many texts.
const ASIDES: usize = 20;

pub(super) const ACTION: Action = Action {
    prompt: Some(watch),
    script: None,
    fleet: Some(|fleet, local| watch_all::in_fleet(fleet, local).map(Came::Done)),
};

/// Runs a command until `q` or Ctrl-C. The screen is as before when it ends,
/// with the last frame below.
fn watch(repl: &mut Repl, local: &Local) -> Result<Next> {
    let asked = Watching::of(local)?;
    if repl.confirm(asked.command.as_bytes())? == Agreed::No {
        return Ok(Next::Go);
    }
    let mut rounds = Rounds {
        watched: Watched::of(&asked),
        asked,
        asides: Vec::new(),
        target: repl.console.target.clone(),
        down: None,
        answered: false,
        last: LastFrame::default(),
    };
    let result = {
        let _screen = OtherScreen::enter()?;
        let _keys = QuitKey::listen(repl.console.cancel());
        rounds.run(repl)
    };
    rounds.last.leave()?;
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
    fn of(asked: &Watching<'_>) -> Self {
        if asked.players {
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
                watch.observe(&escape::text(asked.text().as_bytes(), options));
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
    asked: Watching<'a>,
    watched: Watched,
    asides: Vec<Aside>,
    /// The server, where one was connected to.
    target: Option<Target>,
    /// There is no answer.
    down: Option<Down>,
    /// There was a reply once.
    answered: bool,
    last: LastFrame,
}

impl Rounds<'_> {
    fn run(&mut self, repl: &mut Repl) -> Result<()> {
        loop {
            let back = self.log_in_again(repl);
            match back.and_then(|()| self.watched.look(repl, self.asked.command)) {
                Ok(asides) => {
                    self.down = None;
                    self.answered = true;
                    self.asides.extend(asides);
                    // Those that came last are the ones to tell of afterwards.
                    let more = self.asides.len().saturating_sub(ASIDES);
                    self.asides.drain(..more);
                }
                Err(error) if self.comes_back(error.kind(), &repl.console) => {
                    Down::note(&mut self.down, report::text(&error));
                }
                Err(error) => return Err(error),
            }
            self.draw(repl)?;
            // A login is not tried as often as anything may be asked.
            let rest = match self.down {
                Some(_) => self.asked.every.max(BETWEEN_LOGINS),
                None => self.asked.every,
            };
            repl.console.sleep(rest)?;
        }
    }

    /// The client does not log in again behind a login that came to nothing. That is
    /// no refusal of a password that the server has accepted: it is sent once more,
    /// where the connection lasts.
    fn log_in_again(&self, repl: &mut Repl) -> Result<()> {
        let (Some(_), Some(target)) = (&self.down, &self.target) else {
            return Ok(());
        };
        let has_password = |client: &mut Client| client.password().is_some();
        if repl.console.with_client(has_password)? {
            return Ok(());
        }
        repl.console.log_in_once_more(target)
    }

    /// Whether what failed may work again without the user: the server is down,
    /// or busy. A password that was refused is not sent again, and a command
    /// that was never answered may be one that never is.
    fn comes_back(&self, kind: ErrorKind, console: &Console) -> bool {
        match kind {
            ErrorKind::Connect | ErrorKind::Lost => true,
            ErrorKind::Closed => !console.has_closed_twice(),
            ErrorKind::Timeout => self.answered || self.down.is_some(),
            _ => false,
        }
    }

    fn draw(&mut self, repl: &mut Repl) -> Result<()> {
        let title = self.asked.title(&repl.prompt());
        let canvas = Canvas::of_terminal(repl.settings.color.for_stdout());
        let mut lines = self.watched.frame(&title, canvas);
        if let Some(down) = &self.down {
            let down = down.text(", trying again");
            // In the blank line below the title.
            if let Some(line) = lines.get_mut(1) {
                *line = escape::line(&down, canvas.width).into_owned();
            }
        }
        Ok(self.last.draw(lines, canvas)?)
    }
}
