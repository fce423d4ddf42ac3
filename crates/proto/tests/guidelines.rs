//! What the Rust API guidelines ask for and a compiler can hold us to; the
//! rest of the list is in `crates/API.md`.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use rcon_proto::console_text::{Found, Player, Players, Unread};
use rcon_proto::convar::{
    ConsoleKind, Convar, CvarList, HelpEntry, HelpPage, ListStyle, Query, UnknownCommand, Value,
};
use rcon_proto::session::{
    Closed, Ended, Event, Execute, HalfClosing, LoginFailure, ProtocolError, Quirk, RequestId,
    Session, SessionConfig, ToSend, Transmit, Wait,
};
use rcon_proto::{
    Address, AddressError, AddressFault, AdminLine, AdminVerb, Ascii, Cancel, CannotSay, Client,
    Collector, ConnectError, ConnectOptions, Connection, Decoded, EndedBy, Error, ErrorKind,
    ExecuteOptions, Executed, Facts, Follows, FrameError, Game, Latin1, Lost, MessageError,
    NameSource, Observer, Packet, PacketRef, Password, Quoting, Reply, Separator, ServerOptions,
    Shape, Spelling, StateError, TextEncoding, TextError, TransferEncoding, UnknownGame, Utf8,
    Watch, Words,
};

fn can_be_shared<T: Send + Sync + Debug>() {}
fn is_a_value<T: Send + Sync + Debug + Clone + Eq>() {}
fn is_a_small_value<T: Send + Sync + Debug + Copy + Eq + Hash>() {}
fn is_an_error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn everything_can_be_sent_shared_and_printed() {
    can_be_shared::<Client>();
    can_be_shared::<Connection>();
    can_be_shared::<Session>();
    can_be_shared::<Watch>();
    can_be_shared::<Cancel>();
    can_be_shared::<Collector>();
    can_be_shared::<ConnectOptions>();
    can_be_shared::<ExecuteOptions>();
    can_be_shared::<CvarList>();
}

#[test]
fn values_compare_and_clone() {
    is_a_value::<Address>();
    is_a_value::<AdminLine>();
    is_a_value::<Closed>();
    is_a_value::<Convar<'_>>();
    is_a_value::<Decoded<'_>>();
    is_a_value::<Event<'_>>();
    is_a_value::<Execute>();
    is_a_value::<Executed>();
    is_a_value::<HelpEntry>();
    is_a_value::<HelpPage>();
    is_a_value::<Packet>();
    is_a_value::<Password>();
    is_a_value::<Found<'_>>();
    is_a_value::<Player>();
    is_a_value::<Players>();
    is_a_value::<Query>();
    is_a_value::<Reply>();
    is_a_value::<ServerOptions>();
    is_a_value::<SessionConfig>();
    is_a_value::<ToSend<'_>>();
    is_a_value::<Transmit>();
    is_a_value::<UnknownCommand>();
    is_a_value::<Value<'_>>();

    is_a_value::<Facts>();
    is_a_value::<Words>();
    is_a_value::<Quoting>();
    is_a_small_value::<AdminVerb>();
    is_a_small_value::<Ascii>();
    is_a_small_value::<Follows>();
    is_a_small_value::<Ended>();
    is_a_small_value::<HalfClosing>();
    is_a_small_value::<Separator>();
    is_a_small_value::<TransferEncoding>();
    is_a_small_value::<Spelling>();
    is_a_small_value::<EndedBy>();
    is_a_small_value::<ErrorKind>();
    is_a_small_value::<Game>();
    is_a_small_value::<ConsoleKind>();
    is_a_small_value::<Latin1>();
    is_a_small_value::<ListStyle>();
    is_a_small_value::<NameSource>();
    is_a_small_value::<PacketRef<'_>>();
    is_a_small_value::<Quirk>();
    is_a_small_value::<RequestId>();
    is_a_small_value::<Shape>();
    is_a_small_value::<Utf8>();
    is_a_small_value::<Wait>();
}

#[test]
fn errors_are_errors() {
    is_an_error::<AddressError>();
    is_an_error::<AddressFault>();
    is_an_error::<CannotSay>();
    is_an_error::<ConnectError>();
    is_an_error::<Error>();
    is_an_error::<FrameError>();
    is_an_error::<Closed>();
    is_an_error::<LoginFailure>();
    is_an_error::<Lost>();
    is_an_error::<MessageError>();
    is_an_error::<ProtocolError>();
    is_an_error::<StateError>();
    is_an_error::<TextError>();
    is_an_error::<UnknownGame>();
    is_an_error::<Unread>();
    // An error is in every result: it is not to be what makes one large.
    assert!(size_of::<Error>() <= 80, "{}", size_of::<Error>());
}

/// A line of lower case without a full stop at its end.
fn is_a_fragment(error: &dyn Display) {
    let text = error.to_string();
    assert!(text.starts_with(|c: char| !c.is_uppercase()), "{text}");
    assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
    // A program's options are the program's to name.
    assert!(!text.contains("--"), "{text}");
}

#[test]
fn errors_read_as_fragments() {
    is_a_fragment(&"a b".parse::<Address>().expect_err("a blank"));
    is_a_fragment(&CannotSay::Empty);
    is_a_fragment(&"tetris".parse::<Game>().expect_err("no such game"));
    is_a_fragment(&Error::Interrupted);
    is_a_fragment(&Error::from(MessageError::TooLong { len: 2, limit: 1 }));
    is_a_fragment(&Error::from(TextError::new("ASCII", 3)));
    is_a_fragment(&LoginFailure::Refused);
    is_a_fragment(&Lost::AfterSend);
    is_a_fragment(&ProtocolError::ReplyTooLarge { limit: 1 });
    is_a_fragment(&ProtocolError::PacketTooLarge { size: 2, limit: 1 });
    is_a_fragment(&Closed::Idle);
    is_a_fragment(&Closed::IdsTellNothing);
    is_a_fragment(&StateError::LoginForgotten);
}

#[test]
fn traits_can_be_made_into_objects() {
    fn takes(_: &mut dyn Observer, _: &dyn TextEncoding) {}
    let _ = takes;
}
