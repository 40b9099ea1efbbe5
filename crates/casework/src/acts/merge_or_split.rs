//! Two cases do not become one, one does not become two, and a permit does not pass to somebody else. The acts exist so
//! that the refusal says why.
//!
//! A case is what one person signed once, with one promise and one named representative. Put together, two promises and
//! two representatives would have to give way; taken apart, one signature would stand under two filings. Law lets an
//! applicant withdraw a part and file it again, and an authority look at two cases side by side: that is enough.

use catalogue::Citation;

use super::Outcome;
use crate::case::Case;
use crate::refusal::Refusal;
use crate::who::{CaseId, Deed};

pub fn merge(case: &Case, _deed: &Deed, other: &CaseId) -> Outcome {
    Err(Refusal::NeverMerged { number: case.number().to_owned(), other: other.clone() })
}

/// A permit is given to a person for what that person is (Administrative Licensing Law 9: it is not transferred unless a law
/// or regulation says so). `law` is the article of the city. Whoever takes the business over files in their own name.
pub fn transfer(case: &Case, _deed: &Deed, law: Option<Citation>) -> Outcome {
    let permits = case.parts().values().filter(|part| part.is_held()).map(|part| part.permit.clone()).collect();
    Err(Refusal::NotTransferable { permits, law })
}

pub fn split(case: &Case, _deed: &Deed) -> Outcome {
    Err(Refusal::NeverSplit { number: case.number().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{merge, split, transfer};
    use crate::chart::{Act, CHART};
    use crate::refusal::Refusal;
    use crate::specimen::{decided, filed, law, on, representative, town};

    #[test]
    fn nobody_nowhere() {
        let town = town();
        let deed = on(&town, "2026-03-03", representative());
        assert!(matches!(merge(&filed(&town), &deed, &"case-2".into()), Err(Refusal::NeverMerged { .. })));
        assert!(matches!(split(&filed(&town), &deed), Err(Refusal::NeverSplit { .. })));
        let passed_on = transfer(&decided(&town), &deed, Some(law()));
        assert!(matches!(passed_on, Err(Refusal::NotTransferable { permits, .. }) if permits.len() == 5));
        assert!(!CHART.iter().any(|row| matches!(row.act, Act::Merge | Act::Split | Act::Transfer)));
    }
}
