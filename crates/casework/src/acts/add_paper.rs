//! Papers come and go in the draft; after filing only where the notice asks for one.

use catalogue::EvidenceId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act, Stage};
use crate::event::{About, Event, Paper};
use crate::refusal::Refusal;
use crate::who::{Deed, PaperHash};

pub fn add_paper(case: &Case, deed: &Deed, paper: Paper) -> Outcome {
    chart::check(case, None, Act::AddPaper, deed)?;
    let asked = case.notice().open_points().any(|a| a.asked.point.about == About::Paper(paper.evidence.clone()));
    if case.stage() == Stage::Filed && !asked {
        return Err(Refusal::PaperNotAsked { evidence: paper.evidence });
    }
    if case.papers_for(&paper.evidence).any(|p| p.hash == paper.hash) {
        // The same bytes for the same purpose: sent twice, kept once.
        return Ok(Vec::new());
    }
    Ok(vec![Event::PaperAdded { paper }])
}

pub fn remove_paper(case: &Case, deed: &Deed, evidence: EvidenceId, hash: PaperHash) -> Outcome {
    chart::check(case, None, Act::RemovePaper, deed)?;
    if !case.papers_for(&evidence).any(|p| p.hash == hash) {
        return Err(Refusal::PaperNotThere { evidence });
    }
    Ok(vec![Event::PaperRemoved { evidence, hash }])
}

#[cfg(test)]
mod tests {
    use super::{add_paper, remove_paper};
    use crate::refusal::Refusal;
    use crate::specimen::{draft, filed, on, paper, person, town};

    #[test]
    fn the_same_paper_twice_is_one_paper() {
        let town = town();
        let mut case = draft(&town);
        let deed = on(&town, "2026-03-02", person());
        for _ in 0..2 {
            town.carry_out(&mut case, &deed, |case, deed| add_paper(case, deed, paper("floor-plan", "aa"))).unwrap();
        }
        assert_eq!(case.papers().len(), 1);
        let gone = |case: &_, deed: &_| remove_paper(case, deed, "floor-plan".into(), "aa".into());
        town.carry_out(&mut case, &deed, gone).unwrap();
        assert!(case.papers().is_empty());
        assert!(matches!(gone(&case, &deed), Err(Refusal::PaperNotThere { .. })));
    }

    #[test]
    fn after_filing_a_paper_needs_a_point_that_asks_for_it() {
        let town = town();
        let deed = on(&town, "2026-03-03", person());
        let refusal = add_paper(&filed(&town), &deed, paper("floor-plan", "aa"));
        assert_eq!(refusal, Err(Refusal::PaperNotAsked { evidence: "floor-plan".into() }));
    }
}
