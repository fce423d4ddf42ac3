//! One process of ours at a time, where several write to one file.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::private;

/// Between two looks.
const RETRY: Duration = Duration::from_millis(5);

/// Locks what is at `path` until the file is dropped, by a file beside it, which
/// stays: to remove it would take the lock from whoever waits for it.
///
/// # Errors
///
/// `TimedOut` where another holds it for longer than this, and the system's own:
/// nothing can be made there, or locks do not work there.
pub(crate) fn lock_beside(path: &Path, at_most: Duration) -> io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = private::append(Path::new(&name))?;
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if start.elapsed() < at_most => thread::sleep(RETRY),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
