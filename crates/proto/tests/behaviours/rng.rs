//! Numbers that are the same on every machine for the same seed.

/// `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators").
pub(crate) struct Rng(u64);

impl Rng {
    /// Each case of a seed has its own numbers, so that one can be had again
    /// without those before it.
    pub(crate) fn of_case(seed: u64, case: u64) -> Self {
        let mut rng = Self(seed);
        Self(rng.next() ^ case.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of 0 to `count` - 1.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        // The bias is that of a few values among 2^32.
        ((self.next() >> 32) as usize * count) >> 32
    }
}
