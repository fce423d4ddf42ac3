use std::io::Cursor;
use std::path::Path;

use super::*;
use crate::request::target::Book;

fn target() -> Target {
    Book::default().one("host").unwrap()
}

fn profile(source: PasswordSource) -> Target {
    Target {
        name: Some("tf2".to_owned()),
        password: Some(source),
        ..target()
    }
}

fn value(text: &str) -> PasswordSource {
    PasswordSource::Value(text.into())
}

fn secrets(option: Option<PasswordSource>, environment: Option<PasswordSource>) -> Secrets {
    with_stdin(option, environment, b"")
}

fn with_stdin(
    option: Option<PasswordSource>,
    environment: Option<PasswordSource>,
    stdin: &'static [u8],
) -> Secrets {
    let stdin = Arc::new(LineSource::over(Cursor::new(stdin)));
    Secrets::new(option, environment, stdin, Cancel::new())
}

fn known(secrets: &mut Secrets, target: &Target) -> (Vec<u8>, Origin) {
    let found = secrets.known(target).unwrap().unwrap();
    (found.password.expose().to_vec(), found.origin)
}

/// What a file with these bytes gives, readable by its owner alone.
fn from_file(bytes: &[u8]) -> Result<FoundPassword, SecretError> {
    let file = private_file(bytes);
    let source = PasswordSource::File(file.path().to_owned());
    let found = secrets(Some(source), None).known(&target());
    found.map(|found| found.expect("an option always has an answer"))
}

/// `tempfile` creates with 0600.
fn private_file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

#[test]
fn options_then_profile_then_environment_then_nothing() {
    let own = profile(value("own"));
    let mut all = secrets(Some(value("option")), Some(value("environment")));
    assert_eq!(known(&mut all, &own), (b"option".to_vec(), Origin::Option));

    let mut two = secrets(None, Some(value("environment")));
    let expected = (b"own".to_vec(), Origin::Profile("tf2".to_owned()));
    assert_eq!(known(&mut two, &own), expected);
    let expected = (b"environment".to_vec(), Origin::Environment);
    assert_eq!(known(&mut two, &target()), expected);
    // The environment's is kept, and does not hide the profile's.
    assert_eq!(known(&mut two, &own).0, b"own");

    assert_eq!(secrets(None, None).known(&target()).unwrap(), None);
}

#[test]
fn a_source_that_does_not_work_is_not_passed_over() {
    let missing = PasswordSource::File("/not/there".into());
    let mut secrets = secrets(None, Some(value("environment")));
    let error = secrets.known(&profile(missing)).unwrap_err();
    assert!(matches!(error, SecretError::Unreadable { .. }));
}

#[test]
fn a_file_gives_its_first_line_byte_for_byte() {
    for (bytes, expected) in [
        (&b"secret\n"[..], &b"secret"[..]),
        (b"secret\r\nmore", b"secret"),
        (b" a b \xff ", b" a b \xff "),
        (b"x\r", b"x"),
    ] {
        assert_eq!(from_file(bytes).unwrap().password.expose(), expected);
    }
    assert!(matches!(from_file(b""), Err(SecretError::Empty { .. })));
    assert!(matches!(from_file(b"\nx"), Err(SecretError::Empty { .. })));
    assert!(matches!(from_file(b"a\0b"), Err(SecretError::Nul { .. })));
    let long = [b'x'; bytes::MAX_LEN + 1];
    assert!(matches!(from_file(&long), Err(SecretError::TooLong { .. })));
    let longest = [b'x'; bytes::MAX_LEN];
    assert_eq!(from_file(&longest).unwrap().password.expose(), longest);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused_with_its_cure() {
    use std::os::unix::fs::PermissionsExt as _;

    let file = private_file(b"hunter2\n");
    let source = PasswordSource::File(file.path().to_owned());
    for mode in [0o640, 0o604, 0o444] {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(file.path(), mode).unwrap();
        let error = secrets(Some(source.clone()), None).known(&target());
        let error = error.unwrap_err().to_string();
        let cure = format!("chmod 600 {}", file.path().display());
        assert!(error.contains(&cure), "{error}");
        assert!(!error.contains("hunter2"));
    }
}

#[test]
fn a_mounted_secret_is_its_mounters_business() {
    let file = private_file(b"x");
    let metadata = std::fs::metadata(file.path()).unwrap();
    let mounted =
        |path: &str| crate::system::private::is_mounted_secret(Path::new(path), &metadata);
    assert!(mounted("/run/secrets/rcon"));
    assert!(mounted("/var/run/secrets/kubernetes.io/rcon"));
    assert!(!mounted("/run/secretsx/rcon"));
    assert!(!mounted("/home/me/run/secrets/rcon"));
}

#[cfg(unix)]
#[test]
fn a_command_gives_the_first_line_that_it_prints() {
    let run = |command: &str| {
        let source = PasswordSource::Command(command.to_owned());
        secrets(None, None).known(&profile(source))
    };
    let found = run("printf 'a b\\r\\nsecond\\n'").unwrap().unwrap();
    assert_eq!(found.password.expose(), b"a b");
    let error = run("echo hunter2; exit 3").unwrap_err();
    assert!(matches!(error, SecretError::Command { .. }));
    assert!(error.to_string().contains("exit status: 3"), "{error}");
    assert!(matches!(run("true"), Err(SecretError::Empty { .. })));
    // It finishes writing although only its first line is wanted.
    let found = run("echo pw; i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done");
    assert_eq!(found.unwrap().unwrap().password.expose(), b"pw");
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_up_a_command() {
    let cancel = Cancel::new();
    cancel.cancel();
    let stdin = Arc::new(LineSource::over(Cursor::new(b"")));
    let mut secrets = Secrets::new(None, None, stdin, cancel);
    let slow = profile(PasswordSource::Command("sleep 60".to_owned()));
    let error = secrets.known(&slow).unwrap_err();
    assert_eq!(error.kind(), rcon_proto::ErrorKind::Interrupted);
}

#[test]
fn standard_input_gives_one_line_and_keeps_the_rest() {
    let mut secrets = with_stdin(Some(PasswordSource::Stdin), None, b" p\xff \r\nstatus\n");
    let expected = (b" p\xff ".to_vec(), Origin::Stdin);
    assert_eq!(known(&mut secrets, &target()), expected);
    // Asked again, it is the same one.
    assert_eq!(known(&mut secrets, &target()), expected);
    let next = secrets.stdin.next(99, &Cancel::new()).unwrap();
    assert_eq!(next, Some(b"status\n".to_vec()));
}

#[test]
fn an_ignored_password_on_standard_input_is_no_command() {
    let mut secrets = with_stdin(Some(PasswordSource::Stdin), None, b"hunter2\nstatus\n");
    secrets.discard_option().unwrap();
    assert_eq!(secrets.known(&target()).unwrap(), None);
    let next = secrets.stdin.next(99, &Cancel::new()).unwrap();
    assert_eq!(next, Some(b"status\n".to_vec()));
}

#[test]
fn an_empty_password_is_told() {
    let found = secrets(Some(value("")), None).known(&target()).unwrap();
    assert!(found.unwrap().notice().is_some());
    let found = secrets(Some(value("x")), None).known(&target()).unwrap();
    assert_eq!(found.unwrap().notice(), None);
}
