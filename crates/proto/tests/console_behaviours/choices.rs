//! What a server and its link are, as independent choices. The first of each
//! dimension is the ordinary one.

use crate::rng::Rng;

/// One thing in which servers differ: its name, and what there is to choose.
pub(crate) type Dimension = (&'static str, &'static [&'static str]);

/// A choice of each dimension.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    dimensions: &'static [Dimension],
    chosen: Vec<usize>,
    /// What is left to chance within them.
    pub(crate) seed: u64,
}

impl Choices {
    /// Half of each case is ordinary.
    pub(crate) fn draw(dimensions: &'static [Dimension], rng: &mut Rng, seed: u64) -> Self {
        let chosen = dimensions.iter().map(|(_, all)| {
            let ordinary = rng.below(2) == 0;
            if ordinary { 0 } else { rng.below(all.len()) }
        });
        Self {
            dimensions,
            chosen: chosen.collect(),
            seed,
        }
    }

    /// What was chosen of this dimension.
    pub(crate) fn of(&self, name: &str) -> &'static str {
        let at = self.dimensions.iter().position(|(it, _)| *it == name);
        let at = at.unwrap_or_else(|| panic!("no dimension is called {name}"));
        self.dimensions[at].1[self.chosen[at]]
    }

    /// The number in front of what was chosen, `0` where there is none.
    pub(crate) fn number(&self, name: &str) -> u64 {
        let text = self.of(name);
        let end = text.find(|c: char| !c.is_ascii_digit());
        text[..end.unwrap_or(text.len())].parse().unwrap_or(0)
    }

    /// The same of a dimension that there may not be.
    pub(crate) fn number_or_none(&self, name: &str) -> u64 {
        let is_there = self.dimensions.iter().any(|(it, _)| *it == name);
        if is_there { self.number(name) } else { 0 }
    }

    /// Links that lose nothing have no such dimension.
    pub(crate) fn is_over_datagrams(&self) -> bool {
        self.dimensions.iter().any(|(it, _)| *it == "loses")
    }

    pub(crate) fn has(&self, name: &str, chosen: &str) -> bool {
        self.dimensions.iter().any(|(it, _)| *it == name) && self.of(name) == chosen
    }

    /// Makes each dimension ordinary that can be without it passing.
    pub(crate) fn minimise(&self, fails: impl Fn(&Self) -> bool) -> Self {
        let mut smaller = self.clone();
        for at in 0..smaller.chosen.len() {
            let was = std::mem::take(&mut smaller.chosen[at]);
            if was != 0 && !fails(&smaller) {
                smaller.chosen[at] = was;
            }
        }
        smaller
    }

    /// What is not ordinary.
    pub(crate) fn words(&self) -> String {
        let odd = self.dimensions.iter().zip(&self.chosen);
        let odd = odd.filter(|(_, chosen)| **chosen != 0);
        let words = odd.map(|((name, all), chosen)| format!("{name} {}", all[*chosen]));
        words.collect::<Vec<_>>().join("; ")
    }
}
