//! What consoles print.

use super::{Answer, Call, Consequence, Item, World};
use crate::Game;
use crate::options::Options;
use crate::parcel::Parcel;

struct Console(World);

fn console(game: Game) -> Console {
    let options = Options {
        game,
        hostname: "a host".to_owned(),
        ..Options::default()
    };
    Console(World::new(
        &options,
        ([127, 0, 0, 1], 27015).into(),
        super::every,
    ))
}

impl Console {
    fn answer(&mut self, line: &str) -> Answer {
        let from = ([127, 0, 0, 1], 40_000).into();
        self.0.execute(&Call::new(line.as_bytes(), from))
    }

    fn print(&mut self, line: &str) -> String {
        let mut bytes = Vec::new();
        for item in self.answer(line).items {
            if let Item::Text(mut body) = item {
                body.fill(&mut bytes, usize::MAX);
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[test]
fn source_variables_are_read_set_and_kept_within_bounds() {
    let mut console = console(Game::Source);
    assert_eq!(console.print("sv_gravity 600"), "");
    let shown = console.print("SV_Gravity");
    assert!(
        shown.starts_with("\"sv_gravity\" = \"600\" ( def. \"800\" )\n"),
        "{shown}"
    );
    assert_eq!(console.print("help sv_gravity"), shown);
    console.print("sv_rcon_maxfailures 99");
    assert!(console.print("sv_rcon_maxfailures").contains("= \"20\""));
    console.print("hostname \"a new name\"");
    assert!(
        console
            .print("status")
            .starts_with("hostname: a new name\n")
    );
    assert!(console.print("cvarlist sv_grav").contains(" : 600      : "));
}

#[test]
fn source_guards_cheats_and_its_password() {
    let mut console = console(Game::Source);
    assert!(
        console
            .print("host_timescale 2")
            .starts_with("Can't use cheat cvar")
    );
    console.print("sv_cheats 1");
    assert_eq!(console.print("host_timescale 2; echo done"), "done\n");
    assert!(!console.answer("rcon_password new").consequences.is_empty());
}

#[test]
fn source_s_commands_print_what_they_should() {
    let mut console = console(Game::Source);
    assert_eq!(console.print("echo Hello, world!"), "Hello, world!\n");
    assert_eq!(console.print("say \"a b\""), "Console: a b\n");
    assert_eq!(console.print("nope 1"), "Unknown command \"nope\"\n");
    assert_eq!(
        console.print("help nope"),
        "help:  no cvar or command named nope\n"
    );
    assert_eq!(console.print("echo a;echo b // c"), "a\nb\n");
    assert!(console.print("find gravity").contains("\"sv_gravity\""));
    assert!(
        console
            .print("maps *")
            .contains("PENDING:   (fs) cp_granary.bsp\n")
    );
    assert!(console.print("maps 2fort").lines().count() == 2);
    assert_eq!(
        console.print("changelevel nope"),
        "changelevel failed: nope not found\n"
    );
    assert!(console.print("users").ends_with("5 users\n"));
    assert_eq!(
        console.print("kick \"grace hopper\""),
        "Kicked \"Grace Hopper\" by Console\n"
    );
    assert!(console.print("users").ends_with("4 users\n"));
    let stats = console.print("stats");
    let columns: Vec<_> = stats
        .lines()
        .map(|l| l.split_whitespace().count())
        .collect();
    assert_eq!(columns, [8, 8]);
}

#[test]
fn minecraft_prints_without_newlines_and_bukkit_in_pages() {
    let mut vanilla = console(Game::Minecraft);
    assert!(!vanilla.print("help").contains('\n'));
    assert!(
        vanilla
            .print("help")
            .contains("/ban <targets> [<reason>]/ban-ip ")
    );
    assert!(
        vanilla
            .print("help 4")
            .contains("//calculate <expression>/minecraft:tell")
    );
    assert_eq!(
        vanilla.print("save-off"),
        "Automatic saving is now disabled"
    );
    assert_eq!(vanilla.print("save-off"), "Saving is already turned off");
    assert!(vanilla.print("save-all flush").ends_with("Saved the game"));
    assert!(
        vanilla
            .print("nope")
            .starts_with("Unknown or incomplete command")
    );
    let mut bukkit = console(Game::Bukkit);
    let page = bukkit.print("help 2");
    assert!(page.contains("\u{a7}fHelp: Index (2/4)"), "{page}");
    assert!(
        page.contains("\u{a7}6/kick: \u{a7}fRemoves players\n"),
        "{page}"
    );
}

#[test]
fn other_games_know_their_own_commands() {
    for (game, line, part) in [
        (Game::Cs2, "hostname", "hostname = a host\n"),
        (Game::Cs2, "nope", "Unknown command 'nope'!\n"),
        (Game::Palworld, "Info", "a host"),
        (
            Game::Palworld,
            "ShowPlayers",
            "name,playeruid,steamid\nAda,",
        ),
        (Game::Palworld, "Broadcast hi", "Broadcasted: hi\n"),
        (Game::Ark, "ListPlayers", "0. Ada, "),
        (Game::Ark, "SaveWorld", "World Saved"),
        (Game::Rust, "server.hostname", "server.hostname: \"a host\""),
        (Game::Rust, "serverinfo", "\"Players\": 4"),
        (Game::Factorio, "/players", "Players (4):\n  Ada (online)\n"),
        (Game::Factorio, "/version", "1.1.110\n"),
        (Game::Zomboid, "players", "Players connected (4): \n-Ada\n"),
        (Game::Zomboid, "help", "* players : List the players. \n"),
        (Game::Squad, "ListPlayers", "ID: 0 | SteamID: "),
        (Game::Conan, "listplayers", "0 | Ada | "),
        (Game::OpenStarbound, "list", "$1 : Ada\n"),
    ] {
        let text = console(game).print(line);
        assert!(text.contains(part), "{game}: {line}: {text}");
    }
}

#[test]
fn no_number_makes_more_than_there_is_room_for() {
    let most = 1 << 30;
    for line in ["sim_lines", "sim_bytes"] {
        let call = format!("{line} {}", u64::MAX);
        let answer = console(Game::Source).answer(&call);
        let len: u64 = answer
            .items
            .iter()
            .map(|item| match item {
                Item::Text(text) => text.len(),
                _ => 0,
            })
            .sum();
        assert!(len > most / 2 && len <= most, "{line}: {len}");
    }
}

#[test]
fn every_console_has_the_simulator_s_own_commands() {
    for &game in Game::ALL {
        let mut console = console(game);
        assert_eq!(console.print("sim_lines 2"), "line 1\nline 2\n", "{game}");
        assert_eq!(console.print("/sim_bytes 1000").len(), 1000, "{game}");
        assert_eq!(
            console.print("sim_count") + &console.print("sim_count"),
            "1\n2\n"
        );
    }
}

#[test]
fn the_simulator_s_help_lists_commands_that_exist() {
    let mut console = console(Game::Source);
    let help = console.print("sim_help");
    assert!(help.lines().count() > 10);
    for name in help.lines().filter_map(|line| line.split(' ').next()) {
        assert!(!console.print(name).starts_with("Unknown"), "{name}");
    }
}

#[test]
fn the_log_of_a_source_server_is_asked_for_in_its_own_words() {
    let mut console = console(Game::Source);
    for (line, said) in [
        (
            "log",
            "Usage:  log < on | off >\ncurrently logging to: file, console\n",
        ),
        (
            "logaddress_list",
            "logaddress_list:  no addresses in the list\n",
        ),
        ("logaddress_add", "Usage:  logaddress_add ip:port\n"),
        (
            "logaddress_add 192.0.2.7:x",
            "logaddress_add:  must specify a valid port\n",
        ),
        (
            "logaddress_add :5",
            "logaddress_add:  unparseable address\n",
        ),
        ("logaddress_add [::1]:5", "Usage:  logaddress_add ip:port\n"),
        (
            "logaddress_add 192.0.2.7:5",
            "logaddress_add:  192.0.2.7:5\n",
        ),
        (
            "logaddress_add \"192.0.2.7:5\"",
            "logaddress_add:  192.0.2.7:5 is already in the list\n",
        ),
        (
            "logaddress_add 192.0.2.8",
            "logaddress_add:  192.0.2.8:27015\n",
        ),
        (
            "logaddress_list",
            "logaddress_list: 2 entries\n192.0.2.7:5\n192.0.2.8:27015\n",
        ),
        (
            "log",
            "Usage:  log < on | off >\ncurrently logging to: file, console, udp\n",
        ),
        (
            "logaddress_del 192.0.2.7:6",
            "logaddress_del:  address 192.0.2.7:6 not found in the list\n",
        ),
        (
            "logaddress_del 192.0.2.7:5",
            "logaddress_del:  192.0.2.7:5\n",
        ),
        (
            "logaddress_delall",
            "logaddress_delall:  all addresses cleared\n",
        ),
        ("log off", "Server logging disabled.\n"),
        ("log off", ""),
        ("log", "Usage:  log < on | off >\nnot currently logging\n"),
        ("log on", "Server logging enabled.\n"),
        (
            "log maybe",
            "log:  unknown parameter maybe, 'on' and 'off' are valid\n",
        ),
    ] {
        assert_eq!(console.print(line), said, "{line}");
    }
}

#[test]
fn a_line_goes_to_each_address_with_the_secret_right_before_it() {
    let sent = |answer: Answer| {
        let parcels = answer.consequences.into_iter();
        let datagrams = parcels.filter_map(|it| match it {
            Consequence::Send(Parcel::Datagram { bytes, .. }) => Some(bytes),
            _ => None,
        });
        datagrams.collect::<Vec<_>>()
    };
    let mut console = console(Game::Source);
    assert!(sent(console.answer("sim_log one")).is_empty());
    console.print("logaddress_add 192.0.2.7:5");
    let plain = sent(console.answer("sim_log one"));
    assert!(plain[0].starts_with(b"\xff\xff\xff\xffRL ") && plain[0].ends_with(b": one\n\0"));
    console.print("sv_logsecret 42");
    let secret = sent(console.answer("sim_log one"));
    assert!(
        secret[0].starts_with(b"\xff\xff\xff\xffS42L "),
        "{secret:?}"
    );
    console.print("log off");
    assert!(sent(console.answer("sim_log one")).is_empty());
}

#[test]
fn cs2_has_its_listeners_by_http_alone() {
    let mut console = console(Game::Cs2);
    assert_eq!(
        console.print("logaddress_add 192.0.2.7:5"),
        "Unknown command 'logaddress_add'!\n"
    );
    assert!(
        console
            .answer("logaddress_add_http \"http://192.0.2.7:5/\"")
            .items
            .is_empty()
    );
    let list = console.print("logaddress_list_http");
    assert_eq!(list, "http://192.0.2.7:5/ - no pending request\n");
    assert!(
        console
            .print("logaddress_add_http http://192.0.2.7:5/")
            .starts_with("logaddress_add_http: Invalid")
    );
    console.print("logaddress_del_http \"http://192.0.2.7:5/\"");
    assert_eq!(console.print("logaddress_list_http"), "");
}
