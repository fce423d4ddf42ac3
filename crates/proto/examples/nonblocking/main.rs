//! Asks many servers at once, on one thread and without a runtime.
//!
//! ```sh
//! RCON_PASSWORD=secret cargo run -p rcon-proto --example nonblocking -- status 127.0.0.1:27015 127.0.0.1:27016
//! ```

mod driver;

use std::error::Error;
use std::time::Duration;

use driver::{Job, run};
use rcon_proto::Password;
use rcon_proto::session::SessionConfig;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let command = words
        .next()
        .ok_or("usage: nonblocking COMMAND IP:PORT...")?;
    let password = Password::new(std::env::var("RCON_PASSWORD")?);
    let mut jobs = Vec::new();
    for word in words {
        jobs.push(Job {
            address: word.parse()?,
            password: password.clone(),
            commands: vec![command.clone()],
            config: SessionConfig::default(),
        });
    }
    let addresses: Vec<_> = jobs.iter().map(|job| job.address).collect();
    for (address, report) in addresses.iter().zip(run(jobs, Duration::from_secs(10))?) {
        println!("== {address}");
        for reply in report.replies {
            match reply {
                Some(bytes) => print!("{}", String::from_utf8_lossy(&bytes)),
                None => println!("(no reply in time)"),
            }
        }
        if let Some(failure) = report.failure {
            println!("({failure})");
        }
    }
    Ok(())
}
