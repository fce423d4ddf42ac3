//! Files for this user's eyes alone, as far as the platform's files know users.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Options that make a file 0600.
pub(super) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A new file, in the place of any that is left there.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let _ = fs::remove_file(path);
    options().write(true).create_new(true).open(path)
}

/// Makes a folder 0700, and those above it; one that is there stays as it is.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Takes away what others may do with a file.
pub(super) fn narrow(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mut permissions = file.metadata()?.permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(0o600);
            file.set_permissions(permissions)?;
        }
    }
    let _ = file;
    Ok(())
}
