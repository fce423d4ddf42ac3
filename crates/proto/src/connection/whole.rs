//! A reply that is kept whole.

use std::borrow::Cow;

use crate::collector::Collector;
use crate::error::Error;
use crate::reply::EndedBy;
use crate::text::{TextEncoding, TextError};

/// A reply, all packets of it.
///
/// ```
/// # let server = rcon_sim::Server::builder().start()?;
/// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
/// use rcon_proto::{Ascii, Utf8};
///
/// let reply = connection.execute("echo Zürich")?;
/// assert_eq!(reply.text(&Utf8)?, "Zürich\n");
/// assert_eq!(reply.text(&Ascii).expect_err("an umlaut").position(), 1);
/// assert_eq!(reply.bytes(), "Zürich\n".as_bytes());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    bytes: Vec<u8>,
    ended_by: EndedBy,
}

impl Reply {
    /// What was collected of a command that ended so. A reply too long to be
    /// kept is the failure that counts.
    pub(crate) fn of(mut whole: Collector, ended: Result<EndedBy, Error>) -> Result<Self, Error> {
        let bytes = whole.take()?;
        let ended_by = ended?;
        Ok(Self { bytes, ended_by })
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as they came, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The text in this encoding.
    ///
    /// # Errors
    ///
    /// [`TextError`] says where it is not.
    pub fn text(&self, encoding: &dyn TextEncoding) -> Result<String, TextError> {
        encoding.decode(&self.bytes)
    }

    /// The text as UTF-8, U+FFFD for what is not.
    pub fn text_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// How its end was found, which says how sure it is: see
    /// [`EndedBy::is_provisional`].
    pub fn ended_by(&self) -> EndedBy {
        self.ended_by
    }
}
