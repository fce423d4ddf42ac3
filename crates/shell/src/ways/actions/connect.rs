//! `!connect SERVER [PASSWORD]`.

use rcon_proto::Password;
use zeroize::Zeroize as _;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Cause, Result};
use crate::request::secret::{Found, Origin};
use crate::request::target::Target;
use crate::server::console::Console;

pub(super) const ACTION: Action = Action {
    prompt: Some(
        |repl, local| match connect(&mut repl.console, local, &mut None) {
            Err(error) if matches!(error.cause(), Cause::Usage(_)) => Err(error),
            result => {
                repl.connected(result);
                Ok(Next::Go)
            }
        },
    ),
    script: Some(|runner, local, _| {
        runner.settle();
        connect(runner.console, local, &mut runner.elsewhere)?;
        runner.elsewhere = None;
        if let Some(target) = &runner.console.target {
            runner.sink.server(target);
        }
        Ok(Next::Go)
    }),
};

/// Leaves the present server and logs in to another, which is left in `which`
/// for whoever has to say that it cannot be had.
fn connect(console: &mut Console, local: &Local, which: &mut Option<Target>) -> Result<()> {
    let mut words = local.words()?;
    let given = (words.len() == 2).then(|| words.pop()).flatten();
    let (Some(server), true) = (words.pop(), words.is_empty()) else {
        words.zeroize();
        return Err(local.command.usage_error().into());
    };
    let target = which.insert(console.book.one(&server)?).clone();
    let found = if let Some(password) = given {
        Found::given(Password::new(password), Origin::Line)?
    } else {
        // Also when the password is not given in the end: the user wants to
        // leave.
        console.disconnect();
        match console.known_password(&target)? {
            Some(found) => found,
            None => console.secrets.ask("Password: ")?,
        }
    };
    console.connect(target, &found)
}
