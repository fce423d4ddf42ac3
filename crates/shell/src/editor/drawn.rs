//! What the editor draws, without a terminal to draw it on: for whoever wants
//! to measure it.

use super::knowledge::Knowledge;
use super::{complete, highlight, hint};

/// What is drawn after a key: the line with its colours, the cursor at its
/// end, and the hint behind it. `width` is the terminal's, in columns.
///
/// ```
/// use rcon_shell::editor::drawn_at_key;
/// use rcon_shell::names::builtin;
///
/// let names = builtin::list("minecraft").expect("there is one");
/// assert!(drawn_at_key("whitelist", &names, 80).contains("whitelist"));
/// ```
pub fn drawn_at_key(line: &str, knowledge: &dyn Knowledge, width: usize) -> String {
    let mut drawn = highlight::line(line, line.len(), knowledge).into_owned();
    if let Some(hint) = hint::hint(line, None, knowledge, 0, width) {
        drawn.push_str(&highlight::hint(rustyline::hint::Hint::display(&hint)));
    }
    drawn
}

/// The rows that are listed at Tab, the cursor at the end of the line.
///
/// ```
/// use rcon_shell::editor::drawn_at_tab;
/// use rcon_shell::names::builtin;
///
/// let names = builtin::list("minecraft").expect("there is one");
/// assert!(drawn_at_tab("white", &names, 80)[0].starts_with("whitelist"));
/// ```
pub fn drawn_at_tab(line: &str, knowledge: &dyn Knowledge, width: usize) -> Vec<String> {
    let found = complete::complete(line, line.len(), knowledge, width);
    let rows = found.pairs.into_iter();
    rows.map(|pair| highlight::candidate(&pair.display).into_owned())
        .collect()
}
