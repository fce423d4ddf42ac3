//! Which ids are ours, and what they were for.

/// What a packet's id says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdOf {
    /// The login of this connection.
    Login,
    /// A command of this connection.
    Command,
    /// A probe of this connection.
    Probe,
    /// Nothing that was asked here.
    Foreign,
}

/// The id of a login, from that which is asked for.
pub(crate) fn login_id(first: i32) -> i32 {
    // 0 and -1 have meanings of their own, and 2^24 must stay out of
    // reach for Squad's stray bytes to be told from a packet.
    first.clamp(1, 1 << 20)
}

/// Hands out request ids: never 0 or -1, never twice. Commands take every
/// other one; the one behind a command is its probe's, so that an id alone
/// says what it was for, however late it comes.
#[derive(Debug)]
pub(crate) struct Ids {
    login: i32,
    first: i32,
    next: i32,
    /// The last one. Behind it they begin again.
    last: i32,
    /// Whether they have.
    again: bool,
}

/// The largest id in a byte that no server takes for a negative one.
const LAST_IN_A_BYTE: i32 = 127;

impl Ids {
    /// Behind the login's, which is the first.
    pub(crate) fn behind(login: i32) -> Self {
        Self {
            login,
            first: login + 1,
            next: login + 1,
            last: i32::MAX - 1,
            again: false,
        }
    }

    /// Whether no command has one yet.
    pub(crate) fn is_unused(&self) -> bool {
        self.next == self.first
    }

    /// Those that come back whole from a server that cuts them to a byte: 1 to
    /// 126, over again. An id then stands for the newest command that had it.
    pub(crate) fn in_a_byte(login: i32) -> Self {
        Self {
            login,
            first: 1,
            next: 1,
            last: LAST_IN_A_BYTE,
            again: false,
        }
    }

    pub(crate) fn login(&self) -> i32 {
        self.login
    }

    /// The id of a new command. Its probe's is the one after it.
    pub(crate) fn command(&mut self) -> i32 {
        let id = self.next;
        // A command and its probe, and the next command and its own.
        if id <= self.last - 3 {
            self.next = id + 2;
        } else {
            // The oldest are forgotten.
            self.next = self.first;
            self.again = true;
        }
        id
    }

    pub(crate) fn probe_of(command: i32) -> i32 {
        command.wrapping_add(1)
    }

    pub(crate) fn command_of(probe: i32) -> i32 {
        probe.wrapping_sub(1)
    }

    pub(crate) fn what_is(&self, id: i32) -> IdOf {
        let end = if self.again { self.last } else { self.next };
        if id == self.login {
            IdOf::Login
        } else if id < self.first || id >= end {
            IdOf::Foreign
        } else if (id - self.first) % 2 == 0 {
            IdOf::Command
        } else {
            IdOf::Probe
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_it_was_for() {
        let mut ids = Ids::behind(100);
        assert_eq!(ids.what_is(101), IdOf::Foreign);
        let (a, b) = (ids.command(), ids.command());
        assert_eq!(
            (ids.what_is(100), ids.what_is(a)),
            (IdOf::Login, IdOf::Command)
        );
        assert_eq!(ids.what_is(b), IdOf::Command);
        assert_eq!(ids.what_is(Ids::probe_of(a)), IdOf::Probe);
        for foreign in [0, -1, 42, Ids::probe_of(b) + 1] {
            assert_eq!(ids.what_is(foreign), IdOf::Foreign, "{foreign}");
        }
    }

    #[test]
    fn ids_with_a_meaning_are_never_handed_out() {
        for first in [i32::MIN, -1, 0, i32::MAX] {
            let login = login_id(first);
            assert!(login > 0 && Ids::behind(login).command() > login);
        }
        let mut ids = Ids::behind(1);
        ids.next = i32::MAX - 3;
        let last = ids.command();
        assert!(Ids::probe_of(last) > 0);
        assert_eq!(ids.command(), 2);
    }

    #[test]
    fn ids_of_a_byte_are_used_over_again_and_stay_ours() {
        let mut ids = Ids::in_a_byte(10_000);
        assert_eq!(ids.what_is(125), IdOf::Foreign);
        let round: Vec<i32> = (0..63).map(|_| ids.command()).collect();
        assert_eq!((round[0], round[62]), (1, 125));
        assert_eq!(ids.command(), 1);
        assert_eq!(
            (ids.what_is(125), ids.what_is(126)),
            (IdOf::Command, IdOf::Probe)
        );
        assert_eq!(
            (ids.what_is(127), ids.what_is(255)),
            (IdOf::Foreign, IdOf::Foreign)
        );
    }
}
