use serde_json::Value;

use super::*;

const SERVER: &str = "[::1]:27015";

/// The part of JSON Schema that `record.json` uses.
fn matches(value: &Value, schema: &Value, root: &Value) -> bool {
    let Value::Object(rules) = schema else {
        panic!("not a schema: {schema}");
    };
    rules.iter().all(|(rule, argument)| match rule.as_str() {
        "$schema" | "$defs" | "title" | "description" => true,
        "$ref" => {
            let pointer = argument.as_str().unwrap().trim_start_matches('#');
            matches(value, root.pointer(pointer).unwrap(), root)
        }
        "oneOf" => {
            let choices = argument.as_array().unwrap().iter();
            choices
                .filter(|choice| matches(value, choice, root))
                .count()
                == 1
        }
        "type" => {
            let name = match value {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
            };
            argument == name
                || argument
                    .as_array()
                    .is_some_and(|names| names.contains(&name.into()))
        }
        "const" => value == argument,
        "enum" => argument.as_array().unwrap().contains(value),
        "minimum" => value.as_f64() >= argument.as_f64(),
        "minLength" => value.as_str().unwrap().chars().count() as u64 >= argument.as_u64().unwrap(),
        "pattern" => value
            .as_str()
            .unwrap()
            .rsplit_once(':')
            .unwrap()
            .1
            .parse::<u16>()
            .is_ok(),
        "required" => {
            let mut names = argument.as_array().unwrap().iter();
            names.all(|name| value.get(name.as_str().unwrap()).is_some())
        }
        "properties" => {
            let mut present = argument.as_object().unwrap().iter();
            present.all(|(name, schema)| {
                value
                    .get(name)
                    .is_none_or(|value| matches(value, schema, root))
            })
        }
        "additionalProperties" => {
            let known = &rules["properties"];
            value
                .as_object()
                .unwrap()
                .keys()
                .all(|name| known.get(name).is_some())
        }
        _ => panic!("rule {rule:?} is not known here"),
    })
}

#[track_caller]
fn check(line: &str, expected: &str) {
    assert_eq!(line, format!("{expected}\n"));
    let schema = include_str!("../../../schema/record.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let value: Value = serde_json::from_str(line).unwrap();
    assert!(
        matches(&value, &schema, &schema),
        "{line} is not of the schema"
    );
    let mut spoilt = value;
    spoilt["more"] = true.into();
    assert!(!matches(&spoilt, &schema, &schema));
}

#[test]
fn records_have_the_promised_form() {
    let elapsed = Duration::from_micros(12_345);
    check(
        &Record::new(SERVER, Some("tf2"), Some("status"))
            .replied(b"a\xff\"\r\n", ServerEncoding::UTF_8, elapsed)
            .to_line(),
        "{\"server\":\"[::1]:27015\",\"name\":\"tf2\",\"command\":\"status\",\"ok\":true,\
         \"reply\":\"a\u{fffd}\\\"\\r\\n\",\"elapsed_ms\":12.35,\"lossy\":true}",
    );
    check(
        &Record::new(SERVER, None, Some("say привет")).to_line(),
        r#"{"server":"[::1]:27015","command":"say привет","ok":true}"#,
    );
    check(
        &Record::new(SERVER, None, None)
            .failed("refused", "wrong password")
            .to_line(),
        "{\"server\":\"[::1]:27015\",\"command\":null,\"ok\":false,\
         \"error\":{\"kind\":\"refused\",\"message\":\"wrong password\"}}",
    );
    check(
        &CheckRecord::passed(SERVER, Some("tf2"), "source", Duration::from_millis(3)).to_line(),
        "{\"server\":\"[::1]:27015\",\"name\":\"tf2\",\"ok\":true,\"game\":\"source\",\
         \"round_trip_ms\":3.0}",
    );
    check(
        &CheckRecord::failed(SERVER, None, "timeout", "no answer").to_line(),
        "{\"server\":\"[::1]:27015\",\"ok\":false,\
         \"error\":{\"kind\":\"timeout\",\"message\":\"no answer\"}}",
    );
}

#[test]
fn replies_are_decoded_from_the_servers_encoding() {
    let encoding: ServerEncoding = "windows-1251".parse().unwrap();
    let record =
        Record::new(SERVER, None, Some("x")).replied(b"\xe4\xe0", encoding, Duration::ZERO);
    let value: Value = serde_json::from_str(&record.to_line()).unwrap();
    assert_eq!(value["reply"], "да");
    assert_eq!(value["elapsed_ms"], 0.0);
    assert_eq!(value.get("lossy"), None);
}

#[test]
fn what_a_terminal_acts_upon_is_escaped_and_means_the_same() {
    let reply = "a\u{1b}[2J\u{7f}\u{9b}\u{202e}é\u{e0041}z";
    let line = Record::new(SERVER, None, Some("x"))
        .replied(reply.as_bytes(), ServerEncoding::UTF_8, Duration::ZERO)
        .to_line();
    assert!(
        line.contains(r#""a\u001b[2J\u007f\u009b\u202eé\udb40\udc41z""#),
        "{line}"
    );
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["reply"], reply);
}

#[test]
fn a_reply_is_one_line() {
    use crate::show::json::Record;
    use crate::system::encoding::ServerEncoding;
    use std::time::Duration;

    let elapsed = Duration::from_micros(1_900);
    let line = Record::new("127.0.0.1:27015", None, Some("echo hi"))
        .replied(b"hi\n", ServerEncoding::UTF_8, elapsed)
        .to_line();
    assert_eq!(
    line,
    r#"{"server":"127.0.0.1:27015","command":"echo hi","ok":true,"reply":"hi\n","elapsed_ms":1.9}"#
        .to_owned() + "\n"
);
}

#[test]
fn a_failed_check_has_its_kind() {
    use crate::show::json::CheckRecord;

    let line = CheckRecord::failed("10.0.0.1:27015", None, "refused", "wrong password").to_line();
    assert!(
        line.starts_with(r#"{"server":"10.0.0.1:27015","ok":false,"error":{"kind":"refused","#)
    );
}

#[test]
fn refused_colours_are_left_out_of_a_reply() {
    let reply = "§6There are".as_bytes();
    let line = Record::new(SERVER, None, Some("list"))
        .replied(reply, ServerEncoding::UTF_8, Duration::ZERO)
        .without_colours()
        .to_line();
    assert!(line.contains(r#""reply":"There are""#), "{line}");
}
