//! A line of a log, as a server says, or as anybody says that it does.

use rcon_proto::log_line::{LogLine, unpack};

/// Gives `data` to the readers of lines and of datagrams.
///
/// # Panics
///
/// When what is read is not part of what was given, or a datagram gives a line
/// both with a secret and without.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for line in text.lines().take(64) {
        let read = LogLine::read(line);
        let parts = [read.time, read.player, read.id, read.team, Some(read.text)];
        for part in parts.into_iter().flatten() {
            assert!(line.contains(part), "{part:?} of {line:?}");
        }
        assert!(!read.is_chat() || read.player.is_some());
    }
    let plain = unpack(data, None);
    let secret = unpack(data, Some(b"42"));
    assert!(plain.is_err() || secret.is_err());
    for line in [plain, secret].into_iter().flatten() {
        assert!(line.starts_with(b"L") && line.len() + 5 <= data.len());
    }
}
