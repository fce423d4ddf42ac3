//! The consoles that are not Source RCON against servers and links that are put
//! together at random from independent choices: datagrams that are lost, doubled,
//! late and out of order; answers in parts, in messages, in lines; what nobody asked
//! for; how slow a server is, and how it ends. The clock is virtual and no socket is
//! opened.
//!
//! `judge` has what may never happen: bytes of another command, a reply told as whole
//! that is not, a command that is run twice, a password that is sent again behind its
//! answer, a wait without an end. A case that fails is made as ordinary as it can be,
//! and printed in words and with its transcript.
//!
//! `BEHAVIOURS_CASES` and `BEHAVIOURS_SEED` in the environment say how many cases are
//! played of each console, and which.
#![allow(clippy::incompatible_msrv)] // The tests are built with the workspace's compiler.

mod battleye;
mod choices;
mod judge;
mod link;
mod play;
#[path = "../behaviours/rng.rs"]
mod rng;
mod telnet;
mod web;

use std::env;

use choices::{Choices, Dimension};
use judge::judge;
use play::{Console, play};
use rng::Rng;

const CASES: u64 = 700;
const SEED: u64 = 20_261_127;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text:?}"))
    })
}

/// What is wrong with a case, if anything is.
fn finding(console: Console, choices: &Choices) -> Option<String> {
    judge(choices, &play(console, choices, false))
}

fn run(console: Console, dimensions: &'static [Dimension]) {
    let seed = number("BEHAVIOURS_SEED", SEED);
    for case in 0..number("BEHAVIOURS_CASES", CASES) {
        let choices = Choices::draw(dimensions, &mut Rng::of_case(seed, case), case);
        let Some(found) = finding(console, &choices) else {
            continue;
        };
        // The same kind of finding, with as little out of the ordinary as can be.
        let kind = found.split(':').next().unwrap_or_default().to_owned();
        let smaller = choices.minimise(|smaller| {
            finding(console, smaller).is_some_and(|found| found.starts_with(&kind))
        });
        let record = play(console, &smaller, true);
        let found = judge(&smaller, &record).unwrap_or_default();
        panic!(
            "case {case}: {found}\nThe server: {}\n{}",
            smaller.words(),
            record.lines.join("\n")
        );
    }
}

#[test]
fn battleye() {
    run(Console::BattlEye, battleye::DIMENSIONS);
}

#[test]
fn webrcon() {
    run(Console::WebRcon, web::DIMENSIONS);
}

#[test]
fn telnet() {
    run(Console::Telnet, telnet::DIMENSIONS);
}
