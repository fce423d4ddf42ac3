//! Files and folders for this user's eyes alone.
//!
//! On Unix that is a matter of modes: 0600 and 0700, from the moment that they
//! are there, and whatever the umask takes away or leaves. Windows has no
//! modes: a new file has the access list of its folder, and those of a user's
//! profile, where all of ours are, let nobody else in.

use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Options that make a file 0600 where they make one.
pub(crate) fn options() -> OpenOptions {
    #[cfg(unix)]
    return unix::options();
    #[cfg(not(unix))]
    OpenOptions::new()
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
    #[cfg(unix)]
    let builder = unix::folder_builder();
    #[cfg(not(unix))]
    let builder = fs::DirBuilder::new();
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

/// What of a file others may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loose {
    path: PathBuf,
    is_folder: bool,
    /// By its owner, who is another user.
    foreign: bool,
}

impl fmt::Display for Loose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let what = if self.is_folder {
            format!("its folder {path}")
        } else {
            "it".to_owned()
        };
        if self.foreign {
            return write!(f, "{what} belongs to another user: chown \"$USER\" {path}");
        }
        write!(f, "others may change {what}: chmod go-w {path}")
    }
}

/// Who else may change a file: by its own mode, by its owner, or by a folder in
/// which it can be put aside for another one; up to the user's home, or of a
/// file elsewhere its own folder. Root may do so anyway. A sticky folder, such
/// as `/tmp`, lets nobody put aside what is not theirs.
///
/// On Windows nobody: those that may write into a user's profile are its owner
/// and administrators, and of a file elsewhere the standard library reads no
/// access list.
///
/// # Errors
///
/// It cannot be looked at.
pub(crate) fn who_may_write(path: &Path) -> io::Result<Option<Loose>> {
    #[cfg(unix)]
    {
        let path = fs::canonicalize(path)?;
        // A pipe, as of `--config <(program)`: whoever holds it wrote it.
        if !fs::metadata(&path)?.is_file() {
            return Ok(None);
        }
        if let Some(loose) = unix::loose(&path, false)? {
            return Ok(Some(loose));
        }
        let home = etcetera::home_dir()
            .ok()
            .and_then(|home| fs::canonicalize(home).ok());
        let is_inside = home.as_ref().is_some_and(|home| path.starts_with(home));
        for folder in path.ancestors().skip(1) {
            if let Some(loose) = unix::loose(folder, true)? {
                return Ok(Some(loose));
            }
            if !is_inside || home.as_deref() == Some(folder) {
                break;
            }
        }
    }
    let _ = path;
    Ok(None)
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
    use std::fs::{self, DirBuilder, Metadata, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{
        DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
    };
    use std::path::Path;

    use super::Loose;

    pub(super) fn options() -> OpenOptions {
        let mut options = OpenOptions::new();
        options.mode(0o600);
        options
    }

    pub(super) fn folder_builder() -> DirBuilder {
        let mut builder = DirBuilder::new();
        builder.mode(0o700);
        builder
    }

    pub(super) fn mode(bits: u32) -> Permissions {
        Permissions::from_mode(bits)
    }

    /// Whether others may change what is at `path`.
    pub(super) fn loose(path: &Path, is_folder: bool) -> io::Result<Option<Loose>> {
        let metadata = fs::metadata(path)?;
        let owner = metadata.uid();
        let foreign = owner != 0 && owner != rustix::process::geteuid().as_raw();
        let sticky = is_folder && bits(&metadata) & 0o1000 != 0;
        let open = bits(&metadata) & 0o022 != 0 && !sticky;
        Ok((foreign || open).then(|| Loose {
            path: path.to_owned(),
            is_folder,
            foreign,
        }))
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
    fn what_others_may_change_is_named_with_the_cure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        create_new(&path).unwrap();
        let found = || who_may_write(&path).unwrap().map(|loose| loose.to_string());
        let set = |path: &Path, mode| fs::set_permissions(path, unix::mode(mode)).unwrap();
        assert_eq!(found(), None);
        let real = fs::canonicalize(&path).unwrap();
        for mode in [0o606, 0o660, 0o666] {
            set(&path, mode);
            let expected = format!("others may change it: chmod go-w {}", real.display());
            assert_eq!(found(), Some(expected));
        }
        set(&path, 0o644);
        assert_eq!(found(), None);
        set(folder.path(), 0o777);
        assert!(found().unwrap().contains("its folder"), "{:?}", found());
        // Sticky, as `/tmp` is.
        set(folder.path(), 0o1777);
        assert_eq!(found(), None);
        assert_eq!(who_may_write(Path::new("/dev/null")).unwrap(), None);
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
