//! The passwords that this process knows, and the one redactor that stands
//! before everything that is kept or printed by the program itself: history,
//! transcripts, the names cache, `-v`, error texts, notices.
//!
//! What the user asked the server for, a reply on standard output, is not its
//! business. A password of one to three bytes is found only where it stands as
//! a word of its own: `(redacted)` in the middle of every other word would hide
//! everything but the password.

mod forms;
mod index;
mod stream;

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use rcon_proto::Password;

use index::Index;
pub(crate) use stream::Stream;

/// What stands in a password's place.
pub(crate) const REDACTED: &str = "(redacted)";

/// A list of the process's own, as its log and its panics are: what stands
/// before all of them cannot be handed to each.
static KNOWN: RwLock<Option<Index>> = RwLock::new(None);

/// From here on this password is redacted. Its memory is shared, not copied.
pub(crate) fn know(password: &Password) {
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    known.get_or_insert_default().add(password);
}

/// Whether a password that is known stands in `bytes`, in any form.
pub(crate) fn is_in(bytes: &[u8]) -> bool {
    with(|index| !index.find(bytes, Of::Anybody).is_empty()).unwrap_or(false)
}

/// Text that came from outside, or was typed, without the passwords that are
/// known.
pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    redact_of(text, Of::Anybody)
}

/// The same of a text that may have been cut at its end, in the middle of a
/// password.
pub(crate) fn redact_cut(text: &str) -> String {
    let held = with(|index| index.held(text.as_bytes())).unwrap_or(0);
    let cut = text.len() - held;
    if held >= forms::SHORT && text.is_char_boundary(cut) {
        return format!("{}{REDACTED}", redact(&text[..cut]));
    }
    redact(text).into_owned()
}

/// A sentence of the program, which may quote somebody. A password that is one
/// of the program's own words stays: taking it out of each sentence would tell
/// everybody which one it is.
pub(crate) fn redact_sentence(text: &str) -> Cow<'_, str> {
    redact_of(text, Of::Us)
}

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The program's own.
    Us,
    /// A server's, or a person's.
    Anybody,
}

fn redact_of(text: &str, of: Of) -> Cow<'_, str> {
    with(|index| index.redacted(text, of)).unwrap_or(Cow::Borrowed(text))
}

fn with<T>(act: impl FnOnce(&Index) -> T) -> Option<T> {
    let known: RwLockReadGuard<'_, Option<Index>> =
        KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    known.as_ref().map(act)
}
