//! A game that has one of two consoles: the library finds out which, and remembers it
//! for the connections that follow.

use std::time::Duration;

use rcon_proto::{Client, ConnectOptions, ErrorKind, Game, Shape};
use rcon_sim::Server;

fn server(game: rcon_sim::Game) -> Server {
    Server::builder().game(game).start().expect("a server")
}

fn options() -> ConnectOptions {
    let options = ConnectOptions::default().timeout(Duration::from_secs(20));
    options.game(Game::Rust)
}

#[test]
fn a_client_finds_out_and_comes_back_to_what_it_found() {
    // The one that is silent is tried once, and not again.
    for (game, shape, connections) in [
        (rcon_sim::Game::RustWeb, Shape::WebRcon, 3),
        (rcon_sim::Game::Rust, Shape::Source, 2),
    ] {
        let server = server(game);
        let mut client =
            Client::open(server.addr(), &"secret".into(), options()).expect("a console");
        let found = client.shape().map(Shape::console);
        assert_eq!(found, Some(shape.console()), "{game}");
        let reply = client.execute("sim_echo one").expect("a reply");
        assert_eq!(reply.text_lossy().trim_end(), "one");
        server.close_links();
        let gone = server.wait_no_links(Duration::from_secs(20));
        assert!(gone);
        let reply = client.execute("sim_echo two").expect("a reply");
        assert_eq!(reply.text_lossy().trim_end(), "two");
        assert_eq!(server.connections(), connections, "{game}");
        assert_eq!((server.logins(), server.refusals()), (2, 0), "{game}");
        assert_eq!(server.commands(), ["sim_echo one", "sim_echo two"]);
    }
}

#[test]
fn a_wrong_password_goes_to_the_one_that_there_is() {
    for game in [rcon_sim::Game::RustWeb, rcon_sim::Game::Rust] {
        let server = server(game);
        let refused = Client::open(server.addr(), &"wrong".into(), options());
        let kind = refused.expect_err("it is wrong").kind();
        assert_eq!(kind, ErrorKind::Refused, "{game}");
        assert_eq!((server.logins(), server.refusals()), (1, 1), "{game}");
    }
}
