use std::thread;

use std::path::Path;

use super::*;

fn open(path: &Path) -> (HistoryFile, Vec<String>) {
    let (file, entries) = HistoryFile::open(path.to_owned()).unwrap();
    (file.unwrap(), entries)
}

fn reopened(path: &Path) -> Vec<String> {
    open(path).1
}

#[test]
fn entries_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state/rcon-shell/history");
    let entries = [
        "status",
        "a\nb\r\n",
        "back\\slash \\n",
        "grüße 重力",
        "end\\",
    ];
    let (file, found) = open(&path);
    assert!(found.is_empty());
    for entry in entries {
        file.append(entry).unwrap();
    }
    assert_eq!(reopened(&path), entries);
}

#[test]
fn the_file_holds_no_two_alike_and_no_more_than_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    let lines: Vec<_> = (0..MAX_ENTRIES + 5).map(|n| format!("say {n}")).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let (file, found) = open(&path);
    assert_eq!(found.len(), MAX_ENTRIES);
    assert_eq!(found[0], "say 5");
    file.append("say 7").unwrap();
    file.append("one more").unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), MAX_ENTRIES);
    assert_eq!(lines[..3], ["say 6", "say 8", "say 9"]);
    assert_eq!(lines[MAX_ENTRIES - 2..], ["say 7", "one more"]);
}

#[test]
fn two_shells_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    let shells: Vec<_> = ["one", "two"]
        .into_iter()
        .map(|name| {
            let (mut file, _) = open(&path);
            // Both want it all the time, which on a busy machine takes.
            file.lock_wait = Duration::from_mins(1);
            thread::spawn(move || {
                for n in 0..50 {
                    file.append(&format!("{name} {n}")).unwrap();
                    file.append("both").unwrap();
                }
            })
        })
        .collect();
    for shell in shells {
        shell.join().unwrap();
    }
    let entries = reopened(&path);
    assert_eq!(entries.len(), 101);
    let of = |name: &str| {
        entries
            .iter()
            .filter(|entry| entry.starts_with(name))
            .count()
    };
    assert_eq!((of("one "), of("two ")), (50, 50));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "history and lock"
    );
}

#[test]
fn what_is_no_history_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    fs::write(
        &path,
        b"status\n\xff\xfe\0\n\nrcon_password x\r\nstatus\r\nlast",
    )
    .unwrap();
    assert_eq!(reopened(&path), ["status", "last"]);
    let (file, _) = open(&path);
    file.append("more").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "status\nlast\nmore\n");
    fs::remove_file(&path).unwrap();
    file.append("again").unwrap();
    assert_eq!(reopened(&path), ["again"]);
}

#[test]
fn a_huge_file_is_read_from_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    let mut text = vec![b'x'; usize::try_from(MAX_BYTES).unwrap()];
    text.extend_from_slice(b"\nstatus\n");
    fs::write(&path, text).unwrap();
    assert_eq!(reopened(&path), ["status"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "status\n");
}

#[test]
fn a_folder_in_its_place_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, entries) = HistoryFile::open(folder.path().to_owned()).unwrap();
    assert!(file.is_none() && entries.is_empty());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state/history");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (file, _) = open(&path);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open(&path);
    assert_eq!(mode(&path), 0o600);
    for entry in ["a", "b", "a"] {
        file.append(entry).unwrap();
    }
    assert_eq!(mode(&path), 0o600);

    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    open(&link).0.append("b").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(reopened(&path), ["a", "b"]);

    let nowhere = folder.path().join("nowhere");
    symlink("/dev/null", &nowhere).unwrap();
    let before = mode(Path::new("/dev/null"));
    assert!(HistoryFile::open(nowhere).unwrap().0.is_none());
    assert_eq!(mode(Path::new("/dev/null")), before);
}
