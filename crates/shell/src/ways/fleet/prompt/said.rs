//! What a server says beside its replies.

use crate::ways::prompt::asides::Aside;

/// Each line of what a server says by itself, with its name.
pub(super) fn named(name: &str, aside: &Aside) -> Aside {
    match aside {
        Aside::Text(text) => {
            let lines: Vec<String> = text.lines().map(|line| format!("{name}: {line}")).collect();
            Aside::Text(lines.join("\n"))
        }
        Aside::Pushed(bytes) => {
            let mut pushed = Vec::with_capacity(bytes.len() + name.len() + 2);
            for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                pushed.extend_from_slice(name.as_bytes());
                pushed.extend_from_slice(b": ");
                pushed.extend_from_slice(line);
            }
            Aside::Pushed(pushed)
        }
    }
}
