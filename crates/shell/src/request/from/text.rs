//! A game's file as text: of bounded length, in the encodings that games and
//! editors write.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::FromProblem;

/// The longest file that is read, in bytes. An ARK server's is some tens of
/// thousands.
const LONGEST: u64 = 1 << 20;

/// The text of a file, without a byte order mark. What is not UTF-8 is Latin-1
/// where the game reads it so, else U+FFFD stands for it.
pub(super) fn read(path: &Path, latin1: bool) -> Result<Zeroizing<String>, FromProblem> {
    let failed = |error: std::io::Error| FromProblem::Unreadable(error.to_string());
    // Before it is opened: a pipe would keep us waiting for a writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(FromProblem::NotAFile);
    }
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > LONGEST {
        return Err(FromProblem::TooLong(LONGEST));
    }
    // Room for all of it at once: growing would leave copies behind.
    let room = usize::try_from(size).unwrap_or(0) + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(LONGEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Zeroizing::new(decoded(&bytes, latin1)))
}

/// Unreal writes UTF-16 as soon as a server's name is not ASCII.
pub(super) fn decoded(bytes: &[u8], latin1: bool) -> String {
    let units = |rest: &[u8], join: fn([u8; 2]) -> u16| {
        let pairs = rest.chunks_exact(2).map(|pair| join([pair[0], pair[1]]));
        char::decode_utf16(pairs)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if latin1 => bytes.iter().copied().map(char::from).collect(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

/// The lines of a text with their numbers, whatever ends them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().map(|line| line.trim_end_matches('\r')))
}
