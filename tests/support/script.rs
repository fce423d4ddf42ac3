//! A server of the Source shape that says what a test tells it to, where the
//! simulator's own commands do not say it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rcon_proto::{
    Decoded, Packet, SERVERDATA_AUTH, SERVERDATA_AUTH_RESPONSE, SERVERDATA_EXECCOMMAND,
    SERVERDATA_RESPONSE_VALUE, decode,
};

use super::PATIENCE;
use super::server::{PASSWORD, Target};
use super::watched::Watched;

/// What a command is answered with.
#[derive(Clone)]
enum Answer {
    Reply(Vec<u8>),
    Raw(Vec<u8>),
    Nothing,
}

/// What is said to which command; an empty reply to all others. Where a command is named
/// again, what is said the next time it comes, and from then on.
#[derive(Clone, Default)]
#[must_use]
pub(crate) struct Script {
    answers: Vec<(String, Answer)>,
    one_at_a_time: bool,
}

impl Script {
    /// Empty replies to everything.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// This reply, in packets of at most 4096 bytes.
    pub(crate) fn reply(self, command: &str, reply: impl Into<Vec<u8>>) -> Self {
        self.answer(command, Answer::Reply(reply.into()))
    }

    /// These bytes, which may be no packet at all.
    pub(crate) fn raw(self, command: &str, bytes: &[u8]) -> Self {
        self.answer(command, Answer::Raw(bytes.to_vec()))
    }

    /// No answer, nor one to a probe.
    pub(crate) fn silent(self, command: &str) -> Self {
        self.answer(command, Answer::Nothing)
    }

    /// A connection that comes while another one is open is closed at once. This
    /// one is open until its end has been seen here.
    pub(crate) fn one_at_a_time(mut self) -> Self {
        self.one_at_a_time = true;
        self
    }

    fn answer(mut self, command: &str, answer: Answer) -> Self {
        self.answers.push((command.to_owned(), answer));
        self
    }

    /// Listens and serves until the test's process ends.
    pub(crate) fn start(self) -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Scripted {
            address: listener.local_addr().unwrap().to_string(),
            commands: Arc::default(),
        };
        let commands = Arc::clone(&server.commands);
        let busy = Arc::new(AtomicBool::new(false));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if busy.swap(true, Ordering::SeqCst) && self.one_at_a_time {
                    continue;
                }
                let (script, commands) = (self.clone(), Arc::clone(&commands));
                let busy = Arc::clone(&busy);
                thread::spawn(move || {
                    let held = stream.try_clone();
                    script.serve(stream, &commands);
                    busy.store(false, Ordering::SeqCst);
                    drop(held);
                });
            }
        });
        server
    }

    /// Answers one client until it leaves.
    fn serve(&self, mut stream: TcpStream, commands: &Watched<Vec<String>>) {
        let mut pending = Vec::new();
        let mut buffer = [0; 4096];
        let mut mute = false;
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            pending.extend_from_slice(&buffer[..count]);
            let mut out = Vec::new();
            while let Ok(Decoded::Packet { packet, rest }) = decode(&pending) {
                let (request, left) = (packet.to_packet(), pending.len() - rest.len());
                pending.drain(..left);
                if request.kind == SERVERDATA_EXECCOMMAND {
                    let command = String::from_utf8_lossy(&request.body).into_owned();
                    let before =
                        commands.look(|all| all.iter().filter(|it| **it == command).count());
                    mute = self.run(request.id, &command, before, &mut out);
                    commands.update(|all| all.push(command));
                } else if request.kind == SERVERDATA_AUTH {
                    let verdict = if request.body == PASSWORD.as_bytes() {
                        request.id
                    } else {
                        -1
                    };
                    say(request.id, b"", &mut out);
                    out.extend(Packet::new(verdict, SERVERDATA_AUTH_RESPONSE, "").encode());
                } else if !mute {
                    say(request.id, b"", &mut out);
                    say(request.id, b"\0\x01\0\0", &mut out);
                }
            }
            if stream.write_all(&out).is_err() {
                return;
            }
        }
    }

    /// Writes the answer to a command that came so often before; whether a probe after it
    /// stays without.
    fn run(&self, id: i32, command: &str, before: usize, out: &mut Vec<u8>) -> bool {
        let mut named = self.answers.iter().filter(|(name, _)| name == command);
        let found = named.clone().nth(before).or_else(|| named.next_back());
        match found.map(|(_, answer)| answer) {
            None => say(id, b"", out),
            Some(Answer::Reply(reply)) if reply.is_empty() => say(id, b"", out),
            Some(Answer::Reply(reply)) => {
                for part in reply.chunks(4096) {
                    say(id, part, out);
                }
            }
            Some(Answer::Raw(bytes)) => {
                out.extend_from_slice(bytes);
                return true;
            }
            Some(Answer::Nothing) => return true,
        }
        false
    }
}

fn say(id: i32, body: &[u8], out: &mut Vec<u8>) {
    out.extend(Packet::new(id, SERVERDATA_RESPONSE_VALUE, body).encode());
}

/// A scripted server at work.
pub(crate) struct Scripted {
    address: String,
    commands: Arc<Watched<Vec<String>>>,
}

impl Scripted {
    /// Waits until this command has come.
    #[track_caller]
    pub(crate) fn wait_command(&self, command: &str) {
        let came = self.commands.wait(PATIENCE, |commands| {
            commands.iter().any(|had| had == command).then_some(())
        });
        assert!(came.is_some(), "the server never got {command:?}");
    }

    /// Waits until this command has come so often.
    #[track_caller]
    pub(crate) fn wait_times(&self, command: &str, times: usize) {
        let came = self.commands.wait(PATIENCE, |commands| {
            let had = commands.iter().filter(|had| *had == command).count();
            (had >= times).then_some(())
        });
        assert!(
            came.is_some(),
            "the server got {command:?} less than {times} times"
        );
    }

    /// The commands that came, in order.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.commands.look(Clone::clone)
    }
}

impl Target for Scripted {
    fn address(&self) -> String {
        self.address.clone()
    }
}
