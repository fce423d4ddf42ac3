//! A `Cancel` that is raised before, or while, something is done.

use rcon_proto::{Cancel, Client, ConnectOptions, Connection, Error, ExecuteOptions, Follows};
use rcon_sim::Server;

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

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
