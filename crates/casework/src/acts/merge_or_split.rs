//! Two cases do not become one, and one does not become two. Both acts exist so that the refusal says why.
//!
//! A case is what one person signed once, with one promise and one named representative. Put together, two promises and
//! two representatives would have to give way; taken apart, one signature would stand under two filings. Law lets an
//! applicant withdraw a part and file it again, and an authority look at two cases side by side: that is enough.

use super::Outcome;
use crate::case::Case;
use crate::refusal::Refusal;
use crate::who::{CaseId, Deed};

pub fn merge(case: &Case, _deed: &Deed, other: &CaseId) -> Outcome {
    Err(Refusal::NeverMerged { number: case.number().to_owned(), other: other.clone() })
}

pub fn split(case: &Case, _deed: &Deed) -> Outcome {
    Err(Refusal::NeverSplit { number: case.number().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{merge, split};
    use crate::chart::{Act, CHART};
    use crate::refusal::Refusal;
    use crate::specimen::{filed, on, representative, town};

    #[test]
    fn nobody_nowhere() {
        let town = town();
        let deed = on(&town, "2026-03-03", representative());
        assert!(matches!(merge(&filed(&town), &deed, &"case-2".into()), Err(Refusal::NeverMerged { .. })));
        assert!(matches!(split(&filed(&town), &deed), Err(Refusal::NeverSplit { .. })));
        assert!(!CHART.iter().any(|row| matches!(row.act, Act::Merge | Act::Split)));
    }
}
