//! What failed: told at once, kept for the exit code.

use rcon_proto::ErrorKind;

use super::Runner;
use crate::error;
use crate::request::target::Target;
use crate::show::report;
use crate::typing::script::Place;

/// Output of a command came after the next one's had begun: both replies may
/// be incomplete.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "late output of {command:?}: output of an earlier command came too late to be put in its place"
)]
struct TooLate {
    /// The command, without a password that it may hold.
    command: String,
}

impl From<TooLate> for error::Error {
    fn from(late: TooLate) -> Self {
        Self::new(ErrorKind::Protocol, late)
    }
}

/// The first failure of a run.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// How many failed after it.
    pub(crate) others: usize,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match self.others {
            0 => Ok(()),
            1 => f.write_str(" (and 1 more failure)"),
            n => write!(f, " (and {n} more failures)"),
        }
    }
}

impl Runner<'_> {
    pub(super) fn fail(
        &mut self,
        command: Option<&[u8]>,
        place: Option<&Place>,
        error: error::Error,
    ) {
        self.close_reply();
        if let Some(target) = &self.elsewhere {
            self.sink.server(target);
        }
        // Of a reply that is a failure by what it says, the sink has been told.
        if error.kind() != ErrorKind::Rejected {
            self.sink.failed(command, &error);
        }
        let error = match place {
            Some(place) if place.is_worth_naming() => error.context(place.to_string()),
            _ => error,
        };
        self.tell(&error);
    }

    /// Says what failed, unless that is left to whoever runs a fleet, and
    /// keeps it if it is the first.
    pub(super) fn tell(&mut self, error: &error::Error) {
        let message = report::text(error);
        let kind = error.kind();
        if !self.rules.fleet {
            let server = self.elsewhere.as_ref().or(self.console.target.as_ref());
            let label = server.map(Target::label);
            report::failure(
                label.as_ref().map(|label| label as &dyn std::fmt::Display),
                error,
            );
        }
        self.elsewhere = None;
        match &mut self.failure {
            Some(first) => first.others += 1,
            None => {
                self.failure = Some(Failure {
                    kind,
                    message,
                    others: 0,
                });
            }
        }
    }

    /// The run fails because output came too late for its place.
    pub(super) fn tell_late(&mut self, command: &str) {
        let named = crate::commands::redact(command).into_owned();
        self.tell(&TooLate { command: named }.into());
    }

    /// The empty reply was none: the run goes on, and its reader has to know.
    pub(super) fn tell_forgotten(&mut self, command: &[u8]) {
        let command = String::from_utf8_lossy(command);
        let text = format!(
            "{:?} was answered with nothing, as the server forgot the login after the change of the map: logged in again; repeat the command, it was not sent again",
            crate::commands::redact(&command)
        );
        match &self.console.target {
            // A fleet says itself which server it is.
            Some(target) if !self.rules.fleet => {
                self.sink.notice(&format!("{}: {text}", target.label()));
            }
            _ => self.sink.notice(&text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_too_late_is_a_failure_of_the_protocol() {
        let command = "list".to_owned();
        let error = error::Error::from(TooLate { command });
        assert_eq!(error.kind(), ErrorKind::Protocol);
        assert!(report::text(&error).starts_with("late output of \"list\": output of an earlier"));
    }
}
