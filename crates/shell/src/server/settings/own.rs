//! Settings that say which server it is: each has its own, and nobody wonders at it.

use super::key;

/// Names of convars, in lower case and in order: the names, addresses and ports that
/// a server has for itself. As `cvarlist` has them on Team Fortress 2 and
/// Counter-Strike 2, and on Counter-Strike 1.6 (`ip_…`, `net_address`, `port`,
/// `multicastport`).
const OWN: [&str; 16] = [
    "clientport",
    "hostip",
    "hostname",
    "hostport",
    "ip",
    "ip_clientport",
    "ip_hostport",
    "matchmakingport",
    "multicastport",
    "net_address",
    "net_public_adr",
    "port",
    "systemlinkport",
    "tv_name",
    "tv_port",
    "tv_port1",
];

/// Whether each server has its own of this setting by nature.
pub(crate) fn is_own(name: &str) -> bool {
    OWN.binary_search(&&*key(name)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_looked_up_in_any_case() {
        assert!(OWN.is_sorted() && OWN.iter().all(|name| is_own(name)));
        assert!(is_own("HostPort") && !is_own("sv_gravity") && !is_own(""));
    }
}
