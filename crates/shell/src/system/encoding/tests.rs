use proptest::prelude::*;

use super::*;

fn decode(label: &str, pieces: &[&[u8]]) -> String {
    let mut decoder = label.parse::<ServerEncoding>().unwrap().decoder();
    let mut out = Vec::new();
    for piece in pieces {
        decoder.push(piece, &mut out);
    }
    decoder.finish(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn labels_are_those_of_the_web() {
    for (label, name) in [
        ("latin1", "windows-1252"),
        (" UTF8 ", "UTF-8"),
        ("gb2312", "GBK"),
        ("Base64", "base64"),
    ] {
        let encoding: ServerEncoding = label.parse().unwrap();
        assert_eq!(encoding.name(), name);
    }
    let message = |label: &str| label.parse::<ServerEncoding>().unwrap_err().to_string();
    assert!(
        message("klingon").contains("\"klingon\""),
        "{}",
        message("klingon")
    );
    assert_eq!(message("utf-16"), "no server can speak UTF-16LE over RCON");
    assert!(message("iso-2022-kr").contains("replacement"));
}

#[test]
fn an_encoding_error_says_where() {
    let encoding: ServerEncoding = "windows-1251".parse().unwrap();
    let error = encoding.encode("say привет → x").unwrap_err();
    assert_eq!((error.character, error.position), ('→', 12));
    assert_eq!(
        error.to_string(),
        "character 12 (→, U+2192) is not in windows-1251, the server's encoding"
    );
}

#[test]
fn what_does_not_decode_is_shown() {
    assert_eq!(decode("gbk", &[b"\xc4", b"\xe3\xba", b"\xc3!"]), "你好!");
    assert_eq!(decode("gbk", &[b"a\xc4"]), r"a\xc4");
    assert_eq!(decode("utf-8", &[b"\xe2", b"\x82", b"x"]), r"\xe2\x82x");
    assert_eq!(decode("utf-8", &[b"\xf0\x9f\x98"]), r"\xf0\x9f\x98");
    assert_eq!(decode("shift_jis", &[b"\x82", b" \x82\xa0"]), r"\x82 あ");
    // Read beyond the malformed sequence before it is known to be one.
    assert_eq!(decode("gb18030", &[b"\x81\x30", b"\x81", b"A"]), r"\x810丄");
}

#[test]
fn a_whole_reply_reads_as_its_pieces_do() {
    for (label, reply) in [
        ("utf-8", &b"caf\xe9 \xd0\xb4 \xe2\x82"[..]),
        ("windows-1251", b"\xef\xf0 \x98"),
        ("shift_jis", b"\x82 \x82\xa0\x82"),
        ("utf-8", b""),
    ] {
        let encoding: ServerEncoding = label.parse().unwrap();
        assert_eq!(encoding.readable(reply), decode(label, &[reply]), "{label}");
        let named = in_utf_8(reply, Some(encoding));
        assert_eq!(named, decode(label, &[reply]).as_bytes(), "{label}");
        assert_eq!(in_utf_8(reply, None), reply, "{label}");
    }
}

#[test]
fn the_decoder_starts_afresh() {
    let mut decoder = ServerEncoding::UTF_8.decoder();
    let mut out = Vec::new();
    decoder.push(b"\xc3", &mut out);
    decoder.finish(&mut out);
    decoder.push(b"\xa9", &mut out);
    decoder.finish(&mut out);
    assert_eq!(out, br"\xc3\xa9");
}

proptest! {
    #[test]
    fn no_byte_is_lost(input: Vec<u8>, cut: prop::sample::Index) {
        let cut = cut.index(input.len() + 1);
        let shown = decode("utf-8", &[&input[..cut], &input[cut..]]);
        let expected: String = input
            .utf8_chunks()
            .flat_map(|chunk| {
                let bad = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
                std::iter::once(chunk.valid().to_owned()).chain(bad)
            })
            .collect();
        prop_assert_eq!(shown, expected);
    }
}

#[test]
fn an_encoding_is_found_by_its_label() -> Result<(), Box<dyn Error>> {
    use crate::system::encoding::ServerEncoding;

    let encoding: ServerEncoding = "cp1251".parse()?;
    assert_eq!(encoding.name(), "windows-1251");
    assert_eq!(*encoding.encode("да")?, [0xe4, 0xe0]);
    Ok(())
}

#[test]
fn what_does_not_decode_is_told() {
    use crate::system::encoding::ServerEncoding;

    let (text, lossy) = ServerEncoding::UTF_8.decode(b"a\xff");
    assert_eq!((&*text, lossy), ("a\u{fffd}", true));
}

#[test]
fn a_character_in_two_pieces_is_one() {
    use crate::system::encoding::ServerEncoding;

    let mut decoder = ServerEncoding::UTF_8.decoder();
    let mut out = Vec::new();
    decoder.push(b"\xc3", &mut out);
    decoder.push(b"\xa9\xff", &mut out);
    decoder.finish(&mut out);
    assert_eq!(out, "é\\xff".as_bytes());
}
