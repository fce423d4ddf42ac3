//! Said once to each user: what `--password` gives away.

use std::io;
use std::path::Path;

use crate::system::private;

/// What is said at the first `--password`.
pub(crate) const FIRST_PASSWORD: &str = "\
note: RCON sends passwords and commands in plain text, and others on this machine see --password \
in `ps`. Use --password-file or a profile, and --proxy-command 'ssh -W %h:%p bastion' \
to encrypt. (said once)";

/// The warning, at the first call for this user: a mark in the state folder
/// remembers it. Where no mark can be left, nothing is said, as it would be
/// said every time.
///
/// For a person alone: call it only when standard error is a terminal and no
/// script runs.
pub(crate) fn first_password(state_folder: &Path) -> Option<&'static str> {
    mark(state_folder).ok().map(|()| FIRST_PASSWORD)
}

fn mark(folder: &Path) -> io::Result<()> {
    private::create_folder(folder)?;
    private::create_new(&folder.join("password-warning-given")).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_comes_once() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("not/there/yet");
        assert_eq!(first_password(&state), Some(FIRST_PASSWORD));
        assert_eq!(first_password(&state), None);
    }

    #[test]
    fn without_a_place_for_the_mark_nothing_is_said() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(first_password(file.path()), None);
    }
}
