//! One process of ours at a time, where several write to one file.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::private;

/// Between two looks.
const RETRY: Duration = Duration::from_millis(5);

/// Locks what is at `path` until the file is dropped, by a file beside it.
/// Nothing where locks do not work, or another holds it for longer than this.
pub(crate) fn lock_beside(path: &Path, at_most: Duration) -> Option<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = private::append(Path::new(&name)).ok()?;
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Some(lock),
            Err(TryLockError::WouldBlock) if start.elapsed() < at_most => thread::sleep(RETRY),
            Err(_) => return None,
        }
    }
}
