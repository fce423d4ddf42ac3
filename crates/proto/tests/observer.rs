//! An observer that takes its time.

use std::thread::sleep;
use std::time::{Duration, Instant};

use rcon_proto::{ConnectOptions, Connection, ErrorKind, ExecuteOptions, Observer};
use rcon_sim::Server;

const TIMEOUT: Duration = Duration::from_millis(200);

/// How long each thing that it is told takes, the first time.
const SLOW: Duration = Duration::from_millis(400);

#[derive(Default)]
struct Slow {
    paused: bool,
}

impl Observer for Slow {
    fn sent(&mut self) {
        sleep(SLOW);
    }

    fn pause(&mut self) {
        if !std::mem::replace(&mut self.paused, true) {
            sleep(SLOW);
        }
    }
}

/// The shell flushes in a pause, and what reads its output may be blocked.
#[test]
fn time_that_an_observer_takes_is_not_the_servers() {
    let server = Server::builder().start().expect("a server");
    let options = ConnectOptions::default();
    let connection = Connection::open(server.addr(), &"secret".into(), options);
    let mut connection = connection.expect("a login");
    let how = ExecuteOptions::default().timeout(TIMEOUT);
    let began = Instant::now();
    let result = connection.execute_with(b"sim_silent", &how, &mut Slow::default());
    let error = result.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        began.elapsed() >= SLOW * 2 + TIMEOUT,
        "{:?}",
        began.elapsed()
    );
}
