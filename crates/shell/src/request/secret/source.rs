//! The first line of a file, or of what a command prints.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rcon_proto::{Cancel, Password};
use zeroize::Zeroizing;

use super::bytes::{self, MAX_LINE};
use super::{Origin, SecretError};
use crate::system::command::shell_command;
use crate::system::paths;
use crate::system::patience::{GivenUp, wait_for};
use crate::system::private;

/// How long a file or a command may take: a command may have to ask its user
/// for a passphrase.
const PATIENCE: Duration = Duration::from_secs(90);

/// The password in a file, once the file's permissions allow it.
pub(super) fn from_file(
    path: &Path,
    origin: &Origin,
    cancel: &Cancel,
) -> Result<Password, SecretError> {
    let file = path.to_owned();
    // On a thread: opening a FIFO, or a file on a dead network drive, blocks.
    let read = wait_for(PATIENCE, cancel, move || open_and_read(&file));
    let bytes = read
        .map_err(|reason| given_up(reason, origin))?
        .map_err(|fault| match fault {
            FileFault::Exposed => SecretError::Exposed {
                file: path.to_owned(),
            },
            FileFault::Io(error) => SecretError::Unreadable {
                file: path.to_owned(),
                error,
            },
        })?;
    bytes::first_line(&bytes, origin)
}

enum FileFault {
    Exposed,
    Io(io::Error),
}

fn open_and_read(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileFault> {
    let file = paths::open(path).map_err(FileFault::Io)?;
    // Asked of the open file, so that it is the one that is read. Pipes and
    // terminals are readable by whoever holds them, whatever their mode says.
    let metadata = file.metadata().map_err(FileFault::Io)?;
    if metadata.is_file()
        && private::others_may_read(&metadata)
        && !private::is_mounted_secret(path, &metadata)
    {
        return Err(FileFault::Exposed);
    }
    read_some(file).map_err(FileFault::Io)
}

/// The password that a shell command prints.
pub(super) fn from_command(
    command: &str,
    origin: &Origin,
    cancel: &Cancel,
) -> Result<Password, SecretError> {
    // Not what it is: a password or a token may be among its arguments.
    let failed = |how: String| SecretError::Command {
        origin: origin.to_string(),
        how,
    };
    // It may ask for a passphrase at the terminal.
    let _unhushed = crate::system::interrupt::Unhushed::begin();
    let mut child = shell_command(command)
        // Not ours: a script may be there.
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("did not start: {error}")))?;
    let Some(stdout) = child.stdout.take() else {
        return Err(failed("has no output".to_owned()));
    };
    let child = Arc::new(Mutex::new(child));
    let waiting = Arc::clone(&child);
    let outcome = wait_for(PATIENCE, cancel, move || {
        let bytes = read_some(stdout)?;
        let status = lock(&waiting).wait()?;
        Ok::<_, io::Error>((bytes, status))
    });
    let (bytes, status) = match outcome {
        Ok(outcome) => outcome.map_err(|error| failed(format!("cannot be read: {error}")))?,
        Err(reason) => {
            // The thread may hold the lock only once the output has ended.
            if let Ok(mut child) = child.try_lock() {
                let _ = child.kill();
                let _ = child.wait();
            }
            return Err(given_up(reason, origin));
        }
    };
    if !status.success() {
        // Its own message is on standard error already.
        return Err(failed(format!("failed ({status})")));
    }
    bytes::first_line(&bytes, origin)
}

fn lock(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Enough of a stream for a password; the rest is read, so that its writer
/// can finish, and forgotten.
fn read_some(mut stream: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    // One more than fits, to tell what is too long. Room for all of it at
    // once: growing would leave copies behind.
    let limit = MAX_LINE + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit));
    (&mut stream).take(limit as u64).read_to_end(&mut bytes)?;
    if bytes.len() == limit && !bytes.contains(&b'\n') {
        return Ok(bytes);
    }
    io::copy(&mut stream.take(1 << 20), &mut io::sink())?;
    Ok(bytes)
}

fn given_up(reason: GivenUp, origin: &Origin) -> SecretError {
    match reason {
        GivenUp::Cancelled => SecretError::Interrupted,
        GivenUp::TimedOut => SecretError::TooSlow {
            origin: origin.to_string(),
            after: PATIENCE,
        },
    }
}
