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
mod completion_names;
mod configured;
mod confirming;
mod connecting;
mod consoles;
mod cvarlist;
mod daily;
mod deadlines;
mod demo;
mod drift;
mod drift_apply;
mod drift_snapshot;
mod encodings;
mod exit_codes;
mod faults;
mod fleet;
mod fleet_aliases;
mod fleet_bans;
mod fleet_failures;
mod fleet_folding;
mod fleet_logs;
mod fleet_prompt;
#[cfg(unix)]
mod fleet_restart;
mod fleet_settings;
mod fleet_verbs;
mod fleet_watch;
mod follow;
mod follow_address;
mod follow_pushed;
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
mod logs_taken_back;
mod matrix;
mod one_shot;
mod own_commands;
mod passwords;
mod passwords_unseen;
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
mod restarting_interrupted;
mod restarting_prompt;
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
mod unsendable;
mod verbs;
mod verbs_builds;
mod verbs_harmless;
mod watch;
