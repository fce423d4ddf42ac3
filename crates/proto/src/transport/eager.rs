//! Waiting for a server that answers at once.

use std::time::{Duration, Instant};

use super::Read;

/// So soon after something was sent its answer comes at once.
const MOMENT: Duration = Duration::from_micros(200);

/// Whether the next answer is worth looking for before the thread sleeps.
///
/// A server on this machine, or beside it, answers within less time than a thread
/// takes to fall asleep and be woken, on a virtual machine above all: with the
/// looking, commands in a row take two thirds of the time. So whoever has answered
/// at once is looked for at the next answer, too, until one takes longer: of many
/// far servers none costs anything. Whoever else wants the processor meanwhile gets
/// it between two looks.
#[derive(Debug, Default)]
pub(super) struct Eager {
    /// The last answer came at once.
    quick: bool,
    /// When the newest was sent that nothing has come behind.
    sent: Option<Instant>,
}

impl Eager {
    pub(super) fn on_write(&mut self) {
        self.sent = Some(Instant::now());
    }

    /// Looks until something has come, or the moment or the wait is over. Whether
    /// something has.
    pub(super) fn look(&self, wait: Duration, mut has_come: impl FnMut() -> bool) -> bool {
        let Some(sent) = self.sent.filter(|_| self.quick) else {
            return false;
        };
        let at_most = MOMENT.min(sent.elapsed().saturating_add(wait));
        loop {
            if has_come() {
                return true;
            }
            if sent.elapsed() >= at_most {
                return false;
            }
            std::thread::yield_now();
        }
    }

    /// The answer has come, or the wait for it was longer than a moment.
    pub(super) fn on_read(&mut self, read: &Read) {
        if let Some(sent) = self.sent {
            self.quick = sent.elapsed() <= MOMENT;
            if !matches!(read, Read::Nothing) {
                self.sent = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// How often it looks where nothing ever comes.
    fn looks(eager: &Eager, wait: Duration) -> u32 {
        let mut count = 0;
        assert!(!eager.look(wait, || {
            count += 1;
            false
        }));
        count
    }

    /// Something was sent, so long ago.
    fn sent(quick: bool, ago: Duration) -> Eager {
        Eager {
            quick,
            sent: Instant::now().checked_sub(ago),
        }
    }

    #[test]
    fn an_answer_is_looked_for_where_it_may_come_at_once() {
        let unasked = Eager {
            quick: true,
            sent: None,
        };
        assert_eq!(looks(&unasked, LONG), 0, "nothing was sent");
        assert!(looks(&sent(true, Duration::ZERO), LONG) > 0);
        assert_eq!(looks(&sent(false, Duration::ZERO), LONG), 0);
        assert_eq!(looks(&sent(true, MOMENT), LONG), 1, "its moment is over");
        let mut first = Eager::default();
        first.on_write();
        assert_eq!(looks(&first, LONG), 0, "nothing is known of it yet");
        assert!(sent(true, Duration::ZERO).look(LONG, || true));
    }

    #[test]
    fn one_that_answers_late_is_not_looked_for_until_it_is_quick_again() {
        let mut late = sent(true, MOMENT * 2);
        late.on_read(&Read::Nothing);
        assert!(!late.quick && late.sent.is_some(), "still waited for");
        late.on_read(&Read::Data(1));
        assert!(!late.quick && late.sent.is_none());
        late.sent = Instant::now().checked_add(LONG);
        late.on_read(&Read::Data(1));
        assert!(late.quick);
    }

    /// A stream that goes on is read, not looked at.
    #[test]
    fn only_the_first_of_an_answer_is_looked_for() {
        let mut quick = sent(true, Duration::ZERO);
        quick.on_read(&Read::Data(1));
        assert_eq!(looks(&quick, LONG), 0);
    }
}
