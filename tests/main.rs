//! The real program, run as its users run it: through pipes and through a
//! pseudo-terminal whose screen is looked at, against simulated servers.
//! A file a feature; what they share is in `support`.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(unix),
    allow(
        dead_code,
        unused_imports,
        reason = "what the tests with a pseudo-terminal use of `support`"
    )
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod aliases;
mod bounds;
mod check_and_wait;
mod coming_back;
mod commands;
mod completing;
mod completion;
mod completion_arguments;
mod configured;
mod confirming;
mod connecting;
mod consoles;
mod cvarlist;
mod daily;
mod demo;
mod drift;
mod exit_codes;
mod faults;
mod fleet;
mod fleet_bans;
mod fleet_failures;
mod fleet_logs;
mod fleet_prompt;
#[cfg(unix)]
mod fleet_restart;
mod fleet_settings;
mod fleet_verbs;
mod follow;
mod from_file;
mod generate;
mod guards;
mod harness;
mod hints;
mod hostile;
mod hostile_consoles;
mod house;
mod json;
mod keys;
mod life;
mod logged_questions;
mod logs;
mod matrix;
mod one_shot;
mod own_commands;
mod passwords;
mod picture;
mod pinned;
mod plain_terminal;
mod players;
mod private_files;
mod proxy;
mod python_valve;
mod reading;
mod readme;
mod replies;
mod restarting;
mod rust_consoles;
mod scripts;
mod secrecy;
mod settings;
mod shell;
mod shown;
mod slips;
mod soak;
mod stopping;
mod support;
mod terminal_life;
mod terminal_safety;
mod unawaited;
mod verbs;
mod watch;
