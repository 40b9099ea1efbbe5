//! What may stand at each key of the written form. The test below holds that every key of the published schema is
//! either here or named as plain text, so that a key forgotten here is found.

use crate::Kind;
use crate::outline::{FACT_KINDS, HITS, LEVELS, MEDIA, PERMIT_KINDS, SILENCES, VISITS};
use crate::paper;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The name of a definition of this kind.
    Name(Kind),
    Condition,
    /// One of few words.
    Word(&'static [&'static str]),
    /// A citation: the name of a law first.
    Citation,
    /// `5 y`, `open`, `until FACT`.
    Validity,
    /// The code of a diagnostic.
    Code,
}

/// What stands at `key` of a definition of the written form called `of` (`Need`, `Permit` …); nothing for plain text.
pub(super) fn slot(of: &str, key: &str) -> Option<Slot> {
    Some(match (of, key) {
        ("City", "issuer")
        | ("Authority", "superior")
        | ("Register", "kept_by")
        | ("Evidence", "issued_by")
        | ("Permit" | "Duty" | "Ban" | "DecidedBy", "authority") => Slot::Name(Kind::Authority),
        ("City", "district_fact")
        | ("Evidence", "proved_by")
        | ("Need" | "FileBefore", "fact")
        | ("Grants", "scope" | "gives")
        | ("Register", "holds")
        | ("Event", "title" | "place" | "holder" | "holder_code" | "first" | "settles") => Slot::Name(Kind::Fact),
        ("Fact" | "Evidence", "register") => Slot::Name(Kind::Register),
        ("Fact", "section") => Slot::Name(Kind::Section),
        ("EvidenceNeed", "evidence") => Slot::Name(Kind::Evidence),
        ("Permit", "after" | "excludes") | ("Event", "permits") => Slot::Name(Kind::Permit),
        ("Event", "duties") => Slot::Name(Kind::Duty),
        ("Event", "bans") => Slot::Name(Kind::Ban),
        // The cells of a table have a form of their own.
        ("TableRow", _) => return None,
        (_, "if") | ("Must" | "Rule", "must") | ("Fact", "derive" | "only_if") | ("Table", "over") => Slot::Condition,
        ("Allow", "code") => Slot::Code,
        ("Table", "hit") => Slot::Word(HITS),
        ("Law", "law") => return None,
        (_, "law" | "notice_law" | "joint_law" | "stop_law" | "silence_law" | "erase_law" | "renewal_law") => {
            Slot::Citation
        }
        ("Grants", "valid") => Slot::Validity,
        ("LicencePaper", "blocks") => Slot::Word(paper::BLOCKS),
        ("LicencePaper", "facts") => Slot::Word(paper::FACT_LINES),
        ("LicencePaper", "sticker") => Slot::Word(paper::STICKER_BLOCKS),
        ("Saying", "saying") => Slot::Word(paper::SAYINGS),
        ("Fact", "type") => Slot::Word(FACT_KINDS),
        ("Permit", "kind") => Slot::Word(PERMIT_KINDS),
        ("Permit", "visit") => Slot::Word(VISITS),
        ("Authority", "level") => Slot::Word(LEVELS),
        ("Decide", "on_silence") => Slot::Word(SILENCES),
        ("Evidence", "accepts") => Slot::Word(MEDIA),
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    /// Keys whose text nobody can complete: the definition's own name, words, lengths, days, numbers, cells.
    const PLAIN: &[&str] = &[
        "Allow.reason",
        "Appeals.decide",
        "Appeals.within",
        "Authority.authority",
        "Authority.icon",
        "Ban.ban",
        "CalendarYear.off",
        "CalendarYear.source",
        "CalendarYear.work",
        "Choice.choice",
        "City.city",
        "City.help_line",
        "City.languages",
        "City.reread",
        "City.time_zone",
        "Commitment.promise",
        "Commitment.verify",
        "Decide.extend",
        "Decide.promise",
        "Decide.within",
        "District.code",
        "Duty.duty",
        "Event.event",
        "Event.icon",
        "Event.letters",
        "Evidence.evidence",
        "Fact.example",
        "Fact.fact",
        "Fact.max",
        "Fact.min",
        "Fee.amount",
        "FileBefore.span",
        "Grants.renew_from",
        "Grants.renew_until",
        "InForce.from",
        "InForce.until",
        "Keep.for",
        "Law.law",
        "Law.read",
        "Law.source",
        "Law.version",
        "Parameter.parameter",
        "ParameterValue.from",
        "ParameterValue.until",
        "ParameterValue.value",
        "Permit.icon",
        "Permit.permit",
        "Procedure.answer",
        "Procedure.basket",
        "Procedure.joint",
        "Procedure.notice",
        "Register.register",
        "Rule.rule",
        "Section.icon",
        "Section.section",
        "Sector.sector",
        "Table.otherwise",
        "TableRow.if",
        "TableRow.then",
        "Wish.wish",
    ];

    fn is_text(property: &Json) -> bool {
        let ty = &property["type"];
        ty == "string"
            || ty.as_array().is_some_and(|all| all.contains(&Json::from("string")))
            || (ty == "array" && is_text(&property["items"]))
    }

    #[test]
    fn every_key_with_a_text_has_a_slot_or_is_named_as_plain() {
        let schema: Json = serde_json::from_str(&crate::json_schema()).unwrap();
        let mut plain = Vec::new();
        for (form, definition) in schema["$defs"].as_object().unwrap() {
            for (key, property) in definition["properties"].as_object().into_iter().flatten() {
                if is_text(property) && slot(form, key).is_none() {
                    plain.push(format!("{form}.{key}"));
                }
            }
        }
        assert_eq!(plain, PLAIN);
    }
}
