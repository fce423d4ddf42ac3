//! Text in a chosen encoding.
//!
//! The wire carries bytes; what they mean is between the server and whoever
//! reads. Most servers write UTF-8, sometimes broken; old ones Latin-1.

/// A character encoding. Implement it to use one that is not here.
///
/// ```
/// use rcon_proto::{TextEncoding, TextError};
///
/// /// Seven bits, and dots for the rest.
/// struct Dotted;
///
/// impl TextEncoding for Dotted {
///     fn name(&self) -> &str {
///         "dotted"
///     }
///
///     fn encode(&self, text: &str) -> Result<Vec<u8>, TextError> {
///         match text.find(|c: char| !c.is_ascii()) {
///             Some(at) => Err(TextError::new(self.name(), at)),
///             None => Ok(text.into()),
///         }
///     }
///
///     fn decode(&self, bytes: &[u8]) -> Result<String, TextError> {
///         let shown = |&b: &u8| if b.is_ascii() { char::from(b) } else { '.' };
///         Ok(bytes.iter().map(shown).collect())
///     }
/// }
///
/// assert_eq!(Dotted.decode(b"a\xe9b")?, "a.b");
/// # Ok::<(), TextError>(())
/// ```
pub trait TextEncoding {
    /// The name to show.
    fn name(&self) -> &str;

    /// Text to bytes.
    ///
    /// # Errors
    ///
    /// [`TextError`] with the position of the first character, counted in
    /// bytes of `text`, that the encoding does not have.
    fn encode(&self, text: &str) -> Result<Vec<u8>, TextError>;

    /// Bytes to text.
    ///
    /// # Errors
    ///
    /// [`TextError`] with the position of the first byte that is not text.
    fn decode(&self, bytes: &[u8]) -> Result<String, TextError>;
}

/// UTF-8, the default.
///
/// ```
/// use rcon_proto::{TextEncoding, Utf8};
///
/// assert_eq!(Utf8.decode("Zürich".as_bytes())?, "Zürich");
/// assert_eq!(Utf8.decode(b"ab\xff").unwrap_err().position(), 2);
/// # Ok::<(), rcon_proto::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Utf8;

impl TextEncoding for Utf8 {
    fn name(&self) -> &'static str {
        "UTF-8"
    }

    fn encode(&self, text: &str) -> Result<Vec<u8>, TextError> {
        Ok(text.into())
    }

    fn decode(&self, bytes: &[u8]) -> Result<String, TextError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(TextError::new(self.name(), error.valid_up_to())),
        }
    }
}

/// Latin-1: one byte a character, U+0000 to U+00FF.
///
/// ```
/// use rcon_proto::{Latin1, TextEncoding};
///
/// assert_eq!(Latin1.encode("é")?, [0xe9]);
/// assert_eq!(Latin1.encode("5 €").unwrap_err().position(), 2);
/// # Ok::<(), rcon_proto::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Latin1;

impl TextEncoding for Latin1 {
    fn name(&self) -> &'static str {
        "Latin-1"
    }

    fn encode(&self, text: &str) -> Result<Vec<u8>, TextError> {
        text.char_indices()
            .map(|(at, c)| u8::try_from(u32::from(c)).map_err(|_| TextError::new(self.name(), at)))
            .collect()
    }

    fn decode(&self, bytes: &[u8]) -> Result<String, TextError> {
        Ok(bytes.iter().copied().map(char::from).collect())
    }
}

/// ASCII: the seven bits that every server agrees on, and what Valve's page on
/// the protocol says that a body is.
///
/// ```
/// use rcon_proto::{Ascii, TextEncoding};
///
/// assert_eq!(Ascii.encode("status")?, b"status");
/// assert_eq!(Ascii.decode(b"ab\xff").unwrap_err().position(), 2);
/// # Ok::<(), rcon_proto::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Ascii;

impl TextEncoding for Ascii {
    fn name(&self) -> &'static str {
        "ASCII"
    }

    fn encode(&self, text: &str) -> Result<Vec<u8>, TextError> {
        match text.bytes().position(|b| !b.is_ascii()) {
            Some(at) => Err(TextError::new(self.name(), at)),
            None => Ok(text.into()),
        }
    }

    fn decode(&self, bytes: &[u8]) -> Result<String, TextError> {
        match bytes.iter().position(|b| !b.is_ascii()) {
            Some(at) => Err(TextError::new(self.name(), at)),
            None => Utf8.decode(bytes),
        }
    }
}

/// Text that an encoding does not have, or bytes that are no text in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not {encoding} text at byte {position}")]
pub struct TextError {
    encoding: String,
    position: usize,
}

impl TextError {
    /// An error at this byte of the input.
    pub fn new(encoding: impl Into<String>, position: usize) -> Self {
        Self {
            encoding: encoding.into(),
            position,
        }
    }

    /// Where it failed: an offset in bytes into the input, be it text or
    /// bytes.
    pub fn position(&self) -> usize {
        self.position
    }
}
