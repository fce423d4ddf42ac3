//! The session against servers that are put together at random from
//! independent choices: how a login is answered, when and how a probe is, how
//! a reply is cut, ended, typed and numbered, where it pauses, what nobody
//! asked for, how the server reads, when it closes. The clock is virtual and
//! no socket is opened, so a case takes well under a millisecond.
//!
//! `judge` has the invariants, `tell` what nothing on the wire tells, `known`
//! what is found and not mended yet. A case that fails is made smaller, one
//! choice after the other, and printed in words, as Rust, and with its
//! transcript.
//!
//! By default some thousand cases are played, from a seed that is always the
//! same. In the environment:
//!
//! - `BEHAVIOURS_CASES`: how many;
//! - `BEHAVIOURS_SEED`: another seed;
//! - `BEHAVIOURS_LIVE`: how many go through a client and a socket (`live`);
//! - `BEHAVIOURS_ALL=on`: all findings are printed, each kind of case once, not
//!   the first one only;
//! - `BEHAVIOURS_KNOWN=off`: the same, and what is known fails as well.
#![allow(clippy::incompatible_msrv)] // The tests are built with the workspace's compiler.

mod answer;
mod choices;
mod dimension;
mod forged;
mod judge;
mod known;
mod listener;
mod live;
mod mended;
mod mended_source;
mod minimise;
mod ordinary;
mod plan;
mod play;
mod real;
mod record;
mod reply;
mod rng;
mod server;
mod tell;

use std::collections::BTreeMap;
use std::env;

use choices::{Choices, ORDINARY, Pause, ProbeWhen, Read};
use judge::{Finding, Kind, judge};
use known::{KNOWN, known};
use mended::MENDED;
use mended_source::MENDED_SOURCE;
use minimise::minimise;
use play::{play, play_with, play_with_lines};
use rcon_proto::Shown;
use record::Record;
use rng::Rng;

const CASES: u64 = 3000;
const SEED: u64 = 20_261_127;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text:?}"))
    })
}

fn findings(choices: &Choices) -> Vec<Finding> {
    judge(choices, &play(choices))
}

fn fails(choices: &Choices, kind: Kind) -> bool {
    findings(choices).iter().any(|finding| finding.kind == kind)
}

/// All that somebody needs to know of a failed case.
fn report(choices: &Choices) -> String {
    let record = play_with_lines(choices);
    let findings: Vec<String> = judge(choices, &record)
        .iter()
        .map(|finding| format!("{:?}: {}\n", finding.kind, finding.what))
        .collect();
    format!(
        "{}The server: {}.\n{choices:?}\n{}",
        findings.concat(),
        choices.words().join("; "),
        shortened(&record.lines)
    )
}

/// A transcript that can be read: of a long one its beginning and its end.
fn shortened(lines: &str) -> String {
    const BEGINNING: usize = 24;
    const END: usize = 24;
    let all: Vec<&str> = lines.lines().collect();
    if env::var_os("BEHAVIOURS_WHOLE").is_some() {
        return lines.to_owned();
    }
    if all.len() <= BEGINNING + END {
        return lines.to_owned();
    }
    let left_out = format!("           … {} lines …", all.len() - BEGINNING - END);
    let beginning = &all[..BEGINNING];
    let end = &all[all.len() - END..];
    [beginning, &[&left_out], end].concat().join("\n") + "\n"
}

#[test]
fn servers_of_all_kinds_are_dealt_with() {
    let seed = number("BEHAVIOURS_SEED", SEED);
    let cases = number("BEHAVIOURS_CASES", CASES);
    let said = |name, word| env::var(name).is_ok_and(|text| text == word);
    let known_too = said("BEHAVIOURS_KNOWN", "off");
    let all = known_too || said("BEHAVIOURS_ALL", "on");
    println!("seed {seed}, {cases} cases");
    let mut counts = vec![0; KNOWN.len()];
    let mut found: BTreeMap<(Kind, Choices), u64> = BTreeMap::new();
    for case in 0..cases {
        let choices = Choices::draw(&mut Rng::of_case(seed, case));
        for finding in findings(&choices) {
            let kind = finding.kind;
            if !known_too && let Some(at) = known(&choices, kind) {
                counts[at] += 1;
                continue;
            }
            let new = |choices: &Choices| {
                fails(choices, kind) && (known_too || known(choices, kind).is_none())
            };
            let least = minimise(choices, new);
            assert!(all, "case {case} of seed {seed}:\n{}", report(&least));
            *found.entry((kind, least)).or_default() += 1;
        }
    }
    for (known, count) in KNOWN.iter().zip(counts) {
        println!("known: {} ({count} cases): {}", known.name, known.why);
    }
    for ((kind, least), count) in &found {
        println!("=== {kind:?} in {count} cases\n{}", report(least));
    }
    assert!(found.is_empty(), "{} kinds of cases fail", found.len());
}

/// What a server may be said to have shown, beside what it shows.
const SHOWN: &[&str] = &[
    "source probes=answered",
    "source probes=ignored half-close=closes",
    "source probes=ignored half-close=ignores",
    "source probes=fatal",
    "source probes=fatal half-close=closes",
    "source one-behind",
    "source probes=answered one-behind",
    "source probes=ignored half-close=closes one-behind",
    "one-packet half-close=closes ids=own",
    "one-packet half-close=ignores ids=foreign",
    "one-packet half-close=resets ids=own game=factorio",
];

/// Whether it is about bytes, or about what went out, rather than about time.
fn is_about_bytes(kind: Kind) -> bool {
    !matches!(kind, Kind::NotTaken | Kind::Slow | Kind::LateForNothing)
}

#[test]
fn what_is_said_to_have_been_shown_costs_time_alone() {
    let seed = number("BEHAVIOURS_SEED", SEED);
    let cases = number("BEHAVIOURS_CASES", CASES);
    let (mut failed, mut first) = (BTreeMap::new(), BTreeMap::new());
    for case in 0..cases / 2 {
        let choices = Choices::draw(&mut Rng::of_case(seed, case));
        let text = SHOWN[case as usize % SHOWN.len()];
        let Ok(shown) = text.parse();
        for finding in judge(&choices, &play_with(&choices, &shown, Record::default())) {
            let kind = finding.kind;
            if !is_about_bytes(kind) || known(&choices, kind).is_some() || fails(&choices, kind) {
                continue;
            }
            *failed.entry((text, kind)).or_insert(0) += 1;
            first.entry(kind).or_insert_with(|| {
                let record = play_with(&choices, &shown, Record::with_lines());
                let lines = shortened(&record.lines);
                let what = finding.what;
                format!("case {case}, {text}: {kind:?}: {what}\n{choices:?}\n{lines}")
            });
        }
    }
    let first: String = first.into_values().collect();
    assert!(failed.is_empty(), "{failed:?}\n{first}");
}

#[test]
fn what_one_connection_has_shown_serves_the_next_one() {
    let seed = number("BEHAVIOURS_SEED", SEED);
    let cases = number("BEHAVIOURS_CASES", CASES);
    let (mut failed, mut first, mut showing) = (BTreeMap::new(), BTreeMap::new(), 0);
    for case in 0..cases / 2 {
        let choices = Choices::draw(&mut Rng::of_case(seed, case));
        if choices.pause == Pause::Ms1300 {
            // Longer than any silence: what it made of one connection, another
            // may pay for.
            continue;
        }
        let late = matches!(choices.probe_when, ProbeWhen::Late300 | ProbeWhen::Late1500);
        if late && choices.read == Read::OneBehind {
            // Behind and slow at once, which no server is known to be: deadlines
            // pass, and say so.
            continue;
        }
        let before = play(&choices);
        let kinds: Vec<Kind> = judge(&choices, &before).iter().map(|f| f.kind).collect();
        showing += u32::from(before.shown != Shown::default());
        for finding in judge(
            &choices,
            &play_with(&choices, &before.shown, Record::default()),
        ) {
            let kind = finding.kind;
            if kinds.contains(&kind) || known(&choices, kind).is_some() {
                continue;
            }
            *failed.entry(kind).or_insert(0) += 1;
            first.entry(kind).or_insert_with(|| {
                let first = shortened(&play_with_lines(&choices).lines);
                let record = play_with(&choices, &before.shown, Record::with_lines());
                let (shown, lines) = (&before.shown, shortened(&record.lines));
                let what = finding.what;
                format!(
                    "case {case}, {shown}: {kind:?}: {what}\n{choices:?}\n{first}and then\n{lines}"
                )
            });
        }
    }
    let first: String = first.into_values().collect();
    assert!(failed.is_empty(), "{failed:?}\n{first}");
    assert!(showing > 0, "no connection has shown anything");
}

#[test]
fn ordinary_servers_are_no_findings() {
    let findings = findings(&ORDINARY);
    assert!(findings.is_empty(), "{}", report(&ORDINARY));
}

#[test]
fn what_is_known_is_still_so() {
    for known in KNOWN {
        let kinds: Vec<Kind> = findings(&known.example).iter().map(|f| f.kind).collect();
        assert!(
            (known.holds)(&known.example) && known.kinds.iter().any(|kind| kinds.contains(kind)),
            "{:?} is mended, or is another one now: it goes from known.rs to mended.rs\n{}",
            known.name,
            report(&known.example)
        );
        println!("{}: {}\n{}", known.name, known.why, report(&known.example));
    }
}

#[test]
fn what_was_mended_stays_so() {
    for (wrong, choices) in MENDED.iter().chain(MENDED_SOURCE) {
        assert!(findings(choices).is_empty(), "{wrong}\n{}", report(choices));
    }
}
