//! A proxy command, whose threads tell the runtime when there is news.

use std::io;
use std::thread;
use std::time::Duration;

use tokio::time::sleep;

use crate::transport::link::Read;
use crate::transport::proxy::{GRACE, Proxy};

/// How often it is looked whether a program has ended that is about to.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Nothing here waits on the runtime's thread: what the program says is in a
/// queue, what it is told goes into one, and another thread sees it end.
#[derive(Debug)]
pub(crate) struct Bridge(Option<Proxy>);

impl Bridge {
    pub(super) fn new(proxy: Proxy) -> Self {
        Self(Some(proxy))
    }

    /// What is there; nothing where there is nothing yet.
    pub(super) fn try_read(&mut self, space: &mut [u8]) -> Option<Read> {
        let read = self.0.as_mut()?.read(space, Duration::ZERO);
        (!matches!(read, Read::Nothing)).then_some(read)
    }

    /// Waits until there may be something to read, since it was last asked.
    pub(super) async fn news(&self) {
        if let Some(proxy) = &self.0 {
            proxy.news().notified().await;
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.as_mut().ok_or_else(gone)?.write(bytes)?;
        Ok(bytes.len())
    }

    pub(super) fn half_close(&mut self) {
        if let Some(proxy) = &mut self.0 {
            proxy.half_close();
        }
    }

    pub(super) async fn obituary(&mut self) -> Option<String> {
        let proxy = self.0.as_mut()?;
        let mut waited = Duration::ZERO;
        while !proxy.has_ended() && waited < GRACE {
            sleep(LOOK_AGAIN).await;
            waited += LOOK_AGAIN;
        }
        proxy.obituary_now()
    }
}

impl Drop for Bridge {
    /// The program may take a moment to end. Where there is no thread to wait for
    /// it, this one does.
    fn drop(&mut self) {
        if let Some(proxy) = self.0.take() {
            let end = thread::Builder::new().name("rcon-proxy-end".into());
            // What could not be handed to a thread is dropped here.
            let _ = end.spawn(move || drop(proxy));
        }
    }
}
