//! Keys that are no UTF-8, kept from rustyline.
//!
//! A byte of Latin-1 is, in UTF-8, the beginning of a character. Rustyline waits
//! for the rest of it, finds that the next key is none, and drops that key,
//! which is Enter as a rule. Nothing in its interface comes before that, and it
//! reads from standard input only. So, while a line is read, standard input is a
//! terminal of our own: a thread hands on what comes from the real one, with
//! U+FFFD in the place of what is no text, where everybody can see it.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::io::{Errno, FdFlags, fcntl_setfd, ioctl_fionbio};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::stdio::dup2_stdin;
use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr,
    tcsetattr,
};

/// Bytes that are taken from the terminal at a time.
const PIECE: usize = 1024;

/// The terminal of standard input, and the one that stands in for it.
pub(super) struct Sieve {
    real: File,
    /// Rustyline's end of ours. Held, so that what was typed ahead stays there
    /// from one line to the next.
    inner: File,
    /// `None` while a thread has it, or once the real terminal is gone.
    relay: Option<Relay>,
}

impl Sieve {
    /// A sieve over standard input.
    ///
    /// # Errors
    ///
    /// The system has no further terminal; lines can be read without a sieve.
    pub(super) fn new() -> io::Result<Self> {
        let real = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        let (outer, inner) = open_terminal()?;
        ioctl_fionbio(&outer, true)?;
        let relay = Relay {
            from: real.try_clone()?,
            to: outer,
            sifter: Sifter::default(),
            ready: Vec::new(),
        };
        Ok(Self {
            real,
            inner,
            relay: Some(relay),
        })
    }

    /// Puts the sieve before standard input, until what is returned is dropped.
    /// `None` where that does not work: then standard input is as it was.
    pub(super) fn begin(&mut self) -> Option<Sifting<'_>> {
        let relay = self.relay.take()?;
        let before = tcgetattr(&self.real).ok();
        let started = before.and_then(|before| Some((start(self, &before, relay)?, before)));
        let ((stop, thread), before) = started?;
        Some(Sifting {
            sieve: self,
            before,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

/// What ends a thread, and the thread.
type Started = (UnixStream, JoinHandle<Option<Relay>>);

fn start(sieve: &Sieve, before: &Termios, relay: Relay) -> Option<Started> {
    let (stop, stopped) = UnixStream::pair().ok()?;
    let raw = raw(before);
    // Ours, too, for the keys that rustyline looks up in it.
    tcsetattr(&sieve.inner, OptionalActions::Now, &raw).ok()?;
    tcsetattr(&sieve.real, OptionalActions::Now, &raw).ok()?;
    let thread = thread::Builder::new().name("keys".to_owned());
    let thread = thread.spawn(move || relay.run(&stopped)).ok();
    if let Some(thread) = thread
        && dup2_stdin(&sieve.inner).is_ok()
    {
        return Some((stop, thread));
    }
    let _ = tcsetattr(&sieve.real, OptionalActions::Now, before);
    None
}

/// The modes that rustyline reads keys with.
fn raw(before: &Termios) -> Termios {
    let mut raw = before.clone();
    raw.input_modes.remove(
        InputModes::BRKINT
            | InputModes::ICRNL
            | InputModes::INPCK
            | InputModes::ISTRIP
            | InputModes::IXON,
    );
    raw.control_modes.insert(ControlModes::CS8);
    raw.local_modes
        .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::IEXTEN | LocalModes::ISIG);
    raw.special_codes[SpecialCodeIndex::VMIN] = 1;
    raw.special_codes[SpecialCodeIndex::VTIME] = 0;
    raw
}

/// A terminal without a person: the end that keys are written to, and the end
/// that they are read from.
fn open_terminal() -> io::Result<(File, File)> {
    let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    // No program that is started here has a use for it.
    fcntl_setfd(&outer, FdFlags::CLOEXEC)?;
    grantpt(&outer)?;
    unlockpt(&outer)?;
    let name = ptsname(&outer, Vec::new())?;
    let name = name.to_str().map_err(io::Error::other)?;
    let flags = i32::try_from(OFlags::NOCTTY.bits()).map_err(io::Error::other)?;
    let inner = File::options()
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(Path::new(name))?;
    Ok((File::from(outer), inner))
}

/// Standard input is sifted until this is dropped.
pub(super) struct Sifting<'a> {
    sieve: &'a mut Sieve,
    before: Termios,
    stop: Option<UnixStream>,
    thread: Option<JoinHandle<Option<Relay>>>,
}

impl Drop for Sifting<'_> {
    fn drop(&mut self) {
        // First, so that no key is taken from whoever reads next.
        self.stop = None;
        if let Some(Ok(relay)) = self.thread.take().map(JoinHandle::join) {
            self.sieve.relay = relay;
        }
        // A terminal that is gone is noticed by whoever reads from it.
        let _ = dup2_stdin(&self.sieve.real);
        let _ = tcsetattr(&self.sieve.real, OptionalActions::Now, &self.before);
    }
}

/// From the real terminal to ours.
struct Relay {
    from: File,
    /// Does not block: it may be full when a line has been read.
    to: File,
    sifter: Sifter,
    /// Sifted, and not handed on yet.
    ready: Vec<u8>,
}

impl Relay {
    /// Hands on until the other end of `stop` is closed. `None` when there is
    /// nothing more to come: with this, the reader of our terminal sees its end.
    fn run(mut self, stop: &UnixStream) -> Option<Self> {
        loop {
            let wait_for = if self.ready.is_empty() {
                PollFd::new(&self.from, PollFlags::IN)
            } else {
                PollFd::new(&self.to, PollFlags::OUT)
            };
            let mut fds = [PollFd::new(stop, PollFlags::IN), wait_for];
            match poll(&mut fds, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return None,
            }
            let is_ready = |at: usize| !fds[at].revents().is_empty();
            let (stopped, usable) = (is_ready(0), is_ready(1));
            if stopped {
                return Some(self);
            }
            if usable && self.step().is_err() {
                return None;
            }
        }
    }

    /// Reads once, or writes once.
    fn step(&mut self) -> io::Result<()> {
        if self.ready.is_empty() {
            let mut piece = [0; PIECE];
            let count = self.from.read(&mut piece)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.sifter.push(&piece[..count], &mut self.ready);
        }
        match self.to.write(&self.ready) {
            Ok(count) => drop(self.ready.drain(..count)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// Makes text of bytes that come in pieces.
#[derive(Default)]
struct Sifter {
    /// The beginning of a character whose end has not come.
    held: Vec<u8>,
}

impl Sifter {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.held.extend_from_slice(bytes);
        let mut rest = self.held.as_slice();
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    out.extend_from_slice(text.as_bytes());
                    rest = &[];
                    break;
                }
                Err(error) => error,
            };
            let (text, after) = rest.split_at(error.valid_up_to());
            out.extend_from_slice(text);
            rest = after;
            let Some(wrong) = error.error_len() else {
                break;
            };
            out.extend_from_slice("\u{fffd}".as_bytes());
            rest = &rest[wrong..];
        }
        self.held = rest.to_vec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sifted(pieces: &[&[u8]]) -> String {
        let mut sifter = Sifter::default();
        let mut out = Vec::new();
        for piece in pieces {
            sifter.push(piece, &mut out);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_text_goes_through_wherever_it_is_cut() {
        let text = "a\x1b[A\r é 密 🦀".as_bytes();
        for at in 0..text.len() {
            let (one, other) = text.split_at(at);
            assert_eq!(sifted(&[one, other]).as_bytes(), text);
        }
    }

    #[test]
    fn what_is_none_swallows_no_key() {
        assert_eq!(sifted(&[b"caf\xe9", b"\r"]), "caf\u{fffd}\r");
        assert_eq!(sifted(&[b"\xe9\xe8\r"]), "\u{fffd}\u{fffd}\r");
        assert_eq!(sifted(&[b"\xff", b"x"]), "\u{fffd}x");
        assert_eq!(sifted(&[b"\xf0\x9f", b"\x1b[A"]), "\u{fffd}\x1b[A");
        assert_eq!(sifted(&[b"\xc3"]), "", "its end may come");
    }
}
