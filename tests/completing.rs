//! The committed completion files, loaded in the real shells and asked.
// The shells are Debian's; what macOS calls bash is of 2007.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use crate::support::{Home, Key, Run, Screen, program};

/// What is typed after `rcon-shell `, and what Tab makes of it, in any shell.
const CASES: &[(&str, &str)] = &[
    ("--gam", "--game"),
    ("--game mine", "--game minecraft"),
    ("--game=mine", "--game=minecraft"),
    ("--format prom", "--format prometheus"),
    ("tf2 --color al", "tf2 --color always"),
    ("--config oth", "--config other.toml"),
    ("--config=oth", "--config=other.toml"),
    ("tra", "training"),
    ("@e", "@eu"),
    ("tf2 tra", "tf2 training"),
    ("--json tra", "--json training"),
    ("-e 'say hi' tra", "-e 'say hi' training"),
    ("-- tra", "-- training"),
    ("lan:o", "lan:one"),
    ("--config other.toml els", "--config other.toml elsewhere"),
    ("--config=other.toml els", "--config=other.toml elsewhere"),
    (
        "--config ~/other.toml els",
        "--config ~/other.toml elsewhere",
    ),
    // What is no name stays as it is typed, and so does what is no server.
    ("els", "els"),
    ("-p tra", "-p tra"),
    ("--no-config tra", "--no-config tra"),
];

fn completions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions")
}

/// Whether the machine has this shell; says so where it has not.
fn has(shell: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(shell).exists());
    if !found {
        eprintln!("skipped: {shell} is not installed");
    }
    found
}

/// A home with servers to be named, and with a trap: completing must not ask
/// anybody for a password.
fn home() -> Home {
    let home = Home::new();
    let trap = home.path("trap").display().to_string();
    home.config(&format!(
        "[defaults]\npassword_command = \"touch {trap}\"\n\
         [servers.training]\naddress = \"train.invalid\"\npassword_command = \"touch {trap}\"\n\
         [servers.tf2]\naddress = \"tf2.invalid:27016\"\n\
         [servers.\"lan:one\"]\naddress = \"10.0.0.1\"\n\
         [servers.\"$(touch)\"]\naddress = \"quoted.invalid\"\n\
         [groups]\neu = [\"training\", \"tf2\"]\n"
    ));
    home.file(
        "other.toml",
        "[servers.elsewhere]\naddress = \"x\"\n[wrong]\n",
    );
    // As it is called when it is installed.
    std::fs::create_dir(home.path("bin")).unwrap();
    std::os::unix::fs::symlink(program(), home.path("bin/rcon-shell")).unwrap();
    home
}

/// A run of a shell that finds the program under its own name.
fn shell(name: &str, args: &[&str], home: &Home) -> Run {
    let path = std::env::var("PATH").unwrap_or_default();
    Run::new(name)
        .args(args)
        .home(home)
        .env("PATH", format!("{}:{path}", home.path("bin").display()))
}

/// A shell at its prompt, in its home, ready to be asked.
fn at_prompt(run: Run, prepare: &str) -> Screen {
    let mut screen = run.start_on_screen(24, 100);
    screen.type_text(&format!("cd; {prepare}; PS1='ready''> '\n"));
    screen.wait_row("ready>");
    screen.key(Key::Ctrl('l')).wait_row("ready>");
    screen
}

/// Types each of the cases, presses Tab, and looks at what the line has become.
fn ask(screen: &mut Screen) {
    for (typed, completed) in CASES {
        screen
            .type_text(&format!("rcon-shell {typed}"))
            .key(Key::Tab);
        // A letter more is typed, so that it is seen where a Tab did nothing;
        // it goes after the blank that follows a finished word, if one does.
        screen.type_text("^");
        // Zsh puts an equals sign behind an option instead.
        let wanted = ["^", " ^", "=^"].map(|end| format!("{completed}{end}"));
        screen.wait_for(&format!("{typed:?} as {completed:?}"), |shown| {
            let (row, column) = shown.screen().cursor_position();
            let line = shown.screen().contents_between(row, 0, row, column);
            let line = line.strip_prefix("ready> rcon-shell ");
            line.is_some_and(|line| wanted.iter().any(|wanted| wanted == line))
        });
        screen.key(Key::Ctrl('u')).wait_row("ready>");
    }
}

/// Lists all servers; they are in the order of the file.
fn list(screen: &mut Screen) {
    screen.type_text("rcon-shell ").key(Key::Tab).key(Key::Tab);
    screen.wait_text("training").wait_text("@eu");
    let text = screen.contents();
    let at = |name: &str| {
        text.find(name)
            .unwrap_or_else(|| panic!("{name}\n{screen}"))
    };
    assert!(
        at("training") < at("tf2") && at("tf2") < at("@eu"),
        "{screen}"
    );
    screen.key(Key::Ctrl('u'));
}

fn assert_no_password_was_asked_for(home: &Home) {
    assert!(!home.path("trap").exists());
    assert!(!home.path("touch").exists());
}

#[test]
fn bash_completes() {
    if !has("bash") {
        return;
    }
    let home = home();
    let run = shell("bash", &["--norc", "--noprofile", "-i"], &home);
    let file = completions().join("rcon-shell.bash");
    let mut screen = at_prompt(run, &format!(". {}", file.display()));
    ask(&mut screen);
    list(&mut screen);
    // No name is run, and it arrives as one word.
    screen.wait_row("ready>");
    screen.type_text("rcon-shell $").key(Key::Tab);
    screen.wait_row(r"ready> rcon-shell \$\(touch\)");
    assert_no_password_was_asked_for(&home);
}

/// Where the package and the README put the file.
#[test]
fn bash_finds_the_file_by_itself() {
    const LIBRARY: &str = "/usr/share/bash-completion/bash_completion";
    if !has("bash") || !Path::new(LIBRARY).exists() {
        eprintln!("skipped: bash-completion is not installed");
        return;
    }
    let home = home();
    let text = std::fs::read(completions().join("rcon-shell.bash")).unwrap();
    home.file("data/bash-completion/completions/rcon-shell", text);
    let run = shell("bash", &["--norc", "--noprofile", "-i"], &home);
    let mut screen = at_prompt(run, &format!(". {LIBRARY}"));
    ask(&mut screen);
}

#[test]
fn zsh_completes() {
    if !has("zsh") {
        return;
    }
    let home = home();
    let run = shell("zsh", &["-f", "-i"], &home);
    let mut screen = at_prompt(
        run,
        &format!(
            "fpath+=({}); autoload -U compinit; compinit -D -u; unsetopt menucomplete automenu",
            completions().display()
        ),
    );
    ask(&mut screen);
    list(&mut screen);
    screen.wait_text("tf2.invalid:27016");
    assert_no_password_was_asked_for(&home);
}

#[test]
fn fish_completes() {
    if !has("fish") {
        return;
    }
    let home = home();
    let file = completions().join("rcon-shell.fish");
    let asked = |typed: &str| -> String {
        let script = format!("cd; source {}; complete -C \"$asked\"", file.display());
        let run = shell("fish", &["--no-config", "-c", &script], &home);
        let outcome = run.env("asked", format!("rcon-shell {typed}")).assert();
        outcome.code(0).stderr("");
        String::from_utf8(outcome.stdout).unwrap()
    };
    for (typed, completed) in CASES {
        // The last word alone is what fish completes, with a description.
        let word = completed.rsplit(' ').next().unwrap();
        let answer = asked(typed);
        let found = answer
            .lines()
            .any(|line| line.split('\t').next() == Some(word));
        assert_eq!(found, typed != completed, "{typed}: {answer}");
    }
    let all = asked("");
    let names: Vec<_> = all.lines().collect();
    assert_eq!(names[0], "training\ttrain.invalid");
    assert!(names.contains(&"@eu\ttraining, tf2"), "{all}");
    assert_no_password_was_asked_for(&home);
}

#[test]
fn elvish_completes() {
    if !has("elvish") {
        return;
    }
    let home = home();
    let run = shell("elvish", &["-norc"], &home);
    let mut screen = run.start_on_screen(24, 100);
    let file = completions().join("rcon-shell.elv");
    screen.wait_for("a prompt", |shown| {
        shown.screen().contents().contains(['>', '#'])
    });
    screen.type_text(&format!(
        "eval (slurp < {}); set edit:prompt = {{ put 'ready> ' }}\n",
        file.display()
    ));
    screen.wait_row("ready>");
    for (typed, completed) in [
        ("tra", "training"),
        ("@e", "@eu"),
        ("tf2 tra", "tf2 training"),
        ("tf2 --gam", "tf2 --game"),
    ] {
        screen.type_text(&format!("rcon-shell {typed}"));
        screen.key(Key::Tab);
        screen.wait_row(&format!("ready> rcon-shell {completed}"));
        screen.key(Key::Ctrl('u')).wait_row("ready>");
    }
    assert_no_password_was_asked_for(&home);
}
