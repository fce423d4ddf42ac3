//! Who is told what arrives while a call of a connection runs.

use crate::session::Quirk;

/// Takes what arrives. Every method has an empty body to start from; `()` is an
/// observer that takes nothing and leaves a line in the log.
///
/// Whose a piece is has been asked already: [`reply`](Self::reply) is of the
/// command that is waited for, [`more`](Self::more) of the one before it,
/// [`late`](Self::late) of one that nobody waits for any more,
/// [`unsolicited`](Self::unsolicited) of none.
///
/// The time that a method takes does not count towards a reply's deadline:
/// an output that is blocked is not the server's fault. That of
/// [`stop`](Self::stop), which is asked again and again, does.
///
/// ```
/// use rcon_proto::{Observer, Quirk};
///
/// /// Prints replies, and keeps apart what is none.
/// #[derive(Default)]
/// struct Console {
///     notices: Vec<String>,
/// }
///
/// impl Observer for Console {
///     fn reply(&mut self, bytes: &[u8]) {
///         print!("{}", String::from_utf8_lossy(bytes));
///     }
///
///     fn late(&mut self, command: &str, bytes: &[u8]) {
///         let text = String::from_utf8_lossy(bytes);
///         self.notices.push(format!("late, of {command:?}: {text}"));
///     }
///
///     fn unsolicited(&mut self, bytes: &[u8]) {
///         self.notices.push(String::from_utf8_lossy(bytes).into_owned());
///     }
///
///     fn quirk(&mut self, quirk: Quirk) {
///         self.notices.push(quirk.to_string());
///     }
/// }
/// ```
pub trait Observer {
    /// The command was sent.
    fn sent(&mut self) {}

    /// A part of the reply that is waited for.
    fn reply(&mut self, bytes: &[u8]) {
        let _ = bytes;
    }

    /// What comes next, by [`reply`](Self::reply) or [`more`](Self::more), is a
    /// line of its own, and the server sent no newline before it (Pumpkin, Rust's
    /// older console). For whoever shows replies, or hands them on; the bytes as
    /// they came have none.
    fn line_break(&mut self) {}

    /// A part of a reply that comes after its provisional end, before the next
    /// reply has begun; `command` is what was asked, and empty where that was
    /// too long ago to be known. Also told while the next command is waited for.
    fn more(&mut self, command: &str, bytes: &[u8]) {
        let _ = (command, bytes);
    }

    /// Asked after each piece: whether nothing more is wanted. The wait then
    /// ends with [`Error::Interrupted`](crate::Error::Interrupted), and the
    /// connection is closed, because the reply goes on.
    fn stop(&self) -> bool {
        false
    }

    /// Nothing more is there to be read just now: a good moment to flush.
    fn pause(&mut self) {}

    /// Output of an earlier command whose reply is no longer waited for.
    /// `command` is empty where it was too long ago to be known.
    fn late(&mut self, command: &str, bytes: &[u8]) {
        let _ = (command, bytes);
    }

    /// Nobody asked for it: chat, a console's echo, a keep-alive, a welcome.
    fn unsolicited(&mut self, bytes: &[u8]) {
        let _ = bytes;
    }

    /// The server showed a known fault, which is dealt with.
    fn quirk(&mut self, quirk: Quirk) {
        let _ = quirk;
    }
}

/// Takes nothing. What it is told goes to the log.
///
/// ```
/// # let server = rcon_sim::Server::builder().start()?;
/// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
/// client.execute_with(b"say hello", &Default::default(), &mut ())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Observer for () {
    fn more(&mut self, command: &str, bytes: &[u8]) {
        log::info!(
            "{} bytes behind the end of {command:?} dropped",
            bytes.len()
        );
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        log::info!(
            "{} bytes of late output of {command:?} dropped",
            bytes.len()
        );
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        log::info!("{} unsolicited bytes dropped", bytes.len());
    }

    fn quirk(&mut self, quirk: Quirk) {
        log::warn!("{quirk}");
    }
}
