//! The committed fuzz inputs, each once, on any toolchain.
#![expect(
    unreachable_pub,
    reason = "to the fuzz targets, the checks are a library"
)]

#[path = "../fuzz/src/console_text.rs"]
mod console_text;
#[path = "../fuzz/src/convar.rs"]
mod convar;
#[path = "../fuzz/src/decoder.rs"]
mod decoder;
#[path = "../fuzz/src/dialogue.rs"]
mod dialogue;
#[path = "../fuzz/src/log_line.rs"]
mod log_line;
#[path = "../fuzz/src/session/mod.rs"]
mod session;

use std::fs;
use std::path::Path;

/// Gives every input of a target to its check.
fn replay(target: &str, check: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let inputs = fs::read_dir(corpus.join(target)).expect("a corpus");
    let mut count = 0;
    for input in inputs {
        let path = input.expect("a file of the corpus").path();
        println!("{}", path.display());
        check(&fs::read(&path).expect("an input"));
        count += 1;
    }
    assert!(count > 0, "no inputs for {target}");
}

#[test]
fn the_decoder_takes_its_corpus() {
    replay("decoder", decoder::check);
}

#[test]
fn the_session_keeps_its_rules_on_its_corpus() {
    replay("session", session::check);
}

#[test]
fn the_readers_of_players_take_their_corpus() {
    replay("console_text", console_text::check);
}

#[test]
fn the_readers_of_logs_take_their_corpus() {
    replay("log_line", log_line::check);
}

#[test]
fn the_list_parsers_take_their_corpus() {
    replay("convar", convar::check);
}

#[test]
fn the_other_consoles_keep_their_rules_on_their_corpus() {
    replay("webrcon", dialogue::webrcon);
    replay("battleye", dialogue::battleye);
    replay("telnet", dialogue::telnet);
}

proptest::proptest! {
    /// The targets themselves, on what a property test makes of them.
    #[test]
    fn the_other_consoles_keep_their_rules(
        steps in proptest::collection::vec(
            (0_u8..=255, proptest::collection::vec(0_u8..=255, 0..12)),
            0..40,
        ),
    ) {
        let login = [3, 0, 2, 0, 66, 0];
        let steps = steps.into_iter().flat_map(|(what, bytes)| {
            [vec![what, bytes.len() as u8], bytes].concat()
        });
        let script: Vec<u8> = login.into_iter().chain(steps).collect();
        for target in [dialogue::webrcon, dialogue::battleye, dialogue::telnet] {
            target(&script);
        }
    }
}
