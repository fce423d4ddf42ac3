//! What servers tell while something goes on that takes its time: equal texts of
//! several servers as one, so that thirty that do the same are one line.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::order;

/// How long a text waits for others to say the same.
const SETTLES: Duration = Duration::from_millis(300);

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Told by the way, on standard error.
    Step,
    /// What was asked for, on standard output.
    Outcome,
}

/// A text, and the servers that told it: places in the fleet, in its order.
pub(super) type Told = (Kind, Vec<usize>, String);

/// See the [module](self).
#[derive(Debug, Default)]
pub(crate) struct News(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    told: Vec<Told>,
    /// When the first of them was.
    since: Option<Instant>,
    /// Nothing more will come.
    settled: bool,
    waits: BTreeMap<usize, String>,
}

impl News {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server at this place has done this, one line.
    pub(crate) fn step(&self, place: usize, text: &str) {
        self.tell(Kind::Step, place, text);
    }

    /// The server at this place is done with, and that is what came of it.
    pub(crate) fn outcome(&self, place: usize, text: &str) {
        self.tell(Kind::Outcome, place, text);
    }

    fn tell(&self, kind: Kind, place: usize, text: &str) {
        let mut kept = self.kept();
        kept.since.get_or_insert_with(Instant::now);
        // Behind what it told before.
        let own = kept.told.iter().rposition(|told| told.1.contains(&place));
        let later = own.map_or(0, |own| own + 1);
        let same = |told: &&mut Told| told.0 == kind && told.2 == text;
        match kept.told.iter_mut().skip(later).find(same) {
            Some((_, places, _)) => places.push(place),
            None => kept.told.push((kind, vec![place], text.to_owned())),
        }
    }

    /// What the server at this place waits for at the moment.
    pub(crate) fn waits(&self, place: usize, text: &str) {
        let mut kept = self.kept();
        if kept.waits.get(&place).is_none_or(|before| before != text) {
            kept.waits.insert(place, text.to_owned());
        }
    }

    /// The server at this place waits for nothing any more.
    pub(crate) fn over(&self, place: usize) {
        self.kept().waits.remove(&place);
    }

    /// What there is is told at once.
    pub(super) fn settle(&self) {
        self.kept().settled = true;
    }

    /// What is to be told now.
    pub(super) fn due(&self) -> Vec<Told> {
        let mut kept = self.kept();
        let waited = kept.since.is_some_and(|since| since.elapsed() >= SETTLES);
        if !waited && !kept.settled {
            return Vec::new();
        }
        kept.since = None;
        let mut told = std::mem::take(&mut kept.told);
        for (_, places, _) in &mut told {
            order::sort(places, Ord::cmp);
        }
        told
    }

    /// What is waited for, of the first server that waits: the same one as long
    /// as it does.
    pub(super) fn waited_for(&self) -> String {
        let kept = self.kept();
        let first = kept.waits.first_key_value();
        first.map_or_else(String::new, |(_, text)| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_and_the_order_holds() {
        let news = News::default();
        news.step(1, "announced");
        news.step(0, "announced");
        news.step(0, "down");
        news.outcome(0, "back");
        news.step(1, "announced");
        news.step(1, "down");
        assert!(news.due().is_empty(), "others may say the same");
        news.settle();
        let told = |kind, places: &[usize], text: &str| (kind, places.to_vec(), text.to_owned());
        assert_eq!(
            news.due(),
            [
                told(Kind::Step, &[0, 1], "announced"),
                told(Kind::Step, &[0], "down"),
                told(Kind::Outcome, &[0], "back"),
                told(Kind::Step, &[1], "announced"),
                told(Kind::Step, &[1], "down"),
            ]
        );
        assert!(news.due().is_empty());
    }

    #[test]
    fn the_first_server_that_waits_is_shown() {
        let news = News::default();
        news.waits(2, "c");
        news.waits(0, "a");
        assert_eq!(news.waited_for(), "a");
        news.over(0);
        assert_eq!(news.waited_for(), "c");
        news.over(2);
        assert_eq!(news.waited_for(), "");
    }
}
