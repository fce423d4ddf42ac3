//! Runs commands on a server and prints their replies, on tokio.
//!
//! ```sh
//! cargo run -p rcon-proto --features tokio --example bot_tokio -- 127.0.0.1:27015 secret status
//! ```

use rcon_proto::{ConnectOptions, tokio::Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(address), Some(password)) = (words.next(), words.next()) else {
        return Err("usage: bot_tokio ADDRESS PASSWORD COMMAND...".into());
    };
    let server = Client::open(&*address, &password.into(), ConnectOptions::default()).await?;
    for command in words {
        let reply = server.execute(&command).await?;
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
