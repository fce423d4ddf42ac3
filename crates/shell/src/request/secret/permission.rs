//! Who may read a file, where the platform can tell.

use std::fs::{Metadata, OpenOptions};
use std::path::Path;

/// Whether group or others may read the file. Elsewhere than on Unix the
/// answer is no: what Windows gives a new file in a user's folder is private.
pub(crate) fn others_may_read(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        metadata.mode() & 0o044 != 0
    }
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
    let real = std::fs::canonicalize(path);
    let real = real.as_deref().unwrap_or(path);
    let mounted = ["/run/secrets", "/var/run/secrets"];
    mounted.iter().any(|folder| real.starts_with(folder)) || owned_by_another(metadata)
}

fn owned_by_another(metadata: &Metadata) -> bool {
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

/// Makes a file that is created with `options` its owner's alone (0600).
pub(crate) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = options;
}
