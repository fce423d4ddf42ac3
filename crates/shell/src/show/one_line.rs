//! Newlines for replies that have none: a Minecraft server's, over RCON.

use rcon_proto::convar::HelpPage;

/// What vanilla puts behind the part of a command that it did not understand.
const HERE: &[u8] = b"<--[HERE]";

/// So many characters of the command it repeats, and three dots before them if
/// there are more (`CommandSyntaxException::getContext` of Brigadier). Minecraft itself
/// does the same up to where it stopped to understand, and the rest follows.
const CONTEXT: usize = 10;

/// The reply with a newline before each command of a page of help, and before
/// the line that ends in `<--[HERE]`. `None` where it is neither, or has lines
/// of its own.
pub(crate) fn broken(command: &[u8], reply: &[u8]) -> Option<Vec<u8>> {
    if memchr::memchr(b'\n', reply.trim_ascii_end()).is_some() {
        return None;
    }
    error(command, reply).or_else(|| help(command, reply))
}

/// `Unknown or incomplete command, see below for errortps<--[HERE]`
fn error(command: &[u8], reply: &[u8]) -> Option<Vec<u8>> {
    let before = reply.trim_ascii_end().strip_suffix(HERE)?;
    let command = std::str::from_utf8(command).ok()?.trim();
    let command = command.strip_prefix('/').unwrap_or(command);
    let ends: Vec<usize> = command.char_indices().map(|(at, _)| at).collect();
    let all = ends.iter().copied().chain([command.len()]);
    // The longest that fits: shorter ones are its ends.
    let context = all.enumerate().filter_map(|(count, end)| {
        let shown = match count.checked_sub(CONTEXT).filter(|more| *more > 0) {
            None => command[..end].to_owned(),
            Some(more) => format!("...{}", &command[ends[more]..end]),
        };
        // Vanilla has the rest of the command behind it, others have not.
        let whole = format!("{shown}{}", &command[end..]);
        let shown = [whole, shown];
        let shown = shown
            .iter()
            .find(|shown| before.ends_with(shown.as_bytes()));
        shown.filter(|shown| !shown.is_empty()).map(String::len)
    });
    let at = before.len() - context.max()?;
    let mut out = before[..at].to_vec();
    out.push(b'\n');
    out.extend_from_slice(&reply[at..]);
    Some(out)
}

/// `--- Showing help page 1 of 10 (/help <page>) ---/ban <name>/list`
fn help(command: &[u8], reply: &[u8]) -> Option<Vec<u8>> {
    let mut words = command.split(u8::is_ascii_whitespace);
    let name = words.find(|word| !word.is_empty())?;
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let asks = [&b"help"[..], b"minecraft:help", b"?"].contains(&name);
    let text = std::str::from_utf8(reply).ok().filter(|_| asks)?;
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    for entry in HelpPage::parse(reply).entries {
        let found = rest.find(&format!("/{}", entry.usage))?;
        let (before, behind) = rest.split_at(found);
        out.push_str(before);
        if !out.is_empty() {
            out.push('\n');
        }
        let (line, left) = behind.split_at(entry.usage.len() + 1);
        out.push_str(line);
        rest = left;
    }
    if !rest.is_empty() && rest.len() < text.len() {
        out.push('\n');
    }
    out.push_str(rest);
    (out.len() > text.len()).then(|| out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(command: &str, reply: &str) -> Option<String> {
        let broken = broken(command.as_bytes(), reply.as_bytes())?;
        Some(String::from_utf8(broken).unwrap())
    }

    #[test]
    fn an_error_stands_above_what_it_is_about() {
        for (command, reply, expected) in [
            (
                "tps",
                "see below for errortps<--[HERE]",
                "see below for error\ntps<--[HERE]",
            ),
            ("/tps", "errortps<--[HERE]", "error\ntps<--[HERE]"),
            // Nothing of it was understood: all of it follows, however long.
            (
                "gamerul keepInventory",
                "see below for errorgamerul keepInventory<--[HERE]",
                "see below for error\ngamerul keepInventory<--[HERE]",
            ),
            (
                "time set noonish now",
                "Expected whitespace... set noonish now<--[HERE]",
                "Expected whitespace\n... set noonish now<--[HERE]",
            ),
            (
                "time set rr",
                "Expected integer...ime set rr<--[HERE]",
                "Expected integer\n...ime set rr<--[HERE]",
            ),
            (
                "time set rr",
                "Expected integertime set <--[HERE]",
                "Expected integer\ntime set <--[HERE]",
            ),
        ] {
            assert_eq!(lines(command, reply).as_deref(), Some(expected));
        }
        assert_eq!(lines("tps", "error\ntps<--[HERE]"), None);
        assert_eq!(lines("tps", "other<--[HERE]"), None);
        assert_eq!(lines("say", "tps"), None);
    }

    #[test]
    fn each_command_of_a_page_has_its_line() {
        let page =
            "--- Showing help page 1 of 10 (/help <page>) ---/ban <name>/list [a/b]Tip: Use it";
        assert_eq!(
            lines("help", page).unwrap(),
            "--- Showing help page 1 of 10 (/help <page>) ---\n/ban <name>\n/list [a/b]\nTip: Use it"
        );
        assert_eq!(lines("help x", "/x a/x b").unwrap(), "/x a\n/x b");
        assert_eq!(lines("help x", "/x a"), None);
        assert_eq!(lines("say /x/y", "/x/y"), None);
    }
}
