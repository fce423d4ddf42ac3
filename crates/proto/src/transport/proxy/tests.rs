use super::*;

fn address() -> Address {
    Address::new("game.test", 27_015)
}

#[test]
fn what_a_shell_has_started_ends_with_it() {
    let folder = std::env::temp_dir().join(format!("rcon-proxy-{}", std::process::id()));
    let file = folder.display();
    // Neither looks at its input.
    let command = format!("sh -c 'sleep 1000 & echo $! >{file}; wait'");
    let proxy = Proxy::start(&command, &address(), &[]).expect("it starts");
    let number = || std::fs::read_to_string(&folder).unwrap_or_default();
    while !number().ends_with('\n') {
        thread::sleep(Duration::from_millis(5));
    }
    let sleeper = number().trim().parse().ok();
    let sleeper = sleeper
        .and_then(rustix::process::Pid::from_raw)
        .expect("a number");
    drop(proxy);
    let until = Instant::now() + Duration::from_mins(1);
    while rustix::process::test_kill_process(sleeper).is_ok() && !is_zombie(sleeper) {
        assert!(Instant::now() < until, "it goes on");
        thread::sleep(Duration::from_millis(5));
    }
    let _ = std::fs::remove_file(folder);
}

/// Ended, and nobody has asked for it: where there is no init.
fn is_zombie(process: rustix::process::Pid) -> bool {
    let path = format!("/proc/{}/stat", process.as_raw_nonzero());
    std::fs::read_to_string(path).is_ok_and(|stat| stat.contains(") Z "))
}

#[test]
fn variables_are_left_out() {
    let without = ["HOME".to_owned()];
    let mut proxy =
        Proxy::start("sh -c 'echo ${HOME-none}'", &address(), &without).expect("it starts");
    let mut space = [0; 16];
    let read = proxy.read(&mut space, Duration::from_mins(1));
    assert!(matches!(read, Read::Data(5)), "{read:?}");
}

#[test]
fn bytes_go_through_and_the_end_is_seen() {
    let mut proxy = Proxy::start("cat", &address(), &[]).expect("cat starts");
    proxy.write(b"hello").expect("it reads");
    let mut space = [0; 16];
    let mut got = Vec::new();
    while got.len() < 5 {
        match proxy.read(&mut space, Duration::from_secs(5)) {
            Read::Data(n) => got.extend_from_slice(&space[..n]),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(got, b"hello");
    proxy.half_close();
    assert!(matches!(
        proxy.read(&mut space, Duration::from_secs(5)),
        Read::End
    ));
    assert_eq!(proxy.obituary(), None);
}

#[test]
fn a_failure_of_the_program_is_told() {
    let mut proxy = Proxy::start("sh -c 'exit 3'", &address(), &[]).expect("it starts");
    let mut space = [0; 16];
    assert!(matches!(
        proxy.read(&mut space, Duration::from_secs(5)),
        Read::End
    ));
    assert!(proxy.obituary().is_some_and(|text| text.contains('3')));
}
