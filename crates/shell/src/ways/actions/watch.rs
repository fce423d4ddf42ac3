//! `!watch SECONDS COMMAND`: the reply again and again, in place.

use std::io::Write as _;
use std::time::Duration;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Result, UsageError};
use crate::server::console::seconds;
use crate::show::escape::{self, EscapeOptions};
use crate::show::frame::{self, Canvas, Watch};
use crate::system::interrupt::OtherScreen;
use crate::system::terminal;
use crate::ways::prompt::{Agreed, Repl};

/// The shortest time between two rounds: this is a game server, not a bench.
const SHORTEST: Duration = Duration::from_millis(100);

/// What arrives unasked during a watch is shown after it, as many texts.
const ASIDES: usize = 20;

pub(super) const ACTION: Action = Action {
    prompt: Some(watch),
    script: None,
};

/// Runs a command until Ctrl-C. The screen is as before when it ends.
fn watch(repl: &mut Repl, local: &Local) -> Result<Next> {
    let (every, command) = local.sent()?;
    let every = seconds(every)?.max(SHORTEST);
    if !terminal::streams().stdout {
        return Err(UsageError(format!("{} needs a terminal", local.command.typed())).into());
    }
    if repl.confirm(command.as_bytes())? == Agreed::No {
        return Ok(Next::Go);
    }
    let mut asides = Vec::new();
    let result = {
        let _screen = OtherScreen::enter()?;
        rounds(repl, every, command, &mut asides)
    };
    repl.show_asides(&asides);
    repl.console.cancel().reset();
    match result {
        Err(error) if error.kind() == rcon_proto::ErrorKind::Interrupted => Ok(Next::Go),
        result => result.map(|()| Next::Go),
    }
}

fn rounds(repl: &mut Repl, every: Duration, command: &str, asides: &mut Vec<String>) -> Result<()> {
    let mut watch = Watch::new();
    loop {
        let asked = repl.ask_again(command.as_bytes())?;
        asides.extend(asked.asides);
        // Those that came last are the ones to tell of afterwards.
        asides.drain(..asides.len().saturating_sub(ASIDES));
        let options = EscapeOptions {
            colour: false,
            ..EscapeOptions::default()
        };
        watch.observe(&escape::text(&asked.reply, options));
        let title = format!(
            "{}{} every {} s, Ctrl-C ends it",
            repl.prompt(),
            crate::commands::redact(command),
            every.as_secs_f64()
        );
        let (width, height) = terminal::size();
        let canvas = Canvas {
            width,
            height,
            colour: repl.settings.color.for_stdout(),
            ascii: false,
        };
        let lines = watch.frame(&title, canvas);
        let mut out = std::io::stdout().lock();
        out.write_all(&frame::redraw(&lines, canvas.height))?;
        out.flush()?;
        drop(out);
        repl.console.sleep(every)?;
    }
}
