use std::io;

use rcon_proto::ErrorKind;

use super::*;

fn steps(text: &[u8]) -> Vec<String> {
    let mut script = Script::stdin(
        Arc::new(LineSource::over(io::Cursor::new(text.to_vec()))),
        Arc::default(),
    );
    let cancel = Cancel::new();
    let mut out = Vec::new();
    loop {
        match script.next(&cancel) {
            Ok(None) => return out,
            Ok(Some(step)) => out.push(match step.line {
                Line::Send(bytes) => {
                    format!("{} {}", step.place, String::from_utf8_lossy(&bytes))
                }
                Line::Local(local) => format!("{} local {}", step.place, local.command.name()),
                other => panic!("{other:?} is not a step"),
            }),
            Err(error) => out.push(error.to_string()),
        }
    }
}

#[test]
fn a_script_is_its_commands_with_their_lines() {
    let text = b"\xef\xbb\xbf# backup\r\nsave-off\r\n\r\n// wait\r\n!sleep 1\r\n//calculate\r\n!!x";
    assert_eq!(
        steps(text),
        [
            "standard input:2 save-off",
            "standard input:5 local sleep",
            "standard input:6 //calculate",
            "standard input:7 !x",
        ]
    );
}

#[test]
fn an_error_about_a_line_does_not_end_the_script() {
    assert_eq!(
        steps(b"!watch 1 status\nstatus\n"),
        [
            "standard input:1: !watch is for the prompt, not for scripts: \
             !!watch sends the text !watch to the server",
            "standard input:2 status",
        ]
    );
}

#[test]
fn utf_16_is_named() {
    let lines = steps(b"\xff\xfes\0t\0");
    assert!(lines[0].contains("save it as UTF-8"), "{lines:?}");
}

#[test]
fn bytes_that_are_not_utf_8_are_sent_as_they_are() {
    let mut script = Script::stdin(
        Arc::new(LineSource::over(&b"say \xe9\n"[..])),
        Arc::default(),
    );
    let step = script.next(&Cancel::new()).unwrap().unwrap();
    assert_eq!(step.line, Line::Send(b"say \xe9".to_vec()));
}

#[test]
fn an_empty_option_is_refused_before_anything_runs() {
    let error =
        Script::commands(vec![b"status".to_vec(), b" ".to_vec()], Arc::default()).unwrap_err();
    assert_eq!(error.to_string(), "-e 2: the command is empty");
    assert_eq!(error.kind(), ErrorKind::Usage);
    let error = Script::commands(
        vec![b"status".to_vec(), b"!find x".to_vec()],
        Arc::default(),
    )
    .unwrap_err();
    assert!(matches!(error, ScriptError::Local { .. }));
    // What a shell has left of a line is a command, whatever it starts with.
    assert!(Script::commands(vec![b"# status".to_vec()], Arc::default()).is_ok());
}

#[test]
fn a_script_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("none"), folder.path().to_owned()] {
        let error = Script::file(&path, Arc::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.to_string().contains(&path.display().to_string()));
    }
}

#[test]
fn ctrl_c_ends_the_wait_for_a_line() {
    let (reader, _writer) = io::pipe().unwrap();
    let mut script = Script::stdin(Arc::new(LineSource::over(reader)), Arc::default());
    let cancel = Cancel::new();
    cancel.cancel();
    let error = script.next(&cancel).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(error.to_string(), "standard input:1: interrupted");
}

#[test]
fn commands_know_their_place() -> Result<(), ScriptError> {
    use crate::typing::script::{Line, Script};
    use rcon_proto::Cancel;

    let mut script = Script::commands(
        vec![b"status".to_vec(), b"!sleep 1".to_vec()],
        Arc::default(),
    )?;
    let cancel = Cancel::new();
    let first = script.next(&cancel)?.expect("there are two");
    assert_eq!(first.line, Line::Send(b"status".to_vec()));
    let second = script.next(&cancel)?.expect("there are two");
    assert_eq!(second.place.to_string(), "-e 2");
    Ok(())
}
