//! The files that a word may be the beginning of.

use std::path::Path;

use rustyline::completion::Pair;

use super::display::fit;
use super::rows::MAX_CANDIDATES;
use crate::commands::Quoting;
use crate::order;
use crate::show::escape::is_hazard;
use crate::system::paths::with_home;

/// The candidates for the word that `typed` is, up to the cursor; each
/// replaces all of it. `after` is what follows the cursor, `width` the columns
/// of the terminal.
pub(super) fn files(quoting: Quoting, typed: &str, after: &str, width: usize) -> Vec<Pair> {
    let word = quoting.words(typed).1.unwrap_or_default();
    let (folder, begun) = divided(quoting, &word.text);
    let place = if folder.is_empty() { "." } else { folder };
    // A folder that cannot be read offers nothing.
    let Ok(entries) = std::fs::read_dir(with_home(place)) else {
        return Vec::new();
    };
    let separator = folder.chars().last().filter(|c| quoting.is_separator(*c));
    let separator = separator.unwrap_or(std::path::MAIN_SEPARATOR);
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| begins(quoting, name, begun) && !name.contains(is_hazard))
        .collect();
    order::sort(&mut found, Ord::cmp);
    let pair = |name: String| {
        let is_folder = Path::new(&with_home(place)).join(&name).is_dir();
        let mut path = format!("{folder}{name}");
        if is_folder {
            path.push(separator);
        }
        let closed = word.quote.is_some_and(|quote| after.starts_with(quote));
        let written = quoting.quote(&path, word.quote, is_folder || closed)?;
        let open = word.quote.map_or(String::new(), String::from);
        Some(Pair {
            display: fit(&name, width.saturating_sub(1)),
            replacement: format!("{open}{written}"),
        })
    };
    found
        .into_iter()
        .filter_map(pair)
        .take(MAX_CANDIDATES)
        .collect()
}

/// A path as its folder, with what ends that, and the beginning of a name.
fn divided(quoting: Quoting, path: &str) -> (&str, &str) {
    // `C:name` is one in the folder that is the current one on `C:`.
    let ends = |c: char| quoting.is_separator(c) || quoting == Quoting::Windows && c == ':';
    path.split_at(path.rfind(ends).map_or(0, |at| at + 1))
}

/// Whether a file's name begins so, as far as the platform tells names apart.
fn begins(quoting: Quoting, name: &str, begun: &str) -> bool {
    if quoting == Quoting::Windows || cfg!(target_os = "macos") {
        return name.to_lowercase().starts_with(&begun.to_lowercase());
    }
    name.starts_with(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacements(quoting: Quoting, typed: &str) -> Vec<String> {
        let pairs = files(quoting, typed, "", 80);
        pairs.into_iter().map(|pair| pair.replacement).collect()
    }

    #[test]
    fn a_path_divides_where_the_platform_divides_it() {
        let windows = |path| divided(Quoting::Windows, path);
        assert_eq!(windows(r"C:\logs\t"), (r"C:\logs\", "t"));
        assert_eq!(windows("C:t"), ("C:", "t"));
        assert_eq!(windows("a/b"), ("a/", "b"));
        assert_eq!(divided(Quoting::Unix, r"a\b:c"), ("", r"a\b:c"));
    }

    #[test]
    fn what_is_put_in_is_read_back_as_the_file() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["my file.cfg", "Mine.cfg"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("my folder")).unwrap();
        // A path that either platform reads.
        let path = folder.path().display().to_string().replace('\\', "/");
        for (quoting, typed, expected) in [
            (Quoting::Unix, "my", vec!["my\\ file.cfg", "my\\ folder/"]),
            (Quoting::Windows, "my", vec!["my file.cfg\"", "my folder/"]),
            (Quoting::Windows, "MINE", vec!["Mine.cfg"]),
        ] {
            let found = replacements(quoting, &format!("{path}/{typed}"));
            let needs_quote = |text: &str| quoting == Quoting::Windows && text.contains(' ');
            let expected: Vec<_> = expected
                .into_iter()
                .map(|name| {
                    let quote = if needs_quote(name) { "\"" } else { "" };
                    format!("{quote}{path}/{name}")
                })
                .collect();
            if cfg!(target_os = "linux") || quoting == Quoting::Windows {
                assert_eq!(found, expected, "{quoting:?} {typed}");
            }
        }
        for quoting in [Quoting::Unix, Quoting::Windows] {
            let open = replacements(quoting, &format!("\"{path}/my f"));
            let expected = ["my file.cfg\"", "my folder/"].map(|n| format!("\"{path}/{n}"));
            assert_eq!(open, expected, "{quoting:?}");
        }
    }
}
