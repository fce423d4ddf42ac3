//! A server reached through a program's standard input and output, as
//! OpenSSH's `ProxyCommand` does it. A thread for each direction, because
//! pipes know no deadlines.

mod end;
mod inbox;
mod line;
#[cfg(all(test, unix))]
mod tests;

use std::io::{self, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::Read;
use crate::address::Address;
use crate::error::{ConnectError, Error};
use crate::scheme::Carrier;

use end::end_group;
use inbox::Inbox;
use line::{fill_in, shell};

/// How long a program may take to end after its input has.
pub(super) const GRACE: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Proxy {
    child: Child,
    /// `None` once nothing more will be sent. The login is among what goes
    /// through it, so what waits there is wiped, whether it was written or not.
    to_child: Option<mpsc::Sender<Zeroizing<Vec<u8>>>>,
    inbox: Arc<Inbox>,
}

fn drain(bytes: &mpsc::Receiver<Zeroizing<Vec<u8>>>, mut to: ChildStdin) {
    for segment in bytes {
        if to.write_all(&segment).and_then(|()| to.flush()).is_err() {
            // The program is gone; its output ends, and that is what counts.
            return;
        }
    }
}

impl Proxy {
    /// Starts the program through the shell, `%h` and `%p` filled in, without
    /// some variables of the environment.
    pub(crate) fn start(
        command: &str,
        address: &Address,
        without: &[String],
    ) -> Result<Self, Error> {
        let failed = |detail: String| {
            Error::Connect(ConnectError::Proxy {
                address: address.clone(),
                detail,
            })
        };
        let line = fill_in(command, address).map_err(failed)?;
        let mut shell = shell(&line);
        for variable in without {
            shell.env_remove(variable);
        }
        let mut child = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("it has no standard input and output".into()));
        };
        let inbox = Arc::new(Inbox::default());
        let filled = Arc::clone(&inbox);
        let (to_child, from_us) = mpsc::channel();
        let reader = thread::Builder::new().name("rcon-proxy-read".into());
        let writer = thread::Builder::new().name("rcon-proxy-write".into());
        let started = reader
            .spawn(move || filled.fill(stdout))
            .and_then(|_| writer.spawn(move || drain(&from_us, stdin)));
        let proxy = Self {
            child,
            to_child: Some(to_child),
            inbox,
        };
        started.map_err(|error| failed(error.to_string()))?;
        Ok(proxy)
    }

    pub(crate) fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let mut queue = self.inbox.wait(wait);
        let count = queue.bytes.len().min(space.len());
        if count == 0 {
            return if queue.ended {
                Read::End
            } else {
                Read::Nothing
            };
        }
        for (to, from) in space.iter_mut().zip(queue.bytes.drain(..count)) {
            *to = from;
        }
        self.inbox.changed.notify_all();
        Read::Data(count)
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let to_child = self.to_child.as_ref().ok_or_else(gone)?;
        to_child
            .send(Zeroizing::new(bytes.to_vec()))
            .map_err(|_| gone())
    }

    pub(crate) fn half_close(&mut self) {
        self.to_child = None;
    }

    /// How the program ended, if it has or is about to, in words.
    pub(crate) fn obituary(&mut self) -> Option<String> {
        self.wait_for_end()?;
        self.obituary_now()
    }

    /// The same where it is not waited for.
    pub(super) fn obituary_now(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok()??;
        (!status.success()).then(|| format!("it ended with {status}"))
    }

    #[cfg(feature = "tokio")]
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Told whenever there is something new to read. Whoever waits for it reads
    /// first: it remembers that it was told.
    #[cfg(feature = "tokio")]
    pub(super) fn news(&self) -> &tokio::sync::Notify {
        &self.inbox.news
    }

    fn wait_for_end(&mut self) -> Option<std::process::ExitStatus> {
        let until = Instant::now() + GRACE;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(5)),
                _ => return None,
            }
        }
    }

    pub(crate) fn watch(&self) -> ProxyWatch {
        ProxyWatch(Arc::clone(&self.inbox))
    }
}

/// Whether a program's input and output can be what this console speaks over.
pub(super) fn carries(carrier: Carrier, address: &Address) -> Result<(), Error> {
    match carrier {
        Carrier::Stream => Ok(()),
        Carrier::Datagrams => Err(Error::Connect(ConnectError::Proxy {
            address: address.clone(),
            detail: "it carries a stream, and this console speaks in datagrams (UDP)".into(),
        })),
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.to_child = None;
        self.inbox.lock().abandoned = true;
        self.inbox.changed.notify_all();
        if self.wait_for_end().is_none() {
            // It does not end by itself. No failure can be mended here.
            end_group(&self.child);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// See [`Watch`](super::Watch).
#[derive(Debug)]
pub(crate) struct ProxyWatch(Arc<Inbox>);

impl ProxyWatch {
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        let queue = self.0.wait(at_most);
        !queue.bytes.is_empty() || queue.ended
    }
}
