//! Transcripts in `session/`, a file a topic, played on a clock of their own.

mod transcript;

use rcon_proto::marks::Mark;
use transcript::text::{marked, play};

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
    for mark in Mark::ALL {
        assert!(marked.contains(&format!("{mark:?}")), "{mark:?}");
    }
}
