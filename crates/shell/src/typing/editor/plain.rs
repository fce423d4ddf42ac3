//! Lines read plainly: no prompt, no escapes, no history.

use std::io::{self, BufRead, Read};
use std::thread;

use super::Input;
use crate::system::channel::{self, Receiver, RecvTimeoutError, Sender};
use crate::system::patience::SLICE;

/// A line is handed on in pieces of this many bytes at most.
const MAX_LINE: u64 = 1 << 20;

/// Reads lines where standard input or standard output is no terminal.
///
/// A thread does the reading, since a read that is under way cannot be given up;
/// it reads only when it is asked to, so that whoever else reads the terminal
/// (for a password, say) finds what is typed there.
pub(crate) struct PlainReader {
    ask: Sender<()>,
    lines: Receiver<io::Result<Input>>,
    /// A read is under way, left over from an interruption.
    asked: bool,
}

impl PlainReader {
    /// Reads from `input`: [`io::stdin`] by way of a
    /// [`BufReader`](io::BufReader), as a rule.
    pub(crate) fn new(mut input: impl BufRead + Send + 'static) -> Self {
        let (ask, asked) = channel::sync_channel(1);
        let (sender, lines) = channel::sync_channel(1);
        // Where no thread is to be had, the channel is closed: end of input.
        let _ = thread::Builder::new()
            .name("input".to_owned())
            .spawn(
                move || {
                    while asked.recv().is_ok() && sender.send(read(&mut input)).is_ok() {}
                },
            );
        Self {
            ask,
            lines,
            asked: false,
        }
    }

    /// The next line, without its end; bytes that are not UTF-8 become U+FFFD.
    ///
    /// Gives [`Input::Interrupted`] soon after `interrupted` does, which is
    /// asked again and again. What is typed after that is the next line.
    pub(crate) fn read_line(&mut self, interrupted: impl Fn() -> bool) -> io::Result<Input> {
        if !self.asked && self.ask.send(()).is_err() {
            return Ok(Input::Eof);
        }
        self.asked = true;
        loop {
            match self.lines.recv_timeout(SLICE) {
                Ok(line) => {
                    self.asked = false;
                    return line;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Input::Eof),
                Err(RecvTimeoutError::Timeout) if interrupted() => return Ok(Input::Interrupted),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

fn read(input: &mut impl BufRead) -> io::Result<Input> {
    let mut line = Vec::new();
    if input.take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
        return Ok(Input::Eof);
    }
    let text = line.strip_suffix(b"\n").unwrap_or(&line);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    Ok(Input::Line(String::from_utf8_lossy(text).into_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn line_ends_go_and_broken_text_stays_visible() {
        let mut reader = PlainReader::new(&b"a\r\n\n\xffb\n"[..]);
        let mut next = || reader.read_line(|| false).unwrap();
        assert_eq!(next(), Input::Line("a".to_owned()));
        assert_eq!(next(), Input::Line(String::new()));
        assert_eq!(next(), Input::Line("\u{fffd}b".to_owned()));
        assert_eq!(next(), Input::Eof);
        assert_eq!(next(), Input::Eof);
    }

    #[test]
    fn an_endless_line_comes_in_pieces() {
        let mut reader = PlainReader::new(BufReader::new(io::repeat(b'x')));
        let Input::Line(line) = reader.read_line(|| false).unwrap() else {
            panic!("a line was expected");
        };
        assert_eq!(line.len() as u64, MAX_LINE);
    }

    #[test]
    fn an_interruption_loses_no_line() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut typist = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (input, _) = listener.accept().unwrap();
        let mut reader = PlainReader::new(BufReader::new(input));
        assert_eq!(reader.read_line(|| true).unwrap(), Input::Interrupted);
        io::Write::write_all(&mut typist, b"status\n").unwrap();
        let line = reader.read_line(|| false).unwrap();
        assert_eq!(line, Input::Line("status".to_owned()));
    }

    #[test]
    fn lines_come_one_by_one() -> Result<(), io::Error> {
        use crate::typing::editor::{Input, PlainReader};

        let mut reader = PlainReader::new(&b"status\nstats"[..]);
        let mut next = || reader.read_line(|| false);
        assert_eq!(next()?, Input::Line("status".to_owned()));
        assert_eq!(next()?, Input::Line("stats".to_owned()));
        assert_eq!(next()?, Input::Eof);
        Ok(())
    }
}
