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
}

impl Ids {
    /// Behind the login's, which is the first.
    pub(crate) fn behind(login: i32) -> Self {
        Self {
            login,
            first: login + 1,
            next: login + 1,
        }
    }

    /// Whether no command has one yet.
    pub(crate) fn is_unused(&self) -> bool {
        self.next == self.first
    }

    /// The id of a new command. Its probe's is the one after it.
    pub(crate) fn command(&mut self) -> i32 {
        let id = self.next;
        self.next = match id.checked_add(2) {
            // Two thousand million commands on: the oldest are forgotten.
            None | Some(i32::MAX) => self.first,
            Some(next) => next,
        };
        id
    }

    pub(crate) fn probe_of(command: i32) -> i32 {
        command.wrapping_add(1)
    }

    pub(crate) fn what_is(&self, id: i32) -> IdOf {
        if id == self.login {
            IdOf::Login
        } else if id < self.first || id >= self.next {
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
        ids.next = i32::MAX - 2;
        let last = ids.command();
        assert!(Ids::probe_of(last) > 0);
        assert_eq!(ids.command(), 2);
    }
}
