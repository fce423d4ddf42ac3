//! The head of a request of HTTP, as far as a log needs it. No input or output.

/// The most bytes of a head.
const MOST_HEAD: usize = 16 * 1024;

/// The largest length that is a number worth reading, in digits.
const DIGITS: usize = 9;

/// What a request is answered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Taken,
    Malformed,
    NotPost,
    Gone,
    NoLength,
    TooLarge,
    HeadTooLarge,
}

impl Status {
    /// As it stands in the answer.
    pub(super) fn line(self) -> &'static str {
        match self {
            Status::Taken => "200 OK",
            Status::Malformed => "400 Bad Request",
            Status::NotPost => "405 Method Not Allowed",
            Status::Gone => "410 Gone",
            Status::NoLength => "411 Length Required",
            Status::TooLarge => "413 Content Too Large",
            Status::HeadTooLarge => "431 Request Header Fields Too Large",
        }
    }
}

/// What has come of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ask {
    More,
    Whole(Head),
    Wrong(Status),
}

/// A head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Where it ends, in bytes, and the body begins.
    pub(super) end: usize,
    /// Bytes of the body.
    pub(super) length: usize,
    /// The client waits to be told before it sends that.
    pub(super) expects: bool,
    /// The connection is for more requests.
    pub(super) keeps: bool,
    /// Where in the log the body begins, where the server tells.
    pub(super) offset: Option<u64>,
}

impl Head {
    /// Reads a head, as far as it has come.
    pub(super) fn read(bytes: &[u8]) -> Ask {
        let within = &bytes[..bytes.len().min(MOST_HEAD)];
        let Some(end) = within.windows(4).position(|four| four == b"\r\n\r\n") else {
            // What is none is told at once.
            let known = b"POST ";
            let begun = &bytes[..bytes.len().min(known.len())];
            return match bytes.len() {
                MOST_HEAD.. => Ask::Wrong(Status::HeadTooLarge),
                _ if known.starts_with(begun) => Ask::More,
                _ => Ask::Wrong(Status::NotPost),
            };
        };
        match std::str::from_utf8(&bytes[..end]) {
            Ok(text) => match Self::parse(text, end + 4) {
                Ok(head) => Ask::Whole(head),
                Err(status) => Ask::Wrong(status),
            },
            Err(_) => Ask::Wrong(Status::Malformed),
        }
    }

    fn parse(text: &str, end: usize) -> Result<Self, Status> {
        let mut lines = text.split("\r\n");
        let first = lines.next().unwrap_or_default();
        let mut words = first.split(' ');
        if words.next() != Some("POST") {
            return Err(Status::NotPost);
        }
        let version = words.nth(1).ok_or(Status::Malformed)?;
        if !version.starts_with("HTTP/1.") {
            return Err(Status::Malformed);
        }
        let mut length = None;
        let mut head = Head {
            end,
            length: 0,
            expects: false,
            keeps: version == "HTTP/1.1",
            offset: None,
        };
        for line in lines {
            let (name, value) = line.split_once(':').ok_or(Status::Malformed)?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => {
                    let number = number(value)?;
                    if length.is_some_and(|before| before != number) {
                        return Err(Status::Malformed);
                    }
                    length = Some(number);
                }
                "transfer-encoding" => return Err(Status::NoLength),
                "expect" => head.expects = value.eq_ignore_ascii_case("100-continue"),
                "connection" if value.eq_ignore_ascii_case("close") => head.keeps = false,
                "x-logbytes-beginoffset" => head.offset = value.parse().ok(),
                _ => {}
            }
        }
        head.length = length.ok_or(Status::NoLength)?;
        Ok(head)
    }
}

fn number(text: &str) -> Result<usize, Status> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Status::Malformed);
    }
    if text.len() > DIGITS {
        return Err(Status::TooLarge);
    }
    text.parse().map_err(|_| Status::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(text: &str) -> Head {
        match Head::read(text.as_bytes()) {
            Ask::Whole(head) => head,
            other => panic!("{other:?} of {text}"),
        }
    }

    #[test]
    fn a_request_of_the_games_is_read_and_no_other() {
        let head = whole(
            "POST / HTTP/1.1\r\nHost: 192.0.2.7:27500\r\ncontent-length: 7\r\nExpect: 100-continue\r\n\
             X-LogBytes-BeginOffset: 42\r\n\r\nline 1\n",
        );
        assert_eq!((head.length, head.expects, head.keeps), (7, true, true));
        assert_eq!(head.offset, Some(42));
        assert!(!whole("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n").keeps);
        for (text, status) in [
            ("GET / HTTP/1.1\r\n\r\n", Status::NotPost),
            ("GE", Status::NotPost),
            ("\x16\x03\x01", Status::NotPost),
            ("POST / HTTP/1.1\r\n\r\n", Status::NoLength),
            (
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                Status::Malformed,
            ),
            (
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                Status::Malformed,
            ),
            (
                "POST / HTTP/1.1\r\nContent-Length: 9999999999999999999999\r\n\r\n",
                Status::TooLarge,
            ),
            (
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                Status::NoLength,
            ),
            ("POST /\r\n\r\n", Status::Malformed),
            ("POST / HTTP/1.1\r\nno colon\r\n\r\n", Status::Malformed),
        ] {
            assert_eq!(Head::read(text.as_bytes()), Ask::Wrong(status), "{text}");
        }
        let long = format!("POST / HTTP/1.1\r\nX: {}", "x".repeat(MOST_HEAD));
        assert_eq!(
            Head::read(long.as_bytes()),
            Ask::Wrong(Status::HeadTooLarge)
        );
    }

    proptest! {
        #[test]
        fn a_head_is_read_where_it_ends_and_not_before(cut in 0_usize..80, noise in prop::collection::vec(any::<u8>(), 0..200)) {
            let text = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
            let cut = cut.min(text.len() - 1);
            prop_assert_eq!(Head::read(&text[..cut]), Ask::More);
            let _ = Head::read(&noise);
        }
    }
}
