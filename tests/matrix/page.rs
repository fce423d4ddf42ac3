//! The tables as a page, `crates/MATRIX.md`: what the runs have counted, without
//! how long they took. The committed page is compared with what is counted now.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::support::difference;

/// Write the page, do not compare it.
const UPDATE: &str = "UPDATE_MATRIX";

/// One table at a time is written: they run side by side.
static WRITING: Mutex<()> = Mutex::new(());

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../MATRIX.md")
}

/// Asserts that this is the table below that heading.
#[track_caller]
pub(super) fn compare(heading: &str, made: &str) {
    if std::env::var_os(UPDATE).is_some() {
        return write(heading, made);
    }
    let page = std::fs::read_to_string(file()).unwrap();
    if let Some(where_) = difference(&page[table(&page, heading)], made) {
        panic!(
            "write crates/MATRIX.md anew with {UPDATE}=1 cargo test --test integration matrix::, \
             and look at what has changed below {heading:?}: {where_}"
        );
    }
}

fn write(heading: &str, made: &str) {
    let _writing = WRITING.lock().unwrap();
    let page = std::fs::read_to_string(file()).unwrap();
    let at = table(&page, heading);
    let page = [&page[..at.start], made, &page[at.end..]].concat();
    std::fs::write(file(), page).unwrap();
}

/// Where the table below a heading stands: its lines begin with a bar.
fn table(page: &str, heading: &str) -> std::ops::Range<usize> {
    let heading = format!("## {heading}\n");
    let below = page.find(&heading).expect("the heading") + heading.len();
    let begin = below + page[below..].find("\n|").expect("a table") + 1;
    let lines = page[begin..].split_inclusive('\n');
    let len: usize = lines
        .take_while(|line| line.starts_with('|'))
        .map(str::len)
        .sum();
    begin..begin + len
}
