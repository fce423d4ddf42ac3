use std::fs;
use std::time::Duration;

use rcon_proto::{Address, Game, Password};

use super::edit::{Saved, save_profile};
use super::*;

/// A folder with a configuration file in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(text: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.file(), text).unwrap();
        folder
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("config.toml")
    }

    fn read(&self) -> Result<Config, ConfigError> {
        Config::read(&self.file())
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The line and the text of what is wrong.
fn refusal(text: &str) -> (Option<usize>, String) {
    let error = Folder::with(text).read().unwrap_err();
    (error.line(), error.problem().to_string())
}

#[test]
fn the_manuals_example_is_read() {
    let config = Folder::with(
        r#"
        [defaults]
        timeout = 5
        [servers.tf2]
        address = "tf2.example.com:27015"
        password_command = "pass show tf2/rcon"   # or password_file, or password
        game = "source"
        proxy_command = "ssh -W %h:%p bastion"
        max_command_bytes = 1014
        [groups]
        eu = ["tf2", "css.example.com:27016"]
        "#,
    )
    .read()
    .unwrap();
    assert_eq!(
        config.defaults.settings.timeout,
        Some(Duration::from_secs(5))
    );
    let profile = config.profile("tf2").unwrap();
    assert_eq!(profile.settings.game, Some(Game::Source));
    assert_eq!(profile.settings.max_command, Some(1014));
    let command = PasswordSource::Command("pass show tf2/rcon".to_owned());
    assert_eq!(profile.password, Some(command));
    assert_eq!(config.group("eu").unwrap().members.len(), 2);
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_nearest() {
    let (line, text) = refusal("[defaults]\ntimeout = 5\ntiemout = 5\n");
    assert_eq!(line, Some(3));
    assert_eq!(
        text,
        r#"unknown key "tiemout" in [defaults] (did you mean timeout?)"#
    );

    let (line, text) = refusal("[servers.a]\naddress = 'a'\npasword_file = 'x'\n");
    assert_eq!(line, Some(3));
    assert!(
        text.ends_with("in [servers.a] (did you mean password_file?)"),
        "{text}"
    );

    // Near nothing: the right one is among all of them.
    let (_, text) = refusal("[servers.a]\nhostname = 'a'\n");
    assert!(text.starts_with(r#"unknown key "hostname" in [servers.a] (there are "#));
    assert!(text.contains(", address, "), "{text}");

    let (line, text) = refusal("\n[server.a]\naddress = 'a'\n");
    assert_eq!(line, Some(2));
    assert!(text.contains("did you mean servers?"), "{text}");
    // A key of the defaults is none of a server.
    assert!(
        refusal("[servers.a]\naddress = 'a'\nvi = true")
            .1
            .contains("unknown key")
    );
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    for (text, line, part) in [
        ("[defaults]\ntimeout = 'x'", 2, "a number of seconds"),
        ("[defaults]\ntimeout = 0", 2, "timeout: "),
        ("[defaults]\ntimeout = nan", 2, "timeout: "),
        ("[defaults]\ngame = 'chess'", 2, "unknown game"),
        ("[defaults]\ncolor = 'red'", 2, "color: "),
        ("[defaults]\npager = 'less'", 2, "true or false"),
        ("[defaults]\nmax_reply_bytes = -1", 2, "max_reply_bytes: "),
        ("[servers.a]\ngame = 'source'", 1, "has no address"),
        ("[servers.a]\naddress = 'a:b:c'", 2, "too many colons"),
        ("[servers]\n'@a' = { address = 'a' }", 2, "cannot be a name"),
        ("[servers.a]\naddress = 'a'\naddress = 'b'", 3, "not TOML"),
        ("servers = 3", 1, "a table"),
        ("[groups]\neu = []", 2, "no members"),
        ("[groups]\neu = ['localhost',\n  7]", 3, "a list of names"),
        ("[groups]\neu = ['localhost',\n  'a:0']", 3, "port"),
        ("[defaults\n", 1, "not TOML"),
        (
            "[servers.a]\naddress = 'a'\npassword_file = 'x'\npassword_command = 'y'",
            3,
            "keep one",
        ),
    ] {
        let (found, problem) = refusal(text);
        assert!(problem.contains(part), "{text}: {problem}");
        assert_eq!(found, Some(line), "{text}: {problem}");
    }
}

#[test]
fn a_member_that_is_neither_profile_nor_address_is_refused() {
    let (line, text) = refusal("[servers.tf2]\naddress = 'a'\n[groups]\neu = [\n  'tf3',\n]\n");
    assert_eq!(line, Some(5));
    assert!(text.ends_with("(did you mean tf2?)"), "{text}");
}

#[test]
fn a_file_that_is_not_there_is_empty_only_where_none_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    assert!(Config::read(&path).is_err());
    let config = Config::read_if_there(&path).unwrap();
    assert_eq!(config.path, Some(path));
}

#[test]
fn a_path_of_windows_in_double_quotes_is_told_of_single_ones() {
    // An escape that there is not, one that there is, and one that is cut off.
    for path in [r"C:\Users\me\rcon", r"C:\new\rcon", r"C:\xyz", r"C:\logs\a"] {
        for key in ["password_file", "log"] {
            let (line, text) = refusal(&format!("[servers.a]\naddress = 'a'\n{key} = \"{path}\""));
            assert_eq!(line, Some(3), "{path}: {text}");
            assert!(text.contains("single quotes"), "{path}: {text}");
            assert!(!text.contains('\n'), "{path}: {text}");
        }
    }
    let folder = Folder::with("[servers.a]\naddress = 'a'\npassword_file = 'C:\\new\\rcon'");
    assert!(folder.read().is_ok());
}

#[test]
fn a_folder_is_no_configuration_and_is_called_one() {
    let folder = tempfile::tempdir().unwrap();
    let error = Config::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("is a directory"), "{error}");
}

#[test]
fn a_password_file_is_looked_for_beside_the_configuration() {
    let folder = Folder::with("[servers.a]\naddress = 'a'\npassword_file = 'a.pw'");
    let file = folder.0.path().join("a.pw");
    let profile = folder.read().unwrap();
    let profile = profile.profile("a").unwrap();
    assert_eq!(profile.password, Some(PasswordSource::File(file)));
}

#[cfg(unix)]
#[test]
fn a_password_that_others_may_read_is_refused() {
    let folder = Folder::with("[servers.a]\naddress = 'a'\npassword = 'hunter2'");
    for exposed in [0o644, 0o640, 0o604] {
        set_mode(&folder.file(), exposed);
        let error = folder.read().unwrap_err().to_string();
        let cure = format!("chmod 600 {}", folder.file().display());
        assert!(error.contains(&cure), "{error}");
        assert!(!error.contains("hunter2"));
    }
    set_mode(&folder.file(), 0o600);
    let config = folder.read().unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

fn saved(address: &Address) -> Saved<'_> {
    Saved {
        address,
        game: None,
        proxy_command: None,
        password: None,
    }
}

#[test]
fn saving_keeps_the_rest_as_it_was() {
    let before = "# mine\n[defaults]\ntimeout = 5 # s\n\n[servers.a]\naddress = 'old' # here\n\
                  timeout = 3\n\n[groups]\neu = [ 'a' ]\n";
    let folder = Folder::with(before);
    let address = "[::1]:27016".parse().unwrap();
    save_profile(&folder.file(), "a", &saved(&address)).unwrap();
    let expected = before.replace("'old'", "\"[::1]:27016\"");
    assert_eq!(folder.text(), expected);

    let with_game = Saved {
        game: Some(Game::Cs2),
        proxy_command: Some("ssh -W %h:%p 'x y'"),
        ..saved(&address)
    };
    save_profile(&folder.file(), "b.c", &with_game).unwrap();
    assert!(
        folder
            .text()
            .starts_with("# mine\n[defaults]\ntimeout = 5 # s\n")
    );
    let config = folder.read().unwrap();
    let profile = config.profile("b.c").unwrap();
    assert_eq!(profile.settings.game, Some(Game::Cs2));
    assert_eq!(
        profile.settings.proxy_command.as_deref(),
        with_game.proxy_command
    );
    let a = config.profile("a").unwrap();
    assert_eq!(a.settings.timeout, Some(Duration::from_secs(3)));
}

#[test]
fn saving_makes_file_and_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rcon-shell/config.toml");
    let address = "tf2:1".parse().unwrap();
    save_profile(&path, "tf2", &saved(&address)).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, "[servers.tf2]\naddress = \"tf2:1\"\n");
    #[cfg(unix)]
    assert_eq!(mode(&path), 0o600);
}

#[cfg(unix)]
#[test]
fn a_saved_password_makes_the_file_private() {
    let folder = Folder::with("[servers.a]\naddress = 'a'\npassword_command = 'pass a'\n");
    set_mode(&folder.file(), 0o644);
    let address = "a".parse().unwrap();
    save_profile(&folder.file(), "a", &saved(&address)).unwrap();
    assert_eq!(mode(&folder.file()), 0o644);
    assert!(folder.text().contains("password_command"));

    let password = Password::new("p\"w\\");
    let with_password = Saved {
        password: Some(&password),
        ..saved(&address)
    };
    save_profile(&folder.file(), "a", &with_password).unwrap();
    assert_eq!(mode(&folder.file()), 0o600);
    let config = folder.read().unwrap();
    let source = config.profile("a").unwrap().password.clone();
    assert_eq!(source, Some(PasswordSource::Value(password)));
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_a_link() {
    let folder = Folder::with("");
    let link = folder.0.path().join("link.toml");
    std::os::unix::fs::symlink(folder.file(), &link).unwrap();
    let address = "a".parse().unwrap();
    save_profile(&link, "a", &saved(&address)).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(folder.read().unwrap().profile("a").is_some());
}

#[test]
fn what_cannot_be_saved_leaves_the_file_as_it_was() {
    let address = "a".parse().unwrap();
    let broken = Folder::with("[servers.a\n");
    assert!(save_profile(&broken.file(), "a", &saved(&address)).is_err());
    assert_eq!(broken.text(), "[servers.a\n");

    let folder = Folder::with("");
    assert!(save_profile(&folder.file(), "@a", &saved(&address)).is_err());
    let password = Password::new(vec![0xff]);
    let binary = Saved {
        password: Some(&password),
        ..saved(&address)
    };
    assert!(save_profile(&folder.file(), "a", &binary).is_err());
    assert_eq!(folder.text(), "");
    // The file, and the one that it is locked by.
    let mut names: Vec<_> = fs::read_dir(folder.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    let file = folder.file();
    let file = file.file_name().unwrap();
    let mut lock = file.to_owned();
    lock.push(".lock");
    assert_eq!(names, [file.to_owned(), lock]);
}
