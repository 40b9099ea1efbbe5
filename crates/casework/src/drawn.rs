//! The chart as a page: diagrams and the whole table, made from [`CHART`] and from nothing else.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::chart::{Act, At, CHART, Row, WhoMay};

/// The page `docs/chart.md`, in Markdown with Mermaid diagrams; a test fails when the page says something else.
pub fn drawn() -> String {
    let mut page = String::from(
        "# The life of a case\n\n\
         This page is made from `casework::CHART` by the tests of `casework`; `ACCEPT=1 cargo test -p casework` writes it anew.\n\
         The acts, the buttons of the pages and the property tests read the same table.\n\
         A row says that an act can exist there; the act itself still checks days, reasons and contents.\n",
    );
    let kinds: [(&str, &str, fn(&At) -> bool); 3] = [
        (
            "The whole case",
            "Every part of a case moves by itself; the case is decided when all of them have come to an end.",
            |at| matches!(at, At::Case(_)),
        ),
        ("One part", "A part is one permit inside the case.", |at| matches!(at, At::Part(_))),
        (
            "A change to what is held",
            "A permit stays in force while a renewal or an amendment of it is decided, so this lies beside the stage of the part.",
            |at| matches!(at, At::Change(_)),
        ),
    ];
    for (title, about, is_of) in kinds {
        let rows: Vec<&Row> = CHART.iter().filter(|row| is_of(&row.at)).collect();
        let _ = write!(page, "\n## {title}\n\n{about}\n\n{}\n{}", diagram(&rows), table(&rows));
    }
    page
}

/// The moves between stages; what leaves a stage as it is stands in the table only.
fn diagram(rows: &[&Row]) -> String {
    let mut edges: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in rows {
        for next in row.next.iter().filter(|next| **next != row.at) {
            let acts = edges.entry((name(row.at), name(*next))).or_default();
            let act = kebab(row.act);
            if !acts.contains(&act) {
                acts.push(act);
            }
        }
    }
    let mut text = String::from("```mermaid\nstateDiagram-v2\n");
    for ((from, to), acts) in edges {
        let _ = writeln!(text, "    {from} --> {to}: {}", acts.join(", "));
    }
    text + "```\n"
}

fn table(rows: &[&Row]) -> String {
    let mut text = String::from("| where | act | whose hand | leads to |\n|---|---|---|---|\n");
    for row in rows {
        let next: Vec<String> = row.next.iter().map(|at| name(*at)).collect();
        let _ = writeln!(text, "| {} | {} | {} | {} |", name(row.at), kebab(row.act), hand(row.who), next.join(", "));
    }
    text
}

fn name(at: At) -> String {
    match at {
        At::Case(stage) => format!("{stage:?}"),
        At::Part(stage) => format!("{stage:?}"),
        At::Change(stage) => format!("{stage:?}"),
    }
}

fn kebab(act: Act) -> String {
    let mut text = String::new();
    for letter in format!("{act:?}").chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

fn hand(who: WhoMay) -> &'static str {
    match who {
        WhoMay::Applicant => "the applicant, an agent within the mandate, or a clerk while they are present",
        WhoMay::Principal => "the applicant in person",
        WhoMay::Invited => "somebody with an invitation",
        WhoMay::CoApplicant => "a co-applicant",
        WhoMay::Agent => "the agent",
        WhoMay::DecidingOfficial => "an official of the deciding authority",
        WhoMay::ConsultedOfficial => "an official who was asked for advice",
        WhoMay::ReceivingOfficial => "the official to whom it is offered",
        WhoMay::AppealOfficial => "an official of the authority above, other than who refused",
        WhoMay::Representative => "the representative",
        WhoMay::Clock => "the clock",
    }
}
