//! The JSON of `WebRcon`: what is asked, and what comes back.

use crate::json::{self, field};

/// A command, as Facepunch's own client sends it.
pub(super) fn request(id: i32, command: &str) -> String {
    let message = json::quoted(command);
    format!("{{\"Identifier\":{id},\"Message\":{message},\"Name\":\"WebRcon\"}}")
}

/// A message of the server's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) id: i32,
    pub(super) text: String,
}

/// Reads one. What is no such object was said to nobody.
pub(super) fn read(text: &str) -> Said {
    let unread = || Said {
        id: 0,
        text: text.to_owned(),
    };
    let Some(object) = json::object(text) else {
        return unread();
    };
    let Some(message) = field(&object, "Message") else {
        return unread();
    };
    let id = field(&object, "Identifier").and_then(|id| id.parse().ok());
    let is_chat = field(&object, "Type") == Some("Chat");
    let chat = is_chat.then(|| chat(message)).flatten();
    Said {
        id: id.unwrap_or_default(),
        text: chat.unwrap_or_else(|| message.to_owned()),
    }
}

/// A line of the chat, which is JSON in the message: who said it, where, and
/// what.
fn chat(message: &str) -> Option<String> {
    let object = json::object(message)?;
    let (name, text) = (field(&object, "Username")?, field(&object, "Message")?);
    let channel = match field(&object, "Channel") {
        None | Some("0") => "",
        Some("1") => "team ",
        Some("2") => "server ",
        Some("3") => "cards ",
        Some("4") => "local ",
        Some("5") => "clan ",
        Some(_) => "other ",
    };
    Some(format!("[{channel}chat] {name}: {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(id: i32, text: &str) -> Said {
        Said {
            id,
            text: text.to_owned(),
        }
    }

    #[test]
    fn an_answer_has_its_text_and_its_number() {
        let answer = "{\r\n  \"Message\": \"a\\nb\",\r\n  \"Identifier\": 1001,\r\n  \
                      \"Type\": \"Generic\",\r\n  \"Stacktrace\": \"\"\r\n}";
        assert_eq!(read(answer), said(1001, "a\nb"));
        assert_eq!(read("{\"Message\":\"x\"}"), said(0, "x"));
        assert_eq!(
            read("{\"Message\":\"x\",\"Identifier\":99999999999}"),
            said(0, "x")
        );
        for none in ["", "hello", "[]", "{\"Identifier\":1}"] {
            assert_eq!(read(none), said(0, none));
        }
    }

    #[test]
    fn chat_is_told_as_such() {
        let chat = r#"{"Channel":1,"Message":"hi \"all\"","UserId":"7656","Username":"Bob"}"#;
        let wrapped = format!(
            "{{\"Message\":{},\"Identifier\":-1,\"Type\":\"Chat\"}}",
            json::quoted(chat)
        );
        assert_eq!(read(&wrapped), said(-1, "[team chat] Bob: hi \"all\""));
        let other = "{\"Message\":\"plain\",\"Identifier\":-1,\"Type\":\"Chat\"}";
        assert_eq!(read(other), said(-1, "plain"));
    }

    proptest! {
        #[test]
        fn any_command_is_read_back(command: String, id: i32) {
            prop_assert_eq!(read(&request(id, &command)), said(id, &command));
        }

        #[test]
        fn nothing_panics(text: String) {
            read(&text);
        }
    }
}
