use super::*;

fn aliases(all: &[(&str, &[&str])]) -> Aliases {
    let all = all.iter().map(|(name, texts)| Alias::new(name, texts));
    Aliases::new(all.collect::<Result<_, _>>().unwrap())
}

fn some() -> Aliases {
    aliases(&[
        ("gg", &["sv_gravity $1"]),
        ("night", &["say Good night", "!gg 100"]),
        ("tell", &["say $1: $*"]),
        ("loud", &["say <<$*>>"]),
        ("cost", &["say it costs $$$1, or $x"]),
        ("a", &["status", "!b"]),
        ("b", &["!A"]),
    ])
}

/// What is sent, each behind its alias.
fn sent(aliases: &Aliases, line: &str) -> Result<Vec<String>, String> {
    let meant = aliases.read(line.as_bytes()).map_err(|error| error.0)?;
    let texts = meant.into_iter().map(|meant| {
        let alias = meant.alias.map(|alias| format!("{alias}: "));
        let text = match meant.line {
            Line::Send(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Line::Local(local) => format!("{} {}", local.command.typed(), local.text()),
            Line::Unknown(unknown) => unknown.to_string(),
            Line::Nothing => String::new(),
        };
        alias.unwrap_or_default() + &text
    });
    Ok(texts.collect())
}

#[test]
fn arguments_stand_in_their_places() {
    let all = some();
    for (line, expected) in [
        ("status", &["status"][..]),
        ("!gg 600", &["!gg: sv_gravity 600"]),
        ("  !GG  600 ", &["!gg: sv_gravity 600"]),
        (
            "!night",
            &["!night: say Good night", "!night → !gg: sv_gravity 100"],
        ),
        (
            "!tell 'The Dude' hi",
            &["!tell: say The Dude: 'The Dude' hi"],
        ),
        ("!loud it's me", &["!loud: say <<it's me>>"]),
        ("!loud", &["!loud: say <<>>"]),
        ("!cost 5", &["!cost: say it costs $5, or $x"]),
        ("!!gg 600", &["!gg 600"]),
        ("!sleep 1", &["!sleep 1"]),
        ("!watch 5 !gg 600", &["!watch 5 sv_gravity 600"]),
        ("!watch !gg 600", &["!watch sv_gravity 600"]),
        ("!pipe cat :: !gg 600", &["!pipe cat :: sv_gravity 600"]),
        ("!send !gg 600", &["!send !gg 600"]),
    ] {
        assert_eq!(sent(&all, line).unwrap(), expected, "{line}");
    }
}

#[test]
fn what_is_wrong_is_said_with_what_is_needed() {
    let all = some();
    for (line, expected) in [
        ("!gg", "!gg needs $1 (usage: !gg $1)"),
        ("!gg 1 2", "!gg takes fewer arguments (usage: !gg $1)"),
        ("!night now", "!night takes no arguments (usage: !night)"),
        ("!gg 'x", "!gg: a quote is not closed"),
        ("!a", "an alias calls itself: !a → !b → !a"),
        (
            "!watch 5 !night",
            "!watch sends one command, and the alias is something else: !night",
        ),
    ] {
        assert_eq!(sent(&all, line).unwrap_err(), expected, "{line}");
    }
    let near = sent(&all, "!nigt").unwrap();
    assert!(near[0].contains("did you mean !night?"), "{near:?}");
}

#[test]
fn on_some_servers_an_alias_is_done_whole_and_chooses_no_others() {
    let all = aliases(&[
        ("night", &["say Good night", "!players"]),
        ("again", &["!on a !again"]),
    ]);
    assert_eq!(sent(&all, "!on a !night").unwrap(), ["!on a !night"]);
    let why = sent(&all, "!on b !again").unwrap_err();
    assert!(why.starts_with("!on sends one command"), "{why}");
    assert!(sent(&all, "!again").is_err());
}

#[test]
fn neither_depth_nor_width_nor_length_is_endless() {
    let deep: Vec<_> = (0..20)
        .map(|n| Alias::new(&format!("n{n}"), &[&format!("!n{}", n + 1)]).unwrap())
        .collect();
    let why = sent(&Aliases::new(deep), "!n0").unwrap_err();
    assert!(why.starts_with("aliases call aliases more than 16 deep: !n0 → !n1"));
    let ten = |next: usize| vec![format!("!n{next}"); 10];
    let wide: Vec<_> = (0..10)
        .map(|n| {
            let lines = ten(n + 1);
            let lines: Vec<_> = lines.iter().map(String::as_str).collect();
            Alias::new(&format!("n{n}"), &lines).unwrap()
        })
        .collect();
    let why = sent(&Aliases::new(wide), "!n0").unwrap_err();
    assert_eq!(why, "!n0 comes to more than 1000 lines");
    let long: Vec<_> = (0..10)
        .map(|n| {
            let line = format!("!n{} {}", n + 1, "$*".repeat(9));
            Alias::new(&format!("n{n}"), &[&line]).unwrap()
        })
        .collect();
    let why = sent(&Aliases::new(long), "!n0 abc").unwrap_err();
    assert!(why.contains("more than 1048576 bytes"), "{why}");
}

#[test]
fn a_name_is_one_that_can_be_called() {
    for (name, why) in [
        (
            "Watch",
            "!watch is a command of this shell: an alias needs another name",
        ),
        (
            "a b",
            "\"a b\" cannot be an alias: no blanks, no ! in front",
        ),
        ("!x", "\"!x\" cannot be an alias: no blanks, no ! in front"),
        ("", "\"\" cannot be an alias: no blanks, no ! in front"),
    ] {
        assert_eq!(Alias::new(name, &["x"]).unwrap_err(), why);
    }
    assert_eq!(
        Alias::new("x", &[" ", ""]).unwrap_err(),
        "the alias x is empty"
    );
}

#[test]
fn a_text_of_several_lines_is_lines() {
    let alias = Alias::new("x", &["say a\n\nsay b \\\nc\n", "d"]).unwrap();
    assert_eq!(alias.lines(), ["say a", "say b \nc", "d"]);
}

#[test]
fn what_stands_before_an_argument() {
    let alias = Alias::new("x", &["status; kick $1", "ban $2 $*"]).unwrap();
    assert_eq!(alias.before(0), Some("kick "));
    assert_eq!(alias.before(1), Some("ban "));
    assert_eq!(alias.before(5), Some("ban $2 "));
    assert_eq!(alias.synopsis(), "!x $1 $2 $*");
}
