//! Simulated servers, and runs of the program against them.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::Deref;
use std::time::{Duration, Instant};

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Builder;
use socket2::{Domain, Socket, Type};

use super::PATIENCE;
use super::run::{Run, rcon};

/// The password of every server here that is not given another.
pub(crate) const PASSWORD: &str = "sesame-4711";

/// A server that the program can be run against.
pub(crate) trait Target {
    /// Its `host:port`.
    fn address(&self) -> String;

    /// The program's prompt while it is connected there.
    fn prompt(&self) -> String {
        format!("{} ]", self.address())
    }

    /// A run of the program against it, with the right password.
    fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        rcon([&self.address(), "--password", PASSWORD]).args(args)
    }

    /// A shell that is connected to it: no arguments but those, no command.
    fn shell(&self) -> Run {
        self.run([""; 0])
    }
}

/// A simulated server that lasts as long as the value.
pub(crate) struct Server(rcon_sim::Server);

impl Server {
    /// A Source server.
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    /// A server that is somehow special.
    pub(crate) fn with(special: impl FnOnce(Builder) -> Builder) -> Self {
        let builder = rcon_sim::Server::builder().password(PASSWORD);
        Self(special(builder).start().unwrap())
    }

    /// A server whose links have these faults, named as `rcon-sim --fault`
    /// names them.
    pub(crate) fn with_faults(faults: &[&str]) -> Self {
        Self::with(|builder| {
            faults.iter().fold(builder, |builder, fault| {
                builder.fault(fault.parse().unwrap())
            })
        })
    }

    /// Waits until it has seen what the test wants it to have seen.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, seen: impl Fn(&rcon_sim::Server) -> bool) {
        let in_time = self.wait_until(PATIENCE, seen);
        assert!(
            in_time,
            "the server never saw {what}; it saw {:?}",
            self.commands()
        );
    }

    /// What one of several servers was told by whoever typed. The shell asks for
    /// names beside it, whenever there is time.
    pub(crate) fn typed_at(&self, place: usize) -> Vec<String> {
        let mut commands = self.commands_at(self.addrs()[place]);
        commands.retain(|command| command != "cvarlist");
        commands
    }

    /// Waits until a command that starts so has come.
    #[track_caller]
    pub(crate) fn wait_command(&self, start: &str) {
        self.wait(start, |server| {
            let commands = server.commands();
            commands.iter().any(|command| command.starts_with(start))
        });
    }

    /// Waits until none of its links is left, and whoever looks at one sees it.
    #[track_caller]
    pub(crate) fn wait_no_links(&self) {
        let in_time = self.0.wait_no_links(PATIENCE);
        assert!(in_time, "some of its links never ended");
    }

    /// Stops it, and keeps its port until the end: a server of another test
    /// would be knocked at there. One that is told to listen there can.
    #[track_caller]
    pub(crate) fn stop(self) {
        let address = self.addr();
        drop(self);
        let kept = Socket::new(Domain::for_address(address), Type::STREAM, None).unwrap();
        kept.set_reuse_address(true).unwrap();
        // A program that another test is starting has what was open here until it is
        // started.
        let until = Instant::now() + PATIENCE;
        while let Err(error) = kept.bind(&address.into()) {
            assert!(Instant::now() < until, "{address} is never free: {error}");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::mem::forget(kept);
    }
}

impl Target for Server {
    fn address(&self) -> String {
        self.0.address()
    }
}

impl Deref for Server {
    type Target = rcon_sim::Server;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// What another admin has the server do, and its reply.
pub(crate) fn other(server: &Server, command: &str) -> String {
    let options = ConnectOptions::default();
    let mut other = Connection::open(server.addr(), &PASSWORD.into(), options).unwrap();
    other.execute(command).unwrap().text_lossy().into_owned()
}

/// An address where nobody listens, nor will while the tests run: a connection
/// that is left open keeps its port from being given to a server of another
/// test, which would then be knocked at.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let ends = (TcpStream::connect(address), listener.accept());
    assert!(ends.0.is_ok() && ends.1.is_ok(), "{ends:?}");
    std::mem::forget(ends);
    address.to_string()
}

/// Servers that answer a login with these bytes and close. Gives the address.
pub(crate) fn says(bytes: impl Into<Vec<u8>>) -> String {
    let bytes = bytes.into();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut login = [0; 1024];
            let _ = stream.read(&mut login);
            let _ = stream.write_all(&bytes);
        }
    });
    address.to_string()
}
