//! A line of a server's log, for people: dim, as the server timed it, chat as
//! `name: text`.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use rcon_proto::log_line::LogLine;

use crate::live;
use crate::show::escape;
use crate::show::style::{DIM, paint};
use crate::system::encoding::ServerEncoding;

/// Who says something.
const SPEAKER: Style = AnsiColor::Cyan.on_default().dimmed();

/// A line as it stands on a terminal: one line that can do nothing to it.
pub(crate) fn shown(line: &[u8], encoding: Option<ServerEncoding>, colour: bool) -> String {
    let text = encoding.unwrap_or_default().readable(line);
    // Nobody asked for it: a password of ours may be in it.
    let text = live::redact(&text);
    let read = LogLine::read(&text);
    let time = read
        .time
        .map(|time| format!("{time}: "))
        .unwrap_or_default();
    let (Some(player), true) = (read.player, read.is_chat()) else {
        return paint(DIM, &format!("{time}{}", safe(read.text)), colour);
    };
    let to = read
        .to
        .map(|to| format!(" ({})", safe(to)))
        .unwrap_or_default();
    [
        paint(DIM, &time, colour && !time.is_empty()),
        paint(SPEAKER, &safe(player), colour),
        paint(DIM, &format!("{to}: {}", safe(read.text)), colour),
    ]
    .concat()
}

fn safe(text: &str) -> Cow<'_, str> {
    escape::line(text, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asked_for_holds_no_password() {
        live::know(&"logged-s3cret".into());
        let line = b"rcon from 10.0.0.1: rcon_password logged-s3cret";
        let expected = "rcon from 10.0.0.1: rcon_password (redacted)";
        assert_eq!(shown(line, None, false), expected);
        let line = [line, &b" \xff"[..]].concat();
        assert_eq!(shown(&line, None, false), format!(r"{expected} \xff"));
    }

    #[test]
    fn chat_is_shown_as_chat_and_what_is_not_known_as_it_is() {
        for (line, expected) in [
            (
                &b"L 11/27/2026 - 19:05:14: \"Ada<2><[U:1:22]><Red>\" say_team \"hi \x1b[2J\""[..],
                r"11/27/2026 - 19:05:14: Ada (team): hi \x1b[2J",
            ),
            (
                b"11/27/2026 - 19:05:14.123 - World triggered \"Round_Start\"",
                "11/27/2026 - 19:05:14.123: World triggered \"Round_Start\"",
            ),
            (
                b"[ChatAll] [Online IDs:EOS: 0002 steam: 7656] A\x1b]0;x\x07da : hi",
                r"A\x1b]0;x\x07da: hi",
            ),
            (b"what\never \xff", r"what\never \xff"),
            (b"", ""),
        ] {
            assert_eq!(shown(line, None, false), expected);
        }
        let coloured = shown(b"(Global) Ada: hi", None, true);
        assert!(
            coloured.contains("\x1b[2m\x1b[36mAda\x1b[0m\x1b[2m: hi\x1b[0m"),
            "{coloured:?}"
        );
        let windows: ServerEncoding = "windows-1251".parse().unwrap();
        assert_eq!(shown(b"\xef\xf0", Some(windows), false), "\u{43f}\u{440}");
        let utf_8 = Some(ServerEncoding::UTF_8);
        assert_eq!(shown(b"what\never \xff", utf_8, false), r"what\never \xff");
    }
}
