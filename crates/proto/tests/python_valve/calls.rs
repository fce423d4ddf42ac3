//! The cases of the classes that are about one function each.

pub(crate) mod execute {
    use rcon_proto::{ConnectOptions, Connection, Game};
    use rcon_sim::Script;

    #[test]
    fn test() {
        let script = Script::new()
            .expect_auth("secret")
            .accept_as_source()
            .expect_command("echo hello")
            .expect_probe()
            .reply("hello")
            .answer_probe();
        let scripted = script.start().expect("a server");
        let text = rcon_proto::execute(scripted.addr(), "secret", "echo hello");
        assert_eq!(text.expect("a reply"), "hello");
        scripted.finish().expect("as scripted");
    }

    #[test]
    fn no_multi() {
        let script = Script::new()
            .expect_auth("secret")
            .accept()
            .expect_command("echo hello")
            .reply("hello");
        // Nobody has to say so: the server's login does.
        let scripted = script.clone().start().expect("a server");
        let text = rcon_proto::execute(scripted.addr(), "secret", "echo hello");
        assert_eq!(text.expect("a reply"), "hello");
        scripted.finish().expect("no probe came");

        let scripted = script.start().expect("a server");
        let options = ConnectOptions::default().game(Game::Generic);
        let rcon = Connection::open(scripted.addr(), &"secret".into(), options);
        let reply = rcon.and_then(|mut rcon| rcon.execute("echo hello"));
        assert_eq!(reply.expect("a reply").text_lossy(), "hello");
        scripted.finish().expect("no probe came");
    }
}

pub(crate) mod con_var {
    use rcon_proto::CvarList;

    #[test]
    fn repr() {
        let list = CvarList::parse(b"foo : bar : : \n");
        let shown = format!("{:?}", list.get("foo").expect("it is in the list"));
        for field in ["name: \"foo\"", "\"bar\"", "flags: {}", "description: \"\""] {
            assert!(shown.contains(field), "{shown}");
        }
    }
}

pub(crate) mod parse_address {
    use rcon_proto::{Address, AddressError};

    fn parse(text: &str) -> Result<(String, u16), AddressError> {
        let address: Address = text.parse()?;
        Ok((address.host().to_owned(), address.port()))
    }

    #[test]
    fn test() {
        assert_eq!(parse("localhost:9001"), Ok(("localhost".into(), 9001)));
    }

    #[test]
    fn port_default() {
        assert_eq!(parse("localhost"), Ok(("localhost".into(), 27015)));
    }

    /// A port that is none, named in the text of the error.
    fn refused(address: &str) {
        let error = parse(address).expect_err("no port").to_string();
        assert!(error.contains(address), "{error}");
    }

    #[test]
    fn port_not_a_number() {
        refused("localhost:asdf");
    }

    #[test]
    fn port_too_small() {
        refused("localhost:0");
    }

    #[test]
    fn port_too_big() {
        refused("localhost:65536");
    }
}
