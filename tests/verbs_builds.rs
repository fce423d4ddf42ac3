//! `!ban` and `!say` where what comes of them depends on the server's build.

use rcon_sim::Game;

use crate::support::{Script, Server, Target as _, with_deadline};

const CS2_STATUS: &str = "---------players--------\n  id     time ping loss      state   rate adr name\n    \
    2    02:05   35    0     active 786432 198.51.100.2:37738 'Ada'\n#end\n";

/// Whether CS2 bans depends on its `gameinfo.gi`, and it answers nothing either way: who is on
/// then tells.
#[test]
fn a_ban_that_is_answered_by_nothing_is_looked_after() {
    let banning = |deadline: f64| {
        let seconds = deadline.to_string();
        ["--game", "cs2", "-t", &seconds, "-e", "!ban Ada"].map(str::to_owned)
    };
    let attempt = |deadline: f64| {
        let server = Server::with(|builder| builder.game(Game::Cs2));
        let outcome = server.run(banning(deadline)).assert();
        let said = "Ada (#2, [U:1:2]) is still on: sent, but no reply within";
        (server, outcome, format!("{said} {deadline} s"))
    };
    let (server, outcome, said) = with_deadline(0.5, attempt, |(_, outcome, said)| {
        outcome.stderr.contains(said)
    });
    outcome
        .code(124)
        .stderr_contains("runs banid only where gameinfo.gi says DefensiveConCommands 0")
        .stderr_contains(&said);
    assert_eq!(server.commands(), ["status", "banid 0 2 kick", "status"]);

    // Where it does.
    let gone = CS2_STATUS.replace("'Ada'", "'Grace'");
    let script = || {
        Script::new()
            .reply("status", CS2_STATUS)
            .reply("status", gone.clone())
            .silent("banid 0 2 kick")
            .silent("writeid")
    };
    let run = |script: Script, args: &[&str], code: i32| {
        let attempt = |deadline: f64| {
            let server = script.clone().start();
            let outcome = server.run(args).args(banning(deadline)).assert();
            (server, outcome)
        };
        with_deadline(0.5, attempt, |(_, outcome)| outcome.code == Some(code))
    };
    let (server, outcome) = run(script(), &[], 0);
    outcome.code(0).stderr_contains("Ada (2) is gone");
    let sent = ["status", "banid 0 2 kick", "status", "writeid"];
    assert_eq!(server.commands(), sent);
    let (_, outcome) = run(script(), &["--json"], 0);
    outcome.code(0);
    let told = outcome.records();
    let told: Vec<_> = told.iter().map(|it| (&it["command"], &it["ok"])).collect();
    assert_eq!(
        format!("{told:?}").matches("Bool(true)").count(),
        2,
        "{told:?}"
    );

    // A build that says that it knows no such command.
    let script = Script::new().reply("status", CS2_STATUS);
    let script = script.reply("banid 0 2 kick", "Unknown command 'banid'!\n");
    let (server, outcome) = run(script, &[], 8);
    outcome
        .code(8)
        .stdout_contains("Unknown command 'banid'!")
        .stderr_contains("the server knows no banid: nobody was thrown out");
    assert_eq!(server.commands(), ["status", "banid 0 2 kick"]);
}

/// Its answer repeats the text as far as the players see it.
#[test]
fn an_old_build_of_palworld_gets_its_text_in_one_word() {
    let script = Script::new().reply("Broadcast back in five", "Broadcasted: back\n");
    let script = script.reply("Broadcast back_in_five", "Broadcasted: back_in_five\n");
    let server = script.start();
    let outcome = server
        .run(["--game", "palworld", "-e", "!say back in five"])
        .assert();
    outcome.code(0).stderr_contains("with _ for blanks");
    let said = ["Broadcast back in five", "Broadcast back_in_five"];
    assert_eq!(server.commands(), said);
    let new = Server::with(|builder| builder.game(Game::Palworld));
    new.run(["--game", "palworld", "-e", "!say back in five"])
        .assert()
        .code(0)
        .stderr("");
    assert_eq!(new.commands(), [said[0]]);
}
