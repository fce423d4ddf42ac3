//! Standard output without a buffer of its own.

use std::fs::File;
use std::io::{self, Stdout, Write};

/// Standard output, each write of which is one system call where the platform
/// allows it.
///
/// The standard library's handle cuts what is written at its last newline and
/// keeps the rest, which makes two writes of one. On Windows it stays: there
/// it is what turns UTF-8 into what the console understands.
#[derive(Debug)]
pub(crate) struct StandardOutput(Inner);

#[derive(Debug)]
enum Inner {
    Unbuffered(File),
    Std(Stdout),
}

impl StandardOutput {
    /// A handle of its own on the process's standard output.
    pub(crate) fn new() -> Self {
        let inner = match unbuffered() {
            Some(file) => Inner::Unbuffered(file),
            None => Inner::Std(io::stdout()),
        };
        StandardOutput(inner)
    }
}

#[cfg(unix)]
fn unbuffered() -> Option<File> {
    use std::os::fd::AsFd as _;

    let descriptor = io::stdout().as_fd().try_clone_to_owned();
    descriptor.ok().map(File::from)
}

#[cfg(not(unix))]
fn unbuffered() -> Option<File> {
    None
}

impl Default for StandardOutput {
    fn default() -> Self {
        Self::new()
    }
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Unbuffered(file) => file.write(bytes),
            Inner::Std(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Inner::Unbuffered(_) => Ok(()),
            Inner::Std(stdout) => stdout.flush(),
        }
    }
}
