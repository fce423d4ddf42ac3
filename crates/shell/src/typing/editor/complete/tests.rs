use super::super::fake::Fake;
use super::*;

/// Completes at the `|`, and gives the line up to the cursor with each
/// candidate put in.
fn lines(line: &str) -> Vec<String> {
    let pos = line.find('|').unwrap();
    let line = line.replacen('|', "", 1);
    let Completion { start, pairs, .. } = complete(&line, pos, &Fake::default(), 80);
    pairs
        .iter()
        .map(|pair| format!("{}{}", &line[..start], pair.replacement))
        .collect()
}

#[test]
fn names_where_a_command_starts() {
    assert_eq!(lines("sv_ch|"), ["sv_cheats"]);
    assert_eq!(lines("SV_CH|"), ["sv_cheats"]);
    assert_eq!(lines("  sv_ch|"), ["  sv_cheats"]);
    assert_eq!(lines("status;sv_ch|"), ["status;sv_cheats"]);
    assert_eq!(lines("say \"a;\"; sv_ch|"), ["say \"a;\"; sv_cheats"]);
    assert_eq!(lines("say \"a; sv_ch|"), [""; 0]);
    assert_eq!(lines("status\nsv_ch|"), ["status\nsv_cheats"]);
    assert_eq!(lines("sv_ch| 1"), ["sv_cheats"]);
    assert_eq!(lines("help sv_ch|"), ["help sv_cheats"]);
    assert_eq!(lines("help sv_cheats sv_ch|"), [""; 0]);
}

#[test]
fn what_is_in_the_middle_then_letters_in_order() {
    assert_eq!(lines("gravity|"), ["sv_gravity"]);
    assert_eq!(lines("svgr|"), ["sv_gravity"]);
    assert_eq!(lines("svy|"), ["sv_gravity"]);
    assert_eq!(lines("status; GRAV|"), ["status; sv_gravity"]);
    // What begins so hides what holds it.
    assert_eq!(lines("s|"), ["status", "sv_cheats", "sv_gravity"]);
    assert_eq!(lines("xyz|"), [""; 0]);
    assert_eq!(lines("connect|"), ["!connect"]);
    assert_eq!(lines("!nnect|"), ["!connect", "!disconnect", "!reconnect"]);
    assert_eq!(lines("toggle gravity|"), ["toggle sv_gravity"]);
    assert_eq!(lines("kick dude|"), ["kick \"The Dude\""]);
}

#[test]
fn own_commands_at_the_start_of_a_line_only() {
    assert_eq!(lines("!co|"), ["!connect"]);
    assert_eq!(lines("status; !co|"), [""; 0]);
    assert_eq!(lines("!!co|"), [""; 0]);
    assert_eq!(lines("!help sv_ch|"), ["!help sv_cheats"]);
    assert_eq!(lines("!help !co|"), ["!help !connect"]);
    let all = lines("|");
    assert_eq!(all[0], "!connect");
    assert!(all.contains(&"sv_cheats".to_owned()));
}

#[test]
fn arguments_of_own_commands() {
    assert_eq!(lines("!connect t|"), ["!connect tf2"]);
    assert_eq!(lines("!connect @|"), ["!connect @eu"]);
    assert_eq!(lines("!connect tf2 t|"), [""; 0]);
    assert_eq!(lines("!set timi|"), ["!set timing"]);
    assert_eq!(
        lines("!set timing o|"),
        ["!set timing on", "!set timing off"]
    );
    assert_eq!(lines("!watch 5 sv_ch|"), ["!watch 5 sv_cheats"]);
    assert_eq!(
        lines("!watch 5 status; sv_ch|"),
        ["!watch 5 status; sv_cheats"]
    );
    assert_eq!(lines("!watch sv_ch|"), ["!watch sv_cheats"]);
    assert_eq!(lines("!send sv_ch|"), ["!send sv_cheats"]);
    assert_eq!(
        lines("!send kick |"),
        lines("kick |")
            .iter()
            .map(|line| format!("!send {line}"))
            .collect::<Vec<_>>()
    );
    assert_eq!(
        lines("!send x; changelevel cp|"),
        ["!send x; changelevel cp_badlands"]
    );
    assert_eq!(lines("!save x p|"), ["!save x password"]);
    assert_eq!(lines("!pipe less :: sv_ch|"), ["!pipe less :: sv_cheats"]);
    assert_eq!(lines("!pipe sv_ch|"), [""; 0]);
    assert_eq!(lines("!log of|"), ["!log off"]);
}

#[test]
fn aliases_and_what_they_take() {
    assert_eq!(lines("!g|"), ["!gg"]);
    assert_eq!(lines("!help !ou|"), ["!help !out"]);
    assert_eq!(lines("!out |"), ["!out \"The Dude\"", "!out zoe"]);
    assert_eq!(lines("!out zoe z|"), [""; 0]);
    assert_eq!(lines("!gg |"), [""; 0]);
}

#[test]
fn files_with_the_words_that_may_stand_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    std::fs::write(folder.path().join("restart.cfg"), "").unwrap();
    std::fs::create_dir(folder.path().join("rounds")).unwrap();
    assert_eq!(
        lines(&format!("!run {path}/r|")),
        [
            format!("!run {path}/restart.cfg"),
            format!("!run {path}/rounds/")
        ]
    );
    assert_eq!(lines(&format!("!log {path}/nothing|")), [""; 0]);
    assert_eq!(lines("!snapshot al|"), ["!snapshot all"]);
    assert_eq!(
        lines(&format!("!snapshot all {path}/re|")),
        [format!("!snapshot all {path}/restart.cfg")]
    );
    // A file stands at the end.
    assert_eq!(lines(&format!("!snapshot x.cfg {path}/re|")), [""; 0]);
}

#[test]
fn values_are_quoted_where_they_must_be() {
    assert_eq!(lines("changelevel cp_b|"), ["changelevel cp_badlands"]);
    assert_eq!(
        lines("changelevel \"cp_b|"),
        ["changelevel \"cp_badlands\""]
    );
    assert_eq!(
        lines("changelevel \"cp_b|\""),
        ["changelevel \"cp_badlands"]
    );
    assert_eq!(lines("kick |"), ["kick \"The Dude\"", "kick zoe"]);
    assert_eq!(lines("kick \"The D|"), ["kick \"The Dude\""]);
    assert_eq!(lines("status; kick z|"), ["status; kick zoe"]);
}

#[test]
fn a_blank_follows_the_one_that_fits() {
    for (line, after, closed) in [
        ("sv_ch", "", "sv_cheats "),
        ("sv_ch", " 1", "sv_cheats"),
        ("changelevel \"cp_b", "", "cp_badlands\" "),
    ] {
        let mut completion = complete(line, line.len(), &Fake::default(), 80);
        completion.close(after);
        assert_eq!(completion.pairs[0].replacement, closed, "{line}|{after}");
    }
    let mut several = complete("sv_", 3, &Fake::default(), 80);
    several.close("");
    assert_eq!(several.pairs[0].replacement, "sv_cheats");
}

#[test]
fn help_stands_beside_the_names_and_is_cut() {
    for width in [1, 5, 40, 80] {
        for pair in complete("sv_", 3, &Fake::default(), width).pairs {
            assert!(
                crate::show::escape::width(&pair.display) < width.max(1),
                "{}",
                pair.display
            );
        }
    }
    let shown = |line: &str, width| {
        let pairs = complete(line, line.len(), &Fake::default(), width).pairs;
        pairs
            .into_iter()
            .map(|pair| pair.display)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown("sv_", 30),
        [
            "sv_cheats   Allow cheats on …",
            "sv_gravity  World gravity."
        ]
    );
    assert_eq!(shown("evil", 60), ["evil  \\x1b]0;owned\\x07 two lines"]);
}

#[test]
fn a_name_that_could_not_be_typed_is_not_offered() {
    assert!(Fake::default().lookup("bad\x07name").is_some());
    assert_eq!(lines("bad|"), [""; 0]);
}

#[test]
fn a_thousand_candidates_and_a_line_that_counts_the_rest() {
    let fake = Fake::with_names((0..50_000).map(|n| format!("name_{n:05}")));
    let pairs = complete("na", 2, &fake, 80).pairs;
    assert_eq!(pairs.len(), MAX_CANDIDATES + 1);
    let last = pairs.last().unwrap();
    assert_eq!(last.display, "… and 49000 more");
    // All that are shown start with `name_00`, the others do not.
    assert_eq!(last.replacement, "na");
}

#[test]
fn names_are_wanted_only_where_they_help() {
    let wants = |line: &str| wants_names(line, line.len(), &Fake::default());
    for line in [
        "",
        "sv_",
        "status;",
        "help ",
        "!help ",
        "!watch 5 s",
        "!send ",
    ] {
        assert!(wants(line), "{line}");
    }
    for line in ["!co", "!connect ", "changelevel ", "!set "] {
        assert!(!wants(line), "{line}");
    }
}
