//! What becomes of replies in a run without a person: printed as they come,
//! kept for a record, or kept for a fleet's list.

use std::io;
use std::time::Duration;

use rcon_proto::{Collector, EndedBy, Error, ErrorKind};

use crate::error::{self, UsageError};
use crate::request::options::RecordForm;
use crate::request::target::Target;
use crate::show::json::{KeptRecord, KeptReply};
use crate::show::notice::notice;
use crate::show::output::{Output, StandardOutput, cannot_write};
use crate::show::report;
use crate::show::style::ColorChoice;
use crate::system::encoding::ServerEncoding;
use crate::ways::drift::Told;

/// One command of a run, as far as it is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done<'a> {
    /// As it was written: UTF-8, whatever the server's encoding is.
    pub(crate) command: &'a [u8],
    /// From sending it to the end of its reply.
    pub(crate) elapsed: Duration,
    /// Whether its reply was waited for.
    pub(crate) awaited: bool,
    /// Why the reply is a failure, where it is one.
    pub(crate) rejected: Option<&'a str>,
    /// How its reply's end was told.
    pub(crate) by: Option<EndedBy>,
}

/// Takes the replies of one server, in order.
pub(crate) trait Sink {
    /// From here on replies are this server's.
    fn server(&mut self, target: &Target);

    /// A piece of a reply.
    fn piece(&mut self, bytes: &[u8]);

    /// The next piece is a line of its own, and came without a newline before
    /// it.
    fn line_break(&mut self) {
        self.piece(b"\n");
    }

    /// Nothing more is at hand: what there is may be shown.
    fn pause(&mut self);

    /// Whether the reply is longer than may be kept.
    fn is_full(&self) -> bool {
        false
    }

    /// Whether what there is of the reply could not be written.
    fn has_failed(&mut self) -> bool {
        false
    }

    /// The reply is whole.
    ///
    /// # Errors
    ///
    /// It could not be written, or was longer than may be kept.
    fn end(&mut self, done: Done<'_>) -> error::Result<()>;

    /// Takes a line of JSON that is no record, where records are what is written;
    /// whether they are.
    ///
    /// # Errors
    ///
    /// It could not be written.
    fn object(&mut self, _line: &str) -> error::Result<bool> {
        Ok(false)
    }

    /// Takes the settings of this server, of which something is made once those of
    /// all are there.
    ///
    /// # Errors
    ///
    /// There are no others.
    fn settings(&mut self, _told: Told) -> error::Result<()> {
        Err(UsageError("this is one server: with what is it to be compared?".to_owned()).into())
    }

    /// Whether there can be more of a reply that was ended.
    fn can_go_on(&self) -> bool {
        false
    }

    /// The command, or the login where there is none, failed.
    fn failed(&mut self, command: Option<&[u8]>, error: &error::Error);

    /// Something that the user should know.
    fn notice(&mut self, text: &str) {
        notice(text);
    }

    /// What is waited for at the moment; told again as the time in it changes.
    /// Whether it is shown: else that is up to whoever waits.
    fn waits(&mut self, _: &str) -> bool {
        false
    }

    /// From here on Ctrl-C has something to be done first.
    fn has_last_words(&mut self) {}
}

/// Prints replies as they come.
#[derive(Debug)]
pub(crate) struct TextSink {
    pub(crate) output: Output<StandardOutput>,
}

impl Sink for TextSink {
    fn server(&mut self, target: &Target) {
        self.output.set_encoding(target.encoding);
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.output.reply(bytes);
    }

    fn line_break(&mut self) {
        self.output.line_break();
    }

    fn pause(&mut self) {
        self.output.flush();
    }

    fn has_failed(&mut self) -> bool {
        self.output.flush();
        self.output.has_failed()
    }

    fn end(&mut self, _: Done<'_>) -> error::Result<()> {
        self.output.end_reply().map_err(cannot_write)
    }

    fn can_go_on(&self) -> bool {
        true
    }

    fn failed(&mut self, _: Option<&[u8]>, _: &error::Error) {
        // The error that is being told matters more than one of this.
        let _ = self.output.end_reply();
    }
}

impl RecordForm {
    /// Writes it piece by piece: a reply may be as long as memory has room for.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub(crate) fn write(self, record: &KeptRecord, out: impl io::Write) -> io::Result<()> {
        match self {
            RecordForm::Json => record.write(out),
        }
    }
}

/// Hands on a record of each command.
pub(crate) struct RecordSink<W: FnMut(KeptRecord) -> error::Result<()>> {
    write: W,
    server: String,
    name: Option<String>,
    encoding: ServerEncoding,
    color: ColorChoice,
    reply: Collector,
}

impl<W: FnMut(KeptRecord) -> error::Result<()>> RecordSink<W> {
    /// Hands each record to `write`. The server's colours stay in its replies
    /// unless they are refused by `color`.
    pub(crate) fn new(color: ColorChoice, write: W) -> Self {
        Self {
            write,
            server: String::new(),
            name: None,
            encoding: ServerEncoding::UTF_8,
            color,
            // Until a server says how much may be kept.
            reply: Collector::new(0),
        }
    }

    /// A record of nothing yet.
    fn record(&self, command: Option<&[u8]>) -> KeptRecord {
        KeptRecord {
            server: self.server.clone(),
            name: self.name.clone(),
            command: command.map(|command| String::from_utf8_lossy(command).into_owned()),
            ..KeptRecord::default()
        }
    }
}

impl<W: FnMut(KeptRecord) -> error::Result<()>> Sink for RecordSink<W> {
    fn server(&mut self, target: &Target) {
        self.server = target.address.authority();
        self.name.clone_from(&target.name);
        self.encoding = target.encoding.unwrap_or_default();
        self.reply = Collector::new(target.max_reply);
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.reply.push(bytes);
    }

    fn pause(&mut self) {}

    fn is_full(&self) -> bool {
        self.reply.is_over()
    }

    fn object(&mut self, line: &str) -> error::Result<bool> {
        if !line.is_empty() {
            (self.write)(KeptRecord {
                line: Some(line.to_owned()),
                ..KeptRecord::default()
            })?;
        }
        Ok(true)
    }

    fn end(&mut self, done: Done<'_>) -> error::Result<()> {
        let bytes = self.reply.take().map_err(Error::from)?;
        let mut record = self.record(Some(done.command));
        record.reply = done.awaited.then_some(KeptReply {
            bytes,
            encoding: self.encoding,
            elapsed: done.elapsed,
            by: done.by,
            colourless: self.color == ColorChoice::Never,
        });
        record.error = done
            .rejected
            .map(|why| (ErrorKind::Rejected.as_str(), why.to_owned()));
        (self.write)(record)
    }

    fn failed(&mut self, command: Option<&[u8]>, error: &error::Error) {
        // The part of a reply that came before it failed is not the reply.
        let _ = self.reply.take();
        let mut record = self.record(command);
        record.error = Some((error.kind().as_str(), report::text(error)));
        // The error that is being told matters more than one of this.
        let _ = (self.write)(record);
    }
}
