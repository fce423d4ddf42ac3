//! The least that any program could do: the same bytes through a bare socket,
//! nothing parsed, nothing checked. For a server of the Source shape, but for
//! `copy-one`, which is for one that answers a login with one packet.
//!
//! Not part of the bench's own program, which would start with all that the
//! bench needs: `bare.rs` compiles it when the bench runs.
//!
//! ```text
//! floor ADDRESS PASSWORD once COMMAND     one command, its reply printed
//! floor ADDRESS PASSWORD row COUNT        `echo x` so many times
//! floor ADDRESS PASSWORD copy LEN COMMAND read so many bytes, and print them
//! floor ADDRESS PASSWORD copy-one LEN COMMAND
//! ```

use std::io::{Read, Write};
use std::net::TcpStream;

/// What a login is answered with, and what a probe is.
const LOGIN: usize = 14 + 14;
const PROBED: usize = 14 + 18;

fn packet(id: i32, kind: i32, body: &str) -> Vec<u8> {
    let size = i32::try_from(body.len() + 10).unwrap();
    let mut packet = size.to_le_bytes().to_vec();
    packet.extend(id.to_le_bytes());
    packet.extend(kind.to_le_bytes());
    packet.extend(body.as_bytes());
    packet.extend([0, 0]);
    packet
}

fn command(text: &str) -> Vec<u8> {
    [packet(2, 2, text), packet(3, 0, "")].concat()
}

fn read(stream: &mut TcpStream, buffer: &mut [u8], at_least: usize) -> usize {
    let mut have = 0;
    while have < at_least {
        match stream.read(&mut buffer[have..]).unwrap() {
            0 => panic!("the server closed the connection"),
            count => have += count,
        }
    }
    have
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mut stream = TcpStream::connect(&arguments[1]).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = vec![0; 64 * 1024];
    stream.write_all(&packet(1, 3, &arguments[2])).unwrap();
    let one = arguments[3] == "copy-one";
    read(&mut stream, &mut buffer, if one { 14 } else { LOGIN });
    let mut output = std::io::stdout().lock();
    match &arguments[3][..] {
        "once" => {
            stream.write_all(&command(&arguments[4])).unwrap();
            let have = read(&mut stream, &mut buffer, PROBED + 14);
            output.write_all(&buffer[12..have - PROBED - 2]).unwrap();
        }
        "row" => {
            let segment = command("echo x");
            for _ in 0..arguments[4].parse::<u32>().unwrap() {
                stream.write_all(&segment).unwrap();
                read(&mut stream, &mut buffer, PROBED + 14 + 2);
                output.write_all(&buffer[12..14]).unwrap();
            }
        }
        _ => {
            let segment = if one {
                packet(2, 2, &arguments[5])
            } else {
                command(&arguments[5])
            };
            stream.write_all(&segment).unwrap();
            let mut left = arguments[4].parse::<usize>().unwrap();
            while left > 0 {
                let count = stream.read(&mut buffer).unwrap();
                assert!(count > 0, "the server closed the connection");
                output.write_all(&buffer[..count]).unwrap();
                left = left.saturating_sub(count);
            }
        }
    }
}
