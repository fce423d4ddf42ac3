//! All of it in one call.

use super::{ConnectOptions, Connection, ExecuteOptions};
use crate::address::Address;
use crate::error::Error;

/// One command in a connection of its own: connects, logs in, executes,
/// closes.
///
/// # Errors
///
/// Those of [`Connection::open`] and [`Connection::execute`].
///
/// ```no_run
/// let reply = rcon_proto::execute("127.0.0.1:27015", "secret", "echo Hello")?;
/// assert_eq!(reply, "Hello\n");
/// # Ok::<(), rcon_proto::Error>(())
/// ```
pub fn execute<A>(address: A, password: &str, command: &str) -> Result<String, Error>
where
    A: TryInto<Address>,
    Error: From<A::Error>,
{
    let options = ConnectOptions::default();
    let mut connection = Connection::open(address, &password.into(), options)?;
    let how = ExecuteOptions {
        last: true,
        ..ExecuteOptions::default()
    };
    let reply = connection.execute_bytes(command.as_bytes(), &how)?;
    Ok(reply.text_lossy().into_owned())
}
