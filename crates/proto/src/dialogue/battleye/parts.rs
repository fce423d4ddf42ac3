//! Answers in parts, which come in any order and more than once.

use super::frame::Part;

/// Collects one answer.
#[derive(Default)]
pub(super) struct Parts {
    texts: Vec<Option<Vec<u8>>>,
    missing: usize,
    len: usize,
}

/// What one part came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// Nothing new.
    Known,
    /// More are to come.
    More,
    /// All of it.
    Whole(Vec<u8>),
}

impl Parts {
    /// Takes a part. A part that speaks of another number of them begins anew:
    /// what it contradicts was never one.
    pub(super) fn add(&mut self, part: Part, text: &[u8]) -> Added {
        let count = usize::from(part.count);
        if self.texts.len() != count {
            self.texts = vec![None; count];
            self.missing = count;
            self.len = 0;
        }
        match self.texts.get_mut(usize::from(part.index)) {
            Some(place @ None) => {
                *place = Some(text.to_vec());
                self.missing -= 1;
                self.len += text.len();
            }
            _ => return Added::Known,
        }
        if self.missing > 0 {
            return Added::More;
        }
        let mut whole = Vec::with_capacity(self.len);
        for part in self.texts.drain(..).flatten() {
            whole.extend(part);
        }
        Added::Whole(whole)
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_order_and_any_doubles_make_the_same_answer(
            texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 1..20),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..99),
        ) {
            let count = texts.len() as u8;
            let mut seen = vec![false; texts.len()];
            let mut parts = Parts::default();
            let rest = 0..texts.len();
            for at in order.iter().map(|at| at.index(texts.len())).chain(rest) {
                let was = std::mem::replace(&mut seen[at], true);
                let part = Part { count, index: at as u8 };
                let added = parts.add(part, &texts[at]);
                if seen.iter().all(|it| *it) {
                    prop_assert_eq!(added, Added::Whole(texts.concat()));
                    return Ok(());
                }
                prop_assert_eq!(added, if was { Added::Known } else { Added::More });
            }
        }
    }
}
