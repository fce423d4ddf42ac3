//! A shell in a program of one's own, which goes on when somebody has left it:
//! `cargo run -p rcon-shell --example embedded -- [ADDRESS [PASSWORD]]`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let address = args.next().filter(|it| !it.is_empty());
    let password = args.next().map(Into::into);
    match rcon_shell::shell(address.as_deref(), password) {
        Ok(()) => {
            println!("the shell has returned");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
