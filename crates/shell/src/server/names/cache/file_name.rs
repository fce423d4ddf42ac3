//! A file name for a server, whatever its host name holds.

use std::fmt::Write;

use crate::request::target::Place;

/// The longest escaped name that is used as it is, in bytes; file systems
/// take 255.
const LONGEST: usize = 150;

/// The file name for `host:port`: equal for equal servers, in any case of
/// letters, and safe on every file system: one path component, no name that
/// Windows reserves, and never too long.
pub(super) fn of(server: &str) -> String {
    stem(server) + ".names"
}

/// The same without its ending, for another file of that server.
pub(super) fn stem(server: &str) -> String {
    let server = server.to_ascii_lowercase();
    // The front part keeps `con` and `nul.example.com` from being devices.
    let mut name = String::from("server-");
    for byte in server.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => name.push(char::from(byte)),
            other => {
                // Writing into a string cannot fail.
                let _ = write!(name, "%{other:02X}");
            }
        }
    }
    if name.len() > LONGEST {
        // All ASCII, so any place is a border. The file itself names its
        // server, so that two with one hash are not taken for each other.
        name.truncate(LONGEST);
        let _ = write!(name, "-{:016x}", fnv1a(server.as_bytes()));
    }
    name
}

/// By what a server is kept: `host:port`, and behind a proxy command which one
/// that is, as it may lead to another server under the same name. The command
/// itself is not written: it may hold a password of its own.
pub(super) fn key(place: &Place) -> String {
    let address = place.address();
    match place.proxy_command() {
        None => address.to_string(),
        Some(command) => format!("{address} through {:016x}", fnv1a(command.as_bytes())),
    }
}

/// FNV-1a, 64 bits: the same on every platform and in every version.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_servers_can_be_recognised() {
        assert_eq!(
            of("TF2.example.com:27015"),
            "server-tf2.example.com%3A27015.names"
        );
        assert_eq!(of("[::1]:27015"), "server-%5B%3A%3A1%5D%3A27015.names");
    }

    #[test]
    fn one_address_behind_two_proxy_commands_is_kept_apart() {
        let address = "Localhost:27015".parse().unwrap();
        let key = |command| key(&Place::new(&address, command));
        assert_eq!(key(None), "localhost:27015");
        let (a, b) = (key(Some("sshpass -p hunter2 ssh a")), key(Some("ssh b")));
        assert_ne!(of(&a), of(&b));
        assert_ne!(of(&a), of("localhost:27015"));
        assert!(!a.contains("hunter2"), "{a}");
    }

    #[test]
    fn no_host_name_leaves_the_folder_or_breaks_a_file_system() {
        let long = "x".repeat(5000);
        for server in [
            "../../etc/passwd:1",
            "a/b:1",
            "c:\\con:1",
            "\0:1",
            "..",
            "",
            "é:1",
            "con",
            &long,
        ] {
            let name = of(server);
            assert!(name.len() <= 255, "{name}");
            assert!(name.starts_with("server-"), "{name}");
            let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._%".contains(&byte);
            assert!(name.bytes().all(safe), "{name}");
        }
    }

    #[test]
    fn different_servers_have_different_files() {
        let (a, b) = ("x".repeat(500) + ":1", "x".repeat(500) + ":2");
        assert_ne!(of(&a), of(&b));
        assert_ne!(of("a:b"), of("a%3Ab"));
    }
}
