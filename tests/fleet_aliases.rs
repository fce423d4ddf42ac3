//! Names of the user's own for lines, at the prompt of many servers.
#![cfg(unix)]

use crate::support::{Home, Key, PASSWORD, Server, Target as _, nobody, profiles, rcon};

#[test]
fn an_alias_goes_to_all() {
    let servers = Server::with(|builder| builder.count(2));
    let home = Home::new();
    let mut config = profiles(servers.addrs());
    config.push_str("[aliases]\ngg = \"sv_gravity $1\"\n");
    home.config(&config);
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 80);
    screen.wait_row("@all ]");
    screen.type_text("!gg 500\n").wait_row("@all ]");
    screen.type_text("!on b !gg 400\n").wait_row("@all ]");
    let at = |place| servers.typed_at(place);
    // One may be slower than the other.
    servers.wait("all three", |_| at(0).len() + at(1).len() == 3);
    assert_eq!(at(0), ["sv_gravity 500"]);
    assert_eq!(at(1), ["sv_gravity 500", "sv_gravity 400"]);
}

#[test]
fn an_alias_that_is_new_is_there_and_ends_on_a_server_that_fails() {
    let server = Server::start();
    let home = Home::new();
    let config = format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address(),
        nobody(),
    );
    home.config(&config);
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all 1/2 ]");
    home.config(&format!(
        "{config}[aliases]\nmorning = [\"echo up\", \"echo and about\"]\n"
    ));
    screen.type_text("!morning\n").wait_text("==> a <==\nup\n");
    // Who is not there holds up no other.
    screen.wait_text("!morning: one more line was not run on b\n==> a <==\nand about\n");
    screen.wait_row("@all 1/2 ]");
    // What fails everywhere ends it.
    screen
        .type_text("!on b !morning\n")
        .wait_text("!morning: one more line was not run\n@all 1/2 ]");
    screen
        .type_text("!on a !morning\n")
        .wait_text("!on a !morning\n==> a <==\nup\n==> a <==\nand about\n");
    // Nor does one stay what it was.
    home.config(&format!("{config}[aliases]\nmorning = \"echo changed\"\n"));
    screen
        .type_text("!on a !morning\n")
        .wait_text("==> a <==\nchanged\n");
    // One with an error in it is told of, and the aliases stay.
    home.config(&format!("{config}[aliases]\nmorning = 5\n"));
    screen
        .type_text("!servers\n")
        .wait_text("the configuration stays as it was")
        .wait_row("@all 1/2 ]");
    screen.key(Key::Ctrl('l'));
    screen
        .type_text("!on a !morning\n")
        .wait_text("==> a <==\nchanged\n");
}

/// Else b is told to change what no file keeps.
#[test]
fn a_server_that_fails_a_line_of_the_shell_is_left_out_of_the_rest() {
    let servers = Server::with(|builder| builder.count(2));
    let home = Home::new();
    let mut config = profiles(servers.addrs());
    // There is a folder for a alone.
    let into = home.path("a");
    std::fs::create_dir(&into).unwrap();
    let into = into.with_file_name("{name}");
    config.extend([format!(
        "[aliases]\nup = [\"!snapshot {}/now.cfg\", \"echo new\"]\nboth = [\"!on b,a !up\", \"echo after\"]\n",
        into.display()
    )]);
    home.config(&config);
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 200);
    screen.wait_row("@all ]");
    screen
        .type_text("!up\n")
        .wait_text("!up: one more line was not run on b\n==> a <==\nnew\n@all ]");
    assert!(!servers.typed_at(1).contains(&"echo new".to_owned()));
    // What fails within fails what is around it.
    screen
        .type_text("!both\n")
        .wait_text("!both: one more line was not run on b\n==> a <==\nafter\n@all ]");
    assert!(!servers.typed_at(1).contains(&"echo after".to_owned()));
}

#[test]
fn a_script_ends_at_a_line_of_the_shell_that_one_server_fails() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address(),
        nobody(),
    ));
    let file = home.path("all.txt");
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 200);
    screen.wait_row("@all 1/2 ]");
    for (line, said) in [
        ("!send echo sent", "sent"),
        ("!say said", "said"),
        ("!players", "Grace Hopper"),
    ] {
        std::fs::write(&file, format!("{line}\necho never\n")).unwrap();
        screen.key(Key::Ctrl('l'));
        screen.type_text(&format!("!run {}\n", file.display()));
        screen
            .wait_text(said)
            .wait_text("all.txt:1: 1 of 2 servers failed\n@all 1/2 ]");
    }
    let typed = server.typed_at(0);
    assert!(!typed.contains(&"echo never".to_owned()), "{typed:?}");
}
