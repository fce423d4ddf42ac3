//! The words that consoles print behind a value.

/// The flags as Source's consoles spell them out after a value.
const FLAG_WORDS: &[&str] = &[
    "archive",
    "cheat",
    "client",
    "clientcmd_can_execute",
    "demo",
    "game",
    "launcher",
    "lua_client",
    "lua_server",
    "notconnected",
    "notify",
    "protected",
    "replicated",
    "server_can_execute",
    "singleplayer",
    "user",
];

/// Whether it is one of them.
pub(super) fn is_flag(word: &str) -> bool {
    FLAG_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_can_be_searched() {
        assert!(FLAG_WORDS.is_sorted());
    }
}
