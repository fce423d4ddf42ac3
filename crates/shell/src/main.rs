//! Starts the program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rcon_shell::run())
}
