//! A reply that is kept whole.

use std::borrow::Cow;

use crate::observer::Observer;
use crate::reply::EndedBy;
use crate::session::{ProtocolError, RequestId};
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
    pub(crate) fn new(bytes: Vec<u8>, ended_by: EndedBy) -> Self {
        Self { bytes, ended_by }
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

/// Keeps the parts of one reply, up to a limit.
#[derive(Debug)]
pub(crate) struct Collect {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
    request: Option<RequestId>,
}

impl Collect {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            over: false,
            request: None,
        }
    }

    pub(crate) fn finish(self) -> Result<Vec<u8>, ProtocolError> {
        if self.over {
            Err(ProtocolError::ReplyTooLarge { limit: self.limit })
        } else {
            Ok(self.bytes)
        }
    }
}

impl Observer for Collect {
    fn stop(&self) -> bool {
        self.over
    }

    fn sent(&mut self, request: RequestId) {
        self.request = Some(request);
    }

    fn reply(&mut self, request: RequestId, bytes: &[u8]) {
        if self.request != Some(request) {
            log::info!("{} bytes came behind the end of their reply", bytes.len());
            return;
        }
        if self.over || self.bytes.len() + bytes.len() > self.limit {
            self.over = true;
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }
}
