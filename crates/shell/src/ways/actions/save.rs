//! `!save NAME [password]`: this connection as a profile.

use rcon_proto::Game;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Result, UsageError};
use crate::request::config::Config;
use crate::request::config::edit::{Saved, save_profile};
use crate::server::console::NotConnected;
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(save),
    script: None,
    fleet: None,
};

/// Writes a profile into the configuration file, with the password only where
/// that is asked for.
fn save(repl: &mut Repl, local: &Local) -> Result<Next> {
    let words = local.words()?;
    let (name, with_password) = match &words[..] {
        [name] => (name, false),
        [name, word] if word == "password" => (name, true),
        _ => return Err(local.command.usage_error().into()),
    };
    let target = repl.console.target.clone().ok_or(NotConnected)?;
    // What the defaults name and this server has not is said: it would hold.
    let defaults = &repl.console.book.config().defaults.settings;
    let says_game = target.game != Game::Auto || defaults.game.is_some();
    let direct = defaults.proxy_command.is_some().then_some("none");
    let path = repl.config_file.clone();
    let path =
        path.ok_or_else(|| UsageError("there is no place for a configuration".to_owned()))?;
    let password = if with_password {
        repl.console
            .with_client(|client| client.password().cloned())?
    } else {
        None
    };
    save_profile(
        &path,
        name,
        &Saved {
            address: &target.address,
            game: says_game.then_some(target.game),
            proxy_command: target.proxy_command.as_deref().or(direct),
            password: password.as_ref(),
        },
    )?;
    repl.console.book.replace_config(Config::read(&path)?);
    repl.directory.set_servers(&repl.console.book);
    let config = repl.console.book.config();
    let keeps = config
        .profile(name)
        .is_some_and(|saved| saved.password.is_some());
    let without = if keeps && !with_password {
        let typed = local.command.typed();
        format!("; its password there stays what it was ({typed} {name} password keeps this one)")
    } else if with_password {
        String::new()
    } else {
        let typed = local.command.typed();
        format!(", without its password ({typed} NAME password keeps that too)")
    };
    say(&format!("saved as {name} in {}{without}", path.display()));
    Ok(Next::Go)
}
