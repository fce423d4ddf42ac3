//! Transcripts in `session/`, a file a topic, played on a clock of their own.

mod transcript;

use rcon_proto::marks::Mark;
use rcon_proto::session::Quirk;
use transcript::text::{marked, play, quirks};

const TOPICS: [&str; 7] = [
    "login", "probes", "silence", "ids", "closes", "shown", "rust",
];

#[test]
fn logins() {
    assert!(play("login") > 0);
}

#[test]
fn probes() {
    assert!(play("probes") > 0);
}

#[test]
fn silences() {
    assert!(play("silence") > 0);
}

#[test]
fn ids() {
    assert!(play("ids") > 0);
}

#[test]
fn closes() {
    assert!(play("closes") > 0);
}

#[test]
fn what_was_shown() {
    assert!(play("shown") > 0);
}

#[test]
fn rust() {
    assert!(play("rust") > 0);
}

#[test]
fn every_mark_is_in_a_transcript() {
    let marked: Vec<String> = TOPICS.into_iter().flat_map(marked).collect();
    let consoles = [
        include_str!("dialogues/battleye.rs"),
        include_str!("dialogues/telnet.rs"),
        include_str!("dialogues/webrcon.rs"),
    ];
    for mark in Mark::ALL {
        let passed = format!("Mark::{mark:?}");
        let in_a_console = consoles.iter().any(|test| test.contains(&passed));
        assert!(
            in_a_console || marked.contains(&format!("{mark:?}")),
            "{mark:?}"
        );
    }
}

#[test]
fn every_quirk_is_told_in_a_transcript() {
    let told: Vec<String> = TOPICS.into_iter().flat_map(quirks).collect();
    for quirk in Quirk::ALL {
        assert!(told.contains(&format!("{quirk:?}")), "{quirk:?}");
    }
}
