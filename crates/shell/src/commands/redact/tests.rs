use super::*;

#[test]
fn lines_that_hold_a_password() {
    for (line, safe) in [
        ("rcon_password x", "rcon_password (redacted)"),
        ("RCON_PassWord  x y", "RCON_PassWord  (redacted)"),
        ("sv_password \"a;b\"", "sv_password (redacted)"),
        ("say hi; sv_password x", "say hi; sv_password (redacted)"),
        ("sv_password x;status", "sv_password (redacted);status"),
        ("\"rcon_password\" \"x\"", "\"rcon_password\" (redacted)"),
        ("rcon_password\"x\"", "rcon_password(redacted)"),
        (
            "tv_passwd x; sv_password y",
            "tv_passwd (redacted); sv_password (redacted)",
        ),
        ("!connect host pw", "!connect host (redacted)"),
        ("  !CONNECT host \"p w\" ", "  !CONNECT host (redacted) "),
        (
            "!connect \"my host\" 'p w'",
            "!connect \"my host\" (redacted)",
        ),
        ("!connect -p pw host", "!connect (redacted)"),
        ("!connect host --password=pw", "!connect host (redacted)"),
        ("!conect host pw", "!conect host (redacted)"),
        ("!reconnect host pw", "!reconnect host (redacted)"),
        ("connect host pw", "connect host (redacted)"),
        ("!!rcon_password x", "!!rcon_password (redacted)"),
        ("!watch 5 sv_password x", "!watch 5 sv_password (redacted)"),
        (
            "!watch 5 status; sv_password x",
            "!watch 5 status; sv_password (redacted)",
        ),
        // Without its seconds, misspelt, an alias.
        ("!watch sv_password x", "!watch sv_password (redacted)"),
        ("!wtch 5 sv_password x", "!wtch 5 sv_password (redacted)"),
        ("!gg sv_password x", "!gg sv_password (redacted)"),
        ("!send sv_password x", "!send sv_password (redacted)"),
        ("!SEND !rcon_password x", "!SEND !rcon_password (redacted)"),
        (
            "!send say hi; sv_password x",
            "!send say hi; sv_password (redacted)",
        ),
        (
            "!send rcon sv_password x",
            "!send rcon sv_password (redacted)",
        ),
        ("!send connect host pw", "!send connect host (redacted)"),
        ("!xonnect host pw", "!xonnect host (redacted)"),
        ("!rcon_password x", "!rcon_password (redacted)"),
        ("!set rcon_password x", "!set rcon_password (redacted)"),
        (
            "!pipe less :: sv_password x",
            "!pipe less :: sv_password (redacted)",
        ),
        // No command, and kept in the history all the same.
        (
            "!pipe less::sv_password x",
            "!pipe less::sv_password (redacted)",
        ),
        (
            "status\nrcon_password x\nstats",
            "status\nrcon_password (redacted)\nstats",
        ),
        ("sm_cvar sv_password x", "sm_cvar sv_password (redacted)"),
        (
            "alias a \"sv_password x\"",
            "alias a \"sv_password (redacted)\"",
        ),
        ("say \"x; sv_password y", "say \"x; sv_password (redacted)"),
        ("sv_password ü; say ü", "sv_password (redacted); say ü"),
        ("rcon_password=x", "rcon_password(redacted)"),
        ("a;rcon_password{x y;b", "a;rcon_password(redacted);b"),
        ("rcon_password:x", "rcon_password(redacted)"),
        ("set rcon_password='x'", "set rcon_password(redacted)"),
        ("!send rcon_password=x", "!send rcon_password(redacted)"),
    ] {
        assert!(secret_part(line), "{line}");
        assert_eq!(redact(line), safe);
    }
}

#[test]
fn lines_that_do_not() {
    for line in [
        "",
        "status",
        "rcon_password",
        "rcon_password ;status",
        "help rcon_password",
        "rcon_password()",
        "echo http://host/?password=no",
        "find password",
        "say the password is on the forum",
        "!connect host",
        "!connect",
        "!find password list",
        "!help connect",
        "!set timeout 5",
        "!send say the password is on the forum",
        "!watch 5 say the password is here",
        "!pipe cat :: status",
        "!save tf2 password",
        "!disconnect",
    ] {
        assert!(!secret_part(line), "{line}");
        assert_eq!(redact(line), line);
    }
}

#[test]
fn a_topic_of_help_is_no_password() {
    use crate::commands::secret_part;
    assert!(secret_part("say hi; rcon_password x"));
    assert!(!secret_part("help rcon_password"));
}

#[test]
fn the_rest_of_the_line_stays() {
    use crate::commands::redact;
    assert_eq!(
        redact("sv_password \"a b\"; status"),
        "sv_password (redacted); status"
    );
}
