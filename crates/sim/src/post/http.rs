//! A listener that is told by HTTP, as CS:GO's `CServerLogHTTPDispatcher` tells it:
//! one request at a time, with all lines since the last that was answered by 200,
//! in bodies of at most 250 KiB and one tick; whoever answers 410 is forgotten.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// Lines of more bytes than this go in several bodies.
const MOST: usize = 250 * 1024;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many bytes of an answer are read.
const ANSWER: u64 = 4096;

/// See the module's documentation.
#[derive(Debug)]
pub(super) struct Listener {
    home: SocketAddr,
    url: String,
    lines: String,
    /// Bytes that were answered by 200.
    acknowledged: usize,
}

impl Listener {
    pub(super) fn new(home: SocketAddr, url: &str) -> Self {
        Self {
            home,
            url: url.to_owned(),
            lines: String::new(),
            acknowledged: 0,
        }
    }

    pub(super) fn push(&mut self, lines: &str) {
        self.lines.push_str(lines);
    }

    pub(super) fn has_more(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Sends what there is. Whether to keep the listener.
    pub(super) fn update(&mut self) -> bool {
        while self.has_more() {
            let end = self.body_end();
            match self.post(end) {
                Some(200) => {
                    self.lines.drain(..end);
                    self.acknowledged += end;
                }
                Some(410) => return false,
                _ => return true,
            }
        }
        true
    }

    fn body_end(&self) -> usize {
        let behind = self.lines.floor_char_boundary(MOST);
        let line = self.lines[behind..].find('\n');
        line.map_or(self.lines.len(), |at| behind + at + 1)
    }

    /// The status of the answer, if there is one.
    fn post(&self, end: usize) -> Option<u16> {
        let (host, path) = self.url.strip_prefix("http://")?.split_once('/')?;
        let address = host.to_socket_addrs().ok()?.next()?;
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        stream.set_write_timeout(Some(PATIENCE)).ok()?;
        let body = &self.lines[..end];
        let from = self.acknowledged;
        let head = format!(
            "POST /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Valve/Steam HTTP Client 1.0 (730)\r\n\
             Accept: text/html,*/*;q=0.9\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\
             X-Server-Addr: {}\r\nX-LogBytes-BeginOffset: {from}\r\nX-LogBytes-EndOffset: {}\r\n\r\n",
            body.len(),
            self.home,
            from + end,
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = Vec::new();
        // It may be kept open: the first line is all that is wanted.
        while !answer.contains(&b'\n') && (answer.len() as u64) < ANSWER {
            let mut piece = [0; 512];
            match stream.read(&mut piece) {
                Ok(count @ 1..) => answer.extend_from_slice(&piece[..count]),
                _ => break,
            }
        }
        let text = String::from_utf8_lossy(&answer);
        text.split_whitespace().nth(1)?.parse().ok()
    }
}
