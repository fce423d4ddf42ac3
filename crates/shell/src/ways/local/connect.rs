//! `!connect SERVER [PASSWORD]`.

use rcon_proto::Password;
use zeroize::Zeroize as _;

use super::words;
use crate::error::UsageError;
use crate::request::secret::{Found, Origin};
use crate::request::target::Target;
use crate::server::console::Console;

/// Leaves the present server and logs in to another, which is left in `which`
/// for whoever has to say that it cannot be had.
///
/// # Errors
///
/// The words name no server, or it cannot be had.
pub(crate) fn connect(
    console: &mut Console,
    rest: &str,
    which: &mut Option<Target>,
) -> crate::error::Result<()> {
    let mut words = words(rest)?;
    let given = (words.len() == 2).then(|| words.pop()).flatten();
    let (Some(server), true) = (words.pop(), words.is_empty()) else {
        words.zeroize();
        return Err(UsageError("usage: !connect SERVER [PASSWORD]".to_owned()).into());
    };
    let target = which.insert(console.book.one(&server)?).clone();
    let found = if let Some(password) = given {
        Found {
            password: Password::new(password),
            origin: Origin::Line,
        }
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
