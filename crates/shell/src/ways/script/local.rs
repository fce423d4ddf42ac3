//! The `!` commands that a script has.

use super::{Next, Runner};
use crate::error::{Result, UsageError};
use crate::typing::script::Local;
use crate::ways::local;

impl Runner<'_> {
    pub(super) fn local(&mut self, local: &Local) -> Result<Next> {
        match local.name.as_str() {
            "exit" => return Ok(Next::Leave),
            "run" => return self.run_file(&local.rest),
            "sleep" => self.sleep(crate::server::console::seconds(&local.rest)?)?,
            "connect" => {
                self.settle();
                local::connect::connect(self.console, &local.rest, &mut self.elsewhere)?;
                self.elsewhere = None;
                if let Some(target) = &self.console.target {
                    self.sink.server(target);
                }
            }
            "disconnect" => {
                self.settle();
                self.console.disconnect();
            }
            "reconnect" => {
                self.settle();
                self.console.reconnect()?;
            }
            "shutdown" => {
                let stop = self.console.game().stop_command();
                return self.execute(stop.as_bytes(), false);
            }
            "log" => local::log::log(self.console, &local.rest)?,
            "set" => local::set::set_in_script(self.console, &local.rest)?,
            other => return Err(UsageError(format!("Unknown command !{other}")).into()),
        }
        Ok(Next::Go)
    }

    fn run_file(&mut self, rest: &str) -> Result<Next> {
        let mut script = local::run::open(rest, self.depth)?;
        self.depth += 1;
        let next = self.steps(&mut script);
        self.depth -= 1;
        Ok(next)
    }
}
