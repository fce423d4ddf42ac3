//! The names in the file, for a shell that completes them.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use toml_edit::{Document, Item, TableLike};

use super::read::is_name;
use crate::show::escape;
use crate::system::paths::with_home;

/// Longer files are not looked at: a key was pressed, and is to be answered at
/// once.
const LONGEST: u64 = 1 << 20;

/// The profiles, then the groups with their `@`, of the file at `path`: a line
/// each, the name and, after a tab, what it stands for. Empty where the file
/// cannot be read: there is nobody to tell.
///
/// A mistake somewhere else in the file takes no name away; the run that
/// follows will name it. Nothing is done with what the file says of passwords.
pub(crate) fn listing(path: &Path) -> String {
    text(path).map(|text| names(&text)).unwrap_or_default()
}

fn text(path: &Path) -> Option<String> {
    // A completion passes on the word as it was typed, when no shell has put
    // the home folder in yet.
    let path = path.to_str().map_or_else(|| path.to_owned(), with_home);
    // A pipe could keep the key waiting for ever, and reading takes away what
    // the run itself is to have.
    let size = std::fs::metadata(&path).ok()?;
    if !size.is_file() || size.len() > LONGEST {
        return None;
    }
    let mut text = String::new();
    let file = File::open(&path).ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn names(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Ok(document) = Document::parse(text) else {
        return String::new();
    };
    let table = |name| document.get(name).and_then(Item::as_table_like);
    let mut out = String::new();
    for (name, server) in rows(table("servers")) {
        let keys = server.as_table_like();
        let text = |key| keys.and_then(|keys| keys.get(key)).and_then(Item::as_str);
        let about = text("address").or_else(|| text("from"));
        push(&mut out, name, about.unwrap_or_default());
    }
    for (name, members) in rows(table("groups")) {
        let members = members.as_array().into_iter().flatten();
        let members: Vec<_> = members.filter_map(|member| member.as_str()).collect();
        push(&mut out, &format!("@{name}"), &members.join(", "));
    }
    out
}

/// The entries that can be named on the command line.
fn rows(table: Option<&dyn TableLike>) -> impl Iterator<Item = (&str, &Item)> {
    let entries = table.into_iter().flat_map(TableLike::iter);
    entries.filter(|(name, _)| is_name(name) && !name.contains(escape::is_hazard))
}

fn push(out: &mut String, name: &str, about: &str) {
    // Writing to a `String` does not fail.
    let _ = writeln!(out, "{name}\t{}", escape::line(about, 60));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_come_before_groups_in_the_order_of_the_file() {
        let text = "[groups]\neu = ['b', 'css:1']\n\
                    [servers.b]\naddress = 'b.example'\n[servers.a]\naddress = '[::1]:2'\n";
        assert_eq!(names(text), "b\tb.example\na\t[::1]:2\n@eu\tb, css:1\n");
    }

    #[test]
    fn a_mistake_elsewhere_takes_no_name_away() {
        let text = "[defaults]\ntimout = 5\n[servers]\na = 3\nb.address = 7\n[groups]\nc = {}\n";
        assert_eq!(names(text), "a\t\nb\t\n@c\t\n");
        for nothing in ["", "[servers", "servers = 3", "groups = []"] {
            assert_eq!(names(nothing), "", "{nothing}");
        }
    }

    #[test]
    fn no_name_or_address_breaks_a_line() {
        let text = "[servers]\n\"a\\nb\".address = 'x'\n\"c d\".address = 'x'\n\
                    e.address = \"y\\n\\tz\\u001b\"\n";
        assert_eq!(names(text), "e\ty\\n z\\x1b\n");
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        assert_eq!(listing(Path::new("/not/there.toml")), "");
        assert_eq!(listing(&std::env::temp_dir()), "");
        #[cfg(unix)]
        assert_eq!(listing(Path::new("/dev/zero")), "");
    }
}
