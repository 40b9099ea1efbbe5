//! Yes, no, or not known yet: the three answers a condition gives while facts are missing.

use std::ops::Not;

/// The strong Kleene truth values: an answer is `Unknown` only while the missing facts can still decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ternary {
    True,
    False,
    Unknown,
}

impl Ternary {
    /// One sure no is enough, whatever the other is.
    pub fn and(self, other: Ternary) -> Ternary {
        match (self, other) {
            (Ternary::False, _) | (_, Ternary::False) => Ternary::False,
            (Ternary::True, Ternary::True) => Ternary::True,
            _ => Ternary::Unknown,
        }
    }

    /// One sure yes is enough, whatever the other is.
    pub fn or(self, other: Ternary) -> Ternary {
        !(!self).and(!other)
    }

    /// Whether two answers are equal; unknown while either is.
    pub fn same(self, other: Ternary) -> Ternary {
        match (self, other) {
            (Ternary::Unknown, _) | (_, Ternary::Unknown) => Ternary::Unknown,
            _ => Ternary::from(self == other),
        }
    }

    /// The answer when there is one.
    pub fn known(self) -> Option<bool> {
        match self {
            Ternary::True => Some(true),
            Ternary::False => Some(false),
            Ternary::Unknown => None,
        }
    }
}

impl Not for Ternary {
    type Output = Ternary;

    fn not(self) -> Ternary {
        match self {
            Ternary::True => Ternary::False,
            Ternary::False => Ternary::True,
            Ternary::Unknown => Ternary::Unknown,
        }
    }
}

impl From<bool> for Ternary {
    fn from(answer: bool) -> Self {
        if answer { Ternary::True } else { Ternary::False }
    }
}

impl From<Option<bool>> for Ternary {
    fn from(answer: Option<bool>) -> Self {
        answer.map_or(Ternary::Unknown, Ternary::from)
    }
}
