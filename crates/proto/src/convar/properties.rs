//! Properties that hold for every list and for every heap of bytes.

use proptest::prelude::*;

use super::{CvarList, HelpPage, Query, console_kind, maps, unknown_command};

/// A row as a test writes it: name, value, flags, description.
type Written = (String, String, Vec<String>, String);

fn written() -> impl Strategy<Value = Vec<Written>> {
    let row = (
        "[a-z_][a-z0-9_.+-]{0,60}",
        prop_oneof![
            "cmd",
            "-?[0-9]{1,9}(\\.[0-9]{1,3})?",
            "[a-z]{1,12}",
            "[1-3]\\|[1-3];#[A-Z]{1,30},[0-9]"
        ],
        prop::collection::vec("[a-z][a-z_]{0,11}", 0..4),
        // A description may hold anything that stands in a line, colons too.
        "([A-Za-z][A-Za-z0-9'(),:é]{0,9} ?){0,12}",
    );
    prop::collection::vec(row, 1..40)
}

fn source_row((name, value, flags, help): &Written) -> String {
    let flags = flags
        .iter()
        .fold(String::new(), |column, flag| column + ", \"" + flag + "\"");
    format!("{name:<40} : {value:<8} : {flags:<16} : {help}")
}

fn cs2_row((name, value, flags, help): &Written) -> String {
    let flags = flags.join(", ");
    format!("{name:<80} : {value:<16} : {flags:<32} : {help}")
}

fn list_of(rows: &[String], count: usize) -> String {
    let rows = rows.join("\n");
    format!(
        "cvar list\n--------------\n{rows}\n--------------\n{count:3} total convars/concommands\n"
    )
}

/// The list's entries in the form that the tests write.
fn read(list: &CvarList<'_>) -> Vec<Written> {
    list.iter()
        .map(|entry| {
            (
                entry.name.to_owned(),
                entry.value.as_str().unwrap_or("cmd").to_owned(),
                entry.flags.iter().cloned().collect(),
                entry.description.to_owned(),
            )
        })
        .collect()
}

/// What can be told apart after printing: flags are a set, and blanks at a
/// description's ends are padding.
fn expected(rows: &[Written]) -> Vec<Written> {
    let mut rows = rows.to_vec();
    for (_, _, flags, help) in &mut rows {
        flags.sort();
        flags.dedup();
        *help = help.trim().to_owned();
    }
    rows
}

/// Feeds bytes to everything that reads bytes.
fn read_all(bytes: &[u8]) {
    let list = CvarList::parse(bytes);
    let _ = list.iter().map(|entry| entry.name.len()).sum::<usize>();
    let _ = (Query::parse_all(bytes), HelpPage::parse(bytes).next());
    let _ = (
        maps(bytes),
        unknown_command(bytes),
        console_kind("status", bytes),
        console_kind("x", bytes),
    );
}

proptest! {
    #[test]
    fn a_printed_source_list_reads_back(rows in written()) {
        let printed: Vec<String> = rows.iter().map(source_row).collect();
        let text = list_of(&printed, rows.len());
        let list = CvarList::parse(text.as_bytes());
        prop_assert!(list.is_complete());
        prop_assert_eq!(read(&list), expected(&rows));
    }

    #[test]
    fn a_printed_cs2_list_reads_back_whatever_is_glued(rows in written(), glue in any::<[bool; 40]>()) {
        let mut printed: Vec<String> = Vec::new();
        let mut glued_to_last = false;
        for (place, (row, glue)) in rows.iter().zip(glue).enumerate() {
            match printed.last_mut() {
                Some(last) if glued_to_last => last.push_str(&cs2_row(row)),
                _ => printed.push(cs2_row(row)),
            }
            // Of a real list a few lines in a thousand are glued: the columns
            // are learned from the others.
            glued_to_last = glue && place % 4 == 3;
        }
        let text = list_of(&printed, rows.len());
        let list = CvarList::parse(text.as_bytes());
        prop_assert!(list.is_complete());
        prop_assert_eq!(read(&list), expected(&rows));
    }

    #[test]
    fn a_list_that_was_cut_gives_its_first_entries(rows in written(), cut in any::<prop::sample::Index>()) {
        let printed: Vec<String> = rows.iter().map(source_row).collect();
        let text = list_of(&printed, rows.len());
        let list = CvarList::parse(&text.as_bytes()[..cut.index(text.len())]);
        let names: Vec<&str> = list.iter().map(|entry| entry.name).collect();
        let all: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        prop_assert!(all.starts_with(&names), "{names:?}");
    }

    #[test]
    fn no_bytes_break_a_parser(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_all(&bytes);
    }

    #[test]
    fn no_text_that_looks_right_breaks_a_parser(
        text in "(cvar list\n|CVar List\n|---+|: | : |\"|'|sv, |, \"a\"|[#/(<>)\\[\\]-]|= |§|page 1 of|Help: |There are |players online|é|\r|[a-z]{1,50} {0,40}|\n){0,120}"
    ) {
        read_all(text.as_bytes());
    }
}
