//! What a server sends besides the links of its clients: its log.

use std::net::SocketAddr;

/// Who a datagram comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// The server, from the number of its own port.
    Server,
    /// Another machine, as far as one can be played here: `127.0.0.2`.
    Stranger,
}

/// One thing to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parcel {
    /// A datagram, so many times, as fast as that goes.
    Datagram {
        to: SocketAddr,
        bytes: Vec<u8>,
        from: Sender,
        times: u64,
    },
    /// Lines for somebody who is told by HTTP, who get them in one body or more.
    Post { url: String, lines: String },
    /// That one is told no more.
    Forget { url: String },
    /// Bytes for every link of the server.
    Push(Vec<u8>),
    /// Somebody says this, so many times; each link hears of it in its own frames.
    Tell { text: String, times: u64 },
}

impl Parcel {
    /// A datagram of the server's own.
    pub(crate) fn datagram(to: SocketAddr, bytes: Vec<u8>) -> Self {
        Self::Datagram {
            to,
            bytes,
            from: Sender::Server,
            times: 1,
        }
    }
}
