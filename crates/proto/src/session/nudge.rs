//! Servers of the Source shape that handle one packet for each read: the
//! probe stays in their buffer until the next command comes, and that command
//! then stays there in its turn.

use super::ids::Ids;
use super::{Event, Quirk, Session, State};
use crate::packet::{SERVERDATA_RESPONSE_VALUE, encode_into};

impl Session {
    /// A command that was just sent has brought out the answer to an earlier
    /// probe. If nothing more comes, the command itself is stuck.
    pub(super) fn plan_nudge(&mut self) {
        let wait = self.pace.probe_unanswered();
        let (known, heard) = (self.learned.one_behind, self.heard);
        if let (State::Awaiting(awaiting), Some(heard)) = (&mut self.state, heard)
            && !awaiting.begun()
            && !awaiting.nudged
        {
            awaiting.nudge = Some(if known { heard } else { heard + wait });
        }
    }

    /// Sends the probe that moves the server on to the command, if that is
    /// due.
    pub(super) fn nudge(&mut self) -> bool {
        let State::Awaiting(awaiting) = &mut self.state else {
            return false;
        };
        if awaiting.nudge.take().is_none() {
            return false;
        }
        awaiting.nudged = true;
        let probe_id = Ids::probe_of(awaiting.id);
        if !self.learned.one_behind {
            self.learned.one_behind = true;
            self.events.push_back(Event::Quirk(Quirk::OneBehind));
        }
        self.transmit(|out| encode_into(out, probe_id, SERVERDATA_RESPONSE_VALUE, b""));
        true
    }
}
