//! The file of settings.

use std::io::Read as _;
use std::path::Path;

use rcon_proto::settings::Cfg;

use crate::commands::redact;
use crate::error::{Result, UsageError};
use crate::system::paths;

/// The longest file that is read, in bytes.
const MAX: u64 = 16 << 20;

/// Reads a file of settings.
///
/// # Errors
///
/// It cannot be read, is no text, or holds no setting.
pub(crate) fn read(path: &Path) -> Result<Cfg> {
    let shown = path.display();
    let mut bytes = Vec::new();
    paths::open(path)
        .and_then(|file| file.take(MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| UsageError(format!("cannot read {shown}: {error}")))?;
    if bytes.len() as u64 > MAX {
        return Err(UsageError(format!("{shown} is longer than {} MiB", MAX >> 20)).into());
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| UsageError(format!("{shown} is not UTF-8: save it as that")))?;
    let cfg = Cfg::parse(&text);
    if cfg.settings.is_empty() {
        let text = format!("{shown} holds no setting: a line is a name and its value");
        return Err(UsageError(text).into());
    }
    Ok(cfg)
}

/// Whether a word means a file, be it there or not: no server is called so.
pub(crate) fn is_meant(word: &str, path: &Path) -> bool {
    path.is_file()
        || path
            .extension()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("cfg"))
        || (word.contains(std::path::is_separator) && !word.contains("://"))
}

/// Which lines are no settings, for a notice.
pub(super) fn skipped(file: &str, cfg: &Cfg) -> Option<String> {
    let line =
        |it: &rcon_proto::settings::Skipped| format!("line {} ({})", it.line, redact(&it.text));
    let lines: Vec<String> = cfg.skipped.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        format!(
            "{file}: skipped, as they are no settings: {}",
            lines.join(", ")
        )
    })
}
