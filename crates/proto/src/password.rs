//! A password that is not shown and does not stay in memory.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A password: bytes, because a server compares bytes. Its `Debug` says
/// `(redacted)`, there is no `Display`. A clone shares the memory, which is
/// overwritten when the last of them is dropped.
///
/// ```
/// use rcon_proto::Password;
///
/// let password = Password::new("hunter2");
/// assert_eq!(format!("{password:?}"), "(redacted)");
/// assert_eq!(password.expose(), b"hunter2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Arc<Zeroizing<Vec<u8>>>);

impl Password {
    /// Takes the bytes over; a `String` or `Vec<u8>` is not copied, and so is
    /// wiped with this.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Arc::new(Zeroizing::new(bytes.into())))
    }

    /// The bytes. Named so that every place that looks is easy to find.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Whether text has `passw` in it, in any case: a command that sets one, or a
/// reply that shows one.
pub(crate) fn mentions_password(bytes: &[u8]) -> bool {
    bytes
        .windows(5)
        .any(|word| word.eq_ignore_ascii_case(b"passw"))
}
