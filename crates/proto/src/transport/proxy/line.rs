//! The command line of a proxy: filled in, and given to the platform's shell.

use std::process::Command;

use crate::address::Address;

/// Fills in `%h`, `%p` and `%%`. A host that a shell would read as more than
/// a word is refused: it may come from a list that somebody else keeps.
pub(super) fn fill_in(command: &str, address: &Address) -> Result<String, String> {
    if !is_harmless(address.host(), cfg!(windows)) {
        return Err(format!(
            "{:?} cannot stand in a command line",
            address.host()
        ));
    }
    let mut line = String::with_capacity(command.len() + 32);
    let mut rest = command.chars();
    while let Some(c) = rest.next() {
        match (c, if c == '%' { rest.next() } else { None }) {
            ('%', Some('h')) => line.push_str(address.host()),
            ('%', Some('p')) => line.push_str(&address.port().to_string()),
            ('%', Some('%')) => line.push('%'),
            ('%', Some(other)) => {
                return Err(format!("%{other} means nothing (there are %h, %p and %%)"));
            }
            ('%', None) => return Err("a lone % at its end (write %%)".into()),
            (c, _) => line.push(c),
        }
    }
    Ok(line)
}

/// Whether a host is one word to a shell. A `%` stands in front of an IPv6
/// address's zone; anywhere else, `cmd` would fill in a variable between two.
fn is_harmless(host: &str, windows: bool) -> bool {
    let harmless = |c: char| c.is_alphanumeric() || ".:_%-".contains(c);
    let zones = usize::from(host.contains(':'));
    let percents = host.matches('%').count();
    host.chars().all(harmless) && !host.starts_with('-') && (!windows || percents <= zones)
}

/// In a process group of its own, so that Ctrl-C here does not end it.
#[cfg(unix)]
pub(super) fn shell(line: &str) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut shell = Command::new("/bin/sh");
    // `exec`: the program itself is the child, and is what gets killed.
    shell.arg("-c").arg(format!("exec {line}")).process_group(0);
    shell
}

#[cfg(not(unix))]
pub(super) fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt as _;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    let mut shell = Command::new("cmd");
    // With `/S` it takes away the outermost quotes, ours, and no other.
    shell.args(["/S", "/C"]).raw_arg(format!("\"{line}\""));
    shell.creation_flags(CREATE_NEW_PROCESS_GROUP);
    shell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_filled_in() {
        let line = fill_in("ssh -W %h:%p 100%%", &Address::new("game.test", 27_015));
        assert_eq!(line.as_deref(), Ok("ssh -W game.test:27015 100%"));
        assert!(fill_in("x %q", &Address::new("game.test", 27_015)).is_err());
        assert!(fill_in("x %", &Address::new("game.test", 27_015)).is_err());
    }

    #[test]
    fn a_host_is_no_way_into_the_shell() {
        for host in ["a;reboot", "$(id)", "-oProxyCommand=x", "a b", "`id`"] {
            assert!(fill_in("ssh %h", &Address::new(host, 1)).is_err(), "{host}");
        }
    }

    #[test]
    fn a_percent_is_a_zones_on_windows() {
        assert!(is_harmless("fe80::1%eth0", true));
        for host in ["%PATH%", "a%b", "fe80::1%A%", "::%PATH%"] {
            assert!(!is_harmless(host, true), "{host}");
            assert!(is_harmless(host, false), "{host}");
        }
    }
}
