//! Standard input, of which a password is read without leaving a copy of it in
//! the standard library's buffer, which nobody can wipe.

use std::fs::File;
use std::io::{self, BufRead, Read, StdinLock};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroize as _;

/// Reads with the usual buffer, or byte by byte without one.
pub(super) struct Stdin {
    usual: StdinLock<'static>,
    direct: Option<File>,
    is_secret: Arc<AtomicBool>,
    byte: [u8; 1],
    has_byte: bool,
}

impl Stdin {
    /// Takes standard input for this thread. While `is_secret` is set, which
    /// has to be before anything else was read, nothing is buffered.
    pub(super) fn lock(is_secret: Arc<AtomicBool>) -> Self {
        Self {
            usual: io::stdin().lock(),
            direct: direct(),
            is_secret,
            byte: [0],
            has_byte: false,
        }
    }

    fn unbuffered(&mut self) -> Option<&mut File> {
        let secret = self.is_secret.load(Ordering::SeqCst);
        self.direct.as_mut().filter(|_| secret)
    }
}

/// The descriptor itself. Windows' console is read as UTF-16 by the standard
/// library: there the buffer stays, and a password from standard input in it.
fn direct() -> Option<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        let descriptor = io::stdin().as_fd().try_clone_to_owned();
        descriptor.ok().map(File::from)
    }
    #[cfg(not(unix))]
    None
}

impl Read for Stdin {
    fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(space)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stdin {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.has_byte {
            return Ok(&self.byte);
        }
        let mut byte = [0];
        match self.unbuffered() {
            Some(direct) => {
                let count = direct.read(&mut byte)?;
                self.byte = byte;
                self.has_byte = count > 0;
                Ok(&self.byte[..count])
            }
            None => self.usual.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        if std::mem::take(&mut self.has_byte) {
            self.byte.zeroize();
        } else if self.unbuffered().is_none() {
            self.usual.consume(count);
        }
    }
}
