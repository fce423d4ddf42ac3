use super::super::{Builder, NewName};
use super::*;
use crate::fit::Fit;

fn list(names: &[&str]) -> NameList {
    let mut builder = Builder::default();
    for name in names {
        builder.push(&NewName {
            name,
            ..NewName::default()
        });
    }
    builder.build()
}

fn texts<'a>(names: impl IntoIterator<Item = Name<'a>>) -> Vec<&'a str> {
    names.into_iter().map(|name| name.name()).collect()
}

#[test]
fn names_are_sorted_and_found_by_prefix_in_any_case() {
    let list = list(&["sv_b", "SaveWorld", "sv_A", "say", "sv_b", "t", "sa"]);
    assert_eq!(
        texts(list.iter()),
        ["sa", "SaveWorld", "say", "sv_A", "sv_b", "t"]
    );
    assert_eq!(
        texts(list.complete(Fit::Begins, "SA", 10).0),
        ["sa", "SaveWorld", "say"]
    );
    assert_eq!(texts(list.complete(Fit::Begins, "sv_", 1).0), ["sv_A"]);
    assert_eq!(list.matching("").len(), 6);
    assert_eq!(list.matching("x").len(), 0);
    assert_eq!(list.matching("é").len(), 0);
}

#[test]
fn a_leading_slash_is_forgiven_where_names_have_none() {
    let list = list(&["/calculate", "ban", "calm"]);
    assert_eq!(texts(list.complete(Fit::Begins, "/ba", 9).0), ["ban"]);
    assert_eq!(
        texts(list.complete(Fit::Begins, "/cal", 9).0),
        ["/calculate"]
    );
    assert_eq!(
        texts(list.complete(Fit::Begins, "//cal", 9).0),
        ["/calculate"]
    );
}

#[test]
fn an_exact_name_wins_over_another_case() {
    let list = list(&["stop", "Stop", "STOP", "stopper"]);
    assert_eq!(list.get("stop").map(|it| it.name()), Some("stop"));
    assert_eq!(list.get("Stop").map(|it| it.name()), Some("Stop"));
    assert_eq!(list.get("sTOP").map(|it| it.name()), Some("STOP"));
    assert!(list.get("sto").is_none());
}

#[test]
fn fields_come_back_as_they_were() {
    let mut builder = Builder::default();
    builder.push(&NewName {
        name: "a\u{1b}[2J",
        kind: Kind::Variable,
        value: "x\ty",
        flags: "sv,cheat",
        usage: "a <\\b>",
        description: "one\ntwo\\n\u{7}",
    });
    let list = builder.build();
    let reread = NameList::from_text(list.as_text().to_owned()).expect("its own text");
    let name = reread.get("a\u{1b}[2J").expect("listed");
    assert_eq!(name.value().as_deref(), Some("x\ty"));
    assert_eq!(name.flags().collect::<Vec<_>>(), ["sv", "cheat"]);
    assert!(name.is_cheat());
    assert_eq!(name.usage(), "a <\\b>");
    assert_eq!(name.description(), "one\ntwo\\n\u{7}");
}

#[test]
fn text_that_is_out_of_order_is_sorted_again() {
    let text = "b\tc\t\t\t\t\na\tc\t\t\t\tfirst\na\tc\t\t\t\tsecond\n";
    let list = NameList::from_text(text.to_owned()).expect("lines");
    assert_eq!(texts(list.iter()), ["a", "b"]);
    assert_eq!(
        list.get("a").map(|it| it.description().into_owned()),
        Some("first".to_owned())
    );
    assert_eq!(list.as_text(), "a\tc\t\t\t\tfirst\nb\tc\t\t\t\t\n");
}

#[test]
fn text_that_is_no_list_is_refused() {
    for text in ["no newline\t", "no tab\n", "\tno name\n", "\n"] {
        assert!(NameList::from_text(text.to_owned()).is_none(), "{text:?}");
    }
}

#[test]
fn topics_of_the_help_begin_no_command() {
    let mut builder = Builder::default();
    for (name, kind) in [
        ("Aliases", Kind::Topic),
        ("Vault", Kind::Topic),
        ("alias", Kind::Command),
    ] {
        builder.push(&NewName {
            name,
            kind,
            ..NewName::default()
        });
    }
    let list = builder.build();
    assert_eq!(texts(list.complete(Fit::Begins, "al", 9).0), ["alias"]);
    assert_eq!(texts(list.matching("al")), ["alias", "Aliases"]);
    assert_eq!(list.suggest("Vualt"), None);
}

#[test]
fn what_a_variable_says_of_itself_is_remembered() {
    let mut builder = Builder::default();
    for (name, kind) in [("sv_gravity", Kind::Unproven), ("hostname", Kind::Variable)] {
        builder.push(&NewName {
            name,
            kind,
            ..NewName::default()
        });
    }
    let mut list = builder.build();
    let mut changed_after = |reply: &str| {
        let query = Query::parse(reply.as_bytes()).expect("a variable");
        let name = query.name.clone();
        list.learn(query);
        list.get(&name).and_then(|name| name.is_changed())
    };
    assert_eq!(changed_after("hostname = CS2 shows no default"), None);
    assert_eq!(changed_after("\"sv_gravity\" = \"800\"\n"), Some(false));
    let reply = "\"sv_gravity\" = \"600\" ( def. \"800\" )\n cheat\n - Pull.\n";
    assert_eq!(changed_after(reply), Some(true));
    let name = list.get("sv_gravity").expect("listed");
    assert_eq!(name.value().as_deref(), Some("600"));
    assert!(name.is_cheat());
    assert_eq!(name.description(), "Pull.");
}

#[test]
fn names_complete_in_any_case_and_in_order() {
    use crate::server::names::{Builder, NewName};

    let mut builder = Builder::default();
    builder.push(&NewName {
        name: "sv_gravity",
        description: "World gravity.",
        ..NewName::default()
    });
    builder.push(&NewName {
        name: "sv_cheats",
        flags: "nf,rep",
        ..NewName::default()
    });
    let names = builder.build();
    let found: Vec<&str> = names
        .complete(Fit::Begins, "SV_", 10)
        .0
        .iter()
        .map(Name::name)
        .collect();
    assert_eq!(found, ["sv_cheats", "sv_gravity"]);
}
