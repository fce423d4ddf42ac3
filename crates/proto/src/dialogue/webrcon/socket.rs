//! A WebSocket without a socket: `tungstenite` between two buffers.

use std::io::{self, Read, Write};

use tungstenite::error::{CapacityError, Error};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, Role, WebSocketConfig, WebSocketContext};
use tungstenite::{Message, Utf8Bytes};

use crate::error::ProtocolError;

/// What is read at once, in bytes.
const READ_BUFFER: usize = 16 << 10;

/// What has come, and what is to be sent.
#[derive(Default)]
struct Pipe<'a> {
    input: &'a [u8],
    output: Vec<u8>,
}

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.input.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.input.read(buffer)
    }
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What comes out of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    Text(String),
    /// A whole frame that says nothing: a ping, a pong.
    Nothing,
    /// The server closes, with this code where it names one.
    Close(Option<u16>),
    Broken(ProtocolError),
}

/// See the [module](self).
pub(super) struct Socket {
    context: WebSocketContext,
}

impl Socket {
    /// A client's, whose messages are at most so long.
    pub(super) fn new(max_message: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(max_message))
            .max_frame_size(Some(max_message));
        Self {
            context: WebSocketContext::new(Role::Client, Some(config)),
        }
    }

    /// A text, as it goes out.
    pub(super) fn text(&mut self, text: &str) -> Vec<u8> {
        let mut pipe = Pipe::default();
        let message = Message::Text(Utf8Bytes::from(text));
        // Into a buffer of our own: what can fail is a stream that is closed
        // already, which is told by what is read of it.
        let _ = self.context.write(&mut pipe, message);
        let _ = self.context.flush(&mut pipe);
        pipe.output
    }

    /// The end, as it goes out.
    pub(super) fn close(&mut self) -> Vec<u8> {
        let mut pipe = Pipe::default();
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: Utf8Bytes::default(),
        };
        let _ = self.context.close(&mut pipe, Some(frame));
        let _ = self.context.flush(&mut pipe);
        pipe.output
    }

    /// Takes bytes, tells what is in them, and gives what is to be sent for it:
    /// pongs, a close.
    pub(super) fn read(&mut self, bytes: &[u8], mut tell: impl FnMut(Told)) -> Vec<u8> {
        let mut pipe = Pipe {
            input: bytes,
            output: Vec::new(),
        };
        loop {
            match self.context.read(&mut pipe) {
                Ok(Message::Text(text)) => tell(Told::Text(text.as_str().to_owned())),
                // Rust sends text. What is in another one is told as it is.
                Ok(Message::Binary(bytes)) => {
                    tell(Told::Text(String::from_utf8_lossy(&bytes).into_owned()));
                }
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => tell(Told::Nothing),
                Ok(Message::Close(frame)) => {
                    let code = |frame: CloseFrame| u16::from(frame.code);
                    tell(Told::Close(frame.map(code)));
                    let _ = self.context.flush(&mut pipe);
                    break;
                }
                Err(Error::Io(_)) => break,
                Err(error) => {
                    tell(Told::Broken(broken(error)));
                    break;
                }
            }
        }
        // What answers a ping goes out with the next call, which may be long
        // in coming.
        let _ = self.context.flush(&mut pipe);
        pipe.output
    }
}

fn broken(error: Error) -> ProtocolError {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
            ProtocolError::PacketTooLarge {
                size,
                limit: max_size,
            }
        }
        error => ProtocolError::WebSocket {
            detail: error.to_string().to_lowercase(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(socket: &mut Socket, bytes: &[u8]) -> (Vec<Told>, Vec<u8>) {
        let mut told = Vec::new();
        let out = socket.read(bytes, |it| told.push(it));
        (told, out)
    }

    fn text(text: &str) -> Told {
        Told::Text(text.to_owned())
    }

    #[test]
    fn messages_come_out_wherever_they_are_cut() {
        let frames = b"\x01\x02he\x89\x01p\x80\x03llo\x81\x00\x88\x02\x03\xe8";
        for size in 1..frames.len() {
            let mut socket = Socket::new(100);
            let mut all = (Vec::new(), Vec::new());
            for piece in frames.chunks(size) {
                let (told, out) = read(&mut socket, piece);
                all.0.extend(told);
                all.1.extend(out);
            }
            let expected = [
                Told::Nothing,
                text("hello"),
                text(""),
                Told::Close(Some(1000)),
            ];
            assert_eq!(all.0, expected);
            // A pong of one byte and a close of two, both masked.
            assert_eq!((all.1[0], all.1[1], all.1.len()), (0x8a, 0x81, 7 + 8));
        }
    }

    #[test]
    fn what_is_sent_is_masked() {
        let mut socket = Socket::new(100);
        let out = socket.text("{}");
        assert_eq!((out[0], out[1], out.len()), (0x81, 0x82, 8));
    }

    #[test]
    fn after_a_close_what_was_on_its_way_is_still_heard() {
        let mut socket = Socket::new(100);
        let out = socket.close();
        assert_eq!((out[0], out[1], out.len()), (0x88, 0x82, 8));
        let (told, out) = read(&mut socket, b"\x81\x02hi\x88\x02\x03\xe8");
        assert_eq!(told, [text("hi"), Told::Close(Some(1000))]);
        assert!(out.is_empty() && socket.close().is_empty());
    }

    #[test]
    fn what_no_server_sends_is_an_error() {
        for bad in [
            &b"\x81\x81abcdx"[..], // masked
            b"\xc1\x00",           // a reserved bit
            b"\x83\x00",           // an unknown kind
            b"\x80\x00",           // more of nothing
            b"\x09\x00",           // a ping in parts
            b"\x81\x01\xff",       // no UTF-8
            b"\x81\x7e\x00\x65",   // beyond the limit
            b"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            let (told, _) = read(&mut Socket::new(100), bad);
            assert!(matches!(told[..], [Told::Broken(_)]), "{bad:?}: {told:?}");
        }
    }
}
