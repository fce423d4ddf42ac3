//! `--follow` of many servers.

use std::collections::BTreeSet;
use std::thread::{self, ScopedJoinHandle};

use rcon_proto::ErrorKind;

use super::passwords::Passwords;
use super::told_apart;
use crate::error::{Error, Result, exit_code};
use crate::request::options::FollowForm;
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::show::notice::remark;
use crate::show::report;
use crate::ways::app::{App, write_line};
use crate::ways::follow::{Follower, Out};
use crate::ways::players;

/// Follows the logs of all of these servers at once, each line under its server's
/// name, and gives the exit code.
///
/// # Errors
///
/// What keeps all of them from being asked: no password.
pub(crate) fn follow(app: &App, targets: &[Target], form: FollowForm) -> Result<u8> {
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    for text in passwords.notices() {
        remark(&text);
    }
    let dialer = Dialer {
        tells: false,
        ..app.dialer()
    };
    let one = &|at: usize, target: &Target| {
        let label = target.known_as();
        // Here, on its own thread: a program that prints it may take its time.
        let found = match passwords.get(at, target) {
            Ok(found) => found,
            Err(error) => return fail(form, target, &error),
        };
        let follower = Follower {
            out: Out::new(app, form, target, Some(label.clone())),
            dialer: dialer.clone(),
            target: target.clone(),
            found,
            told_as: format!("{label}: "),
        };
        match follower.follow() {
            Ok(()) => {
                // Nobody reads any more, of any server.
                app.cancel.cancel();
                0
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => exit_code(error.kind()),
            Err(error) => fail(form, target, &error),
        }
    };
    let mut codes: BTreeSet<u8> = thread::scope(|scope| {
        let mut codes = BTreeSet::new();
        let mut threads = Vec::new();
        for (at, target) in targets.iter().enumerate() {
            let named = thread::Builder::new().name(format!("follow {at}"));
            match named.spawn_scoped(scope, move || one(at, target)) {
                Ok(thread) => threads.push(thread),
                Err(error) => {
                    codes.insert(fail(form, target, &error.into()));
                }
            }
        }
        // A panic has ended the program.
        codes.extend(threads.into_iter().flat_map(ScopedJoinHandle::join));
        codes
    });
    let interrupted = exit_code(ErrorKind::Interrupted);
    Ok(match codes.len() {
        _ if codes.contains(&0) => 0,
        _ if codes.contains(&interrupted) => interrupted,
        1 => codes.pop_first().unwrap_or_default(),
        _ => exit_code(ErrorKind::Other),
    })
}

/// Says why a server is not followed, and gives the code for it.
fn fail(form: FollowForm, target: &Target, error: &Error) -> u8 {
    if form == FollowForm::Json {
        // Where nobody reads any more, the lines of others end the run.
        let _ = write_line()(&players::failed(target, error));
    }
    report::failure(Some(&target.label()), error)
}
