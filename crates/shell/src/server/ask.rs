//! Questions of the shell's own: no `allow` or `deny` is concerned, and no
//! transcript has them.

use rcon_proto::{Client, Collector, ExecuteOptions, Executed, Scheme, Shape};

use super::asked;
use crate::error::Result;
use crate::request::target::Target;

/// Sends a question over a client, and gives the whole reply, of at most so many
/// bytes, as text.
///
/// # Errors
///
/// It was not answered, or with more than may be kept.
pub(crate) fn ask(
    client: &mut Client,
    target: &Target,
    question: &str,
    at_most: usize,
) -> Result<String> {
    let encoding = target.encoding.unwrap_or_default();
    let mut kept = Collector::new(at_most).breaking_lines();
    let how = ExecuteOptions::default();
    asked::note(client, question.as_bytes());
    let executed = client.execute_with(question.as_bytes(), &how, &mut kept)?;
    // Other consoles say things by themselves: what ends the connection would end that.
    if matches!(executed, Executed::Replied(by) if by.is_provisional())
        && client.shape().map(Shape::console) == Some(Scheme::Rcon)
        && let Some(connection) = client.connection()
    {
        connection.conclude(&mut kept);
    }
    let reply = kept.take().map_err(rcon_proto::Error::from)?;
    Ok(encoding.decode(&reply).0.into_owned())
}
