//! What a server keeps until the last that it sent was acknowledged.

use socket2::SockRef;

use super::Read;

/// Whether the server may hold something back until what it has sent is
/// acknowledged. One that writes a packet's header and its body apart, with
/// Nagle's algorithm on, does (`OpenStarbound`), and the kernel here would take
/// 40 ms over it. So once something has come and there is a wait for more, the
/// kernel is told to do it at once; it goes back to its own ways by itself.
/// Whatever is sent acknowledges what came before it, and what fills a buffer
/// comes from a server that does not wait: then the call is saved.
#[derive(Debug, Default)]
pub(crate) struct HeldBack(bool);

impl HeldBack {
    pub(super) fn before_a_wait(&self, stream: &SockRef<'_>) {
        if self.0 {
            acknowledge_at_once(stream);
        }
    }

    pub(super) fn on_read(&mut self, read: &Read, room: usize) {
        if let Read::Data(count) = read {
            self.0 = *count < room;
        }
    }

    pub(super) fn on_write(&mut self) {
        self.0 = false;
    }
}

/// Has what has come, and what comes next, acknowledged at once.
#[cfg(target_os = "linux")]
fn acknowledge_at_once(stream: &SockRef<'_>) {
    // A stream that is not connected any more says so when it is read.
    let _ = stream.set_tcp_quickack(true);
}

/// Elsewhere nothing like it can be asked for.
#[cfg(not(target_os = "linux"))]
fn acknowledge_at_once(_: &SockRef<'_>) {}
