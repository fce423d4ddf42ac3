//! Files and folders that only the user may read. Unix has modes for that; on
//! Windows the user's own folders are private already.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder and those above it, 0700 on Unix. No error if it is there.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    imp::restrict_folder(&mut builder);
    builder.create(path)
}

/// Makes a new file for writing, 0600 on Unix.
///
/// # Errors
///
/// Also if there is one already, so that no link is followed.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    imp::restrict_file(&mut options);
    options.open(path)
}

#[cfg(unix)]
mod imp {
    use std::fs::{DirBuilder, OpenOptions};
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

    pub(super) fn restrict_folder(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    pub(super) fn restrict_file(options: &mut OpenOptions) {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
mod imp {
    use std::fs::{DirBuilder, OpenOptions};

    pub(super) fn restrict_folder(_: &mut DirBuilder) {}

    pub(super) fn restrict_file(_: &mut OpenOptions) {}
}
