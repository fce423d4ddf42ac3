//! A command: its id once it was sent, and what comes after it.

/// A command that was sent. Equal to the id that its packet carries, and to no
/// other of the same session; of a server whose ids are cut to one byte
/// ([`Quirk::OneByte`](crate::Quirk::OneByte)), to none of the last sixty.
///
/// Made by [`Session::execute`](crate::session::Session::execute).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub(crate) i32);

impl RequestId {
    /// The first one of a console that is not Source RCON: `WebRcon`'s own client
    /// begins there.
    pub(crate) const FIRST_OF_CONSOLES: i32 = 1001;

    /// The id on the wire; never 0 or -1, which some servers give a meaning.
    pub fn wire_id(self) -> i32 {
        self.0
    }
}

/// What comes after a command on its connection.
///
/// ```
/// use rcon_proto::{ExecuteOptions, Follows};
///
/// assert_eq!(ExecuteOptions::default().follows, Follows::More);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Follows {
    /// Another command, as far as is known.
    #[default]
    More,
    /// Nothing: it is the last.
    Nothing,
}
