//! What a command's reply is, and how its packets look. Each byte of a reply
//! says whose it is, and each line says which one it is.

use crate::choices::{Choices, Cut, Nuls, Size, SizeField};

/// The letter of which a command's reply is made; 'a' to 'd' are in nothing
/// else that a server sends.
pub(crate) fn letter(command: usize) -> u8 {
    b'a' + command as u8
}

/// Whose reply a byte is of: `None` for what is in all of them.
pub(crate) fn owner(byte: u8) -> Option<Owner> {
    match byte {
        b'a'..=b'd' => Some(Owner::Command(usize::from(byte - b'a'))),
        b'0'..=b'9' | b'\n' => None,
        _ => Some(Owner::Nobody),
    }
}

/// What comes without having been asked for, and is not to be counted as a
/// reply's text where it was taken for that.
const NOBODYS: [&str; 9] = [
    "CHAT WITHIN\n",
    "CHAT\n",
    "BEFORE\n",
    "WITHIN\n",
    "AFTER\n",
    "IDLE\n",
    "WELCOME\n",
    "Keep Alive",
    "Unknown request 0",
];

/// How many bytes of a text are some command's.
pub(crate) fn count_text(told: &[u8]) -> usize {
    let mut text = String::from_utf8_lossy(told).into_owned();
    for nobodys in NOBODYS {
        text = text.replace(nobodys, "");
    }
    text.bytes()
        .filter(|&byte| !matches!(owner(byte), Some(Owner::Nobody)))
        .count()
}

/// Whose a byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Command(usize),
    /// No reply's: chat, a terminator, a probe's answer.
    Nobody,
}

/// The bodies of the packets that make up a reply; `None` where there is not
/// even an empty packet.
pub(crate) fn bodies(choices: &Choices, command: usize) -> Option<Vec<Vec<u8>>> {
    let second = command == 1;
    let long = match choices.size {
        Size::Empty => return Some(vec![Vec::new()]),
        Size::SecondEmpty if second => return Some(vec![Vec::new()]),
        Size::SecondNothing if second => return None,
        Size::Long => true,
        Size::SecondLong => second,
        _ => false,
    };
    let lines = if long { 250 } else { 3 };
    let mut text = Vec::new();
    for line in 0..lines {
        text.extend(format!("{line:04}").bytes());
        text.extend([letter(command); 35]);
        text.push(b'\n');
    }
    Some(match choices.cut {
        Cut::OnePacket => vec![text],
        Cut::Lines => text
            .split_inclusive(|&b| b == b'\n')
            .map(<[u8]>::to_vec)
            .collect(),
        Cut::LinesBare => text
            .split(|&b| b == b'\n')
            .filter(|line| !line.is_empty())
            .map(<[u8]>::to_vec)
            .collect(),
        Cut::Full => text.chunks(4096).map(<[u8]>::to_vec).collect(),
        Cut::Any => {
            let mut rest = &text[..];
            let mut bodies = Vec::new();
            for size in [1, 30, 9, 4095, 300, 5000].into_iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (body, more) = rest.split_at(rest.len().min(size));
                bodies.push(body.to_vec());
                rest = more;
            }
            bodies
        }
    })
}

/// The text of a reply, as it stands on the wire.
pub(crate) fn text_of(choices: &Choices, command: usize) -> Vec<u8> {
    bodies(choices, command).unwrap_or_default().concat()
}

/// A packet as this server encodes it.
pub(crate) fn packet(choices: &Choices, id: i32, kind: i32, body: &[u8]) -> Vec<u8> {
    let nuls = match choices.nuls {
        Nuls::Two => 2,
        Nuls::One => 1,
        Nuls::Three => 3,
        Nuls::None => 0,
    };
    // No packet's size is below 10: an empty one ends in two NULs at the least.
    let mut tail = [body, &[0; 3][..nuls]].concat();
    tail.resize(tail.len().max(2), 0);
    let size = i32::try_from(tail.len() + 8).expect("a small packet");
    let size = match choices.size_field {
        SizeField::CutToByte => size & 0xff,
        _ => size,
    };
    let mut out = [size, id, kind].map(i32::to_le_bytes).concat();
    out.extend(tail);
    out
}

/// A reply of one packet, of which Palworld counts characters instead of
/// bytes.
pub(crate) fn reply_packet(choices: &Choices, id: i32, kind: i32, body: &[u8]) -> Vec<u8> {
    let mut packet = packet(choices, id, kind, body);
    if choices.size_field == SizeField::TooLarge && !body.is_empty() {
        let size = i32::try_from(packet.len() - 4 + 3).expect("a small packet");
        packet[..4].copy_from_slice(&size.to_le_bytes());
    }
    packet
}

/// A packet that was read: id, type, and the body with its terminators.
pub(crate) type Found<'a> = (i32, i32, &'a [u8]);

/// The packets at the front of some bytes, and how many bytes they are.
pub(crate) fn packets(mut bytes: &[u8]) -> (Vec<Found<'_>>, usize) {
    let (mut found, mut used) = (Vec::new(), 0);
    let number = |at: &[u8]| i32::from_le_bytes([at[0], at[1], at[2], at[3]]);
    while bytes.len() >= 12 {
        let Ok(size) = usize::try_from(number(bytes)) else {
            break;
        };
        if size < 8 || bytes.len() < size + 4 {
            break;
        }
        let (packet, rest) = bytes.split_at(size + 4);
        found.push((number(&packet[4..]), number(&packet[8..]), &packet[12..]));
        used += packet.len();
        bytes = rest;
    }
    (found, used)
}
