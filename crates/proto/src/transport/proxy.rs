//! A server reached through a program's standard input and output, as
//! OpenSSH's `ProxyCommand` does it. A thread for each direction, because
//! pipes know no deadlines.

mod line;

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::Read;
use crate::address::Address;
use crate::error::{ConnectError, Error};
use crate::scheme::Carrier;

use line::{fill_in, shell};

/// Bytes that may wait to be read before the program has to wait, too.
const QUEUE_LIMIT: usize = 1 << 20;

/// How long a program may take to end after its input has.
pub(super) const GRACE: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Proxy {
    child: Child,
    /// `None` once nothing more will be sent. The login is among what goes
    /// through it, so what waits there is wiped, whether it was written or not.
    to_child: Option<mpsc::Sender<Zeroizing<Vec<u8>>>>,
    inbox: Arc<Inbox>,
}

/// What the program has said and nobody has read yet.
#[derive(Debug, Default)]
struct Inbox {
    queue: Mutex<Queue>,
    changed: Condvar,
    /// For whoever waits without a thread.
    #[cfg(feature = "tokio")]
    news: tokio::sync::Notify,
}

#[derive(Debug, Default)]
struct Queue {
    bytes: VecDeque<u8>,
    ended: bool,
    /// Nobody will read any more.
    abandoned: bool,
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // A panic elsewhere leaves the queue as good as it was.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to read or to say.
    fn wait(&self, at_most: Duration) -> MutexGuard<'_, Queue> {
        let empty = |queue: &mut Queue| queue.bytes.is_empty() && !queue.ended;
        let waited = self.changed.wait_timeout_while(self.lock(), at_most, empty);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn fill(&self, mut from: ChildStdout) {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = from.read(&mut buffer);
            let full = |queue: &mut Queue| queue.bytes.len() > QUEUE_LIMIT && !queue.abandoned;
            let waited = self.changed.wait_while(self.lock(), full);
            let mut queue = waited.unwrap_or_else(PoisonError::into_inner);
            match read {
                Ok(count) if count > 0 && !queue.abandoned => {
                    queue.bytes.extend(&buffer[..count]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => queue.ended = true,
            }
            self.changed.notify_all();
            #[cfg(feature = "tokio")]
            self.news.notify_one();
            if queue.ended {
                return;
            }
        }
    }
}

fn drain(bytes: &mpsc::Receiver<Zeroizing<Vec<u8>>>, mut to: ChildStdin) {
    for segment in bytes {
        if to.write_all(&segment).and_then(|()| to.flush()).is_err() {
            // The program is gone; its output ends, and that is what counts.
            return;
        }
    }
}

impl Proxy {
    /// Starts the program through the shell, `%h` and `%p` filled in, without
    /// some variables of the environment.
    pub(crate) fn start(
        command: &str,
        address: &Address,
        without: &[String],
    ) -> Result<Self, Error> {
        let failed = |detail: String| {
            Error::Connect(ConnectError::Proxy {
                address: address.clone(),
                detail,
            })
        };
        let line = fill_in(command, address).map_err(failed)?;
        let mut shell = shell(&line);
        for variable in without {
            shell.env_remove(variable);
        }
        let mut child = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("it has no standard input and output".into()));
        };
        let inbox = Arc::new(Inbox::default());
        let filled = Arc::clone(&inbox);
        let (to_child, from_us) = mpsc::channel();
        let reader = thread::Builder::new().name("rcon-proxy-read".into());
        let writer = thread::Builder::new().name("rcon-proxy-write".into());
        let started = reader
            .spawn(move || filled.fill(stdout))
            .and_then(|_| writer.spawn(move || drain(&from_us, stdin)));
        let proxy = Self {
            child,
            to_child: Some(to_child),
            inbox,
        };
        started.map_err(|error| failed(error.to_string()))?;
        Ok(proxy)
    }

    pub(crate) fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let mut queue = self.inbox.wait(wait);
        let count = queue.bytes.len().min(space.len());
        if count == 0 {
            return if queue.ended {
                Read::End
            } else {
                Read::Nothing
            };
        }
        for (to, from) in space.iter_mut().zip(queue.bytes.drain(..count)) {
            *to = from;
        }
        self.inbox.changed.notify_all();
        Read::Data(count)
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let to_child = self.to_child.as_ref().ok_or_else(gone)?;
        to_child
            .send(Zeroizing::new(bytes.to_vec()))
            .map_err(|_| gone())
    }

    pub(crate) fn half_close(&mut self) {
        self.to_child = None;
    }

    /// How the program ended, if it has or is about to, in words.
    pub(crate) fn obituary(&mut self) -> Option<String> {
        self.wait_for_end()?;
        self.obituary_now()
    }

    /// The same where it is not waited for.
    pub(super) fn obituary_now(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok()??;
        (!status.success()).then(|| format!("it ended with {status}"))
    }

    #[cfg(feature = "tokio")]
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Told whenever there is something new to read. Whoever waits for it reads
    /// first: it remembers that it was told.
    #[cfg(feature = "tokio")]
    pub(super) fn news(&self) -> &tokio::sync::Notify {
        &self.inbox.news
    }

    fn wait_for_end(&mut self) -> Option<std::process::ExitStatus> {
        let until = Instant::now() + GRACE;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(5)),
                _ => return None,
            }
        }
    }

    pub(crate) fn watch(&self) -> ProxyWatch {
        ProxyWatch(Arc::clone(&self.inbox))
    }
}

/// Whether a program's input and output can be what this console speaks over.
pub(super) fn carries(carrier: Carrier, address: &Address) -> Result<(), Error> {
    match carrier {
        Carrier::Stream => Ok(()),
        Carrier::Datagrams => Err(Error::Connect(ConnectError::Proxy {
            address: address.clone(),
            detail: "it carries a stream, and this console speaks in datagrams (UDP)".into(),
        })),
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.to_child = None;
        self.inbox.lock().abandoned = true;
        self.inbox.changed.notify_all();
        if self.wait_for_end().is_none() {
            // It does not end by itself. No failure can be mended here.
            end_group(&self.child);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// See [`Watch`](super::Watch).
#[derive(Debug)]
pub(crate) struct ProxyWatch(Arc<Inbox>);

impl ProxyWatch {
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        let queue = self.0.wait(at_most);
        !queue.bytes.is_empty() || queue.ended
    }
}

/// Ends what a program has started, too: of a shell that waits for others, they
/// would go on. The program has not been waited for, so that its number is
/// still its own.
#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // They may have ended a moment ago.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

/// Windows has no groups to end; `taskkill` follows who started whom.
#[cfg(not(unix))]
fn end_group(child: &Child) {
    let number = child.id().to_string();
    let _ = std::process::Command::new("taskkill")
        .args(["/T", "/F", "/PID", &number])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn address() -> Address {
        Address::new("game.test", 27_015)
    }

    #[test]
    fn what_a_shell_has_started_ends_with_it() {
        let folder = std::env::temp_dir().join(format!("rcon-proxy-{}", std::process::id()));
        let file = folder.display();
        // Neither looks at its input.
        let command = format!("sh -c 'sleep 1000 & echo $! >{file}; wait'");
        let proxy = Proxy::start(&command, &address(), &[]).expect("it starts");
        let number = || std::fs::read_to_string(&folder).unwrap_or_default();
        while !number().ends_with('\n') {
            thread::sleep(Duration::from_millis(5));
        }
        let sleeper = number().trim().parse().ok();
        let sleeper = sleeper
            .and_then(rustix::process::Pid::from_raw)
            .expect("a number");
        drop(proxy);
        let until = Instant::now() + Duration::from_mins(1);
        while rustix::process::test_kill_process(sleeper).is_ok() && !is_zombie(sleeper) {
            assert!(Instant::now() < until, "it goes on");
            thread::sleep(Duration::from_millis(5));
        }
        let _ = std::fs::remove_file(folder);
    }

    /// Ended, and nobody has asked for it: where there is no init.
    fn is_zombie(process: rustix::process::Pid) -> bool {
        let path = format!("/proc/{}/stat", process.as_raw_nonzero());
        std::fs::read_to_string(path).is_ok_and(|stat| stat.contains(") Z "))
    }

    #[test]
    fn variables_are_left_out() {
        let without = ["HOME".to_owned()];
        let mut proxy =
            Proxy::start("sh -c 'echo ${HOME-none}'", &address(), &without).expect("it starts");
        let mut space = [0; 16];
        let read = proxy.read(&mut space, Duration::from_mins(1));
        assert!(matches!(read, Read::Data(5)), "{read:?}");
    }

    #[test]
    fn bytes_go_through_and_the_end_is_seen() {
        let mut proxy = Proxy::start("cat", &address(), &[]).expect("cat starts");
        proxy.write(b"hello").expect("it reads");
        let mut space = [0; 16];
        let mut got = Vec::new();
        while got.len() < 5 {
            match proxy.read(&mut space, Duration::from_secs(5)) {
                Read::Data(n) => got.extend_from_slice(&space[..n]),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(got, b"hello");
        proxy.half_close();
        assert!(matches!(
            proxy.read(&mut space, Duration::from_secs(5)),
            Read::End
        ));
        assert_eq!(proxy.obituary(), None);
    }

    #[test]
    fn a_failure_of_the_program_is_told() {
        let mut proxy = Proxy::start("sh -c 'exit 3'", &address(), &[]).expect("it starts");
        let mut space = [0; 16];
        assert!(matches!(
            proxy.read(&mut space, Duration::from_secs(5)),
            Read::End
        ));
        assert!(proxy.obituary().is_some_and(|text| text.contains('3')));
    }
}
