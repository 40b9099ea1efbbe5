//! Sets of small numbers.

/// Numbers up to this lie in place.
const NEAR: usize = 128;
const WORDS: usize = NEAR / 64;

/// A set of small numbers. The first of them need no memory of their own, so that small sets cost next to nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    near: [u64; WORDS],
    far: Vec<u64>,
}

impl Bits {
    pub fn insert(&mut self, number: u32) {
        let (word, bit) = (number as usize / 64, 1u64 << (number % 64));
        match self.near.get_mut(word) {
            Some(near) => *near |= bit,
            None => {
                let word = word - WORDS;
                if self.far.len() <= word {
                    self.far.resize(word + 1, 0);
                }
                self.far[word] |= bit;
            }
        }
    }

    pub fn contains(&self, number: u32) -> bool {
        let word = number as usize / 64;
        let found = if word < WORDS { self.near.get(word) } else { self.far.get(word - WORDS) };
        found.is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub fn extend(&mut self, other: &Bits) {
        self.near.iter_mut().zip(&other.near).for_each(|(mine, theirs)| *mine |= theirs);
        if self.far.len() < other.far.len() {
            self.far.resize(other.far.len(), 0);
        }
        self.far.iter_mut().zip(&other.far).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Whether some number is in both.
    pub fn meets(&self, other: &Bits) -> bool {
        let both = |mine: &[u64], theirs: &[u64]| mine.iter().zip(theirs).any(|(mine, theirs)| mine & theirs != 0);
        both(&self.near, &other.near) || both(&self.far, &other.far)
    }

    pub fn is_within(&self, other: &Bits) -> bool {
        let within = |mine: &[u64], theirs: &[u64]| {
            mine.iter().zip(theirs.iter().chain(std::iter::repeat(&0))).all(|(mine, theirs)| mine & !theirs == 0)
        };
        within(&self.near, &other.near) && within(&self.far, &other.far)
    }

    /// The numbers, from small to large.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).step_by(64).zip(self.near.iter().chain(&self.far)).flat_map(|(base, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(base + bit)
            })
        })
    }

    pub fn count(&self) -> usize {
        self.near.iter().chain(&self.far).map(|word| word.count_ones() as usize).sum()
    }
}

/// Puts one set more to sets that share nothing: those that meet it and it become one.
pub(super) fn join(sets: &mut Vec<Bits>, mut one: Bits) {
    // The others share nothing with each other, so what is taken in meets none of those that stayed.
    sets.retain(|other| {
        let meets = other.meets(&one);
        if meets {
            one.extend(other);
        }
        !meets
    });
    sets.push(one);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(numbers: &[u32]) -> Bits {
        let mut bits = Bits::default();
        numbers.iter().for_each(|number| bits.insert(*number));
        bits
    }

    #[test]
    fn near_and_far_numbers_are_kept_alike() {
        let numbers = [0, 63, 64, 127, 128, 129, 300];
        let all = bits(&numbers);
        assert_eq!((all.iter().collect::<Vec<_>>(), all.count()), (numbers.to_vec(), numbers.len()));
        assert!((0..400).all(|number| all.contains(number) == numbers.contains(&number)));
        assert!(all.meets(&bits(&[300])) && all.meets(&bits(&[0])) && !all.meets(&bits(&[1, 301, 999])));
        let mut more = bits(&[5]);
        more.extend(&bits(&[500]));
        assert_eq!(more.iter().collect::<Vec<_>>(), [5, 500]);
    }

    #[test]
    fn sets_that_meet_become_one() {
        let mut sets = Vec::new();
        for one in [&[1u32, 2][..], &[200], &[3, 4], &[2, 3], &[5]] {
            join(&mut sets, bits(one));
        }
        let mut shown: Vec<Vec<u32>> = sets.iter().map(|set| set.iter().collect()).collect();
        shown.sort();
        assert_eq!(shown, [vec![1, 2, 3, 4], vec![5], vec![200]]);
    }
}
