use std::io::ErrorKind;

use super::*;

fn printed(mode: Rendering, replies: &[&[u8]]) -> Vec<u8> {
    converted(mode, None, replies)
}

fn converted(mode: Rendering, encoding: Option<&str>, replies: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut output = Output::new(&mut out, mode);
    output.set_encoding(encoding.map(|label| label.parse().unwrap()));
    for reply in replies {
        for piece in reply.chunks(3) {
            output.reply(piece);
        }
        output.end_reply().unwrap();
    }
    out
}

const TERMINAL: Rendering = Rendering::Terminal { colour: true };

#[test]
fn a_reply_ends_its_line_unless_raw() {
    for mode in [Rendering::Plain, Rendering::Uncoloured, TERMINAL] {
        let out = printed(mode, &[b"one", b"two\n", b"", b"\n", b"three"]);
        assert_eq!(out, b"one\ntwo\n\nthree\n", "{mode:?}");
    }
    assert_eq!(
        printed(Rendering::Raw, &[b"one", b"", b"two\n"]),
        b"onetwo\n"
    );
}

#[test]
fn only_a_terminal_is_protected() {
    let reply = b"\x1b[31mred\x1b[2J\xff\r\n";
    assert_eq!(printed(Rendering::Raw, &[reply]), reply);
    assert_eq!(printed(Rendering::Plain, &[reply]), reply);
    assert_eq!(
        printed(Rendering::Uncoloured, &[reply]),
        b"red\x1b[2J\xff\r\n"
    );
    assert_eq!(
        printed(TERMINAL, &[reply, b"plain"]),
        b"\x1b[31mred\\x1b[2J\\xff\n\x1b[0mplain\n"
    );
}

#[test]
fn a_given_encoding_converts_all_but_raw() {
    let reply = b"\xef\xf0\xe8\xe2\xe5\xf2\x98";
    for mode in [Rendering::Plain, Rendering::Uncoloured, TERMINAL] {
        let out = converted(mode, Some("windows-1251"), &[reply]);
        let expected = if mode == TERMINAL {
            "привет\\x98\n"
        } else {
            "привет\u{98}\n"
        };
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{mode:?}");
    }
    assert_eq!(
        converted(Rendering::Raw, Some("windows-1251"), &[reply]),
        reply
    );
    // Cut off in the middle of a character: shown, and not part of the next.
    assert_eq!(
        converted(Rendering::Plain, Some("gbk"), &[b"\xc4", b"\xe3"]),
        b"\\xc4\n\\xe3\n"
    );
}

#[test]
fn rendering_follows_options_and_terminal() {
    use ColorChoice::{Always, Auto, Never};
    for (terminal, choice, colour, expected) in [
        (true, Auto, true, TERMINAL),
        (true, Never, false, Rendering::Terminal { colour: false }),
        (false, Auto, false, Rendering::Plain),
        (false, Always, true, TERMINAL),
        (false, Never, false, Rendering::Uncoloured),
    ] {
        assert_eq!(Rendering::on(Stream { terminal, colour }, choice), expected);
    }
}

/// A writer that notes the length of each write and fails as told.
#[derive(Default)]
struct Probe {
    writes: Vec<usize>,
    fail: Option<ErrorKind>,
    /// The most that one write takes.
    short: Option<usize>,
}

impl Write for Probe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(kind) = self.fail {
            if matches!(kind, ErrorKind::Interrupted | ErrorKind::WouldBlock) {
                self.fail = None;
            }
            return Err(kind.into());
        }
        let taken = self.short.unwrap_or(usize::MAX).min(bytes.len());
        self.writes.push(taken);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn small_pieces_are_gathered_and_large_ones_go_through() {
    let mut probe = Probe::default();
    let mut output = Output::new(&mut probe, Rendering::Plain);
    for _ in 0..100 {
        output.reply(b"0123456789");
    }
    output.flush();
    output.flush();
    output.reply(b"x");
    output.reply(&vec![b'y'; 64 * 1024]);
    output.reply(&vec![b'y'; 64 * 1024]);
    output.reply(b"z");
    output.end_reply().unwrap();
    assert_eq!(probe.writes, [1000, 1, 64 * 1024, 64 * 1024, 2]);
}

#[test]
fn memory_does_not_grow_with_the_reply() {
    let mut output = Output::new(io::sink(), TERMINAL);
    let bells = vec![b'\x07'; 256 * 1024];
    for _ in 0..4 {
        output.reply(&bells);
    }
    output.end_reply().unwrap();
    assert!(output.escaped.capacity() <= 8 * PIECE);
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let mut probe = Probe {
        fail: Some(ErrorKind::BrokenPipe),
        ..Probe::default()
    };
    let mut output = Output::new(&mut probe, Rendering::Plain);
    output.reply(b"one");
    assert!(!output.is_closed());
    output.end_reply().unwrap();
    assert!(output.is_closed());
    output.sink.writer_mut().fail = None;
    output.reply(&vec![b'y'; 64 * 1024]);
    output.end_reply().unwrap();
    output.text("text").unwrap();
    assert!(probe.writes.is_empty());
}

#[test]
fn another_error_is_told_at_the_end_of_its_reply() {
    let mut probe = Probe {
        fail: Some(ErrorKind::StorageFull),
        ..Probe::default()
    };
    let mut output = Output::new(&mut probe, TERMINAL);
    output.reply("§a".as_bytes());
    output.reply(&vec![b'y'; 64 * 1024]);
    output.sink.writer_mut().fail = None;
    output.reply(b"the rest");
    assert_eq!(
        output.end_reply().unwrap_err().kind(),
        ErrorKind::StorageFull
    );
    output.reply(b"next");
    output.end_reply().unwrap();
    assert_eq!(probe.writes, [5], "and the next reply starts afresh");
}

#[test]
fn writes_that_are_cut_short_go_on() {
    for kind in [ErrorKind::Interrupted, ErrorKind::WouldBlock] {
        let mut probe = Probe {
            fail: Some(kind),
            short: Some(3),
            ..Probe::default()
        };
        let mut output = Output::new(&mut probe, Rendering::Plain);
        output.text("12345678").unwrap();
        assert_eq!(probe.writes, [3, 3, 2], "{kind}");
    }
}

#[test]
fn a_title_is_shown_and_not_set() -> Result<(), io::Error> {
    use crate::show::output::{Output, Rendering};

    let mut printed = Vec::new();
    let mut output = Output::new(&mut printed, Rendering::Terminal { colour: false });
    output.reply(b"hostname: \x1b]0;x\x07");
    output.end_reply()?;
    assert_eq!(printed, b"hostname: \\x1b]0;x\\x07\n");
    Ok(())
}
