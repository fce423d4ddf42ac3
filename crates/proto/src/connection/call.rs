//! All of it in one call.

use super::{ConnectOptions, Connection, ExecuteOptions};
use crate::address::Address;
use crate::error::Error;
use crate::request::Follows;

/// One command in a connection of its own: connects, logs in, executes,
/// closes. Text is UTF-8, with U+FFFD for what is not; the limits are those of
/// [`ConnectOptions::default`], 10 seconds for each step.
///
/// # Errors
///
/// Those of [`Connection::open`] and [`Connection::execute`].
///
/// ```
/// let server = rcon_sim::Server::builder().start()?;
/// let reply = rcon_proto::execute(server.addr(), "secret", "echo Hello")?;
/// assert_eq!(reply, "Hello\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn execute<A>(address: A, password: &str, command: &str) -> Result<String, Error>
where
    A: TryInto<Address>,
    Error: From<A::Error>,
{
    let options = ConnectOptions::default();
    let mut connection = Connection::open(address, &password.into(), options)?;
    let how = ExecuteOptions::default().follows(Follows::Nothing);
    let reply = connection.execute_bytes(command.as_bytes(), &how)?;
    Ok(reply.text_lossy().into_owned())
}
