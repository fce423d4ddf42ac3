//! How a password may stand in a text: as it is, in hexadecimal,
//! percent-encoded, in base64, and as quoting leaves it.

use zeroize::Zeroizing;

/// A password of fewer bytes is looked for as a word of its own only.
pub(super) const SHORT: usize = 4;

/// One way of writing a password, other than as it is.
pub(super) struct Form {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// It may begin and end in the middle of what encloses it: the whole run
    /// of base64 goes.
    pub(super) runs_on: bool,
}

/// All other ways of writing these bytes, each once.
pub(super) fn of(password: &[u8]) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut add = |bytes: Vec<u8>, runs_on| {
        let bytes = Zeroizing::new(bytes);
        let known = |form: &Form| form.bytes == bytes;
        // Two bytes in hexadecimal are any number.
        if bytes.len() >= SHORT && *bytes != password && !forms.iter().any(known) {
            forms.push(Form { bytes, runs_on });
        }
    };
    for upper in [false, true] {
        add(hex(password, b"", upper), false);
        add(hex(password, b" ", upper), false);
        add(percent(password, is_unreserved, upper), false);
        add(percent(password, stands_in_a_request, upper), false);
        add(percent(password, |_| false, upper), false);
        add(
            plus_for_blank(&percent(password, is_unreserved, upper)),
            false,
        );
    }
    if password.len() >= SHORT - 1 {
        for alphabet in [b"+/", b"-_"] {
            for before in 0..3 {
                add(base64(password, before, *alphabet), true);
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(password) {
        add(text.escape_debug().to_string().into_bytes(), false);
        let json = text.replace('\\', "\\\\").replace('"', "\\\"");
        add(json.into_bytes(), false);
    }
    forms
}

fn hex(bytes: &[u8], between: &[u8], upper: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(between);
        }
        push_hex(&mut out, *byte, upper);
    }
    out
}

fn push_hex(out: &mut Vec<u8>, byte: u8, upper: bool) {
    let digits: &[u8; 16] = if upper {
        b"0123456789ABCDEF"
    } else {
        b"0123456789abcdef"
    };
    out.push(digits[usize::from(byte >> 4)]);
    out.push(digits[usize::from(byte & 15)]);
}

fn percent(bytes: &[u8], stays: fn(u8) -> bool, upper: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    for byte in bytes {
        if stays(*byte) {
            out.push(*byte);
        } else {
            out.push(b'%');
            push_hex(&mut out, *byte, upper);
        }
    }
    out
}

/// RFC 3986, section 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// What a request line can hold, as `WebRcon`'s login has it.
fn stands_in_a_request(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"<>`{}\\^|".contains(&byte)
}

/// As forms in HTML send it.
fn plus_for_blank(encoded: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(encoded);
    text.replace("%20", "+").into_bytes()
}

/// The digits of base64 that depend on `bytes` alone, where so many other bytes
/// (modulo 3) stand before them.
fn base64(bytes: &[u8], before: usize, last: [u8; 2]) -> Vec<u8> {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let digit = |value: u8| match usize::from(value) {
        at @ 0..62 => LETTERS[at],
        at => last[at - 62],
    };
    let bit = |at: usize| {
        let byte = at / 8;
        let byte = byte.checked_sub(before).and_then(|at| bytes.get(at));
        byte.map_or(0, |byte| byte >> (7 - at % 8) & 1)
    };
    let first = (before * 8).div_ceil(6);
    let end = (before + bytes.len()) * 8 / 6;
    let value = |at: usize| (0..6).fold(0, |value, low| value << 1 | bit(at * 6 + low));
    (first..end).map(|at| digit(value(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_found_wherever_it_begins() {
        // printf 'hunter2'; 'xhunter2'; 'xyhunter2', each through base64.
        for (before, whole) in ["aHVudGVyMg==", "eGh1bnRlcjI=", "eHlodW50ZXIy"]
            .iter()
            .enumerate()
        {
            let part = base64(b"hunter2", before, *b"+/");
            let part = String::from_utf8(part).unwrap();
            assert!(part.len() >= 8, "{part}");
            assert!(whole.contains(&part), "{whole} {part}");
        }
    }

    #[test]
    fn each_form_is_there_once() {
        let forms = of(b"a b\"c");
        let texts: Vec<_> = forms
            .iter()
            .map(|form| String::from_utf8(form.bytes.to_vec()).unwrap())
            .collect();
        for text in [
            "6120622263",
            "61 20 62 22 63",
            "a%20b%22c",
            "%61%20%62%22%63",
            "a+b%22c",
            "a b\\\"c",
        ] {
            let times = texts.iter().filter(|form| *form == text).count();
            assert_eq!(times, 1, "{text} in {texts:?}");
        }
    }
}
