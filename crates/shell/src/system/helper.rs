//! Threads that help, and are not needed.

use std::thread;

/// Starts a thread, without which the program works too.
pub(crate) fn start(name: &str, run: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(run) {
        log::warn!("no thread for the {name}: {error}");
    }
}
