//! The configuration, read again where it has changed meanwhile.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::Repl;
use super::messages::say;
use crate::error::Error;
use crate::request::config::Config;
use crate::show::report;

/// What tells one state of a file from another: its time and its length;
/// nothing where there is no file.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// The state of a file.
pub(super) fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

impl Repl {
    /// Takes over what the configuration says now. One with an error in it is
    /// told of, and the old one stays.
    pub(crate) fn read_config_again(&mut self) {
        let Some(path) = self.console.book.config().path.clone() else {
            return;
        };
        let now = stamp(&path);
        if now == self.config_stamp {
            return;
        }
        self.config_stamp = now;
        match Config::read_if_there(&path) {
            Ok(config) => {
                self.console.book.replace_config(config);
                self.directory.set_servers(&self.console.book);
            }
            Err(error) => say(&format!(
                "{}: the configuration stays as it was",
                report::text(&Error::from(error))
            )),
        }
    }
}
