//! The cases of `TestRCONMessage`.

use rcon_proto::{
    Ascii, Decoded, Packet, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE, TextEncoding,
    decode as read,
};

/// A reply of three letters.
fn foo() -> Packet {
    Packet::new(0, SERVERDATA_RESPONSE_VALUE, "foo")
}

#[test]
fn repr() {
    let shown = format!("{:?}", foo());
    assert_eq!(shown, "Packet { id: 0, kind: 0, body: 3 bytes }");
}

#[test]
fn init_bytes() {
    let packet = Packet::new(0, SERVERDATA_RESPONSE_VALUE, b"foo".to_vec());
    assert_eq!((packet.id, packet.kind), (0, 0));
    assert_eq!(packet.body, b"foo");
}

#[test]
fn init_unicode() {
    assert_eq!(Packet::new(0, 0, String::from("foo")), foo());
    // There it would be an error: ASCII is all that it has.
    assert_eq!(Packet::new(0, 0, "é").body, b"\xc3\xa9");
}

#[test]
fn get_text() {
    assert_eq!(foo().text(&Ascii).as_deref(), Ok("foo"));
}

#[test]
fn get_text_bad() {
    let packet = Packet::new(0, 0, b"\xff".to_vec());
    assert_eq!(packet.text(&Ascii).map_err(|e| e.position()), Err(0));
}

#[test]
fn set_text() {
    let mut packet = Packet::new(0, 0, "");
    packet.body = Ascii.encode("foo").expect("ASCII");
    assert_eq!(packet, foo());
}

#[test]
fn set_text_bad() {
    assert_eq!(Ascii.encode("ÿ").map_err(|e| e.position()), Err(0));
}

/// Another message than python-valve's own tests have.
const WIRE: &[u8] = b"\x0e\0\0\0\x09\0\0\0\x02\0\0\0list\0\0";

#[test]
fn encode() {
    assert_eq!(Packet::new(9, 2, "list").encode(), WIRE);
}

#[test]
fn decode() {
    let wire = [WIRE, b"\x01\x02rest"].concat();
    let Ok(Decoded::Packet { packet, rest }) = read(&wire) else {
        panic!("a whole packet is there");
    };
    assert_eq!((packet.id, packet.kind), (9, SERVERDATA_AUTH_RESPONSE));
    assert_eq!((packet.body, rest), (&b"list"[..], &b"\x01\x02rest"[..]));
}

/// The first bytes of the size only: the rest may come yet.
fn too_short(bytes: usize) {
    let missing = 14 - bytes;
    assert_eq!(read(&WIRE[..bytes]), Ok(Decoded::NeedMore { missing }));
}

#[test]
fn decode_too_short_0_bytes() {
    too_short(0);
}

#[test]
fn decode_too_short_1_byte() {
    too_short(1);
}

#[test]
fn decode_too_short_2_bytes() {
    too_short(2);
}

#[test]
fn decode_too_short_3_bytes() {
    too_short(3);
}

#[test]
fn decode_incomplete() {
    let missing = usize::from(WIRE[0]);
    assert_eq!(read(&WIRE[..4]), Ok(Decoded::NeedMore { missing }));
}
