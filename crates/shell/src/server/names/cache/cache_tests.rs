use std::fs;

use super::*;
use crate::server::names::{Builder, NewName};

const SERVER: &str = "tf2.example.com:27015";

fn folder() -> (tempfile::TempDir, Cache) {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::at(folder.path().join("rcon-shell").join("names"));
    (folder, cache)
}

fn sample(fetched: SystemTime) -> Cached {
    let mut builder = Builder::default();
    for name in ["sv_gravity", "evil\u{1b}[2J", "Status"] {
        builder.push(&NewName {
            name,
            description: "one\ttwo\nthree",
            ..NewName::default()
        });
    }
    Cached {
        game: Some("source".to_owned()),
        fetched,
        names: builder.build(),
    }
}

fn seconds(count: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(count)
}

#[test]
fn what_is_saved_is_loaded() {
    let (_folder, cache) = folder();
    assert!(cache.load(SERVER).is_none());
    cache
        .save(SERVER, &sample(seconds(1_700_000_000)))
        .expect("saved");
    let loaded = cache.load("TF2.example.com:27015").expect("saved before");
    assert_eq!(loaded.game.as_deref(), Some("source"));
    assert_eq!(loaded.fetched, seconds(1_700_000_000));
    assert_eq!(loaded.names.len(), 3);
    let name = loaded.names.get("status").expect("saved");
    assert_eq!(name.description(), "one\ttwo\nthree");
    assert!(cache.load("tf2.example.com:27016").is_none());
}

#[test]
fn that_there_are_none_is_kept_too() {
    let (_folder, cache) = folder();
    let none = Cached {
        game: None,
        fetched: seconds(5),
        names: NameList::default(),
    };
    cache.save(SERVER, &none).expect("saved");
    let loaded = cache.load(SERVER).expect("saved before");
    assert!(loaded.names.is_empty() && loaded.game.is_none());
}

#[test]
fn saving_again_replaces_and_leaves_nothing_else_behind() {
    let (_folder, cache) = folder();
    for fetched in [seconds(1), seconds(2)] {
        cache.save(SERVER, &sample(fetched)).expect("saved");
    }
    assert_eq!(cache.load(SERVER).map(|it| it.fetched), Some(seconds(2)));
    let files = fs::read_dir(&cache.folder).expect("the folder").count();
    assert_eq!(files, 1);
}

#[test]
fn names_are_stale_after_a_day_or_from_the_future() {
    let cached = sample(seconds(1_000_000));
    let after = |age: u64| cached.is_stale(seconds(1_000_000 + age));
    assert!(!after(0) && !after(86_400) && after(86_401));
    assert!(cached.is_stale(seconds(999_999)));
}

#[test]
fn a_damaged_file_is_passed_over_wherever_it_is_cut() {
    let (_folder, cache) = folder();
    cache.save(SERVER, &sample(seconds(7))).expect("saved");
    let path = cache.path_of(SERVER);
    let whole = fs::read(&path).expect("the file");
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).expect("written");
        assert!(cache.load(SERVER).is_none(), "cut at {cut}");
    }
    fs::write(&path, [whole.as_slice(), b"\xff"].concat()).expect("written");
    assert!(cache.load(SERVER).is_none());
    fs::write(&path, whole).expect("written");
    assert!(cache.load(SERVER).is_some());
}

#[test]
fn what_stands_in_front_is_told_before_the_names_are_read() {
    let (_folder, cache) = folder();
    cache.save(SERVER, &sample(seconds(7))).expect("saved");
    let path = cache.path_of(SERVER);
    let whole = fs::read(&path).expect("the file");
    fs::write(&path, &whole[..whole.len() - 1]).expect("written");
    let begun = cache.begin(SERVER).expect("its head is whole");
    assert_eq!(begun.head().game.as_deref(), Some("source"));
    assert_eq!(begun.head().fetched, seconds(7));
    assert_eq!(begun.head().count, 3);
    assert!(begun.names().is_none());
    assert!(cache.begin("another:1").is_none());
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let (_folder, cache) = folder();
    cache.save(SERVER, &sample(seconds(7))).expect("saved");
    let file = File::options()
        .write(true)
        .open(cache.path_of(SERVER))
        .expect("the file");
    file.set_len((MAX_HEADER + MAX_TEXT) as u64 + 1)
        .expect("room for a hole");
    let error = open(&cache.path_of(SERVER)).expect_err("too long");
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert!(cache.load(SERVER).is_none());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let (folder, _) = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    assert!(
        Cache::at(file.join("names"))
            .save(SERVER, &sample(seconds(1)))
            .is_err()
    );
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, cache) = folder();
    cache.save(SERVER, &sample(seconds(1))).expect("saved");
    let mode = |path: &Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(&folder.path().join("rcon-shell")), 0o700);
    assert_eq!(mode(&cache.folder), 0o700);
    assert_eq!(mode(&cache.path_of(SERVER)), 0o600);
}
