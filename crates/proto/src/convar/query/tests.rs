use super::*;

fn one(reply: &str) -> Query {
    let all = Query::parse_all(reply.as_bytes());
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().expect("counted")
}

fn flags(query: &Query) -> Vec<&str> {
    query.flags.iter().map(String::as_str).collect()
}

#[test]
fn source_prints_flags_and_help_on_lines_of_their_own() {
    let query = one(
        "\"door_force\" = \"7\" ( def. \"5\" ) min. 0.000000 max. 10.000000\n game cheat replicated\n - How hard doors shut.\n",
    );
    assert_eq!(query.name, "door_force");
    assert_eq!(query.value.as_deref(), Some("7"));
    assert_eq!(query.default.as_deref(), Some("5"));
    assert_eq!(query.min.as_deref(), Some("0.000000"));
    assert_eq!(query.max.as_deref(), Some("10.000000"));
    assert_eq!(flags(&query), ["cheat", "game", "replicated"]);
    assert_eq!(query.description, "How hard doors shut.");
}

#[test]
fn csgo_prints_all_in_one_line_and_a_log_line_after_it() {
    let query = one(
        "\"door_force\" = \"1\" min. 0.000000 game notify replicated           - Whether doors shut - or not.\n\
         L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"door_force\"\n",
    );
    assert_eq!(query.value.as_deref(), Some("1"));
    assert_eq!(query.min.as_deref(), Some("0.000000"));
    assert_eq!(query.max, None);
    assert_eq!(flags(&query), ["game", "notify", "replicated"]);
    assert_eq!(query.description, "Whether doors shut - or not.");
}

#[test]
fn values_may_hold_quotes_semicolons_and_nothing() {
    let query = one("\"motd\" = \"the \"best\" one; really\" ( def. \"a \"b\"\" ) notify");
    assert_eq!(query.value.as_deref(), Some("the \"best\" one; really"));
    assert_eq!(query.default.as_deref(), Some("a \"b\""));
    assert_eq!(one("\"tags\" = \"\"").value.as_deref(), Some(""));
}

#[test]
fn a_value_is_what_stands_before_the_last_quote() {
    for value in [
        "say \"hi\" - bob",
        "a\" min. 3",
        "x\" game",
        "\"",
        "\"\"",
        "a\" ( def. \"b",
        "\u{e4}\u{20ac}; // x",
        "a - b",
        " blanks ",
    ] {
        for tail in [
            "",
            " ( def. \"0\" )",
            " min. 0.000000 max. 1.000000",
            " ( def. \"\" ) min. -1.000000 game notify replicated",
        ] {
            let line = format!("\"motd\" = \"{value}\"{tail}");
            assert_eq!(one(&line).value.as_deref(), Some(value), "{line}");
            // CS:GO's, with the help in the same line.
            let line = format!("{line:<80} - Say \"x\" or \"y\"");
            assert_eq!(one(&line).value.as_deref(), Some(value), "{line}");
        }
    }
}

#[test]
fn a_command_has_no_value() {
    let query = one("\"door_open\"\n game\n - Opens every door.\n");
    assert_eq!(
        (query.value.as_deref(), query.description.as_str()),
        (None, "Opens every door.")
    );
    assert_eq!(flags(&query), ["game"]);
}

#[test]
fn other_consoles_have_other_forms() {
    let cs2 = Query::parse_all(b"hostname = My ! Server = fine\nsv_lan = false\nsv_tags =\n");
    let values: Vec<_> = cs2.iter().map(|it| it.value.as_deref()).collect();
    assert_eq!(
        values,
        [Some("My ! Server = fine"), Some("false"), Some("")]
    );
    let rust = one("server.motd: \"'Reindeer'\"\n");
    assert_eq!(
        (rust.name.as_str(), rust.value.as_deref()),
        ("server.motd", Some("'Reindeer'"))
    );
    assert_eq!(one("\"lights\" is \"3\"\n").value.as_deref(), Some("3"));
}

#[test]
fn prose_is_no_answer() {
    for reply in [
        "Unknown command \"x\"\n",
        "\"Ann\" joined the game\n",
        "the answer = 42\n",
        "Ann said: \"hi\"\n",
        "\"x\" = \"unclosed\n",
        "",
    ] {
        assert_eq!(Query::parse(reply.as_bytes()), None, "{reply:?}");
    }
}
