//! Where a server is as most are, nothing is added: no packet, no round trip,
//! no timer. Each count here is the least that the rules allow.

use rcon_proto::session::Wait;

use crate::choices::{Choices, Commands, Cut, Login, ORDINARY, Probe, RoundTrip, Run, Size};
use crate::judge::judge;
use crate::play::play_with_lines;
use crate::record::Asked;
use crate::reply::{bodies, text_of};

/// Every size and cut of a reply, over every link, asked in every way.
fn each(server: Choices, check: impl Fn(&Choices)) {
    let replies = [
        (Size::Empty, Cut::OnePacket),
        (Size::Short, Cut::Lines),
        (Size::Long, Cut::OnePacket),
        (Size::Long, Cut::Full),
        (Size::Long, Cut::Any),
    ];
    for (size, cut) in replies {
        for round_trip in [RoundTrip::Ms2, RoundTrip::Ms40, RoundTrip::Ms300] {
            for run in [Run::Prompt, Run::Script, Run::NoWait] {
                check(&Choices {
                    size,
                    cut,
                    round_trip,
                    run,
                    commands: Commands::Three,
                    ..server
                });
            }
        }
    }
}

/// Plays a case and goes through its replies.
fn replies(choices: &Choices, packets_each: usize, check: impl Fn(&Asked, usize)) {
    let record = play_with_lines(choices);
    assert!(
        judge(choices, &record).is_empty(),
        "{choices:?}\n{}",
        record.lines
    );
    // One segment for the login, one for each command.
    assert_eq!(
        record.segments,
        1 + choices.count(),
        "{choices:?}\n{}",
        record.lines
    );
    let waits = record
        .asked
        .iter()
        .filter(|asked| asked.wait == Wait::Reply)
        .count();
    let packets = 1 + waits * packets_each + (choices.count() - waits);
    assert_eq!(record.out.len(), packets, "{choices:?}\n{}", record.lines);
    for (command, asked) in record.asked.iter().enumerate() {
        if asked.wait == Wait::Reply {
            assert_eq!(asked.told, text_of(choices, command));
            check(asked, command);
        } else {
            assert_eq!(asked.done_at - asked.at, choices.round_trip_ms());
        }
    }
}

#[test]
fn a_reply_of_source_takes_one_round_trip() {
    for probe in [Probe::Source, Probe::TwoEmpties, Probe::UnknownRequest] {
        for login in [Login::TwoTogether, Login::TwoApart] {
            let server = Choices {
                login,
                probe,
                ..ORDINARY
            };
            each(server, |choices| {
                replies(choices, 2, |asked, _| {
                    assert_eq!(asked.done_at - asked.at, choices.round_trip_ms());
                    assert!(!asked.view.half_closed);
                });
            });
        }
    }
}

#[test]
fn a_reply_of_cs2_and_minecraft_takes_a_round_trip_and_a_short_silence_or_a_close() {
    each(ORDINARY, |choices| {
        let round_trip = choices.round_trip_ms();
        replies(choices, 1, |asked, command| {
            let last = bodies(choices, command).and_then(|bodies| bodies.last().map(Vec::len));
            let silence = match last {
                Some(0) => 0,
                Some(4000..) => (4 * round_trip).clamp(200, 2000),
                _ => (2 * round_trip).clamp(50, 1000),
            };
            let end = if asked.last { round_trip } else { silence };
            assert_eq!(asked.done_at - asked.at, round_trip + end, "{choices:?}");
            assert_eq!(asked.view.half_closed, asked.last);
        });
    });
}
