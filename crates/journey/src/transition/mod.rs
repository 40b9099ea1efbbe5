//! What other definitions would mean for a plan that is under way: the same, better, worse, or one more fact.
//!
//! [`Crossing`] compares two laws once, for one event, and keeps only what may come out otherwise; [`Crossing::of`] then
//! answers for one plan after another. Conditions are compared with parameters and computed facts put in, so what is only
//! written otherwise costs nothing.
//!
//! Who decides, in which order, and every word for people may change without a plan being better or worse for it.

mod law;
mod weigh;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use catalogue::{Catalogue, EventId, EvidenceId, Kind, PermitId};
use rules::{Day, FactId, Span};
use rust_decimal::Decimal;

use crate::known::Known;
use law::Law;

/// How a plan fares, from the best to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing that concerns it changes.
    Same,
    /// Something is easier for the applicant, and nothing harder.
    Better,
    /// Nothing known is worse, but a fact is missing that the former law did not need.
    NeedsFact,
    /// Something is harder, whatever else is easier.
    Worse,
}

impl Verdict {
    pub const ALL: [Verdict; 4] = [Verdict::Same, Verdict::Better, Verdict::Worse, Verdict::NeedsFact];
}

/// A length of time of a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// What the city promises.
    Promise,
    /// The law's own limit.
    Limit,
    /// By how much the law lets it be extended once.
    Extension,
    /// How long what is granted stays valid.
    Validity,
}

/// One thing that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Difference {
    /// Of a permit, a duty, a ban, or the event itself.
    pub kind: Kind,
    pub name: String,
    pub what: What,
}

/// In which way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// It applies now and did not.
    Came,
    /// It applied and does not any more; of an event: nobody decides it any more.
    Gone,
    /// The facts of the plan broke no rule of this name, and do now.
    Breaks { rule: String },
    /// They broke it and do not any more.
    Keeps { rule: String },
    /// A clock runs longer or shorter. None: there is no such clock, which for a validity means without an end.
    Clock { clock: Clock, before: Option<Span>, after: Option<Span>, is_worse: bool },
    /// The fee, in the currency of the city.
    Fee { before: Decimal, after: Decimal },
    /// Somebody comes to look, or nobody any more.
    Visit { comes: bool },
    /// A paper that is not there must be brought, or one need not be any more.
    Paper { evidence: EvidenceId, is_wanted: bool },
    /// The commitment the plan was filed with is not offered any more.
    NoCommitment,
}

impl Difference {
    pub fn is_worse(&self) -> bool {
        match &self.what {
            What::Came => true,
            What::Gone => self.kind == Kind::Event,
            What::Breaks { .. } | What::NoCommitment => true,
            What::Keeps { .. } => false,
            What::Clock { is_worse, .. } => *is_worse,
            What::Fee { before, after } => after > before,
            What::Visit { comes } => *comes,
            What::Paper { is_wanted, .. } => *is_wanted,
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Clock::Promise => "promise",
            Clock::Limit => "law's limit",
            Clock::Extension => "extension",
            Clock::Validity => "validity",
        })
    }
}

impl fmt::Display for Difference {
    /// For authors: `permit food-business: promise longer, 5 wd → 8 wd`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.kind.noun(), self.name)?;
        match &self.what {
            What::Came => f.write_str("now applies"),
            What::Gone => f.write_str("no longer applies"),
            What::Breaks { rule } => write!(f, "rule {rule} is now broken"),
            What::Keeps { rule } => write!(f, "rule {rule} is no longer broken"),
            What::Clock { clock, before, after, is_worse } => {
                let word = if *is_worse == (*clock == Clock::Validity) { "shorter" } else { "longer" };
                let none = if *clock == Clock::Validity { "without an end" } else { "none" };
                let said = |span: &Option<Span>| span.map_or_else(|| none.to_owned(), |span| span.to_string());
                write!(f, "{clock} {word}, {} → {}", said(before), said(after))
            }
            What::Fee { before, after } => {
                let word = if after > before { "higher" } else { "lower" };
                write!(f, "fee {word}, {} → {}", before.normalize(), after.normalize())
            }
            What::Visit { comes: true } => f.write_str("somebody now comes to look"),
            What::Visit { comes: false } => f.write_str("nobody comes to look any more"),
            What::Paper { evidence, is_wanted: true } => write!(f, "paper {evidence} is now wanted"),
            What::Paper { evidence, is_wanted: false } => write!(f, "paper {evidence} is no longer wanted"),
            What::NoCommitment => f.write_str("the commitment is no longer offered"),
        }
    }
}

/// A plan that is under way.
#[derive(Clone, Copy, Debug)]
pub struct UnderWay<'a> {
    pub known: &'a Known,
    pub commitments: &'a BTreeSet<PermitId>,
    /// The papers that are there.
    pub papers: &'a BTreeSet<EvidenceId>,
    /// Permits that are decided already: no change reaches them.
    pub settled: &'a BTreeSet<PermitId>,
    /// The day its clocks began; two spans in different units are compared from it.
    pub filed_on: Day,
}

/// What other definitions would mean for one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// In the order of the definitions.
    pub differences: Vec<Difference>,
    /// Facts that are needed now, are not known, and were not needed.
    pub needs: BTreeSet<FactId>,
}

impl Transition {
    pub fn verdict(&self) -> Verdict {
        if self.differences.iter().any(Difference::is_worse) {
            Verdict::Worse
        } else if !self.needs.is_empty() {
            Verdict::NeedsFact
        } else if self.differences.is_empty() {
            Verdict::Same
        } else {
            Verdict::Better
        }
    }
}

/// Two laws compared for one event: what may come out otherwise under the new one.
pub struct Crossing {
    old: Law,
    new: Law,
    event: EventId,
    /// Listed in either event, where anything of it differs.
    permits: Vec<weigh::Permits>,
    duties: Vec<weigh::Either>,
    bans: Vec<weigh::Either>,
    /// Of every permit of the event, under the old law and under the new.
    asking: (Vec<weigh::Asking>, Vec<weigh::Asking>),
    /// Facts that are defined otherwise: a known value may not fit any more.
    redefined: BTreeSet<FactId>,
    reads: BTreeSet<FactId>,
}

impl Crossing {
    /// Each catalogue is read as it stands on its day.
    pub fn new(old: (&Arc<Catalogue>, Day), new: (&Arc<Catalogue>, Day), event: &EventId) -> Crossing {
        weigh::crossing(Law::of(old.0, old.1), Law::of(new.0, new.1), event)
    }

    /// Whether no plan of the event can come out otherwise.
    pub fn changes_nothing(&self) -> bool {
        self.permits.is_empty() && self.duties.is_empty() && self.bans.is_empty() && !self.is_gone()
    }

    /// The personal facts whose values are looked at; of all others it is enough that they are known, so they may stay
    /// closed.
    pub fn reads(&self) -> &BTreeSet<FactId> {
        &self.reads
    }

    fn is_gone(&self) -> bool {
        self.old.lists(&self.event) && !self.new.lists(&self.event)
    }
}
