//! Registers, and permits of the same plan, answer instead of the applicant.

use std::collections::BTreeMap;

use rules::FactId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Answer, Event};
use crate::who::Deed;

pub fn fetch(case: &Case, deed: &Deed, facts: BTreeMap<FactId, Answer>) -> Outcome {
    chart::check(case, None, Act::Fetch, deed)?;
    Ok(if facts.is_empty() { Vec::new() } else { vec![Event::Fetched { facts }] })
}

#[cfg(test)]
mod tests {
    use crate::specimen::{contested, draft, fetched, town};

    #[test]
    fn a_new_answer_of_the_register_settles_what_was_contested() {
        let town = town();
        let case = contested(&town, fetched(&town, draft(&town), "premises.area", "186"), "premises.area", "168");
        assert!(case.contested().contains_key("premises.area"));
        let case = fetched(&town, case, "premises.area", "168");
        assert!(case.contested().is_empty());
    }
}
