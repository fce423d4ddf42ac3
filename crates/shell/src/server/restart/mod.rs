//! A restart of one server: announced in its game's words, saved, stopped, and
//! waited for until it is back. What is sent is what a person could have typed,
//! so a profile's `allow` and `deny` hold for all of it, and are asked before
//! the first line goes out.
//!
//! RCON has no word for a restart that all games know. They have one that
//! stops, and somebody else, a manager, starts the server again: systemd,
//! Docker, a panel. Whether there is one shows only afterwards.

mod away;
pub(crate) mod plan;

use std::time::{Duration, Instant};

use rcon_proto::{
    Collector, ErrorKind, ExecuteOptions, Game, Observer, said_one_word, say_line,
    say_line_in_one_word,
};

use crate::error::{Error, Result};
use crate::server::console::{Console, NotConnected};
use crate::server::verdict::Verdict;
use crate::show::escape;
use crate::system::patience::SLICE;

use plan::{Countdown, Due, Plan, clock};

/// What the players are told when it was called off.
const CALLED_OFF: &str = "The restart is called off";

/// So much of a reply is looked at, in bytes.
const HEAD: usize = 16 << 10;

/// How much of a reply is told, in columns.
const TOLD: usize = 100;

/// How long it may take to tell the players that it was called off.
const CALL_OFF: Duration = Duration::from_secs(3);

/// Told of a restart as it goes on.
pub(crate) trait Steps {
    /// What was done, one line.
    fn step(&mut self, text: &str);

    /// What is waited for at the moment, one line; told again and again, as the
    /// time in it changes.
    fn waits(&mut self, text: &str);
}

/// Whose Ctrl-C it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interrupts {
    /// This restart's alone: the next one ends what is done about the first.
    Own,
    /// That of other servers too, which have to see it: it stays raised.
    Shared,
}

/// Restarts the server that a console is connected to, and gives how long it was
/// away. The console is logged in again then.
///
/// # Errors
///
/// The game has no words for it, or the profile does not let them be sent: then
/// nothing was. What a command fails with: then nothing was stopped. Ctrl-C: then
/// it was called off, or it is not known whether the server comes back. A server
/// that stays down is a failed connection.
pub(crate) fn restart(
    console: &mut Console,
    game: Game,
    plan: &Plan,
    interrupts: Interrupts,
    steps: &mut dyn Steps,
) -> Result<Duration> {
    let name = console.target.as_ref().ok_or(NotConnected)?.known_as();
    let mut restart = Restart {
        console,
        game,
        plan,
        interrupts,
        steps,
        name,
        announced: false,
    };
    restart.check()?;
    if let Err(error) = restart.count_down() {
        return Err(match error.kind() {
            ErrorKind::Interrupted => restart.call_off(),
            _ => error.context("the restart is off, nothing was stopped"),
        });
    }
    if let Err(error) = restart.save() {
        return Err(match error.kind() {
            ErrorKind::Interrupted => restart.call_off(),
            _ => error.context("the world was not saved, nothing was stopped"),
        });
    }
    let until = restart.stop()?;
    let since = restart.until_down(until)?;
    if let Some(logs) = &restart.console.logs {
        logs.is_started_again();
    }
    let away = restart.until_back(since, until);
    if away.is_err() {
        // It has no log while it is down.
        restart.console.forget_logs();
    }
    away
}

/// All lines that a restart may send to a server of this game.
///
/// # Errors
///
/// The game has no words for it.
pub(crate) fn lines(game: Game, plan: &Plan) -> Result<Vec<String>> {
    let marks = plan.marks().into_iter();
    let texts = marks.map(|left| plan.announcement(left));
    let said = texts
        .chain([CALLED_OFF.to_owned()])
        .map(|text| Ok(say_line(game, &text)?.line));
    let words = [game.facts().words.save, Some(game.stop_command())];
    let words = words.into_iter().flatten().map(|word| Ok(word.to_owned()));
    said.chain(words).collect()
}

struct Restart<'a> {
    console: &'a mut Console,
    game: Game,
    plan: &'a Plan,
    interrupts: Interrupts,
    steps: &'a mut dyn Steps,
    /// The server's.
    name: String,
    /// The players know of it.
    announced: bool,
}

impl Restart<'_> {
    /// Whether all that will be sent can be, and may be.
    fn check(&self) -> Result<()> {
        for line in lines(self.game, self.plan)? {
            self.console.check_allowed(line.as_bytes())?;
        }
        Ok(())
    }

    fn count_down(&mut self) -> Result<()> {
        let began = Instant::now();
        let mut countdown = Countdown::new(self.plan);
        loop {
            match countdown.due(began.elapsed()) {
                Due::Announcement(left) => self.announce(&self.plan.announcement(left))?,
                Due::Nothing { left, next } => {
                    let text = format!(
                        "{} restarts in {} (Ctrl-C calls it off)",
                        self.name,
                        clock(left)
                    );
                    self.steps.waits(&text);
                    self.console.sleep(next.min(SLICE * 5))?;
                }
                Due::Restart => return Ok(()),
            }
        }
    }

    fn announce(&mut self, text: &str) -> Result<()> {
        let line = say_line(self.game, text)?;
        let mut reply = Reply::new();
        let said = self.ask_into(&line.line, &mut reply);
        // Whatever came of it: they may have read it.
        self.announced |= reply.sent;
        let reply = match said {
            Ok(reply) => reply,
            // Some answer nothing to what prints nothing: they have it all the same.
            Err(error) if error.kind() == ErrorKind::Timeout && reply.sent => String::new(),
            Err(error) => return Err(error),
        };
        if said_one_word(self.game, text, &reply) {
            let line = say_line_in_one_word(self.game, text)?;
            self.console.check_allowed(line.line.as_bytes())?;
            self.ask(&line.line)?;
        }
        self.steps.step(&format!("announced: {text}"));
        Ok(())
    }

    fn save(&mut self) -> Result<()> {
        let Some(save) = self.game.facts().words.save else {
            return Ok(());
        };
        self.steps.waits(&format!("{} saves", self.name));
        let text = match self.ask(save) {
            Ok(reply) => with_reply("saved", save, &reply),
            // It is still at it, or has nothing to say: what stops it comes after.
            Err(error) if error.kind() == ErrorKind::Timeout => {
                format!("saving ({save}): no answer yet")
            }
            Err(error) => return Err(error),
        };
        self.steps.step(&text);
        Ok(())
    }

    /// Sends what stops the server; gives until when it is waited for.
    fn stop(&mut self) -> Result<Instant> {
        let stop = self.game.stop_command();
        let until = Instant::now() + self.console.dialer.comes_back_within;
        self.steps.waits(&format!("{} stops", self.name));
        let reply = match self.ask(stop) {
            Ok(reply) => reply,
            // It was sent, and what stops has other things to do than to answer.
            Err(error) if matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Lost) => {
                String::new()
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                return Err(error.context(self.left_behind()));
            }
            Err(error) => return Err(error),
        };
        self.steps.step(&with_reply("stopping", stop, &reply));
        Ok(until)
    }

    /// Sends a line, and gives its reply. One by which the server says that it
    /// knows no such command is a failure.
    fn ask(&mut self, line: &str) -> Result<String> {
        self.ask_into(line, &mut Reply::new())
    }

    fn ask_into(&mut self, line: &str, reply: &mut Reply) -> Result<String> {
        let how = ExecuteOptions::default();
        self.console.execute(line.as_bytes(), &how, reply)?;
        let kept = &reply.kept;
        let encoding = self.console.encoding().unwrap_or_default();
        let mut verdict = Verdict::new(Some(self.game), Vec::new(), encoding);
        verdict.push(kept.bytes());
        match verdict.told(line) {
            Some(rejected) => Err(Error::from(rejected).context(format!("{line:?}"))),
            None => Ok(encoding.decode(kept.bytes()).0.into_owned()),
        }
    }

    /// After Ctrl-C: the players are told, if they know of it.
    fn call_off(&mut self) -> Error {
        let interrupted = || Error::from(rcon_proto::Error::Interrupted);
        if !self.announced {
            return interrupted().context("the restart is called off");
        }
        self.steps.waits("calling it off");
        let told = match self.interrupts {
            Interrupts::Own => {
                self.console.cancel().reset();
                let told = self.announce(CALLED_OFF);
                // Whoever runs this has to see it too.
                self.console.cancel().cancel();
                told
            }
            Interrupts::Shared => {
                let shared = self.console.be_uninterrupted();
                let again = self.console.log_in_again(CALL_OFF);
                let told = again.and_then(|()| self.announce(CALLED_OFF));
                self.console.dialer.cancel = shared;
                told
            }
        };
        interrupted().context(match told {
            Ok(()) => "the restart is called off".to_owned(),
            Err(error) => {
                format!("the restart is called off, and the players could not be told ({error})")
            }
        })
    }
}

/// What comes of a command.
struct Reply {
    /// It has left.
    sent: bool,
    /// The reply's beginning.
    kept: Collector,
}

impl Reply {
    fn new() -> Self {
        Self {
            sent: false,
            kept: Collector::cutting(HEAD),
        }
    }
}

impl Observer for Reply {
    fn sent(&mut self) {
        self.sent = true;
    }

    fn reply(&mut self, bytes: &[u8]) {
        self.kept.push(bytes);
    }
}

/// A step with the command that was sent, and the beginning of what the server
/// said to it.
fn with_reply(what: &str, command: &str, reply: &str) -> String {
    let reply = escape::line(reply.trim(), TOLD);
    match &*reply {
        "" => format!("{what} ({command})"),
        reply => format!("{what} ({command}): {reply}"),
    }
}
