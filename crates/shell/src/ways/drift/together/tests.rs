use super::notes::summary;
use super::*;

fn setting<'a>(groups: &[(Option<&'a str>, &[usize])]) -> Setting<'a> {
    let groups = groups.iter().map(|(value, servers)| Group {
        value: *value,
        is_default: None,
        servers: servers.to_vec(),
    });
    Setting {
        name: "sv_x",
        groups: groups.collect(),
        untold: Vec::new(),
    }
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("s{at}")).collect()
}

#[test]
fn few_are_named_and_many_that_agree_are_counted() {
    let names = names(30);
    let line = |groups: &[(Option<&str>, &[usize])]| line(&setting(groups), &names, 30, false);
    assert_eq!(
        line(&[(Some("800"), &[0, 2]), (Some("600"), &[1])]),
        "sv_x: 800 on s0, s2; 600 on s1\n"
    );
    let most: Vec<usize> = (0..28).collect();
    assert_eq!(
        line(&[(Some("800"), &most), (None, &[28, 29])]),
        "sv_x: 800 on 28 of 30 servers; unknown on s28, s29\n"
    );
    assert_eq!(
        line(&[(Some("a b"), &[0]), (Some(""), &[1]), (Some("x;"), &[2])]),
        "sv_x: \"a b\" on s0; \"\" on s1; \"x;\" on s2\n"
    );
    let texts: Vec<String> = (0..30).map(|at| at.to_string()).collect();
    let each: Vec<[usize; 1]> = (0..30).map(|at| [at]).collect();
    let all: Vec<(Option<&str>, &[usize])> = texts
        .iter()
        .zip(&each)
        .map(|(text, at)| (Some(&**text), &at[..]))
        .collect();
    let told = line(&all);
    assert!(told.ends_with("8 on s8; 21 more values\n"), "{told}");
}

#[test]
fn what_is_told_of_whom_adds_up() {
    let names = names(3);
    let settings = [
        setting(&[(Some("1"), &[0, 2]), (Some("2"), &[1])]),
        setting(&[(Some("1"), &[0, 2]), (None, &[1])]),
        setting(&[(Some("1"), &[0]), (Some("2"), &[1]), (Some("3"), &[2])]),
        setting(&[(Some("1"), &[0, 1, 2])]),
    ];
    assert_eq!(
        summary(&settings, &names, 3),
        "3 of 4 settings differ on 3 servers; not as most: s1 in 2"
    );
    assert_eq!(
        summary(&settings[3..], &names, 3),
        "none of 1 settings differs on 3 servers"
    );
}

#[test]
fn many_names_that_the_same_servers_lack_are_told_together() {
    let many: Vec<Setting<'_>> = (0..9)
        .map(|_| setting(&[(Some("1"), &[0, 2]), (None, &[1])]))
        .collect();
    let (together, apart) = lacking(&many);
    assert_eq!(
        together.iter().map(|it| it.1.len()).collect::<Vec<_>>(),
        [9]
    );
    assert!(apart.is_empty());
    let (together, apart) = lacking(&many[..8]);
    assert!(together.is_empty());
    assert_eq!(apart.len(), 8);
}
