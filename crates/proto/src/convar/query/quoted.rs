//! Where a quoted value ends that may hold quotes itself.

use super::flags::is_flag;

/// The column at which CS:GO begins the help text: `%-80s - %s`, in
/// `ConVar_PrintDescription` of the Source SDK.
const HELP_COLUMN: usize = 80;

/// Splits at the quote that ends the value that begins at `start`, where the line
/// is one that Source prints: then whatever the value holds, the last quote is
/// the one that has nothing but a default, bounds and flags behind it.
pub(super) fn whole(line: &str, start: usize) -> Option<(&str, &str)> {
    // In bytes as it came; in characters where it was another encoding's.
    let at_column = |at: usize| at == HELP_COLUMN || line[..at].chars().count() == HELP_COLUMN;
    let helps = line
        .match_indices(" - ")
        .map(|(at, _)| at)
        .filter(|&at| at >= HELP_COLUMN && (!line[..at].ends_with(' ') || at_column(at)));
    // A long text of many dashes costs no more than a few looks.
    let ends = helps.take(8).chain([line.len()]);
    let quote = ends
        .into_iter()
        .find_map(|end| last_quote(line.get(start..end)?))?;
    Some((
        line.get(start..start + quote)?,
        line.get(start + quote + 1..)?,
    ))
}

/// Where the quote is that has nothing behind it but what Source prints there.
fn last_quote(text: &str) -> Option<usize> {
    let mut rest = text.trim_end_matches(' ');
    while let Some((before, word)) = rest.rsplit_once(' ')
        && is_flag(word)
    {
        rest = before.trim_end_matches(' ');
    }
    for bound in [" max. ", " min. "] {
        if let Some((before, number)) = rest.rsplit_once(bound)
            && number.parse::<f64>().is_ok()
        {
            rest = before;
        }
    }
    if rest.ends_with("\" )")
        && let Some(at) = rest.rfind("\" ( def. \"")
    {
        return Some(at);
    }
    rest.strip_suffix('"').map(str::len)
}

/// Splits at the quote that ends a value, in a line that is none of Source's own.
/// The value can hold quotes itself, so it is the first one behind which the line goes on as a console's does;
/// the last one if there is none such.
pub(super) fn closing_quote(text: &str) -> Option<(&str, &str)> {
    let last = text.rfind('"')?;
    let at = text
        .match_indices('"')
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(goes_on))
        .unwrap_or(last);
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether `rest` can follow a value's closing quote. Looks no further than
/// the first word, so that asking at every quote costs no more than the line.
fn goes_on(rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    rest.starts_with(' ')
        && match rest.split_ascii_whitespace().next() {
            None | Some("min." | "max." | "-") => true,
            Some("(") => rest.trim_start().starts_with("( def. \""),
            Some(word) => is_flag(word),
        }
}

/// ` ( def. "…" )` at the front, and what follows it.
pub(super) fn default_of(rest: &str) -> Option<(&str, &str)> {
    rest.trim_start()
        .strip_prefix("( def. \"")?
        .split_once("\" )")
}
