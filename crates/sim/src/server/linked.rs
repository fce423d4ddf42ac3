//! What the clients' ends of connections on this machine have come to know.

/// Whether a connection to this port is open as far as its client's end knows.
#[cfg(target_os = "linux")]
pub(super) fn to(port: u16) -> bool {
    ["/proc/net/tcp", "/proc/net/tcp6"].iter().any(|table| {
        // A system without IPv6 has no table of it.
        let table = std::fs::read_to_string(table).unwrap_or_default();
        table.lines().any(|line| is_open(line, port))
    })
}

/// Elsewhere nothing tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn to(_: u16) -> bool {
    false
}

/// Whether a line of the kernel's list (`proc_pid_net(5)`: number, own address,
/// the other's, state) is of an established connection to this port.
#[cfg(target_os = "linux")]
fn is_open(line: &str, port: u16) -> bool {
    const ESTABLISHED: &str = "01";
    let mut fields = line.split_ascii_whitespace().skip(2);
    let (other, state) = (fields.next(), fields.next());
    let port_of = |other: &str| u16::from_str_radix(other.rsplit(':').next()?, 16).ok();
    state == Some(ESTABLISHED) && other.and_then(port_of) == Some(port)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::is_open;

    #[test]
    fn only_the_clients_end_counts_and_only_while_it_is_open() {
        let line = |from: &str, to: &str, state: &str| {
            format!("   3: 0100007F:{from} 0100007F:{to} {state} 00000000:00000000 00:00000000")
        };
        assert!(is_open(&line("C350", "6987", "01"), 0x6987));
        assert!(!is_open(&line("C350", "6987", "08"), 0x6987), "it knows");
        assert!(!is_open(&line("6987", "C350", "01"), 0x6987), "the server");
        assert!(!is_open("  sl  local_address rem_address   st", 0x6987));
    }
}
