//! What strangers' machines run for us is named by a digest, which nobody can
//! move to something else.

use std::fs;
use std::path::Path;

fn top() -> &'static Path {
    // The shell's folder is two below it.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// `OWNER/NAME@COMMIT # VERSION`, or a thing of this repository.
fn is_pinned_action(text: &str) -> bool {
    let Some((action, version)) = text.split_once(" # v") else {
        return text.starts_with("./");
    };
    let commit = action.split_once('@').map(|(_, commit)| commit);
    commit.is_some_and(|commit| is_hex(commit, 40))
        && version.starts_with(|c: char| c.is_ascii_digit())
}

#[test]
fn actions_are_pinned_by_their_commit_with_the_version_beside_it() {
    assert!(!is_pinned_action("actions/checkout@v4"));
    assert!(!is_pinned_action(&format!(
        "actions/checkout@{}",
        "0".repeat(40)
    )));
    let mut seen = 0;
    for file in fs::read_dir(top().join(".github/workflows")).unwrap() {
        let path = file.unwrap().path();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let line = line.trim_start().trim_start_matches("- ");
            if let Some(action) = line.strip_prefix("uses:") {
                assert!(
                    is_pinned_action(action.trim()),
                    "{}: {line}",
                    path.display()
                );
                seen += 1;
            }
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn images_are_pinned_by_their_digest() {
    let file = fs::read_to_string(top().join(".ci/Dockerfile")).unwrap();
    let images: Vec<_> = file
        .lines()
        .filter_map(|line| line.strip_prefix("FROM "))
        .collect();
    // What is handed on has nothing of anybody else's in it.
    assert_eq!(images[1..], ["scratch"]);
    for image in &images[..1] {
        let name = image.split(' ').next().unwrap();
        let digest = name.split_once("@sha256:").map(|(_, digest)| digest);
        assert!(digest.is_some_and(|digest| is_hex(digest, 64)), "{image}");
    }
}
