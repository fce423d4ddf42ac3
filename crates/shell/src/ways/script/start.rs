//! From what was asked for to a runner with its server and its sink.

use super::{Act, Rules, Runner};
use crate::error::{Error, Result, exit_code};
use crate::request::options::{ScriptForm, ScriptRun};
use crate::server::console::Console;
use crate::show::notice::remark;
use crate::show::output::{Output, Rendering, StandardOutput};
use crate::show::report;
use crate::ways::app::{App, write_record};
use crate::ways::sink::{RecordSink, Sink, TextSink};

/// Runs a script against one server, and gives the exit code. `act` is what
/// the `!` commands do.
///
/// # Errors
///
/// What keeps it from being begun: no password, a script that cannot be read.
pub(crate) fn run(app: &App, run: &ScriptRun, act: Act) -> Result<u8> {
    let mut secrets = app.secrets()?;
    let first = app.first_server()?;
    let mut sink: Box<dyn Sink> = match run.form {
        ScriptForm::Records(form) => {
            Box::new(RecordSink::new(app.options.color, write_record(form)))
        }
        ScriptForm::Text { raw, .. } => {
            let rendering = if raw { Rendering::Raw } else { app.readable() };
            Box::new(TextSink {
                output: Output::new(StandardOutput::new(), rendering),
            })
        }
    };
    let sink = &mut *sink;
    // The password may be the first line of what the script is read from.
    let known = match &first {
        Some((target, None, _)) => match secrets.find(target) {
            Ok(found) => Some(found),
            Err(error) => {
                let error = Error::from(error);
                sink.server(target);
                sink.failed(None, &error);
                return Ok(report::failure(Some(&target.label()), &error));
            }
        },
        Some((_, found, _)) => found.clone(),
        None => None,
    };
    let mut script = app.open_script(&run.source)?;
    let mut console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    if let (Some((target, ..)), Some(found)) = (&first, &known) {
        if let Some(text) = found.notice() {
            remark(&text);
        }
        sink.server(target);
        if let Err(error) = console.connect(target.clone(), found) {
            sink.failed(None, &error);
            return Ok(report::failure(Some(&target.label()), &error));
        }
    }
    let rules = Rules {
        replies: run.replies,
        failures: run.failures,
        fleet: false,
        act,
    };
    let failure = Runner::new(&mut console, sink, rules).run(&mut script);
    Ok(failure.map_or(0, |failure| exit_code(failure.kind)))
}
