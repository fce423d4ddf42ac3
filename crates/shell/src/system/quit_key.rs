//! The key `q`, which ends what redraws the screen, as Ctrl-C does.

#[cfg(unix)]
mod platform {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::{self, JoinHandle};

    use rcon_proto::Cancel;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    /// How long a look at the keys takes: as long does the end of it.
    const LOOK: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 20_000_000,
    };

    /// Held while `q` is listened for. What else is typed meanwhile is dropped.
    #[derive(Debug)]
    #[must_use = "the keys are left alone when this is dropped"]
    pub(crate) struct QuitKey {
        over: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
    }

    impl QuitKey {
        /// From now on the key raises `cancel`.
        pub(crate) fn listen(cancel: &Cancel) -> Self {
            let over = Arc::new(AtomicBool::new(false));
            let (ends, cancel) = (Arc::clone(&over), cancel.clone());
            let thread = thread::Builder::new().name("keys".to_owned());
            let thread = thread.spawn(move || {
                while !ends.load(Ordering::SeqCst) {
                    match pressed() {
                        Ok(true) => return cancel.cancel(),
                        Ok(false) => {}
                        // No keys will come any more.
                        Err(_) => return,
                    }
                }
            });
            // Without a thread there is still Ctrl-C.
            let thread = thread.ok();
            Self { over, thread }
        }
    }

    /// Whether the key was pressed just now.
    fn pressed() -> io::Result<bool> {
        let stdin = rustix::stdio::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut fds, Some(&LOOK)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(false),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let mut keys = [0; 64];
        match rustix::io::read(stdin, &mut keys)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            read => Ok(keys.iter().take(read).any(|key| matches!(key, b'q' | b'Q'))),
        }
    }

    impl Drop for QuitKey {
        fn drop(&mut self) {
            self.over.store(true, Ordering::SeqCst);
            if let Some(thread) = self.thread.take() {
                // One that panicked has ended the program.
                let _ = thread.join();
            }
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use rcon_proto::Cancel;

    /// The console gives keys in lines here: there is Ctrl-C.
    #[derive(Debug)]
    pub(crate) struct QuitKey(());

    impl QuitKey {
        pub(crate) fn listen(_: &Cancel) -> Self {
            Self(())
        }
    }
}

pub(crate) use platform::QuitKey;
