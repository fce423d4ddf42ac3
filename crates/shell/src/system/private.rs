//! Files and folders for this user's eyes alone.
//!
//! On Unix that is a matter of modes: 0600 and 0700, from the moment that they
//! are there, and whatever the umask takes away or leaves. Windows has no
//! modes: a new file has the access list of its folder, and those of a user's
//! profile, where all of ours are, let nobody else in.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Options that make a file 0600 where they make one.
pub(crate) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a new file for writing.
///
/// # Errors
///
/// Also if there is one already, so that no link is followed.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    let file = options().write(true).create_new(true).open(path)?;
    #[cfg(unix)]
    // A umask that takes away from the owner.
    file.set_permissions(unix::mode(0o600))?;
    Ok(file)
}

/// Opens a file to append to, made if it is not there.
///
/// # Errors
///
/// It cannot be opened.
pub(crate) fn append(path: &Path) -> io::Result<File> {
    match create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(error),
        // A folder that nothing can be made in may hold a file to write to.
        _ => {}
    }
    options().append(true).create(true).open(path)
}

/// Makes a folder and those above it; what is there stays as it is.
///
/// # Errors
///
/// One of them cannot be made.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        create_folder(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Another of us was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            #[cfg(unix)]
            fs::set_permissions(path, unix::mode(0o700))?;
            Ok(())
        }
    }
}

/// Takes away what others may do with a file that was there before.
///
/// # Errors
///
/// It is somebody else's.
pub(crate) fn narrow(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    if unix::bits(&file.metadata()?) & 0o077 != 0 {
        file.set_permissions(unix::mode(0o600))?;
    }
    let _ = file;
    Ok(())
}

/// Whether group or others may read the file. On Windows the answer is no:
/// see above.
pub(crate) fn others_may_read(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    return unix::bits(metadata) & 0o044 != 0;
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

/// Whether whoever mounted the file answers for who may read it: containers
/// get their secrets so, often readable by all, and the `chmod` that would
/// mend it is not theirs to run.
pub(crate) fn is_mounted_secret(path: &Path, metadata: &Metadata) -> bool {
    let real = fs::canonicalize(path);
    let real = real.as_deref().unwrap_or(path);
    let mounted = ["/run/secrets", "/var/run/secrets"];
    mounted.iter().any(|folder| real.starts_with(folder)) || is_owned_by_another(metadata)
}

fn is_owned_by_another(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        metadata.uid() != rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{Metadata, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    pub(super) fn mode(bits: u32) -> Permissions {
        Permissions::from_mode(bits)
    }

    pub(super) fn bits(metadata: &Metadata) -> u32 {
        metadata.permissions().mode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_neither_made_anew_nor_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        create_new(&path).unwrap();
        let again = create_new(&path).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        create_folder(folder.path()).unwrap();
        assert!(create_folder(&path.join("below a file")).is_err());
        assert!(create_folder(&path).is_err());
    }

    #[test]
    fn appending_makes_a_file_and_goes_on_with_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for text in ["a", "b"] {
            io::Write::write_all(&mut append(&path).unwrap(), text.as_bytes()).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "ab");
        assert!(append(&folder.path().join("not/there")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn modes_are_the_owners_alone() {
        let bits = |path: &Path| unix::bits(&fs::metadata(path).unwrap()) & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        create_folder(&deep).unwrap();
        assert_eq!(bits(&deep), 0o700);
        assert_eq!(bits(deep.parent().unwrap()), 0o700);
        let path = deep.join("file");
        append(&path).unwrap();
        assert_eq!(bits(&path), 0o600);
        fs::set_permissions(&path, unix::mode(0o664)).unwrap();
        let file = append(&path).unwrap();
        assert_eq!(bits(&path), 0o664, "what is there stays as it is");
        assert!(others_may_read(&file.metadata().unwrap()));
        narrow(&file).unwrap();
        assert_eq!(bits(&path), 0o600);
    }
}
