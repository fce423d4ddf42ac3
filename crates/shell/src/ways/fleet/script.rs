//! The commands of a fleet's run, read to their end before the first is sent:
//! every server runs the same ones, and none begins what cannot be ended.

use std::sync::Arc;

use rcon_proto::Cancel;

use crate::commands::{Aliases, Command, Line, Way};
use crate::error::UsageError;
use crate::error::{Context as _, Result};
use crate::typing::script::nested;
use crate::typing::script::{Script, ScriptError, Step};
use crate::ways::drift::Other;

/// Bytes of commands that are kept at the most.
const MAX_BYTES: usize = 64 << 20;

/// Reads a script, and the scripts that it runs.
///
/// # Errors
///
/// What no script can have, or none of several servers.
pub(super) fn read(script: Script, cancel: &Cancel, aliases: &Arc<Aliases>) -> Result<Arc<[Step]>> {
    let mut reading = Reading {
        cancel,
        aliases,
        steps: Vec::new(),
        bytes: 0,
    };
    reading.read(script, 0)?;
    Ok(reading.steps.into())
}

struct Reading<'a> {
    cancel: &'a Cancel,
    aliases: &'a Arc<Aliases>,
    steps: Vec<Step>,
    bytes: usize,
}

impl Reading<'_> {
    fn read(&mut self, mut script: Script, depth: usize) -> Result<()> {
        while let Some(step) = script.next(self.cancel)? {
            match &step.line {
                Line::Local(local) if local.command == Command::Run => {
                    let opened = nested::open(local, depth, self.aliases);
                    let inner = opened.with_context(|| step.place.to_string())?;
                    self.read(inner, depth + 1)?;
                }
                Line::Local(local) => {
                    if let Some(message) = local.command.refusal(Way::Fleet) {
                        let place = step.place;
                        return Err(ScriptError::Local { place, message }.into());
                    }
                    if local.command == Command::Diff
                        && let [word] = &local.words()?[..]
                        && let Some(message) = Other::refusal_of_many(word)
                    {
                        let place = step.place;
                        return Err(ScriptError::Local { place, message }.into());
                    }
                    self.bytes = self.bytes.saturating_add(local.bytes().len());
                    self.push(step)?;
                }
                Line::Send(command) => {
                    self.bytes = self.bytes.saturating_add(command.len());
                    self.push(step)?;
                }
                Line::Nothing => self.push(step)?,
                Line::Unknown(unknown) => {
                    let message = unknown.to_string();
                    let place = step.place;
                    return Err(ScriptError::Local { place, message }.into());
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, step: Step) -> Result<()> {
        self.bytes = self.bytes.saturating_add(size_of::<Step>());
        if self.bytes > MAX_BYTES {
            let why = format!(
                "{}: the commands take more than {} MiB: is this a script?",
                step.place,
                MAX_BYTES >> 20
            );
            return Err(UsageError(why).into());
        }
        self.steps.push(step);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn commands(commands: &[&str]) -> Script {
        let bytes = commands.iter().map(|text| text.as_bytes().to_vec());
        Script::commands(bytes.collect(), Arc::default()).unwrap()
    }

    #[test]
    fn scripts_in_scripts_are_read_where_they_stand() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inner");
        fs::write(&file, "# a comment\nb\nc\n").unwrap();
        let run = format!("!run '{}'", file.display());
        let steps = read(commands(&["a", &run, "d"]), &Cancel::new(), &Arc::default()).unwrap();
        let sent: Vec<String> = steps
            .iter()
            .map(|step| match &step.line {
                Line::Send(command) => String::from_utf8_lossy(command).into_owned(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(sent, ["a", "b", "c", "d"]);
        assert_eq!(steps[2].place.to_string(), format!("{}:3", file.display()));
    }

    #[test]
    fn what_only_one_server_can_have_is_refused_before_anything_is_sent() {
        for command in ["!connect x", "!disconnect", "!log file"] {
            let error =
                read(commands(&["a", command]), &Cancel::new(), &Arc::default()).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with("-e 2: !"), "{text}");
            assert!(
                text.contains(" cannot be used with several servers: !!"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_circle_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("self");
        let run = format!("!run '{}'", file.display());
        fs::write(&file, format!("{run}\n{run}\n")).unwrap();
        let error = read(commands(&[&run]), &Cancel::new(), &Arc::default()).unwrap_err();
        assert!(format!("{error:#}").contains("circle"), "{error:#}");
    }
}
