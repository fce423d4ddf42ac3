//! How many datagrams the system had no room for. Linux tells; elsewhere nobody
//! does, and a flood is counted only as far as it got.

use std::net::SocketAddr;

/// So many were lost at this address since it was bound, if the system tells.
#[cfg(target_os = "linux")]
pub(crate) fn lost(at: SocketAddr) -> Option<u64> {
    let table = if at.is_ipv4() {
        "/proc/net/udp"
    } else {
        "/proc/net/udp6"
    };
    let table = std::fs::read_to_string(table).ok()?;
    let port = format!(":{:04X}", at.port());
    // Several may have the port, each on an address of its own.
    let ours = table.lines().skip(1).filter_map(|row| {
        let mut fields = row.split_whitespace();
        let (local, address) = (fields.nth(1)?, fields);
        let ours = local.ends_with(&port) && local.starts_with(&in_hex(at));
        ours.then(|| address.last()?.parse::<u64>().ok()).flatten()
    });
    ours.reduce(|sum, more| sum + more)
}

/// An address as the table has it: words of four bytes, each as this machine
/// reads it.
#[cfg(target_os = "linux")]
fn in_hex(at: SocketAddr) -> String {
    let octets = match at.ip() {
        std::net::IpAddr::V4(ip) => ip.octets().to_vec(),
        std::net::IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let words = octets.chunks_exact(4);
    let word = |word: &[u8]| {
        let bytes = word.try_into().unwrap_or_default();
        format!("{:08X}", u32::from_ne_bytes(bytes))
    };
    words.map(word).collect()
}

/// Nobody tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn lost(_: SocketAddr) -> Option<u64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::UdpSocket;

    use super::*;

    #[test]
    fn the_table_tells_of_a_socket_of_ours() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let at = socket.local_addr().unwrap();
        assert_eq!(lost(at), Some(0));
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        for _ in 0..20_000 {
            let _ = sender.send_to(&[0; 1000], at);
        }
        assert!(lost(at).unwrap() > 0);
    }
}
