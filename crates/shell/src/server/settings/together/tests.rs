use rcon_proto::CvarList;

use super::super::known::Convars;
use super::*;

/// What a server with these values tells; `?` is one that it does not tell.
fn told(values: &[(&str, &str)]) -> (Known, State) {
    let mut list = "cvar list\n--------------\n".to_owned();
    let mut state = State::default();
    for (name, value) in values {
        list.extend([format!("{name} : 0 : , \"sv\" : \n")]);
        let reading = match *value {
            "?" => Reading::Untold,
            value => Reading::value(value),
        };
        state.put(name, reading);
    }
    list.extend([format!(
        "--------------\n  {} total convars/concommands\n",
        values.len()
    )]);
    let list = CvarList::parse(list.as_bytes());
    (Known::Convars(Convars::of(&list)), state)
}

fn together(servers: &[&[(&str, &str)]]) -> Together {
    let mut together = Together::default();
    // In the order in which they answer.
    for (at, values) in servers.iter().enumerate().rev() {
        let (known, state) = told(values);
        together.add(at, &known, &state).unwrap();
    }
    together
}

/// The settings that differ, each with its groups.
fn differing(together: &Together) -> Vec<String> {
    let tables = together.tables();
    let settings = tables.flat_map(Table::settings);
    let shown = settings.filter(Setting::differs).map(|setting| {
        let groups = setting.groups.iter();
        let groups: Vec<String> = groups
            .map(|it| format!("{} {:?}", it.value.unwrap_or("none"), it.servers))
            .collect();
        format!("{}: {}", setting.name, groups.join(", "))
    });
    shown.collect()
}

#[test]
fn the_largest_group_is_first_and_values_are_compared_as_games_do() {
    let together = together(&[
        &[("a", "1"), ("b", "x"), ("c", "?"), ("d", "5")],
        &[("A", "true"), ("b", "y"), ("c", "1"), ("d", "6")],
        &[("a", "1.0"), ("b", "y"), ("c", "1")],
        &[("a", "1"), ("b", ""), ("c", "2"), ("d", "7")],
    ]);
    assert_eq!(
        differing(&together),
        [
            "b: y [1, 2], x [0],  [3]",
            "c: 1 [1, 2], 2 [3]",
            "d: 5 [0], 6 [1], none [2], 7 [3]",
        ]
    );
    let table = together.tables().next().unwrap();
    let settings = table.settings();
    assert!(settings[1].has_majority() && !settings[3].has_majority());
    assert_eq!(settings[0].agreed().unwrap().servers, [0, 1, 2, 3]);
    assert_eq!(settings[2].untold, [0]);
    assert!(settings[2].agreed().is_none() && settings[2].of(0).is_none());
    assert_eq!(settings[3].of(2).unwrap().value, None);
}

#[test]
fn who_was_given_up_meanwhile_is_left_out() {
    let mut together = together(&[&[("a", "1")], &[("a", "2"), ("b", "1")], &[("a", "1")]]);
    assert_eq!(differing(&together).len(), 2);
    together.keep(|server| server != 1);
    assert!(differing(&together).is_empty());
}

#[test]
fn one_that_tells_too_much_is_a_failure_and_spoils_nothing() {
    let mut together = together(&[&[("a", "1")]]);
    let long = "x".repeat(1 << 20);
    let names: Vec<String> = (0..80).map(|at| format!("n{at}")).collect();
    let values: Vec<(&str, &str)> = names.iter().map(|name| (&**name, &*long)).collect();
    let (known, state) = told(&values);
    assert!(together.add(1, &known, &state).is_err());
    assert!(differing(&together).is_empty());
}
