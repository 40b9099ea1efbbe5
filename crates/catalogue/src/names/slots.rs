//! What may stand at each key of the written form. A test walks every name of a real catalogue and holds that its slot
//! offers it, so that a key forgotten here is found.

use crate::Kind;
use crate::outline::{FACT_KINDS, LEVELS, MEDIA, PERMIT_KINDS, SILENCES, VISITS};

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
}

/// What stands at `key` of a definition of the written form called `of` (`Need`, `Permit` …); nothing for plain text.
pub(super) fn slot(of: &str, key: &str) -> Option<Slot> {
    Some(match (of, key) {
        ("City", "issuer")
        | ("Authority", "superior")
        | ("Register", "kept_by")
        | ("Permit" | "Duty" | "Ban" | "DecidedBy", "authority") => Slot::Name(Kind::Authority),
        ("City", "district_fact")
        | ("Evidence", "proved_by")
        | ("Need" | "FileBefore", "fact")
        | ("Grants", "scope" | "gives")
        | ("Event", "title" | "place" | "holder" | "holder_code" | "first") => Slot::Name(Kind::Fact),
        ("Fact" | "Evidence", "register") => Slot::Name(Kind::Register),
        ("Fact", "section") => Slot::Name(Kind::Section),
        ("EvidenceNeed", "evidence") => Slot::Name(Kind::Evidence),
        ("Permit", "after") | ("Event", "permits") => Slot::Name(Kind::Permit),
        ("Event", "duties") => Slot::Name(Kind::Duty),
        ("Event", "bans") => Slot::Name(Kind::Ban),
        (_, "if") | ("Must" | "Rule", "must") | ("Fact", "derive" | "only_if") => Slot::Condition,
        ("Law", "law") => return None,
        (_, "law" | "notice_law" | "joint_law" | "stop_law" | "silence_law") => Slot::Citation,
        ("Grants", "valid") => Slot::Validity,
        ("Fact", "type") => Slot::Word(FACT_KINDS),
        ("Permit", "kind") => Slot::Word(PERMIT_KINDS),
        ("Permit", "visit") => Slot::Word(VISITS),
        ("Authority", "level") => Slot::Word(LEVELS),
        ("Decide", "on_silence") => Slot::Word(SILENCES),
        ("Evidence", "accepts") => Slot::Word(MEDIA),
        _ => return None,
    })
}
