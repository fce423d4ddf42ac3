use super::*;

fn fault(text: &str) -> AddressFault {
    text.parse::<Address>().expect_err(text).fault()
}

#[test]
fn reads_every_form() {
    for (text, host, port) in [
        ("localhost", "localhost", 27015),
        ("10.0.0.7:25575", "10.0.0.7", 25575),
        ("::1", "::1", 27015),
        ("[::1]", "::1", 27015),
        ("[2001:db8::1]:1", "2001:db8::1", 1),
        ("fe80::1%eth0", "fe80::1%eth0", 27015),
        ("bücher.example:65535", "bücher.example", 65535),
        ("rcon://a", "a", 27015),
        ("RCON://[::1]:7/", "::1", 7),
    ] {
        let address: Address = text.parse().expect(text);
        assert_eq!((address.host(), address.port()), (host, port), "{text}");
    }
}

#[test]
fn names_what_is_wrong() {
    assert_eq!(fault(""), AddressFault::NoHost);
    assert_eq!(fault(":27015"), AddressFault::NoHost);
    assert_eq!(fault("host:"), AddressFault::NoPort);
    assert_eq!(fault("host:http"), AddressFault::PortNotANumber);
    assert_eq!(fault("host:-1"), AddressFault::PortNotANumber);
    assert_eq!(fault("host:0"), AddressFault::PortOutOfRange);
    assert_eq!(fault("host:65536"), AddressFault::PortOutOfRange);
    assert_eq!(
        fault("host:99999999999999999999"),
        AddressFault::PortOutOfRange
    );
    assert_eq!(fault("[::1"), AddressFault::UnclosedBracket);
    assert_eq!(fault("[localhost]:1"), AddressFault::NotIpv6);
    assert_eq!(fault("[::1]27015"), AddressFault::AfterBracket);
    assert_eq!(fault("1:2:3"), AddressFault::TooManyColons);
    assert_eq!(fault("http://host"), AddressFault::UnknownScheme);
    assert_eq!(fault("://host"), AddressFault::UnknownScheme);
    assert_eq!(fault("rcon://"), AddressFault::NoHost);
    assert_eq!(fault("rcon://host/path"), AddressFault::BadCharacter('/'));
    assert_eq!(fault("host/path"), AddressFault::BadCharacter('/'));
    assert_eq!(fault("my host"), AddressFault::BadCharacter(' '));
}

#[test]
fn prints_what_it_reads() {
    for text in ["a:1", "[::1]:2", "1.2.3.4:5"] {
        assert_eq!(text.parse::<Address>().expect(text).to_string(), text);
    }
}

/// Without it there is no way there.
#[test]
fn a_zone_stays_with_its_address() {
    let zone = std::net::SocketAddrV6::new("fe80::1".parse().unwrap(), 27016, 0, 2);
    let address = Address::from(std::net::SocketAddr::from(zone));
    assert_eq!(address.to_string(), "[fe80::1%2]:27016");
    assert_eq!(address.to_string().parse(), Ok(address));
}
