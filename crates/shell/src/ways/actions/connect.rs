//! `!connect SERVER [PASSWORD]`.

use rcon_proto::Password;
use zeroize::Zeroize as _;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Cause, Result, UsageError};
use crate::request::secret::{FoundPassword, Origin};
use crate::request::target::Target;
use crate::server::console::Console;
use crate::ways::prompt::typed::Prompt as _;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        repl.read_config_again();
        match wanted(&mut repl.console, local, &mut None) {
            Ok((target, found)) => {
                repl.connect(&target, found);
                repl.say_where();
                repl.on_connect();
                Ok(Next::Go)
            }
            Err(error) if matches!(error.cause(), Cause::Usage(_)) => Err(error),
            Err(error) => {
                repl.connected(Err(error));
                Ok(Next::Go)
            }
        }
    }),
    script: Some(|runner, local, _| {
        runner.part();
        let (target, found) = wanted(runner.console, local, &mut runner.elsewhere)?;
        runner.console.connect(target, &found)?;
        runner.elsewhere = None;
        if let Some(target) = &runner.console.target {
            runner.sink.server(target);
        }
        Ok(Next::Go)
    }),
    fleet: None,
};

/// The server that a line names, and the password for it. It is left in `which`
/// for whoever has to say that it cannot be had; the present server is left.
fn wanted(
    console: &mut Console,
    local: &Local,
    which: &mut Option<Target>,
) -> Result<(Target, FoundPassword)> {
    let mut words = local.words()?;
    let given = (words.len() == 2).then(|| words.pop()).flatten();
    let (Some(server), true) = (words.pop(), words.is_empty()) else {
        words.zeroize();
        return Err(local.command.usage_error().into());
    };
    let target = if server == "-" {
        let before = console.before().cloned();
        before.ok_or_else(|| UsageError("there was no server before this one".to_owned()))?
    } else {
        console.book.one(&server)?
    };
    let target = which.insert(target).clone();
    let found = if let Some(password) = given {
        FoundPassword::given(Password::new(password), Origin::Line)?
    } else {
        // Also when the password is not given in the end: the user wants to
        // leave.
        console.disconnect();
        match console.known_password(&target)? {
            Some(found) => found,
            None => console.secrets.ask_of_line(&target)?,
        }
    };
    Ok((target, found))
}
