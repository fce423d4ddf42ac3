//! The consoles of games whose RCON is a mod, a plugin or an afterthought: a
//! few commands each.

use super::small::{chat, stop};
use super::state::State;
use super::{Answer, Call};

/// Valheim.
pub(super) fn valheim(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "players" | "showplayers" => {
            let rows = state.each(|_, p| format!("{} Steam_{}\n", p.name, p.steam));
            Answer::text(format!("Online {}\n{rows}", state.players.len()))
        }
        "save" => Answer::text("World save started"),
        "say" | "saychat" => chat(call, "Sent"),
        "kick" if state.remove(&call.rest()) => Answer::text("Kicked"),
        name => Answer::text(format!("Unknown command {name}")),
    }
}

/// Space Engineers, all of whose commands begin with an exclamation mark.
pub(super) fn space_engineers(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "!help" => Answer::text("!help\n!players\n!save\n!say\n!stop\n"),
        "!players" => Answer::text(state.each(|_, p| format!("{} {}\n", p.steam, p.name))),
        "!save" => Answer::text("World saved.\n"),
        "!say" => chat(call, ""),
        "!stop" => stop("Stopping server.\n"),
        name => Answer::text(format!("Unknown command: {name}\n")),
    }
}

/// Velocity, the Minecraft proxy.
pub(super) fn velocity(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().trim_start_matches('/') {
        "velocity" => Answer::text("Velocity 3.4.0\nCopyright 2018-2026 Velocity Contributors."),
        "glist" => {
            let rows = state.each(|_, p| format!("[lobby] {}\n", p.name));
            Answer::text(format!(
                "There are {} players online.\n{rows}",
                state.players.len()
            ))
        }
        "end" | "stop" | "shutdown" => stop("Shutting down the proxy..."),
        _ => Answer::text("Command failed"),
    }
}

/// Vintage Story.
pub(super) fn vintage_story(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().trim_start_matches('/') {
        "list" => Answer::text(state.each(|at, p| format!("[{at}] {} {} ms\n", p.name, p.ping))),
        "announce" => chat(call, "Announced."),
        "autosavenow" => Answer::text("Saved."),
        "stop" => stop("Server is shutting down"),
        name => Answer::text(format!("No such command: {name}")),
    }
}

/// Hytale.
pub(super) fn hytale(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().trim_start_matches('/') {
        "who" => Answer::text(state.each(|_, p| format!("{}\n", p.name))),
        "say" => chat(call, "Said."),
        "stop" => stop("Stopping the server..."),
        name => Answer::text(format!("Command not found: {name}")),
    }
}

/// V Rising.
pub(super) fn v_rising(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "help" => Answer::text("announce\nannouncerestart\nname\nshutdown\n"),
        "name" => Answer::text(state.hostname.clone()),
        "announce" => chat(call, "Announcing message to all players."),
        "shutdown" => stop("Shutting down."),
        _ => Answer::text(format!(
            "Invalid command \"{}\"",
            String::from_utf8_lossy(call.line)
        )),
    }
}

/// `StarRupture`.
pub(super) fn star_rupture(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "players" => Answer::text(state.each(|_, p| format!("{} {}\n", p.name, p.steam))),
        "save" => Answer::text("Save requested.\n"),
        "stop" => stop("Stopping.\n"),
        name => Answer::text(format!("Unknown command: {name}\n")),
    }
}

/// Assetto Corsa, every line of whose replies ends in a newline.
pub(super) fn assetto(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().trim_start_matches('/') {
        "admin" => Answer::text("You are already admin.\n"),
        "kick" if state.remove(&call.rest()) => Answer::text("Kicked.\n"),
        "say" => chat(call, "Sent.\n"),
        name => Answer::text(format!("Unknown command '{name}'.\n")),
    }
}

/// Insurgency: Sandstorm.
pub(super) fn sandstorm(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "help" => Answer::text("help\nlistplayers\nsay\nexit\n"),
        "listplayers" => {
            let rows = state.each(|_, p| format!("{}\t | {}\t | {}\n", p.id, p.name, p.steam));
            Answer::text(format!("ID\t | Name\t | NetID\n{rows}"))
        }
        "say" => chat(call, ""),
        "exit" => stop(""),
        name => Answer::text(format!("Unknown command: {name}\n")),
    }
}
