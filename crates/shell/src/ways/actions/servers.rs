//! `!servers`: what the configuration names.

use std::fmt::Write as _;

use super::{Action, Came, Next};
use crate::commands::{Command, Local};
use crate::error::Result;
use crate::request::target::Book;
use crate::show::escape;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::typed::Prompt as _;
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| servers(repl)),
    script: None,
    fleet: Some(|fleet, local| in_fleet(fleet, local).map(Came::Done)),
};

/// Lists profiles and groups.
fn servers(repl: &mut Repl) -> Result<Next> {
    repl.read_config_again();
    if let Some(text) = list(&repl.console.book) {
        return repl.print(&text);
    }
    let config = repl.console.book.config();
    let file = config.path.as_ref().or(repl.config_file.as_ref());
    let at = file.map(|file| format!(" in {}", file.display()));
    say(&format!(
        "no profiles{}: {} NAME keeps a connection as one",
        at.unwrap_or_default(),
        Command::Save.typed()
    ));
    Ok(Next::Go)
}

fn in_fleet(fleet: &mut Fleet, _: &Local) -> Result<Next> {
    fleet.read_config_again();
    if let Some(text) = list(&fleet.book) {
        return fleet.print(&text);
    }
    say("no profiles");
    Ok(Next::Go)
}

/// What a configuration names, if it names anything.
fn list(book: &Book) -> Option<String> {
    let config = book.config();
    if config.profiles.is_empty() && config.groups.is_empty() {
        return None;
    }
    let mut text = String::new();
    let plain = |text: &str| escape::line(text, usize::MAX).into_owned();
    for profile in &config.profiles {
        // Writing to a `String` does not fail.
        let _ = writeln!(
            text,
            "{:20} {}",
            plain(&profile.name),
            book.location(profile)
        );
    }
    for group in &config.groups {
        let name = format!("@{}", plain(&group.name));
        let _ = writeln!(text, "{name:20} {}", plain(&group.members.join(", ")));
    }
    Some(text)
}
