//! A reply that is kept whole.

use std::borrow::Cow;

use crate::observer::Observer;
use crate::reply::EndedBy;
use crate::session::{ProtocolError, RequestId};
use crate::text::{TextEncoding, TextError};

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    bytes: Vec<u8>,
    ended_by: EndedBy,
}

impl Reply {
    pub(super) fn new(bytes: Vec<u8>, ended_by: EndedBy) -> Self {
        Self { bytes, ended_by }
    }

    /// The bytes as they came, all packets of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as they came.
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

    /// How its end was found.
    pub fn ended_by(&self) -> EndedBy {
        self.ended_by
    }
}

/// Keeps the parts of one reply, up to a limit.
#[derive(Debug)]
pub(super) struct Collect {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
    request: Option<RequestId>,
}

impl Collect {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            over: false,
            request: None,
        }
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, ProtocolError> {
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
