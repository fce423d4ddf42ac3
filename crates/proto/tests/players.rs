//! Who is on, asked of each simulated game in its own words.

use rcon_proto::console_text::{Found, find, players};
use rcon_proto::{Client, Collector, ConnectOptions, ExecuteOptions, Game};

/// The people's names, as `Game::Auto` reads them too.
fn names(simulated: rcon_sim::Game, game: Game) -> Vec<String> {
    let server = rcon_sim::Server::builder().game(simulated).start();
    let server = server.expect("a server");
    let options = ConnectOptions::default().game(game);
    let client = Client::open(server.addr(), &"secret".into(), options);
    let command = game.facts().words.players.expect("a word for it");
    let mut kept = Collector::new(1 << 16).breaking_lines();
    let how = ExecuteOptions::default();
    let executed = client
        .expect("a login")
        .execute_with(command.as_bytes(), &how, &mut kept);
    executed.expect("a reply");
    let text = String::from_utf8_lossy(kept.bytes());
    let on = players(game, &text).unwrap_or_else(|_| panic!("{game}: {text:?}"));
    assert_eq!(players(Game::Auto, &text).as_ref(), Ok(&on), "{text:?}");
    assert_eq!(on.unread, Vec::<String>::new(), "{text:?}");
    for player in &on.listed {
        assert!(matches!(
            find(&on, &player.name),
            Found::One { whole: true, .. }
        ));
    }
    let people = on.listed.into_iter().filter(|player| !player.bot);
    people.map(|player| player.name).collect()
}

#[test]
fn each_game_tells_the_same_players() {
    use rcon_sim::Game as Sim;
    let expected = names(Sim::Ark, Game::Ark);
    assert!(!expected.is_empty());
    for (simulated, game) in [
        (Sim::Source, Game::Source),
        (Sim::Gmod, Game::Source),
        (Sim::L4d1, Game::Source),
        (Sim::Cs2, Game::Cs2),
        (Sim::Minecraft, Game::Minecraft),
        (Sim::Bukkit, Game::Minecraft),
        (Sim::Factorio, Game::Factorio),
        (Sim::Palworld, Game::Palworld),
        (Sim::Zomboid, Game::Zomboid),
        (Sim::Rust, Game::Rust),
        (Sim::Squad, Game::Squad),
        (Sim::Conan, Game::Conan),
    ] {
        assert_eq!(names(simulated, game), expected, "{simulated:?}");
    }
}
