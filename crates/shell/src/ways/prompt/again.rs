//! The configuration, read again where it has changed meanwhile.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::messages::say;
use crate::error::Error;
use crate::request::config::Config;
use crate::request::target::Book;
use crate::show::report;

/// What tells one state of a file from another: its time and its length;
/// nothing where there is no file.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// The state of a file.
pub(super) fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The state of the configuration that was read last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConfigSeen(Stamp);

impl ConfigSeen {
    /// That of the configuration which a book has.
    pub(crate) fn of(book: &Book) -> Self {
        Self(book.config().path.as_deref().and_then(stamp))
    }

    /// Takes over what the configuration says now. One with an error in it is
    /// told of, and the old one stays. Whether there is another one now.
    pub(crate) fn read_again(&mut self, book: &mut Book) -> bool {
        let Some(path) = book.config().path.clone() else {
            return false;
        };
        let now = stamp(&path);
        if now == self.0 {
            return false;
        }
        self.0 = now;
        match Config::read_if_there(&path) {
            Ok(config) => {
                book.replace_config(config);
                true
            }
            Err(error) => {
                say(&format!(
                    "{}: the configuration stays as it was",
                    report::text(&Error::from(error))
                ));
                false
            }
        }
    }
}
