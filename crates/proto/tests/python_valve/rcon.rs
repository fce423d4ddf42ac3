//! The cases of `TestRCON`.

use std::time::Duration;

use rcon_proto::{
    Ascii, ConnectOptions, Connection, Error, ErrorKind, ExecuteOptions, Game, LoginFailure, Lost,
    StateError,
};
use rcon_sim::{Script, Scripted};

/// For what never comes.
const BRIEF: Duration = Duration::from_millis(300);

/// A script up to and with its login.
fn logged_in() -> Script {
    Script::new().expect_auth("secret").accept_as_source()
}

/// A script in which this command has this reply, packet by packet.
fn replies(command: &str, parts: &[&[u8]]) -> Script {
    let asked = logged_in().expect_command(command).expect_probe();
    let replied = parts.iter().fold(asked, |script, part| script.reply(*part));
    replied.answer_probe()
}

fn start(script: Script) -> Scripted {
    script.start().expect("a server")
}

fn open(scripted: &Scripted, options: ConnectOptions) -> Result<Connection, Error> {
    Connection::open(scripted.addr(), &"secret".into(), options)
}

fn opened(scripted: &Scripted) -> Connection {
    open(scripted, ConnectOptions::default()).expect("a login")
}

/// A connection without a login.
fn connected(scripted: &Scripted) -> Connection {
    Connection::connect(scripted.addr(), ConnectOptions::default()).expect("a server")
}

/// What is nearest to a connection that never was: one that is closed.
fn closed() -> Connection {
    let mut rcon = opened(&start(logged_in()));
    rcon.close();
    rcon
}

#[test]
fn authenticate() {
    let scripted = start(logged_in());
    assert!(opened(&scripted).is_authenticated());
    scripted.finish().expect("as scripted");
}

#[test]
fn authenticate_not_connected() {
    let error = closed().authenticate(&"secret".into());
    let error = error.expect_err("it is closed");
    assert!(matches!(error.kind(), ErrorKind::Lost | ErrorKind::Other));
}

#[test]
fn authenticate_wrong_password() {
    let scripted = start(Script::new().expect_auth("secret").refuse());
    let error = open(&scripted, ConnectOptions::default()).expect_err("refused");
    let Error::Authentication(failure) = error else {
        panic!("{error}");
    };
    assert_eq!(failure, LoginFailure::Refused);
}

#[test]
fn authenticate_banned() {
    let scripted = start(Script::new().expect_auth("secret").close());
    let error = open(&scripted, ConnectOptions::default()).expect_err("closed");
    let Error::Authentication(failure) = error else {
        panic!("{error}");
    };
    assert!(matches!(failure, LoginFailure::Closed { .. }), "{failure}");
}

#[test]
fn authenticate_timeout() {
    let scripted = start(Script::new().expect_auth("secret"));
    let error = open(&scripted, ConnectOptions::default().timeout(BRIEF));
    let error = error.expect_err("no answer");
    assert!(matches!(error, Error::LoginTimeout { .. }), "{error}");
}

#[test]
fn execute() {
    let scripted = start(replies("echo hello", &[b"hello"]));
    let reply = opened(&scripted).execute("echo hello").expect("a reply");
    assert_eq!(reply.bytes(), b"hello");
    scripted.finish().expect("as scripted");
}

#[test]
fn execute_not_connected() {
    let error = closed().execute("foo").expect_err("it is closed");
    assert!(matches!(error, Error::Lost(Lost::Idle)), "{error}");
}

#[test]
fn execute_not_authenticated() {
    let scripted = start(Script::new());
    let error = connected(&scripted).execute("foo").expect_err("no login");
    assert!(matches!(error, Error::State(StateError::NotAuthenticated)));
}

#[test]
fn execute_no_block() {
    let script = logged_in()
        .expect_command("say one")
        .reply("nobody waits for this")
        .expect_command("echo two")
        .expect_probe()
        .reply("two")
        .answer_probe();
    let scripted = start(script);
    let mut rcon = opened(&scripted);
    rcon.send(b"say one", rcon_proto::Follows::More)
        .expect("a link");
    let reply = rcon.execute("echo two").expect("a reply");
    assert_eq!(reply.bytes(), b"two");
    scripted.finish().expect("as scripted");
}

#[test]
fn execute_timeout() {
    let scripted = start(logged_in().expect_command("slow").expect_probe());
    let brief = ExecuteOptions::default().timeout(BRIEF);
    let error = opened(&scripted).execute_bytes(b"slow", &brief);
    let error = error.expect_err("no reply");
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
}

#[test]
fn call() {
    let scripted = start(replies("echo hello", &[b"hel", b"lo"]));
    let reply = opened(&scripted).execute("echo hello").expect("a reply");
    assert_eq!(reply.text(&Ascii).as_deref(), Ok("hello"));
    assert_eq!(reply.text_lossy(), "hello");
}

#[test]
fn call_no_multi_timeout() {
    let unanswered = logged_in()
        .expect_command("echo hello")
        .expect_probe()
        .reply("hello");
    let scripted = start(unanswered);
    let reply = opened(&scripted).execute("echo hello").expect("a reply");
    assert_eq!(reply.bytes(), b"hello");
    assert!(reply.ended_by().is_provisional());
}

#[test]
fn call_no_multi() {
    let asked = logged_in().expect_command("echo hello").reply("hello");
    let scripted = start(asked);
    let options = ConnectOptions::default().game(Game::Generic);
    let mut rcon = open(&scripted, options).expect("a login");
    let reply = rcon.execute("echo hello").expect("a reply");
    assert_eq!(reply.text_lossy(), "hello");
    scripted.finish().expect("no probe came");
}

#[test]
fn call_not_connected() {
    execute_not_connected();
}

#[test]
fn call_not_authenticated() {
    execute_not_authenticated();
}

#[test]
fn call_text_bad() {
    let scripted = start(replies("", &[b"\xff"]));
    let reply = opened(&scripted).execute("").expect("a reply");
    assert_eq!(reply.text(&Ascii).map_err(|e| e.position()), Err(0));
    assert_eq!(reply.text_lossy(), "\u{fffd}");
}

/// The list that `cvarlist` finds in this reply: names, values, flags, texts.
fn listed(reply: &[u8]) -> Vec<(String, Option<String>, Vec<String>, String)> {
    let scripted = start(replies("cvarlist", &[reply]));
    let list = opened(&scripted).cvarlist().expect("a reply");
    let row = |convar: rcon_proto::convar::Convar<'_>| {
        (
            convar.name.to_owned(),
            convar.value.as_str().map(str::to_owned),
            convar.flags.iter().cloned().collect(),
            convar.description.to_owned(),
        )
    };
    list.iter().map(row).collect()
}

#[test]
fn cvarlist() {
    const LIST: &[u8] = b"\ncvar list\n--------------\n\
        kick       : cmd : , \"sv\", \"cheat\" : out with them\n\
        sv_gravity : 800 :                : how things fall\n\
        --------------\n2 total convars/concommands\n";
    let strings = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let [kick, gravity] = listed(LIST).try_into().expect("two rows");
    let expected = (
        "kick".into(),
        None,
        strings(&["cheat", "sv"]),
        "out with them".into(),
    );
    assert_eq!(kick, expected);
    let value = Some("800".into());
    let expected = (
        "sv_gravity".into(),
        value,
        strings(&[]),
        "how things fall".into(),
    );
    assert_eq!(gravity, expected);
}

#[test]
fn cvarlist_text_bad() {
    assert_eq!(listed(b"\xff"), []);
    // There a byte that is no ASCII costs the whole list.
    assert_eq!(listed(b"a : 1 : : \xff\nb : 2 : : \n").len(), 2);
}

#[test]
fn cvarlist_malformed() {
    assert_eq!(listed(b"asdf"), []);
}
