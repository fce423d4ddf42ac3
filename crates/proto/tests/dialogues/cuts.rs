//! Links that end anywhere: a reply is whole, or there is none.

use std::time::Duration;

use rcon_proto::{ConnectOptions, Connection, Error, Scheme};
use rcon_sim::{Fault, Game, Server};

fn replied(game: Game, scheme: Scheme, fault: Fault) -> Result<Vec<u8>, Error> {
    let server = Server::builder().game(game).fault(fault).start();
    let server = server.expect("a server");
    let address = rcon_proto::Address::from(server.addr()).with_scheme(scheme);
    let options = ConnectOptions::default().timeout(Duration::from_secs(20));
    let mut connection = Connection::open(address, &"secret".into(), options)?;
    let reply = connection.execute("sim_lines 5")?;
    Ok(reply.into_bytes())
}

#[test]
fn a_reply_is_whole_or_there_is_none() {
    for (game, scheme, whole) in [
        (
            Game::RustWeb,
            Scheme::WebRcon,
            "line 1\nline 2\nline 3\nline 4\nline 5",
        ),
        (
            Game::SevenDays,
            Scheme::Telnet,
            "line 1\nline 2\nline 3\nline 4\nline 5\n",
        ),
    ] {
        let mut whole_ones = 0;
        for at in (0..1300).step_by(31) {
            for fault in [Fault::CloseAfter(at), Fault::ResetAfter(at)] {
                match replied(game, scheme, fault) {
                    Ok(reply) => {
                        assert_eq!(String::from_utf8_lossy(&reply), whole, "{game}: {fault}");
                        whole_ones += 1;
                    }
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
            }
        }
        assert!(whole_ones > 0, "{game}: the cuts are all too early");
    }
}
