//! What the Rust API guidelines ask for and a compiler can hold us to; the
//! rest of the list is in `crates/API.md`.

use std::fmt::Debug;
use std::hash::Hash;

use rcon_sim::{
    Ban, Bound, Builder, Error, Fault, Game, HalfClose, Hostile, MapChange, ParseFaultError,
    Script, Scripted, Server, Stage, Unfulfilled, UnknownName,
};

fn can_be_shared<T: Send + Sync + Debug>() {}
fn is_a_small_value<T: Send + Sync + Debug + Copy + Eq + Hash>() {}
fn is_an_error<T: std::error::Error + Send + Sync + 'static>() {}

#[test]
fn everything_can_be_sent_shared_and_printed() {
    can_be_shared::<Bound>();
    can_be_shared::<Builder>();
    can_be_shared::<Script>();
    can_be_shared::<Scripted>();
    can_be_shared::<Server>();
}

#[test]
fn values_compare_and_copy() {
    is_a_small_value::<Ban>();
    is_a_small_value::<Fault>();
    is_a_small_value::<Game>();
    is_a_small_value::<HalfClose>();
    is_a_small_value::<Hostile>();
    is_a_small_value::<MapChange>();
    is_a_small_value::<Stage>();
}

#[test]
fn errors_are_errors() {
    is_an_error::<Error>();
    is_an_error::<ParseFaultError>();
    is_an_error::<Unfulfilled>();
    is_an_error::<UnknownName>();
}
