//! What came of comparing one server, for people and for programs.

use std::fmt::Write as _;

use rcon_proto::ErrorKind;
use serde::Serialize;

use crate::error::Error;
use crate::request::options::DriftForm;
use crate::request::target::Target;
use crate::server::settings::Difference;
use crate::show::escape;
use crate::show::json;

/// What came of comparing one server with a file.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// What differs; with `--apply`, still.
    pub(crate) differ: Vec<Difference>,
    /// What was set: `is` is what it was.
    pub(crate) took: Vec<Difference>,
    /// What would not take, and why.
    pub(crate) refused: Vec<(String, String)>,
    /// What was not compared, for notices.
    pub(crate) notes: Vec<String>,
    /// How messages name the file.
    pub(crate) file: String,
}

/// A difference as a JSON object.
#[derive(Serialize)]
struct Record<'a> {
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    convar: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
    is: Option<&'a str>,
    should: Option<&'a str>,
}

impl Report {
    /// Whether there is anything for standard output.
    pub(crate) fn has_lines(&self) -> bool {
        !self.differ.is_empty() || !self.took.is_empty()
    }

    /// What standard output gets.
    pub(crate) fn lines(&self, form: DriftForm, target: &Target) -> String {
        match form {
            DriftForm::Text => {
                let mut text = String::new();
                for took in &self.took {
                    let (was, is) = (shown(took.is.as_deref()), shown(took.should.as_deref()));
                    // Writing to a String cannot fail.
                    let _ = writeln!(text, "{}: was {was}, is {is}", name(took));
                }
                text + &difference_lines(&self.differ, "should be")
            }
            DriftForm::Json => {
                let took = self.took.iter().map(|it| json_line(target, it, true));
                let differ = self.differ.iter().map(|it| json_line(target, it, false));
                took.chain(differ).collect()
            }
        }
    }

    /// The failure that it is, if it is one.
    pub(crate) fn failure(&self) -> Option<Error> {
        if !self.refused.is_empty() {
            return Some(would_not_take(&self.refused));
        }
        let count = match self.differ.len() {
            0 => return None,
            1 => "1 value is".to_owned(),
            count => format!("{count} values are"),
        };
        let text = format!("{count} not as {} says", self.file);
        Some(Error::new(ErrorKind::Drift, text))
    }
}

/// Some values would not take.
fn would_not_take(refused: &[(String, String)]) -> Error {
    let listed: Vec<String> = refused
        .iter()
        .map(|(name, why)| format!("{name} ({why})"))
        .collect();
    let what = match refused.len() {
        1 => "1 value would not take".to_owned(),
        count => format!("{count} values would not take"),
    };
    Error::new(
        ErrorKind::Rejected,
        format!("{what}: {}", listed.join(", ")),
    )
}

/// A line a difference: `sv_gravity: is 600, should be 800`.
pub(crate) fn difference_lines(differ: &[Difference], should_be: &str) -> String {
    let line = |it: &Difference| {
        let (is, should) = (shown(it.is.as_deref()), shown(it.should.as_deref()));
        format!("{}: is {is}, {should_be} {should}\n", name(it))
    };
    differ.iter().map(line).collect()
}

/// An object a difference.
pub(crate) fn json_line(target: &Target, it: &Difference, took: bool) -> String {
    let server = target.address.to_string();
    json::to_line(&Record {
        server: &server,
        name: target.name.as_deref(),
        convar: &it.name,
        was: it.is.as_deref().filter(|_| took),
        is: if took {
            it.should.as_deref()
        } else {
            it.is.as_deref()
        },
        should: it.should.as_deref(),
    })
}

fn name(difference: &Difference) -> String {
    escape::line(&difference.name, usize::MAX).into_owned()
}

/// A value as people read it, in quotes where it would not be seen as it is.
pub(super) fn shown(value: Option<&str>) -> String {
    let Some(value) = value else {
        return "unknown".to_owned();
    };
    let shown = escape::line(value, usize::MAX);
    if value.trim() == value && !value.is_empty() && value != "unknown" {
        shown.into_owned()
    } else {
        format!("\"{shown}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_and_what_should_be() {
        let differ = |is: Option<&str>, should: &str| {
            let difference = Difference {
                name: "x".to_owned(),
                is: is.map(str::to_owned),
                should: Some(should.to_owned()),
            };
            difference_lines(&[difference], "should be")
        };
        assert_eq!(differ(Some("600"), "800"), "x: is 600, should be 800\n");
        assert_eq!(differ(None, "800"), "x: is unknown, should be 800\n");
        assert_eq!(differ(Some(""), " a"), "x: is \"\", should be \" a\"\n");
        assert_eq!(
            differ(Some("unknown"), "\x1b[2J"),
            "x: is \"unknown\", should be \\x1b[2J\n"
        );
    }
}
