//! Against consoles of a few lines.

use super::*;
use crate::error::Error;

const LIST: &str = "cvar list\n--------------\n\
    a_text : 0 : , \"sv\" : \nb_number : 5 : , \"sv\" : \nquit : cmd : : \nrcon_password : 0 : , \"prot\" : \n\
    silent : 0 : , \"sv\" : \n--------------\n  5 total convars/concommands\n";

/// What a console of these answers is asked, and what becomes of it.
fn asked(names: &[&str], answer: &dyn Fn(&str) -> String) -> (State, Vec<String>) {
    let mut questions = Vec::new();
    let mut ask = |question: &str| {
        questions.push(question.to_owned());
        Ok(match question {
            "cvarlist" => LIST.to_owned(),
            _ => answer(question),
        })
    };
    let mut asker = Asker {
        game: Game::Source,
        limit: 1000,
        ask: &mut ask,
        progress: &mut |_, _| {},
    };
    let known = asker.known().unwrap();
    let state = asker.read(&known, names.iter().copied()).unwrap();
    (state, questions)
}

fn console(question: &str) -> String {
    let answer = |name: &str| match name {
        "a_text" => "\"a_text\" = \"x \"y\"; z\" ( def. \"\" )\n".to_owned(),
        "b_number" => "\"b_number\" = \"5\"\n game\n - Five.\n".to_owned(),
        _ => String::new(),
    };
    question.split(';').map(answer).collect()
}

#[test]
fn nothing_is_asked_that_is_no_variable() {
    let names = [
        "A_Text",
        "b_number",
        "quit",
        "rcon_password",
        "unlisted_password",
        "nothing",
        "silent",
        "a_text;quit",
    ];
    let (state, questions) = asked(&names, &|question| console(&question.to_lowercase()));
    assert_eq!(
        questions,
        ["cvarlist", "A_Text;b_number;silent", "silent;A_Text"]
    );
    let value = |value: &str, is_default| Reading::Value {
        value: value.to_owned(),
        is_default: Some(is_default),
    };
    assert_eq!(state.get("a_text"), &value("x \"y\"; z", false));
    assert_eq!(state.get("B_NUMBER"), &value("5", true));
    assert_eq!(state.get("quit"), &Reading::Command);
    assert_eq!(state.get("rcon_password"), &Reading::Secret);
    assert_eq!(state.get("unlisted_password"), &Reading::Secret);
    assert_eq!(state.get("nothing"), &Reading::Unknown);
    assert_eq!(state.get("a_text;quit"), &Reading::Unknown);
    assert_eq!(state.get("silent"), &Reading::Untold);
}

#[test]
fn goldsrc_is_read_in_its_own_form() {
    let list = "CVar List\n--------------\nsv_gravity :      800, s\nhostname :        0\n\
        --------------\n  2 CVars\n";
    let mut ask = |question: &str| {
        Ok(match question {
            "cvarlist" => list.to_owned(),
            _ => "\"sv_gravity\" is \"600\"\n\"hostname\" is \"Ours \"x\"\"\n".to_owned(),
        })
    };
    let mut asker = Asker {
        game: Game::Source,
        limit: 1000,
        ask: &mut ask,
        progress: &mut |_, _| {},
    };
    let known = asker.known().unwrap();
    let state = asker.read(&known, ["sv_gravity", "hostname"]).unwrap();
    assert!(!known.tells_defaults());
    assert_eq!(state.get("sv_gravity"), &Reading::value("600"));
    assert_eq!(state.get("hostname"), &Reading::value("Ours \"x\""));
}

#[test]
fn a_name_that_is_two_commands_is_not_asked_for() {
    for name in ["a;quit", "a b", "a\"b", "a//b", "a\nb"] {
        assert!(!is_one_word(name), "{name:?}");
    }
    assert!(is_one_word("sv_a.b-c+d") && is_one_word("minecraft:x"));
}

#[test]
fn silence_is_a_value_that_is_not_told() {
    let mut waited = 0;
    let mut ask = |question: &str| {
        if question == "cvarlist" {
            return Ok(LIST.to_owned());
        }
        waited += 1;
        Err(Error::new(ErrorKind::Timeout, "no reply"))
    };
    let mut asker = Asker {
        game: Game::Cs2,
        limit: 1000,
        ask: &mut ask,
        progress: &mut |_, _| {},
    };
    let known = asker.known().unwrap();
    let state = asker.read(&known, ["silent"]).unwrap();
    assert_eq!(state.get("silent"), &Reading::Untold);
    // A server that is gone is not asked for ever.
    asker.limit = 10;
    let names = ["a_text", "b_number", "silent", "a_text", "b_number"];
    assert!(asker.read(&known, names).is_err());
    assert!(waited <= 4, "{waited}");
}

#[test]
fn a_console_that_takes_no_semicolon_is_asked_one_by_one() {
    let (state, questions) = asked(&["a_text", "b_number"], &|question| {
        if question.contains(';') {
            String::new()
        } else {
            console(question)
        }
    });
    assert_eq!(
        questions,
        ["cvarlist", "a_text;b_number", "a_text", "b_number"]
    );
    assert!(matches!(state.get("b_number"), Reading::Value { .. }));
}
