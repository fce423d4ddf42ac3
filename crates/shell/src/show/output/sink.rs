//! A writer with a buffer for small pieces, that takes a closed pipe quietly.

use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// What is gathered before it is written, in bytes. A larger piece is written
/// on its own.
const BUFFER: usize = 16 * 1024;

/// How long to wait before trying again where the descriptor does not block
/// (another program that has it open made it so) and is full.
const RETRY: Duration = Duration::from_millis(2);

#[derive(Debug)]
pub(super) struct Sink<W> {
    writer: W,
    buffer: Vec<u8>,
    closed: bool,
}

impl<W: Write> Sink<W> {
    pub(super) fn new(writer: W) -> Self {
        Sink {
            writer,
            buffer: Vec::new(),
            closed: false,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    #[cfg(test)]
    pub(super) fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// Writes `bytes`, or keeps them for the next `flush`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.flush()?;
        }
        if bytes.len() > BUFFER {
            return self.write_now(bytes);
        }
        if !self.closed {
            self.buffer.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Writes what was kept. After an error it is gone.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let result = self.write_now(&buffer);
        buffer.clear();
        self.buffer = buffer;
        result
    }

    /// Forgets what was kept.
    pub(super) fn clear(&mut self) {
        self.buffer.clear();
    }

    fn write_now(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.write_all(bytes).and_then(|()| self.writer.flush());
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                self.buffer = Vec::new();
                Ok(())
            }
            result => result,
        }
    }

    /// As `Write::write_all`, which fails where a write would block.
    fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.writer.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(RETRY),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Sink::write(self, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Sink::flush(self)
    }
}
