//! That the invariants can fail: records of an ordinary server, each forged to
//! break one of them.

use rcon_proto::EndedBy;

use crate::choices::{Choices, Login, ORDINARY};
use crate::judge::{Kind, judge};
use crate::play::play;
use crate::record::{Record, Status};

/// What is found in a record that was changed so.
fn found(choices: &Choices, forge: impl Fn(&mut Record)) -> Vec<Kind> {
    let mut record = play(choices);
    forge(&mut record);
    judge(choices, &record)
        .iter()
        .map(|finding| finding.kind)
        .collect()
}

#[test]
fn each_invariant_finds_what_breaks_it() {
    let source = Choices {
        login: Login::TwoTogether,
        ..ORDINARY
    };
    assert_eq!(found(&ORDINARY, |_| {}), []);
    assert_eq!(found(&source, |_| {}), []);
    let dropped = found(&ORDINARY, |r| r.asked[0].told.truncate(40));
    assert_eq!(dropped, [Kind::Dropped]);
    let cut = found(&source, |r| {
        r.asked[0].told.truncate(40);
        r.arrived[0].bytes = 40;
    });
    assert_eq!(cut, [Kind::Cut]);
    let reset = found(&ORDINARY, |r| r.asked[1].view.ended = Some(true));
    assert_eq!(reset, [Kind::ResetIsEnd]);
    let owner = found(&ORDINARY, |r| r.asked[0].told.push(b'b'));
    assert_eq!(owner, [Kind::WrongOwner]);
    let joined = found(&ORDINARY, |r| r.asked[0].told.extend(b"CHAT\n"));
    assert_eq!(joined, [Kind::Joined]);
    let twice = found(&ORDINARY, |r| r.asked[0].told.extend_from_within(..40));
    assert_eq!(twice, [Kind::Mangled]);
    let nul = found(&ORDINARY, |r| r.asked[0].told.push(0));
    assert_eq!(nul, [Kind::Mangled]);
    let sent = found(&ORDINARY, |r| r.out.push((1, 2, b"run 1".to_vec())));
    assert_eq!(sent, [Kind::SentTwice]);
    let password = found(&ORDINARY, |r| r.out.push((1, 3, b"secret".to_vec())));
    assert_eq!(password, [Kind::SentTwice]);
    let probe = found(&ORDINARY, |r| r.out.push((1, 0, Vec::new())));
    assert_eq!(probe, [Kind::UnaskedProbe]);
    let behind = found(&ORDINARY, |r| r.after_the_end = Some("a segment".into()));
    assert_eq!(behind, [Kind::AfterTheEnd]);
    let never = found(&ORDINARY, |r| r.asked[1].done_at += 20_000);
    assert_eq!(never, [Kind::NeverEnds, Kind::Slow]);
    let awaited = found(&ORDINARY, |r| r.asked[1].status = Status::Awaited);
    assert_eq!(awaited, [Kind::NeverEnds]);
    let lost = found(&ORDINARY, |r| r.asked[0].status = Status::Lost);
    assert_eq!(lost, [Kind::NotTaken]);
    let late = found(&ORDINARY, |r| {
        r.asked[0].late = r.asked[0].told.split_off(40);
    });
    assert_eq!(late, [Kind::LateForNothing]);
    let slow = found(&ORDINARY, |r| r.asked[0].done_at += 5000);
    assert_eq!(slow, [Kind::Slow]);
}

/// A silence excuses a reply that is cut only where it was long enough, at a
/// border, and where a silence is an end at all.
#[test]
fn an_excuse_is_narrow() {
    let cut_by = |choices: &Choices, by: EndedBy, silent: u64, border: bool| {
        found(choices, |r| {
            let asked = &mut r.asked[0];
            asked.told.truncate(40);
            asked.status = Status::Ended(by);
            asked.view.border = border;
            asked.view.arrived[0].bytes = 40;
            asked.done_at = asked.view.arrived[0].at + silent;
            r.arrived[0].bytes = 40;
        })
    };
    let source = Choices {
        login: Login::TwoTogether,
        ..ORDINARY
    };
    assert_eq!(cut_by(&ORDINARY, EndedBy::Silence, 50, true), []);
    for (choices, by, silent, border) in [
        (&ORDINARY, EndedBy::Silence, 49, true),
        (&ORDINARY, EndedBy::Silence, 50, false),
        (&ORDINARY, EndedBy::Close, 50, true),
        (&ORDINARY, EndedBy::EmptyPacket, 50, true),
        (&source, EndedBy::Silence, 5000, true),
        (&source, EndedBy::Probe, 0, true),
    ] {
        assert_eq!(
            cut_by(choices, by, silent, border),
            [Kind::Cut],
            "{choices:?} {by:?}"
        );
    }
}
