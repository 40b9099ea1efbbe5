//! What people of the town do again and again: fill what is missing, upload what is missing, put a point, answer the notice.

use std::collections::BTreeMap;

use casework::{About, Point, PointId, Who, acts};
use catalogue::{Catalogue, Citation, EvidenceId, PermitId};
use journey::FormMistake;
use office::{Carried, CaseFile, Entry, NoticeReply, Office, Turned};
use rules::{FactId, Value};

use crate::{ordinary, paper};

/// How often a form may show new facts because of the last answers.
const ROUNDS: usize = 10;

/// What is still open on a form, in the order in which it would be asked.
pub(crate) fn open_facts(office: &Office, file: &CaseFile) -> Result<Vec<FactId>, Turned> {
    let sheet = office.sheet(file)?;
    let mut open = sheet.assessment.open.clone();
    for mistake in &sheet.missing {
        if let FormMistake::MissingFact { fact } = mistake
            && !open.contains(fact)
        {
            open.push(fact.clone());
        }
    }
    Ok(open)
}

/// Answers with `values` where a value is given, otherwise as people ordinarily would; returns how many facts were typed.
pub(crate) async fn answer_everything(
    office: &Office,
    case_id: &str,
    by: &Who,
    values: &BTreeMap<FactId, Value>,
) -> Result<usize, Turned> {
    let mut typed = 0;
    for _ in 0..ROUNDS {
        let file = office.case_file(case_id).await?;
        let open = open_facts(office, &file)?;
        let mut known = journey::Known::clone(&file.known);
        let mut entries = BTreeMap::new();
        for id in open {
            let Some(fact) = file.catalogue.facts.get(&id) else { continue };
            let value = values.get(&id).cloned().or_else(|| ordinary::answer(fact, &known, office.today()));
            if let Some(value) = value {
                known.tell(id.clone(), value.clone(), journey::Origin::Applicant);
                entries.insert(id, Entry::Value(value));
            }
        }
        if entries.is_empty() {
            return Ok(typed);
        }
        typed += entries.len();
        office.answer(case_id, None, by.clone(), entries).await?;
    }
    Ok(typed)
}

/// A small real paper for a slot; `mark` makes it different from other people's.
pub(crate) fn paper_for(catalogue: &Catalogue, evidence: &EvidenceId, mark: u64) -> (String, Vec<u8>) {
    let definition = catalogue.evidence.get(evidence);
    let pictures = definition.is_some_and(|e| e.accepts.contains(&catalogue::MediaType::Png));
    if pictures && mark.is_multiple_of(3) {
        return (format!("{evidence}.png"), paper::png(mark));
    }
    let name = definition.map_or_else(String::new, |e| e.name.say("en").to_owned());
    let number = format!("No. {mark:016x}");
    (format!("{evidence}.pdf"), paper::pdf(&["SPECIMEN - an invented paper of an invented town", &name, &number]))
}

/// Uploads every paper that is still missing.
pub(crate) async fn add_papers(office: &Office, case_id: &str, by: &Who, mark: u64) -> Result<usize, Turned> {
    let file = office.case_file(case_id).await?;
    let sheet = office.sheet(&file)?;
    let mut added = 0u64;
    for mistake in &sheet.missing {
        if let FormMistake::MissingPaper { evidence } = mistake {
            let (name, bytes) = paper_for(&file.catalogue, evidence, mark.wrapping_add(added));
            office.add_paper(case_id, by.clone(), evidence, &name, bytes).await?;
            added += 1;
        }
    }
    Ok(usize::try_from(added).unwrap_or(0))
}

/// The articles under which a permit asks for something; the law of the permit when the paper or fact names none.
pub(crate) fn law_of(catalogue: &Catalogue, permit: &PermitId, about: &About) -> Vec<Citation> {
    let Some(definition) = catalogue.permits.get(permit) else { return Vec::new() };
    let own = match about {
        About::Fact(fact) => definition.needs.iter().find(|n| &n.fact == fact).map(|n| n.law.clone()),
        About::Paper(paper) => definition.evidence.iter().find(|e| &e.evidence == paper).map(|e| e.law.clone()),
    };
    own.filter(|law| !law.is_empty()).unwrap_or_else(|| definition.law.clone())
}

/// The rule of a permit that cannot be decided without `about`; the permit's first rule when none reads it.
pub(crate) fn rule_of(catalogue: &Catalogue, permit: &PermitId, about: &About) -> String {
    let Some(definition) = catalogue.permits.get(permit) else { return String::new() };
    let reads = |rule: &&catalogue::Rule| match about {
        About::Fact(fact) => rule.must.facts().contains(fact),
        About::Paper(_) => false,
    };
    let rule = definition.rules.iter().find(reads).or_else(|| definition.rules.first());
    rule.map_or_else(|| permit.to_string(), |r| r.id.clone())
}

pub(crate) async fn put_point(
    office: &Office,
    case_id: &str,
    by: Who,
    permit: &PermitId,
    about: About,
    asks: &str,
) -> Result<Carried, Turned> {
    let catalogue = office.catalogue();
    let what = match &about {
        About::Fact(fact) => fact.to_string(),
        About::Paper(paper) => paper.to_string(),
    };
    let point = Point {
        id: PointId::new(format!("{permit}.{what}")),
        asks: asks.to_owned(),
        rule: rule_of(&catalogue, permit, &about),
        law: law_of(&catalogue, permit, &about),
        about,
    };
    let permit = permit.clone();
    office.carry_out(case_id, None, by, move |case, deed| acts::put_point(case, deed, &permit, point)).await
}

/// The representative sends the notice with the city's usual time to answer.
pub(crate) async fn send_notice(office: &Office, case_id: &str, by: Who) -> Result<Carried, Turned> {
    let catalogue = office.catalogue();
    let until = catalogue.calendar.after(office.today(), catalogue.city.procedure.answer)?;
    office.carry_out(case_id, None, by, move |case, deed| acts::send_notice(case, deed, until)).await
}

/// Answers every open point: with a given value, with a new paper, or as people ordinarily would.
pub(crate) async fn answer_notice(
    office: &Office,
    case_id: &str,
    by: &Who,
    values: &BTreeMap<FactId, Value>,
    mark: u64,
) -> Result<Carried, Turned> {
    let file = office.case_file(case_id).await?;
    let points: Vec<(PointId, About)> =
        file.case.notice().open_points().map(|a| (a.asked.point.id.clone(), a.asked.point.about.clone())).collect();
    let mut replies = BTreeMap::new();
    for (number, (id, about)) in points.into_iter().enumerate() {
        let reply = match about {
            About::Paper(evidence) => {
                let mark = mark.wrapping_add(0x5eed).wrapping_add(number as u64);
                let (name, bytes) = paper_for(&file.catalogue, &evidence, mark);
                let carried = office.add_paper(case_id, by.clone(), &evidence, &name, bytes).await?;
                match carried.case.papers_for(&evidence).last() {
                    Some(paper) => NoticeReply::Paper(paper.hash.clone()),
                    None => NoticeReply::Words("材料已经提供。 The paper is there already.".to_owned()),
                }
            }
            About::Fact(fact) => {
                let definition = file.catalogue.facts.get(&fact);
                let ordinary = || definition.and_then(|f| ordinary::answer(f, &file.known, office.today()));
                match values.get(&fact).cloned().or_else(ordinary) {
                    Some(value) => NoticeReply::Value(value),
                    None => NoticeReply::Words("见所附材料。 See the papers.".to_owned()),
                }
            }
        };
        replies.insert(id, reply);
    }
    office.answer_notice(case_id, None, by.clone(), replies).await
}
