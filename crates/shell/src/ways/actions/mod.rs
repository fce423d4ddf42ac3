//! What the `!` commands do, a file each.
//!
//! The loops that read lines know no command: they are handed [`at_prompt`],
//! [`in_script`] or [`in_fleet`].

mod ban;
mod connect;
mod diff;
mod disconnect;
mod exit;
mod find;
mod game_words;
mod game_words_all;
mod help;
mod history;
mod info;
mod kick;
mod log;
mod logs;
mod msg;
mod on;
mod pipe;
mod players;
mod reconnect;
mod refresh;
mod restart;
mod restart_all;
mod restart_plan;
mod run;
mod save;
mod say;
mod send;
mod servers;
mod set;
mod shutdown;
mod sleep;
mod snapshot;
mod watch;
mod watch_all;
mod watching;
mod whom;

use rcon_proto::Follows;

use super::Next;
use super::fleet::{self, prompt::Fleet};
use super::prompt::typed::Came;
use super::prompt::{self, Repl};
use super::script::{self, Runner};
use crate::commands::{Command, Local, Way};
use crate::error::{Result, UsageError};

/// What a command does, in each way of running that has it: the `ways` of its
/// row.
#[derive(Clone, Copy)]
struct Action {
    prompt: Option<prompt::Act>,
    script: Option<script::Act>,
    fleet: Option<fleet::prompt::Act>,
}

fn action(command: Command) -> Action {
    match command {
        Command::Ban => ban::ACTION,
        Command::Connect => connect::ACTION,
        Command::Diff => diff::ACTION,
        Command::Disconnect => disconnect::ACTION,
        Command::Exit => exit::ACTION,
        Command::Find => find::ACTION,
        Command::Help => help::ACTION,
        Command::History => history::ACTION,
        Command::Info => info::ACTION,
        Command::Kick => kick::ACTION,
        Command::Log => log::ACTION,
        Command::Logs => logs::ACTION,
        Command::Msg => msg::ACTION,
        Command::On => on::ACTION,
        Command::Pipe => pipe::ACTION,
        Command::Players => players::ACTION,
        Command::Reconnect => reconnect::ACTION,
        Command::Refresh => refresh::ACTION,
        Command::Restart => restart::ACTION,
        Command::Run => run::ACTION,
        Command::Save => save::ACTION,
        Command::Say => say::ACTION,
        Command::Send => send::ACTION,
        Command::Servers => servers::ACTION,
        Command::Set => set::ACTION,
        Command::Shutdown => shutdown::ACTION,
        Command::Sleep => sleep::ACTION,
        Command::Snapshot => snapshot::ACTION,
        Command::Watch => watch::ACTION,
    }
}

/// Does what a `!` command says, at the prompt.
///
/// # Errors
///
/// It did not work.
pub(crate) fn at_prompt(repl: &mut Repl, local: &Local) -> Result<Next> {
    match action(local.command).prompt {
        Some(act) => act(repl, local),
        None => Err(refused(local.command, Way::Prompt).into()),
    }
}

/// Does what a `!` command says, in a script. `follows` is whether anything
/// follows it.
///
/// # Errors
///
/// It did not work.
pub(crate) fn in_script(runner: &mut Runner<'_>, local: &Local, follows: Follows) -> Result<Next> {
    match action(local.command).script {
        Some(act) => act(runner, local, follows),
        None => Err(refused(local.command, Way::Script).into()),
    }
}

/// Does what a `!` command says, at the prompt of a fleet.
///
/// # Errors
///
/// It did not work. What a server makes of it is no error: which ones fail comes of
/// it.
pub(crate) fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    match action(local.command).fleet {
        Some(act) => act(fleet, local),
        None => Err(refused(local.command, Way::FleetPrompt).into()),
    }
}

fn refused(command: Command, way: Way) -> UsageError {
    UsageError(command.refusal(way).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else a row promises what nobody does, or hides what somebody does.
    #[test]
    fn each_command_is_done_where_its_row_says() {
        for command in Command::ALL {
            let ways = command.row().ways;
            let action = action(*command);
            let typed = command.typed();
            let prompt = ways.contains(&Way::Prompt);
            assert_eq!(action.prompt.is_some(), prompt, "{typed} at the prompt");
            let script = ways.contains(&Way::Script);
            assert_eq!(action.script.is_some(), script, "{typed} in scripts");
            let fleet = ways.contains(&Way::FleetPrompt);
            assert_eq!(action.fleet.is_some(), fleet, "{typed} at a fleet's prompt");
            // A fleet runs scripts.
            assert!(script || !ways.contains(&Way::Fleet), "{typed} in fleets");
        }
    }
}
