//! What may never happen.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::choices::Choices;
use crate::link::ms;
use crate::play::{Asked, COMMANDS, End, Record, TIMEOUT, lines_of};

/// What is wrong with a case: its kind, a colon, and what is to be known of it.
pub(crate) fn judge(choices: &Choices, record: &Record) -> Option<String> {
    strays(record)
        .or_else(|| login(choices, record))
        .or_else(|| runs(record))
        .or_else(|| twice_told(record))
        .or_else(|| {
            let mut asked = record.asked.iter().enumerate();
            asked.find_map(|(at, it)| command(at, it, choices, record))
        })
}

fn strays(record: &Record) -> Option<String> {
    let stray = record.strays.first()?;
    Some(format!("sent what nobody asked for: {stray}"))
}

/// The password goes out for one login, and never behind its answer.
fn login(choices: &Choices, record: &Record) -> Option<String> {
    let Some(login) = &record.login else {
        return Some("the login did not end: at all".into());
    };
    let (at, accepted) = match login {
        Ok(at) => (*at, true),
        Err((at, _)) => (*at, false),
    };
    if at > TIMEOUT + ms(50) {
        return Some(format!("the login did not end: before {at:?}"));
    }
    if let Some(late) = record.passwords.iter().find(|it| **it > at) {
        return Some(format!("a password again: at {late:?}, answered at {at:?}"));
    }
    // Over a stream nothing is lost.
    if is_stream(choices) && record.passwords.len() > 1 {
        return Some(format!("a password again: {:?}", record.passwords));
    }
    if choices.has("asks", "never") && !record.passwords.is_empty() {
        return Some("a password that nobody asked for: was sent".into());
    }
    let both = choices.has("login", "accepted, then refused");
    let right = choices.has("login", "accepted") || choices.has("asks", "never") || both;
    // Of two verdicts the first that comes counts.
    let in_order = !both || choices.number_or_none("late by up to") == 0;
    let sure = choices.number_or_none("loses") == 0 && in_order;
    match (right, accepted) {
        (false, true) => Some("a login that is none: was told".into()),
        (true, false) if sure => Some(format!("a login that is one: was told as {login:?}")),
        _ => None,
    }
}

fn is_stream(choices: &Choices) -> bool {
    !choices.is_over_datagrams()
}

fn runs(record: &Record) -> Option<String> {
    let twice = record.runs.iter().position(|runs| *runs > 1)?;
    Some(format!(
        "a command ran twice: {twice}, {} times",
        record.runs[twice]
    ))
}

/// A message is told once, however often it comes.
fn twice_told(record: &Record) -> Option<String> {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let messages = record.unasked.iter().filter(|it| it.contains("message "));
    for message in messages {
        *told.entry(message).or_default() += 1;
    }
    let (message, times) = told.into_iter().find(|(_, times)| *times > 1)?;
    Some(format!(
        "a message was told again: {message}, {times} times"
    ))
}

fn command(at: usize, asked: &Asked, choices: &Choices, record: &Record) -> Option<String> {
    let whole = expected(at, choices);
    for (other, text) in [(false, &asked.reply), (true, &asked.more)] {
        if let Some(foreign) = foreign(at, text)
            && !may_be_foreign(choices)
        {
            return Some(format!(
                "bytes of another command: {foreign} in {at}, late {other}"
            ));
        }
    }
    let took = asked.ended.saturating_sub(asked.sent);
    let text = asked.reply.len() + choices.number("lines") as usize * 60;
    let longest = TIMEOUT * (1 + text as u32 / 1024) + ms(100);
    if took > longest {
        return Some(format!("a wait without an end: {took:?} for {at}"));
    }
    let reply = asked.reply.trim_end_matches('\n');
    match asked.end {
        End::Told(by) => told(at, by, reply, &whole, asked, choices),
        End::TimedOut if must_answer(choices) => {
            Some(format!("no answer: to {at} over a link that loses nothing"))
        }
        End::Over if !record.over => Some(format!("neither told nor over: {at}")),
        End::Never if must_answer(choices) && !record.over => {
            Some(format!("not sent: {at} over a link that loses nothing"))
        }
        _ if !whole.starts_with(reply) && !may_be_foreign(choices) => {
            Some(format!("not what was sent: {reply:?} to {at}"))
        }
        _ => None,
    }
}

fn told(
    at: usize,
    by: &str,
    reply: &str,
    whole: &str,
    asked: &Asked,
    choices: &Choices,
) -> Option<String> {
    if may_be_foreign(choices) {
        return None;
    }
    if by == "mark" {
        let is_whole = reply == whole;
        return (!is_whole).then(|| format!("cut without a word: {reply:?} to {at} by a mark"));
    }
    if !whole.starts_with(reply) {
        return Some(format!("not what was sent: {reply:?} to {at}"));
    }
    // A silence is an end that is inferred: what comes behind it is told as more.
    let rest = whole[reply.len()..].trim_start_matches('\n');
    let more = asked.more.trim_matches('\n');
    let arrives =
        !choices.is_over_datagrams() && choices.of("ends") == "never" && !is_slow(choices);
    if arrives && more != rest {
        return Some(format!("lost: {rest:?} of {at}, told {more:?}"));
    }
    let paused = choices.number_or_none("pause") > 100;
    (!rest.is_empty() && arrives && !paused)
        .then(|| format!("cut without a pause: {reply:?} to {at}"))
}

/// A server that takes longer over a command than is waited for.
fn is_slow(choices: &Choices) -> bool {
    ms(choices.number("thinks")) + ms(choices.number_or_none("pause")) > Duration::from_secs(2)
}

/// Whether nothing is in the way of an answer.
fn must_answer(choices: &Choices) -> bool {
    let fast = ms(choices.number("thinks")) < TIMEOUT - ms(5000);
    let prints = choices.number("lines") > 0 || choices.is_over_datagrams();
    let mute = |name: &str, odd: &[&str]| odd.iter().any(|it| choices.has(name, it));
    // A link that loses some loses no answer for ten seconds.
    let waits = choices.number("thinks") > 0 || choices.number_or_none("late by up to") > 0;
    let loses = choices.number_or_none("loses");
    let arrives = loses == 0 || (loses <= 10 && !waits && !choices.has("parts", "255"));
    fast && prints
        && arrives
        && choices.number_or_none("late by up to") < 1000
        && !mute("dies", &["2 commands in"])
        && !mute("console", &["Reforger's"])
}

/// Where nothing on the wire says whose a line is: of a console of lines whose log
/// does not tell of commands, and of which one took longer than was waited for, or
/// paused for longer than a reply's end is waited for.
fn may_be_foreign(choices: &Choices) -> bool {
    let lines = choices.has("logs commands", "no");
    let pauses = choices.number_or_none("pause") > 100;
    let slow = ms(choices.number("thinks")) >= Duration::from_secs(1);
    lines && (pauses || slow)
}

/// All of a reply.
fn expected(at: usize, choices: &Choices) -> String {
    lines_of(at, choices).join("\n")
}

/// A line of another command in a text, if there is one.
fn foreign(at: usize, text: &str) -> Option<String> {
    (0..COMMANDS)
        .filter(|other| *other != at)
        .map(|other| format!("<{other}:"))
        .find(|mark| text.contains(mark.as_str()))
}
