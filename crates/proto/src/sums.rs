//! Checksums and encodings that consoles other than Source RCON need: CRC32
//! (`BattlEye`), SHA-1 (a WebSocket's handshake), base64. Each is small, fixed by its
//! standard and held to that one's own vectors; the simulator uses them too.

/// CRC32 as zlib has it: the IEEE polynomial, reflected.
///
/// ```
/// assert_eq!(rcon_proto::sums::crc32(b"123456789"), 0xcbf4_3926);
/// ```
pub fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = crc_table();
    let crc = bytes.iter().fold(u32::MAX, |crc, &byte| {
        (crc >> 8) ^ TABLE[usize::from((crc as u8) ^ byte)]
    });
    !crc
}

const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

/// SHA-1, which a WebSocket's handshake asks for (RFC 6455, 4.1). It protects
/// nothing there.
///
/// ```
/// let sum = rcon_proto::sums::sha1(b"abc");
/// assert_eq!(sum[..4], [0xa9, 0x99, 0x3e, 0x36]);
/// ```
pub fn sha1(bytes: &[u8]) -> [u8; 20] {
    let mut state = [
        0x6745_2301_u32,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    let (blocks, _) = padded.as_chunks::<64>();
    for block in blocks {
        sha1_block(&mut state, block);
    }
    let mut sum = [0; 20];
    for (out, word) in sum
        .iter_mut()
        .zip(state.iter().flat_map(|word| word.to_be_bytes()))
    {
        *out = word;
    }
    sum
}

#[allow(clippy::many_single_char_names, reason = "those of FIPS 180")]
fn sha1_block(state: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0_u32; 80];
    let (quads, _) = block.as_chunks::<4>();
    for (word, quad) in words.iter_mut().zip(quads) {
        *word = u32::from_be_bytes(*quad);
    }
    for at in 16..80 {
        let mixed = words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16];
        words[at] = mixed.rotate_left(1);
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (round, word) in words.iter().enumerate() {
        let (f, k) = match round / 20 {
            0 => ((b & c) | (!b & d), 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6),
        };
        let next = a
            .rotate_left(5)
            .wrapping_add(f)
            .wrapping_add(e)
            .wrapping_add(k)
            .wrapping_add(*word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
    }
    for (sum, part) in state.iter_mut().zip([a, b, c, d, e]) {
        *sum = sum.wrapping_add(part);
    }
}

/// What a WebSocket's server answers to a client's key (RFC 6455, 4.2.2).
///
/// ```
/// let accept = rcon_proto::sums::websocket_accept("dGhlIHNhbXBsZSBub25jZQ==");
/// assert_eq!(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
/// ```
pub fn websocket_accept(key: &str) -> String {
    base64(&sha1(
        format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11").as_bytes(),
    ))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The standard base64 of these bytes, with `=` (RFC 4648, 4).
///
/// ```
/// assert_eq!(rcon_proto::sums::base64(b"fooba"), "Zm9vYmE=");
/// ```
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            if digit <= chunk.len() {
                let at = (bits >> (18 - 6 * digit)) & 63;
                text.push(char::from(DIGITS[at as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// The bytes of a standard base64, blanks at its ends left out. `None` where it
/// is none: another sign, a length that is no multiple of four, `=` elsewhere
/// than at the end, bits that no encoder sets.
///
/// ```
/// use rcon_proto::sums::from_base64;
///
/// assert_eq!(from_base64(b"Zm9vYmE=\n").as_deref(), Some(&b"fooba"[..]));
/// assert_eq!(from_base64(b"Zm9vYmE"), None);
/// ```
pub fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii();
    let (quads, []) = text.as_chunks::<4>() else {
        return None;
    };
    let mut bytes = Vec::with_capacity(quads.len() * 3);
    for (index, quad) in quads.iter().enumerate() {
        let last = index + 1 == quads.len();
        let pads = quad.iter().rev().take_while(|&&sign| sign == b'=').count();
        if pads > 2 || (pads > 0 && !last) {
            return None;
        }
        let mut bits = 0_u32;
        for &sign in &quad[..4 - pads] {
            bits = bits << 6 | value(sign)?;
        }
        bits <<= 6 * pads;
        let [_, decoded @ ..] = bits.to_be_bytes();
        let (kept, rest) = decoded.split_at(3 - pads);
        if rest.iter().any(|&byte| byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

fn value(sign: u8) -> Option<u32> {
    Some(u32::from(match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(bytes: &[u8]) -> String {
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.concat()
    }

    /// FIPS 180-2, appendix A.
    #[test]
    fn sha1_has_its_standards_sums() {
        for (text, sum) in [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            ),
        ] {
            assert_eq!(hex(&sha1(text.as_bytes())), sum, "{text}");
        }
    }

    /// RFC 4648, 10.
    #[test]
    fn base64_has_its_standards_texts() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
            assert_eq!(
                from_base64(text.as_bytes()).as_deref(),
                Some(bytes.as_bytes())
            );
        }
        for none in [
            "Zg=",
            "Z===",
            "====",
            "Zg==Zg==",
            "Zh==",
            "Zm9!",
            "Unknown command",
        ] {
            assert_eq!(from_base64(none.as_bytes()), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded_again(bytes: Vec<u8>) {
            prop_assert_eq!(from_base64(base64(&bytes).as_bytes()), Some(bytes));
        }

        #[test]
        fn nothing_panics_and_what_is_decoded_has_one_text(text: Vec<u8>) {
            if let Some(bytes) = from_base64(&text) {
                prop_assert_eq!(base64(&bytes).into_bytes(), text.trim_ascii());
            }
        }
    }
}
