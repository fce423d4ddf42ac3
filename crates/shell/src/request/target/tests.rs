use super::*;
use crate::request::config::Config;
use crate::request::settings::Settings;

const CONFIG: &str = r#"
    [defaults]
    timeout = 5
    proxy_command = "ssh -W %h:%p bastion"
    password_file = "/etc/rcon"
    [servers.tf2]
    address = "tf2.example.com:27016"
    game = "source"
    proxy_command = "none"
    [servers.mc]
    address = "mc.example.com:25575"
    password_command = "pass mc"
    timeout = 2
    [groups]
    eu = ["tf2", "css.example.com", "tf2"]
"#;

fn book(options: Settings) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, CONFIG).unwrap();
    Book::new(Config::read(&path).unwrap(), options)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn addresses(targets: &[Target]) -> Vec<String> {
    targets
        .iter()
        .map(|target| target.address.to_string())
        .collect()
}

#[test]
fn a_profile_wins_over_a_host_and_over_the_defaults() {
    let book = book(Settings::default());
    let target = book.one("tf2").unwrap();
    assert_eq!(target.name.as_deref(), Some("tf2"));
    assert_eq!(target.address.to_string(), "tf2.example.com:27016");
    assert_eq!(target.game, Game::Source);
    assert_eq!(target.timeout, Duration::from_secs(5));
    assert_eq!(target.proxy_command, None);
    // With a port it is a host.
    assert_eq!(book.one("tf2:1").unwrap().address.to_string(), "tf2:1");
}

#[test]
fn options_win_over_profiles() {
    let book = book(Settings {
        timeout: Some(Duration::from_secs(1)),
        ..Settings::default()
    });
    assert_eq!(book.one("mc").unwrap().timeout, Duration::from_secs(1));
}

#[test]
fn the_default_password_is_for_profiles_alone() {
    let book = book(Settings::default());
    let found = book.one("tf2").unwrap().password;
    let Some(PasswordSource::File(file)) = &found else {
        panic!("{found:?}");
    };
    // On Windows it is on the drive of the configuration.
    assert!(file.has_root() && file.ends_with("etc/rcon"), "{found:?}");
    let own = PasswordSource::Command("pass mc".into());
    assert_eq!(book.one("mc").unwrap().password, Some(own));
    assert_eq!(book.one("tf2.exmaple.com").unwrap().password, None);
}

#[test]
fn a_server_named_twice_is_one() {
    let book = book(Settings::default());
    let targets = book.all(&words(&["b:1", "@eu", "B:1", "tf2"])).unwrap();
    assert_eq!(
        addresses(&targets),
        ["b:1", "tf2.example.com:27016", "css.example.com:27015"]
    );
}

#[test]
fn a_profile_lends_its_knowledge_to_its_bare_address() {
    let book = book(Settings::default());
    let targets = book
        .all(&words(&["mc.example.com:25575", "x", "mc"]))
        .unwrap();
    assert_eq!(targets.len(), 2);
    assert_eq!(targets[0].name.as_deref(), Some("mc"));
}

#[test]
fn another_way_there_is_another_server() {
    let book = book(Settings::default());
    // The address goes through the default proxy, the profile directly.
    let targets = book.all(&words(&["tf2.example.com:27016", "tf2"])).unwrap();
    assert_eq!(targets.len(), 2);
}

#[test]
fn what_is_no_server_is_told_with_the_nearest_name() {
    let book = book(Settings::default());
    let error = book.all(&words(&["@ue"])).unwrap_err();
    assert_eq!(error.to_string(), "unknown group @ue (did you mean @eu?)");
    assert!(matches!(book.one("@eu"), Err(TargetError::Group(_))));
    assert!(matches!(book.one("a:b:c"), Err(TargetError::Address(_))));
}

#[test]
fn an_address_needs_no_profile() -> Result<(), TargetError> {
    use crate::request::target::Book;

    let book = Book::default();
    let target = book.one("[::1]:27016")?;
    assert_eq!(target.address.to_string(), "[::1]:27016");
    assert_eq!(target.name, None);
    Ok(())
}

/// The words of a configuration, with a game that an option names.
fn book_of(text: &str, game: Option<Game>) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    let options = Settings {
        game,
        ..Settings::default()
    };
    Book::new(Config::read(&path).unwrap(), options)
}

#[test]
fn an_address_without_a_port_has_that_of_the_game_whoever_names_it() {
    let text = "
        [servers.plain]
        address = '192.0.2.7'
        [servers.source]
        address = '192.0.2.8'
        game = 'source'
        [servers.port]
        address = '192.0.2.9:27015'
        [servers.scheme]
        address = 'ws://192.0.2.10'
        [groups]
        all = ['plain', 'source', 'port', 'scheme', '192.0.2.11']
    ";
    let dayz = format!("[defaults]\ngame = 'dayz'\n{text}");
    let ports = |text: &str, game| {
        let targets = book_of(text, game).all(&words(&["@all"])).unwrap();
        let ports = targets.iter().map(|it| (it.address.port(), it.game));
        ports.collect::<Vec<_>>()
    };
    let (auto, source, rust) = (Game::Auto, Game::Source, Game::Rust);
    assert_eq!(
        ports(text, None),
        [
            (27015, auto),
            (27015, source),
            (27015, auto),
            (28016, rust),
            (27015, auto)
        ]
    );
    let dayz_is = Game::DayZ;
    assert_eq!(
        ports(&dayz, None),
        [
            (2306, dayz_is),
            (27015, source),
            (27015, dayz_is),
            (28016, rust),
            (2306, dayz_is)
        ]
    );
    // An option is about all of them.
    let asked = ports(text, Some(dayz_is));
    let port_of = |at: usize| asked[at].0;
    assert_eq!(
        [0, 1, 2, 3, 4].map(port_of),
        [2306, 2306, 27015, 28016, 2306]
    );
    assert!(asked.iter().all(|(_, game)| *game == dayz_is));
}

#[test]
fn the_defaults_name_no_game_that_an_address_cannot_have() {
    let game = |default: &str, word: &str| {
        let book = book_of(&format!("[defaults]\ngame = '{default}'\n"), None);
        book.one(word).unwrap().game
    };
    assert_eq!(game("minecraft", "ws://192.0.2.7"), Game::Rust);
    assert_eq!(game("minecraft", "be://192.0.2.7"), Game::BattlEye);
    assert_eq!(game("dayz", "be://192.0.2.7"), Game::DayZ);
    assert_eq!(game("dayz", "rcon://192.0.2.7"), Game::Auto);
    assert_eq!(game("rust", "rcon://192.0.2.7"), Game::Rust);
    assert_eq!(game("minecraft", "192.0.2.7"), Game::Minecraft);
}
