//! Runs commands on a server and prints their replies.
//!
//! ```sh
//! cargo run -p rcon-proto --example bot -- 127.0.0.1:27015 secret status 'sv_gravity 600'
//! ```

use rcon_proto::{Client, ConnectOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(address), Some(password)) = (words.next(), words.next()) else {
        return Err("usage: bot ADDRESS PASSWORD COMMAND...".into());
    };
    let mut server = Client::open(&*address, &password.into(), ConnectOptions::default())?;
    for command in words {
        let reply = server.execute(&command)?;
        let text = reply.text_lossy();
        let end = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        print!("{text}{end}");
    }
    Ok(())
}
