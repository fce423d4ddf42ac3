//! What consoles print, or what anybody says that they print.

use std::collections::BTreeSet;

use rcon_proto::convar::{CvarList, HelpPage, Query, console_kind, found, maps, unknown_command};

/// What a list is read to, as the documentation of its parser promises.
const MAX_ENTRIES: usize = 200_000;

/// Gives `data` to every parser.
///
/// # Panics
///
/// When a parser hands out text that is not in the reply, more text than the
/// reply has, or a name that is none.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    cvarlist(data, &text);
    help(data);
    queries(data, &text);
    for map in maps(data) {
        assert!(is_name(&map) && text.contains(&map), "{map:?}");
    }
    for entry in found(data) {
        assert!(is_name(&entry.name), "{entry:?}");
        let texts = [&entry.name, &entry.arguments, &entry.description];
        let values = texts.into_iter().chain(&entry.value);
        assert!(values.into_iter().all(|it| text.contains(it.as_str())));
    }
    let (first, _) = text.split_once('\n').unwrap_or((&text, ""));
    for command in ["status", "/list", first] {
        let _ = console_kind(command, data);
    }
    if let Some(name) = unknown_command(data).and_then(|unknown| unknown.name) {
        assert!(is_name(&name), "{name:?}");
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_ascii_whitespace())
}

fn cvarlist(data: &[u8], text: &str) {
    let list = CvarList::parse(data);
    assert!(list.len() <= MAX_ENTRIES);
    assert!(
        list.len() <= data.len() / 6,
        "an entry has a name and separators"
    );
    if list.is_complete() {
        assert_eq!(list.announced(), Some(list.len()));
    }
    let mut handed_out = 0;
    let mut names = BTreeSet::new();
    for entry in &list {
        assert!(is_name(entry.name), "{:?}", entry.name);
        for field in [
            Some(entry.name),
            entry.value.as_str(),
            Some(entry.description),
        ] {
            let field = field.unwrap_or_default();
            assert!(text.contains(field), "{field:?} is not in the reply");
            assert!(!field.contains('\n'));
            handed_out += field.len();
        }
        names.insert(entry.name);
    }
    // No byte is in two entries.
    assert!(handed_out <= text.len());
    for name in names.into_iter().take(8) {
        assert_eq!(list.get(name).map(|entry| entry.name), Some(name));
    }
}

fn help(data: &[u8]) {
    let page = HelpPage::parse(data);
    if let (Some(next), Some((number, count))) = (page.next(), page.page) {
        assert!(number + 1 == next && next <= count);
    }
    for entry in &page.entries {
        assert!(is_name(&entry.name), "{:?}", entry.name);
        assert!(!entry.usage.contains('\n') && !entry.description.contains('\n'));
    }
}

fn queries(data: &[u8], text: &str) {
    let all = Query::parse_all(data);
    assert_eq!(Query::parse(data).as_ref(), all.first());
    for query in &all {
        assert!(is_name(&query.name), "{:?}", query.name);
        let fields = [&query.value, &query.default, &query.min, &query.max];
        for field in fields.into_iter().flatten() {
            assert!(text.contains(field.as_str()), "{field:?}");
        }
        assert!(text.contains(&query.description));
        assert!(query.flags.iter().all(|flag| text.contains(flag)));
    }
}
