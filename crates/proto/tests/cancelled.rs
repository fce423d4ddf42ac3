//! A `Cancel` that is raised before, or while, something is done.

use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, ConnectOptions, Connection, Error, ExecuteOptions, Follows};
use rcon_sim::Server;

const PATIENCE: Duration = Duration::from_secs(20);

/// `quit`, say, would have stopped the server.
#[test]
fn no_command_goes_out_while_a_cancel_is_raised() {
    let server = Server::builder().start().expect("a server");
    let cancel = Cancel::new();
    let options = ConnectOptions::default().cancel(cancel.clone());
    let client = Client::open(server.addr(), &"secret".into(), options);
    let mut client = client.expect("a login");
    let own = Cancel::new();
    let how = ExecuteOptions::default().cancel(own.clone());

    cancel.cancel();
    let executed = client.execute("quit").map(drop);
    let sent = client.send(b"quit", Follows::Nothing, &mut ());
    let another = client.send(b"quit", Follows::More, &mut ());
    for result in [executed, sent, another] {
        assert!(matches!(result, Err(Error::Interrupted)), "{result:?}");
    }
    // One of its own stands in the place of the connection's.
    let reply = client.execute_bytes(b"sim_echo one", &how);
    assert_eq!(reply.expect("a reply").bytes(), b"one\n");
    cancel.reset();
    own.cancel();
    let result = client.execute_bytes(b"quit", &how);
    assert!(matches!(result, Err(Error::Interrupted)), "{result:?}");

    let reply = client.execute("sim_echo two").expect("a reply");
    assert_eq!(reply.bytes(), b"two\n");
    assert_eq!(server.commands(), ["sim_echo one", "sim_echo two"]);
    assert_eq!(server.logins(), 1);
}

#[test]
fn no_password_goes_out_while_a_cancel_is_raised() {
    let server = Server::builder().start().expect("a server");
    let cancel = Cancel::new();
    let options = ConnectOptions::default().cancel(cancel.clone());
    let connection = Connection::connect(server.addr(), options);
    let mut connection = connection.expect("a connection");
    cancel.cancel();
    let result = connection.authenticate(&"secret".into());
    assert!(matches!(result, Err(Error::Interrupted)), "{result:?}");
    assert!(connection.is_closed());
    // What was sent before it would have been read by then.
    assert!(server.wait_no_links(PATIENCE));
    assert_eq!((server.logins(), server.refusals()), (0, 0));
}

/// What a connection is given to settle ends with a cancel, too.
#[test]
fn a_cancel_ends_the_wait_for_a_connection_to_settle() {
    let server = Server::builder().start().expect("a server");
    let cancel = Cancel::new();
    let options = ConnectOptions::default().cancel(cancel.clone());
    let options = options.settle(PATIENCE);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            assert!(server.wait_until(PATIENCE, |s| s.connections() == 1));
            cancel.cancel();
        });
        let result = Connection::connect(server.addr(), options).map(drop);
        assert!(matches!(result, Err(Error::Interrupted)), "{result:?}");
    });
}

/// So does what a command is given that nobody waits for.
#[test]
fn a_cancel_ends_a_wait_for_signs_of_a_command() {
    let server = Server::builder().start().expect("a server");
    let cancel = Cancel::new();
    let options = ConnectOptions::default().cancel(cancel.clone());
    let connection = Connection::open(server.addr(), &"secret".into(), options);
    let mut connection = connection.expect("a login");
    let began = Instant::now();
    std::thread::scope(|scope| {
        connection
            .send(b"sim_silent", Follows::Nothing)
            .expect("it is sent");
        scope.spawn(|| {
            assert!(server.wait_until(PATIENCE, |s| s.commands() == ["sim_silent"]));
            cancel.cancel();
        });
        connection.linger(PATIENCE * 3).expect("it is open");
    });
    assert!(began.elapsed() < PATIENCE * 2);
}
