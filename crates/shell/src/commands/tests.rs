//! The table against all that has to agree with it.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// A page of the documentation, from the crate's folder.
fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_row_is_whole_and_its_own() {
    let mut seen = HashSet::new();
    for command in Command::ALL {
        let row = command.row();
        let typed = row.typed;
        assert!(typed.starts_with('!') && typed.len() > 1, "{typed}");
        assert!(seen.insert(typed), "{typed} is there twice");
        assert!(!row.ways.is_empty(), "{typed} is nowhere");
        assert!(!row.help.is_empty(), "{typed} has no help");
        assert_eq!(row.args.is_empty(), row.usage.is_empty(), "{typed}");
        assert!(row.more.len() <= 76, "{typed}: too wide for a terminal");
        assert!(row.synopsis().len() + row.help.len() < 90, "{typed}");
        assert_eq!(Command::named(command.name()), Some(*command));
        assert_eq!(row_of(typed).map(|row| row.typed), Some(typed));
        assert_eq!(
            command.usage_error().to_string(),
            format!("usage: {}", row.synopsis())
        );
        // What reaches to the end of the line has nothing behind it.
        let to_end = |arg: &Arg| matches!(arg, Arg::Password | Arg::Text | Arg::Command);
        let at = row.args.iter().position(to_end);
        assert!(at.is_none_or(|at| at + 1 == row.args.len()), "{typed}");
    }
}

#[test]
fn the_settings_are_named_where_they_are_set() {
    for setting in Setting::ALL {
        let help = Command::Set.row().more;
        assert!(help.contains(setting.name()), "{}", setting.name());
        assert_eq!(Setting::named(setting.name()), Some(*setting));
    }
    assert_eq!(
        Setting::list(),
        "timeout, color, timing, pager, vi, game, confirm and strict"
    );
}

/// A command that the reference does not tell of is one that nobody finds.
#[test]
fn the_reference_and_the_manual_page_tell_of_each_command() {
    let reference = page("docs/reference.md");
    let manual = page("completions/rcon-shell.1").replace('\\', "");
    let scripts = reference
        .split("In scripts and with `-e`")
        .nth(1)
        .and_then(|text| text.split("work as").next())
        .expect("the sentence that lists what scripts have");
    for command in Command::ALL {
        let row = command.row();
        let (typed, synopsis) = (row.typed, row.synopsis());
        let named = [format!("| `{synopsis}"), format!(", `{synopsis}")];
        let told = named.iter().any(|text| reference.contains(text));
        assert!(told, "docs/reference.md has no row for {synopsis}");
        assert!(
            manual.contains(&synopsis),
            "the manual page has no {synopsis}"
        );
        let listed = scripts.contains(&format!("`{typed}`"));
        let has = row.ways.contains(&Way::Script);
        assert_eq!(listed, has, "docs/reference.md on {typed} in scripts");
    }
}

/// `!x y` as what scripts and the prompt see.
fn local(line: &str) -> Local {
    match parse(line.as_bytes()) {
        Line::Local(local) => local,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_line_is_read_once_and_whole() {
    let send = local("  !Send   !!x ");
    assert_eq!(send.command, Command::Send);
    assert_eq!(send.bytes(), b"  !!x ");
    assert_eq!(local("!send").bytes(), b"");
    let Line::Local(raw) = parse(b"!send say \xe9") else {
        panic!("it is a command");
    };
    assert_eq!(raw.bytes(), b"say \xe9");
    assert_eq!(local("!run 'a b'").one_word().unwrap(), "a b");
    assert_eq!(
        local("!run a b").one_word().unwrap_err().to_string(),
        "usage: !run FILE"
    );
    assert_eq!(
        local("!run 'a").one_word().unwrap_err().to_string(),
        "a quote is not closed"
    );
    assert_eq!(parse(b"!!send x"), Line::Send(b"!send x".to_vec()));
}

#[test]
fn the_command_for_the_server_is_found_where_the_row_says() {
    let sent = |line: &str| {
        let local = local(line);
        let sent = local.sent();
        sent.map(|(own, sent)| (own.to_owned(), sent.to_owned()))
    };
    let both = |own: &str, sent: &str| (own.to_owned(), sent.to_owned());
    assert_eq!(sent("!watch 5  status").unwrap(), both("5", "status"));
    assert_eq!(sent("!watch .5 a ;b").unwrap(), both(".5", "a ;b"));
    assert_eq!(
        sent("!pipe grep x :: a :: b").unwrap(),
        both("grep x", "a :: b")
    );
    assert_eq!(sent("!pipe :: a").unwrap(), both("", "a"));
    // An address and a name are the program's.
    assert_eq!(
        sent("!pipe nc ::1 9000 ::\ta").unwrap(),
        both("nc ::1 9000", "a")
    );
    assert_eq!(
        sent("!pipe perl -MList::Util=sum :: a").unwrap(),
        both("perl -MList::Util=sum", "a")
    );
    for line in [
        "!watch",
        "!watch 5",
        "!watch 5 ",
        "!pipe a",
        "!pipe a ::",
        "!pipe a::b",
    ] {
        let command = local(line).command;
        let error = sent(line).unwrap_err().to_string();
        assert_eq!(error, command.usage_error().to_string(), "{line}");
    }
}

/// Whatever carries a command for the server hides the passwords in it, and
/// so will the next one.
#[test]
fn no_command_that_sends_shows_a_password() {
    for command in Command::ALL.iter().filter(|command| command.sends()) {
        let own: Vec<_> = command.row().args.iter().map(example).collect();
        for sent in ["sv_password hunter2", "say hi; rcon_password hunter2"] {
            let line = format!("{} {}{sent}", command.typed(), own.concat());
            assert!(secret_part(&line), "{line}");
            assert!(!redact(&line).contains("hunter2"), "{line}");
        }
        let line = format!("{} {}status", command.typed(), own.concat());
        assert!(!secret_part(&line), "{line}");
    }
    for command in Command::ALL {
        let args = command.row().args;
        if let Some(at) = args.iter().position(|arg| *arg == Arg::Password) {
            let own: Vec<_> = args[..at].iter().map(example).collect();
            let line = format!("{} {}hunter2 more", command.typed(), own.concat());
            assert!(!redact(&line).contains("hunter2"), "{line}");
        }
    }
}

/// Something that fits an argument, and what separates it from the next.
fn example(arg: &Arg) -> &'static str {
    match arg {
        Arg::Command => "",
        Arg::Seconds | Arg::Count => "5 ",
        Arg::Shell => "cat :: ",
        Arg::Word(word) => word,
        Arg::Server
        | Arg::ServerOrFile
        | Arg::Password
        | Arg::File(_)
        | Arg::Name
        | Arg::Setting
        | Arg::Player
        | Arg::Members
        | Arg::Value
        | Arg::NewName
        | Arg::Text => "word ",
    }
}

/// The names stand in the table and nowhere else, so that none is forgotten
/// when the table changes.
#[test]
fn no_other_file_knows_the_name_of_a_command() {
    let mut files = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    collect(&source, &mut files);
    assert!(files.len() > 100, "{} files", files.len());
    let mut found = Vec::new();
    for path in files {
        let inner = path.strip_prefix(&source).unwrap();
        let is_test = path.file_stem().is_some_and(|stem| {
            let stem = stem.to_string_lossy();
            stem == "tests" || stem.ends_with("_tests")
        });
        if is_test || inner == Path::new("commands/table.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for command in Command::ALL {
                // As of a `match`, which has the enum instead.
                let arm = format!("\"{}\" =>", command.name());
                let is_action = inner.starts_with("ways") || inner.starts_with("typing");
                if names(line, command.typed()) || (is_action && line.contains(&arm)) {
                    found.push(format!("{}: {}", inner.display(), line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Whether a line of code has a name in one of its strings.
fn names(line: &str, typed: &str) -> bool {
    line.match_indices(typed).any(|(at, _)| {
        let quoted = line[..at].matches('"').count() % 2 == 1;
        let next = line[at + typed.len()..].chars().next();
        quoted && !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '(' || c == '{')
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn a_line_is_nothing_a_command_one_of_ours_or_unknown() {
    use crate::commands::{Command, Line, parse};

    assert_eq!(parse(b"  "), Line::Nothing);
    assert_eq!(parse(b"say hi "), Line::Send(b"say hi ".to_vec()));
    assert_eq!(parse(b"!!x"), Line::Send(b"!x".to_vec()));
    let Line::Local(local) = parse(b"!connect tf2 'a b'") else {
        panic!()
    };
    assert_eq!(
        (local.command, local.text()),
        (Command::Connect, "tf2 'a b'")
    );
    let Line::Unknown(unknown) = parse(b"!votemap") else {
        panic!()
    };
    assert_eq!(
        unknown.to_string(),
        "Unknown command !votemap: !!votemap sends the text !votemap to the server",
    );
}

#[test]
fn a_name_is_found_in_any_case() {
    use crate::commands::Command;
    assert_eq!(Command::named("Watch"), Some(Command::Watch));
}

#[test]
fn a_refusal_says_how_the_text_is_sent() {
    use crate::commands::{Command, Way};
    assert_eq!(Command::Exit.refusal(Way::Script), None);
    assert_eq!(
        Command::Save.refusal(Way::Script).as_deref(),
        Some("!save is for the prompt, not for scripts: !!save sends the text !save to the server"),
    );
    // It is only for several servers, and never said to be for one, or for none.
    for (way, why) in [
        (Way::Prompt, "!on is for the prompt of several servers"),
        (Way::Script, "!on is for the prompt, not for scripts"),
        (Way::Fleet, "!on is for the prompt, not for scripts"),
    ] {
        let said = Command::On.refusal(way).unwrap_or_default();
        assert!(said.starts_with(why), "{said}");
    }
    let elsewhere = rows().filter(|row| !row.ways.contains(&Way::Prompt));
    assert!(
        elsewhere
            .into_iter()
            .all(|row| row.ways.contains(&Way::FleetPrompt))
    );
}
