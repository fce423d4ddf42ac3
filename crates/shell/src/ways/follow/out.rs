//! The form in which the lines of a log are handed on.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::request::options::FollowForm;
use crate::request::target::Target;
use crate::server::logs::Logged;
use crate::show::json;
use crate::show::logged::shown;
use crate::show::output::StandardOutput;
use crate::show::style::ColorChoice;
use crate::system::encoding::ServerEncoding;
use crate::system::terminal;
use crate::system::utc::rfc3339;
use crate::ways::app::App;

/// Where the lines of one server go.
pub(crate) struct Out {
    form: Form,
    server: String,
    name: Option<String>,
    encoding: Option<ServerEncoding>,
    /// What stands before each line, where there are several servers.
    label: Option<String>,
    output: StandardOutput,
}

#[derive(Clone, Copy)]
enum Form {
    /// As they came.
    Bytes,
    /// Fit for a terminal.
    Shown {
        colour: bool,
    },
    Json,
}

/// One line of `--json`.
#[derive(Serialize)]
struct Record<'a> {
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    time: String,
    line: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lossy: bool,
}

impl Out {
    pub(crate) fn new(app: &App, form: FollowForm, target: &Target, label: Option<String>) -> Self {
        let choice = app.options.color;
        // That is exactly what came, in whatever encoding.
        let raw = form == FollowForm::Text { raw: true };
        let form = match form {
            FollowForm::Json => Form::Json,
            FollowForm::Text { raw: false }
                if terminal::streams().stdout || choice == ColorChoice::Always =>
            {
                Form::Shown {
                    colour: choice.for_stdout(),
                }
            }
            FollowForm::Text { .. } => Form::Bytes,
        };
        Self {
            form,
            server: target.address.authority(),
            name: target.name.clone(),
            encoding: target.encoding.filter(|_| !raw),
            label,
            output: StandardOutput::new(),
        }
    }

    /// Writes lines at once. Whether anybody reads them.
    ///
    /// # Errors
    ///
    /// They cannot be written.
    pub(crate) fn write(&mut self, lines: &[Logged]) -> Result<bool> {
        if lines.is_empty() {
            return Ok(true);
        }
        let mut text = Vec::new();
        for logged in lines {
            self.push(logged, &mut text);
        }
        match self
            .output
            .write_all(&text)
            .and_then(|()| self.output.flush())
        {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Error::unwritten(error)),
        }
    }

    fn push(&self, logged: &Logged, out: &mut Vec<u8>) {
        if let (Some(label), false) = (&self.label, matches!(self.form, Form::Json)) {
            out.extend_from_slice(label.as_bytes());
            out.extend_from_slice(b": ");
        }
        match self.form {
            Form::Bytes => {
                match self.encoding {
                    Some(encoding) => {
                        out.extend_from_slice(encoding.readable(&logged.line).as_bytes());
                    }
                    None => out.extend_from_slice(&logged.line),
                }
                out.push(b'\n');
            }
            Form::Shown { colour } => {
                out.extend_from_slice(shown(&logged.line, self.encoding, colour).as_bytes());
                out.push(b'\n');
            }
            Form::Json => {
                let (line, lossy) = self.encoding.unwrap_or_default().decode(&logged.line);
                let record = Record {
                    server: &self.server,
                    name: self.name.as_deref(),
                    time: rfc3339(logged.came),
                    line: &line,
                    lossy,
                };
                out.extend_from_slice(json::to_line(&record).as_bytes());
            }
        }
    }
}
