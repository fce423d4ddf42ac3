//! What a server says beside its replies.

use crate::ways::prompt::asides::Aside;

/// Each line of what a server says by itself, with its name.
pub(super) fn named(name: &str, aside: &Aside) -> Aside {
    match aside {
        Aside::Text(text) => {
            let lines: Vec<String> = text.lines().map(|line| format!("{name}: {line}")).collect();
            Aside::Text(lines.join("\n"))
        }
        Aside::Pushed(text) => {
            let mut pushed = String::with_capacity(text.len() + name.len() + 2);
            for line in text.split_inclusive('\n') {
                pushed.push_str(name);
                pushed.push_str(": ");
                pushed.push_str(line);
            }
            Aside::Pushed(pushed)
        }
    }
}
