//! Minecraft's `help`: vanilla, which prints no newlines, and Bukkit's pages.

use super::lines::lines_up_to;
use super::row::MAX_NAME;
use crate::console_text::markup::strip_colours;

/// The most entries that one page is read to.
const MAX_HELP_ENTRIES: usize = 50_000;

/// The longest line that is looked at, in bytes: vanilla's help is one line.
const MAX_HELP_LINE: usize = 4 * 1024 * 1024;

/// One entry of a [`HelpPage`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelpEntry {
    /// The command without its first slash: `tell`, `minecraft:tell`, and
    /// `/calculate` for `//calculate`. A topic's name as it is.
    pub name: String,
    /// How it is used, such as `ban <name> [reason ...]`; may be empty.
    pub usage: String,
    /// What it does; may be empty.
    pub description: String,
    /// Not a command but a heading of Bukkit's index, which `help NAME` opens.
    pub is_topic: bool,
}

/// One page of a server's help. Made by [`HelpPage::parse`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelpPage {
    /// The entries in the order of the page.
    pub entries: Vec<HelpEntry>,
    /// This page's number and how many there are, both from 1. Nothing where
    /// the help has no pages.
    pub page: Option<(u32, u32)>,
}

impl HelpPage {
    /// Reads the reply to `help`, `help N` or `help NAME`. Colour codes are
    /// dropped; text that is no help gives no entries.
    ///
    /// ```
    /// use rcon_proto::convar::HelpPage;
    ///
    /// let page = HelpPage::parse(b"--- Showing help page 1 of 3 (/help <page>) ---/ban <name>/list [uuids]");
    /// assert_eq!(page.next(), Some(2));
    /// assert_eq!(page.entries[1].name, "list");
    /// assert_eq!(page.entries[1].usage, "list [uuids]");
    /// ```
    pub fn parse(reply: &[u8]) -> Self {
        let mut page = Self::default();
        let mut bukkit = false;
        // Set while the lines of Bukkit's page about one command follow.
        let mut about_one = false;
        for line in lines_up_to(reply, MAX_HELP_LINE) {
            let decoded = String::from_utf8_lossy(line);
            let line = strip_colours(&decoded);
            if let Some(title) = bukkit_title(&line) {
                bukkit = true;
                page.page = pages(title).or(page.page);
                about_one = title.starts_with('/') && pages(title).is_none();
                if about_one {
                    page.push(command(title));
                }
            } else if about_one {
                page.detail(&line);
            } else if let Some(entry) = bukkit_entry(&line, bukkit) {
                page.push(entry);
            } else {
                page.vanilla(&line);
            }
        }
        page
    }

    /// The number of the page after this one, if there is one: what to ask for
    /// next with `help N`.
    ///
    /// ```
    /// use rcon_proto::convar::HelpPage;
    ///
    /// let page = HelpPage::parse(b"--- Showing help page 3 of 3 (/help <page>) ---/list");
    /// assert_eq!((page.page, page.next()), (Some((3, 3)), None));
    /// ```
    pub fn next(&self) -> Option<u32> {
        self.page
            .filter(|&(number, count)| number < count)
            .map(|(number, _)| number + 1)
    }

    fn push(&mut self, entry: HelpEntry) {
        let sound = !entry.name.is_empty() && entry.name.len() <= MAX_NAME;
        if sound && self.entries.len() < MAX_HELP_ENTRIES {
            self.entries.push(entry);
        }
    }

    /// A line of Bukkit's page about the command that was pushed last.
    fn detail(&mut self, line: &str) {
        let Some(entry) = self.entries.last_mut() else {
            return;
        };
        if let Some(text) = line.strip_prefix("Description: ") {
            text.trim().clone_into(&mut entry.description);
        } else if let Some(text) = line.strip_prefix("Usage: ") {
            without_slash(text.trim()).clone_into(&mut entry.usage);
        }
    }

    /// A line of vanilla's, which is usually the whole reply.
    fn vanilla(&mut self, line: &str) {
        let mut rest = line;
        if let Some((header, tail)) = line
            .strip_prefix("--- ")
            .and_then(|line| line.split_once(" ---"))
        {
            self.page = pages(header).or(self.page);
            rest = tail;
        }
        // A slash in the middle of prose is no command.
        if rest.starts_with('/') {
            for part in commands(rest) {
                self.push(command(part));
            }
        }
    }
}

/// What stands between the rules of Bukkit's heading: `--------- Help: Index
/// (3/58) ----------`.
fn bukkit_title(line: &str) -> Option<&str> {
    let title = line.strip_prefix("---")?.trim_matches(['-', ' ']);
    title.strip_prefix("Help: ")
}

/// `Index (3/58)` or `Showing help page 3 of 58 (/help <page>)`.
fn pages(title: &str) -> Option<(u32, u32)> {
    let (number, count) = if let Some((_, numbers)) = title.rsplit_once("page ") {
        let (number, rest) = numbers.split_once(" of ").or_else(|| {
            // The vanilla heading names `<page>` once more behind the numbers.
            let (_, numbers) = title.split_once("page ")?;
            numbers.split_once(" of ")
        })?;
        (number, rest.split(' ').next()?)
    } else {
        let (_, numbers) = title.rsplit_once('(')?;
        numbers.strip_suffix(')')?.split_once('/')?
    };
    let (number, count) = (number.parse().ok()?, count.parse().ok()?);
    (number >= 1).then_some((number, count))
}

/// A line of Bukkit's index: `/name: description` or, where the heading was
/// seen, `Topic: description`.
fn bukkit_entry(line: &str, topics: bool) -> Option<HelpEntry> {
    let (name, description) = line
        .split_once(": ")
        .or_else(|| Some((line.strip_suffix(':')?, "")))?;
    let is_topic = !name.starts_with('/');
    let plain = !name.contains(|c: char| c.is_whitespace() || "<>[]()|".contains(c));
    (plain && !name.is_empty() && (topics || !is_topic)).then(|| HelpEntry {
        name: without_slash(name).to_owned(),
        description: description.trim().to_owned(),
        is_topic,
        ..HelpEntry::default()
    })
}

/// A command from its usage, such as `/ban <name> [reason ...]`.
fn command(usage: &str) -> HelpEntry {
    let usage = without_slash(usage.trim());
    let name = usage.split_whitespace().next().unwrap_or_default();
    HelpEntry {
        name: name.to_owned(),
        usage: usage.to_owned(),
        ..HelpEntry::default()
    }
}

fn without_slash(text: &str) -> &str {
    text.strip_prefix('/').unwrap_or(text)
}

/// Splits vanilla's help before each slash that is not inside brackets. The
/// tip at the end is no command.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    let text = text.split("Tip: Use ").next().unwrap_or_default();
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' | '[' | '(' | '{' => depth += 1,
            // `tell -> msg` is an arrow, not a bracket.
            '>' if before == '-' => {}
            '>' | ']' | ')' | '}' => depth = depth.saturating_sub(1),
            // `//calculate` is one command.
            '/' if depth == 0 && before != '/' => starts.push(at),
            _ => {}
        }
        before = c;
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(page: &HelpPage) -> Vec<&str> {
        page.entries
            .iter()
            .map(|entry| entry.name.as_str())
            .collect()
    }

    #[test]
    fn vanilla_is_split_before_slashes_outside_brackets() {
        let page = HelpPage::parse(
            b"/advance (grant|revoke)/execute (run|if <a/b>|[c/d])/list/tell <targets> <message>/w -> tell/xp (add|set)",
        );
        assert_eq!(
            names(&page),
            ["advance", "execute", "list", "tell", "w", "xp"]
        );
        assert_eq!(page.entries[1].usage, "execute (run|if <a/b>|[c/d])");
        assert_eq!(page.entries[4].usage, "w -> tell");
        assert_eq!((page.page, page.next()), (None, None));
    }

    #[test]
    fn the_paged_form_has_a_heading_and_a_tip() {
        let page = HelpPage::parse(
            b"--- Showing help page 9 of 10 (/help <page>) ---/ban <name> [reason ...]/weather <clear|rain>Tip: Use the <tab> key while typing a command to complete it",
        );
        assert_eq!(names(&page), ["ban", "weather"]);
        assert_eq!(page.entries[1].usage, "weather <clear|rain>");
        assert_eq!((page.page, page.next()), (Some((9, 10)), Some(10)));
    }

    #[test]
    fn bukkit_has_pages_colours_and_topics() {
        let page = HelpPage::parse(
            "§e--------- §fHelp: Index (3/58) §e--------------------\n\
             §7Use /help [n] to get page n of help.\n\
             §6Aliases: §fLists command aliases\n\
             §6//: §fA wooden axe\n\
             §6//calculate: §fDoes sums: quickly\n\
             §6/minecraft:tell: §fA provided command.\n\
             §6/quiet:\n"
                .as_bytes(),
        );
        assert_eq!(
            names(&page),
            ["Aliases", "/", "/calculate", "minecraft:tell", "quiet"]
        );
        assert!(page.entries[0].is_topic && !page.entries[1].is_topic);
        assert_eq!(page.entries[2].description, "Does sums: quickly");
        assert_eq!(page.next(), Some(4));
    }

    #[test]
    fn bukkit_describes_one_command_in_lines() {
        let page = HelpPage::parse(
            b"--------- Help: /carry -----------------------------\nAlias for /c\n\
              Description: Carries a player.\nUsage: /carry <player> [to]\nAliases: c, ec\n",
        );
        let [entry] = page.entries.as_slice() else {
            panic!("one command, not {page:?}");
        };
        assert_eq!(entry.name, "carry");
        assert_eq!(entry.usage, "carry <player> [to]");
        assert_eq!(entry.description, "Carries a player.");
        assert_eq!(page.next(), None);
    }

    #[test]
    fn the_last_page_has_no_next_and_absurd_numbers_are_none() {
        let next = |text: &str| HelpPage::parse(text.as_bytes()).next();
        assert_eq!(next("--------- Help: Index (58/58) ---"), None);
        assert_eq!(next("--------- Help: Index (0/58) ---"), None);
        assert_eq!(next("--------- Help: Index (1/99999999999999) ---"), None);
    }

    #[test]
    fn other_text_has_no_entries() {
        for reply in [
            "",
            "Unknown command \"help\"\n",
            "on 11/06/2020",
            "Use /help [n]\n",
            "motd: hi\n",
        ] {
            assert!(
                HelpPage::parse(reply.as_bytes()).entries.is_empty(),
                "{reply:?}"
            );
        }
    }
}
