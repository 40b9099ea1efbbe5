//! The checked draft to the model. Nothing is reported here: what could fail has been found by a check,
//! so `None` only says that there is nothing to build from.

use std::collections::BTreeMap;

use rules::{Calendar, Condition, Day, FactId, Span, Year};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::check::Draft;
use crate::model::*;
use crate::outline::Here;
use crate::source::At;
use crate::{Catalogue, Source, types, written};

/// What a fact without its own limit accepts: a photographed page is rarely larger.
const EVIDENCE_BYTES_MAX: u64 = 10 * MEGABYTE;
const MEGABYTE: u64 = 1024 * 1024;

const ICON: &str = "card";

pub(crate) fn build(draft: &Draft) -> Option<Catalogue> {
    let outline = &draft.outline;
    Some(Catalogue {
        city: city(outline.cities.first()?.it)?,
        laws: outline.laws.iter().map(|h| law(h.it)).map(|l| (l.id.clone(), l)).collect(),
        authorities: each(&outline.authorities, |h| authority(h.it), |a| a.id.clone())?,
        registers: each(&outline.registers, |h| Some(register(h.it)), |r| r.id.clone())?,
        sections: outline.sections.iter().map(|h| section(h.it)).collect(),
        facts: each(&outline.facts, |h| fact(draft, *h), |f| f.id.clone())?,
        fact_order: outline.facts.iter().map(|h| FactId::new(h.it.fact.get())).collect(),
        evidence: each(&outline.evidence, |h| evidence(h.it), |e| e.id.clone())?,
        parameters: outline
            .parameters
            .iter()
            .map(|h| Some((h.it.parameter.get().clone(), parameter(h.it)?)))
            .collect::<Option<_>>()?,
        calendar: calendar(draft)?,
        permits: each(&outline.permits, |h| permit(draft, *h), |p| p.id.clone())?,
        duties: each(&outline.duties, |h| duty(draft, *h), |d| d.id.clone())?,
        bans: each(&outline.bans, |h| ban(draft, *h), |b| b.id.clone())?,
        events: each(&outline.events, |h| event(draft, h.it), |e| e.id.clone())?,
        sectors: outline.sectors.iter().map(|h| sector(draft, *h)).collect::<Option<_>>()?,
        licence: outline.papers.first().map(|(here, _)| licence_paper(here.it)).unwrap_or_default(),
        fingerprint: fingerprint(draft.sources),
    })
}

/// SHA-256 over all sources in the order of their names. Lengths stand before names and texts, so that moving
/// a letter from one to the other changes the result.
fn fingerprint(sources: &[Source]) -> String {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| (&a.name, &a.text).cmp(&(&b.name, &b.text)));
    let mut hash = Sha256::new();
    for source in sorted {
        for part in [source.name.as_bytes(), source.text.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn each<'a, T, I: Ord, M>(
    all: &[Here<'a, T>],
    make: impl Fn(&Here<'a, T>) -> Option<M>,
    id: impl Fn(&M) -> I,
) -> Option<BTreeMap<I, M>> {
    all.iter().map(|here| make(here).map(|made| (id(&made), made))).collect()
}

fn words(written: &written::Words) -> Words {
    Words(written.get().clone().into())
}

fn maybe_words(written: Option<&written::Words>) -> Option<Words> {
    written.map(words)
}

/// The parts of a citation: law, article, and whether it is only recalled.
pub(crate) fn citation(text: &str) -> Citation {
    let text = text.trim();
    let (text, confidence) = match text.strip_suffix("recalled") {
        Some(rest) if rest.is_empty() || rest.ends_with(' ') => (rest.trim_end(), Confidence::Recalled),
        _ => (text, Confidence::Checked),
    };
    let (law, article) = match text.split_once(char::is_whitespace) {
        Some((law, article)) => (law, Some(article.trim().into())),
        None => (text, None),
    };
    Citation { law: LawId::new(law), article, confidence }
}

fn citations(all: &[At<String>]) -> Vec<Citation> {
    all.iter().map(|at| citation(at)).collect()
}

fn condition<T>(draft: &Draft, here: Here<T>, at: &At<String>) -> Option<Condition> {
    draft.conditions.at(here.place(at), at).cloned()
}

/// `Some(None)` when there is none, `None` when it is flawed.
fn maybe_condition<T>(draft: &Draft, here: Here<T>, at: Option<&At<String>>) -> Option<Option<Condition>> {
    match at {
        None => Some(None),
        Some(at) => condition(draft, here, at).map(Some),
    }
}

/// `Some(None)` when nothing is written, `None` when it cannot be read.
fn maybe<T: std::str::FromStr>(at: Option<&At<String>>) -> Option<Option<T>> {
    match at {
        None => Some(None),
        Some(at) => at.trim().parse().ok().map(Some),
    }
}

fn span(at: &At<String>) -> Option<Span> {
    at.parse().ok()
}

fn facts(all: &[At<String>]) -> Vec<FactId> {
    all.iter().map(|at| FactId::new(at.get())).collect()
}

fn city(it: &written::City) -> Option<City> {
    Some(City {
        id: it.city.get().clone(),
        name: words(&it.name),
        time_zone: it.time_zone.clone(),
        languages: it.languages.iter().map(|l| l.get().clone()).collect(),
        issuer: AuthorityId::new(it.issuer.get()),
        help_line: it.help_line.clone(),
        districts: it.districts.iter().map(|d| (d.code.get().clone(), words(&d.name))).collect(),
        district_fact: FactId::new(it.district_fact.get()),
        procedure: Procedure {
            basket: span(&it.procedure.basket)?,
            notice: span(&it.procedure.notice)?,
            notice_law: citation(&it.procedure.notice_law),
            answer: span(&it.procedure.answer)?,
            joint: span(&it.procedure.joint)?,
            joint_law: citation(&it.procedure.joint_law),
            stop_law: citation(&it.procedure.stop_law),
            undo_minutes: it.procedure.undo_minutes,
            keep: match &it.procedure.keep {
                None => None,
                Some(keep) => Some(Keep {
                    span: span(&keep.span)?,
                    law: citation(&keep.law),
                    erase_law: citation(&keep.erase_law),
                }),
            },
            appeals: match &it.procedure.appeals {
                None => None,
                Some(appeals) => Some(Appeals {
                    within: span(&appeals.within)?,
                    decide: span(&appeals.decide)?,
                    law: citation(&appeals.law),
                }),
            },
            renewal_law: it.procedure.renewal_law.as_ref().map(|law| citation(law)),
        },
    })
}

fn law(it: &written::Law) -> Law {
    Law { id: LawId::new(it.law.get()), name: words(&it.name), version: it.version.clone(), source: it.source.clone() }
}

fn authority(it: &written::Authority) -> Option<Authority> {
    Some(Authority {
        id: AuthorityId::new(it.authority.get()),
        name: words(&it.name),
        short: words(&it.short),
        level: match it.level.as_str() {
            "street" => Level::Street,
            "district" => Level::District,
            "city" => Level::City,
            _ => return None,
        },
        icon: it.icon.clone().unwrap_or_else(|| ICON.to_owned()),
        superior: it.superior.as_ref().map(|at| AuthorityId::new(at.get())),
    })
}

fn register(it: &written::Register) -> Register {
    Register {
        id: RegisterId::new(it.register.get()),
        name: words(&it.name),
        kept_by: AuthorityId::new(it.kept_by.get()),
    }
}

fn section(it: &written::Section) -> Section {
    Section {
        id: SectionId::new(it.section.get()),
        name: words(&it.name),
        icon: it.icon.clone().unwrap_or_else(|| ICON.to_owned()),
    }
}

fn fact(draft: &Draft, here: Here<written::Fact>) -> Option<Fact> {
    let it = here.it;
    Some(Fact {
        id: FactId::new(it.fact.get()),
        kind: FactKind::read(it.kind.get())?,
        ty: types::type_of(it)?,
        name: words(&it.name),
        ask: words(it.ask.as_ref().unwrap_or(&it.name)),
        help: maybe_words(it.help.as_ref()),
        section: it.section.as_ref().map(|at| SectionId::new(at.get())),
        choices: it
            .choices
            .iter()
            .map(|c| Choice { id: c.choice.get().clone(), name: words(&c.name), help: maybe_words(c.help.as_ref()) })
            .collect(),
        min: maybe::<Decimal>(it.min.as_ref())?,
        max: maybe::<Decimal>(it.max.as_ref())?,
        items: it
            .items
            .iter()
            .map(|item| fact(draft, Here { source: here.source, it: item.get() }))
            .collect::<Option<_>>()?,
        register: it.register.as_ref().map(|at| RegisterId::new(at.get())),
        personal: it.personal,
        optional: it.optional,
        derive: match &it.table {
            Some(_) => Some(draft.tables.read.get(it.fact.as_str())?.derive.clone()),
            None => maybe_condition(draft, here, it.derive.as_ref())?,
        },
        only_if: maybe_condition(draft, here, it.only_if.as_ref())?,
        must: it
            .must
            .iter()
            .map(|must| {
                Some(Must {
                    applies: maybe_condition(draft, here, must.if_.as_ref())?,
                    must: condition(draft, here, &must.must)?,
                    say: words(&must.say),
                })
            })
            .collect::<Option<_>>()?,
        example: it.example.clone(),
    })
}

fn evidence(it: &written::Evidence) -> Option<Evidence> {
    let accepts: Vec<MediaType> = it
        .accepts
        .iter()
        .map(|at| match at.as_str() {
            "pdf" => Some(MediaType::Pdf),
            "jpeg" => Some(MediaType::Jpeg),
            "png" => Some(MediaType::Png),
            _ => None,
        })
        .collect::<Option<_>>()?;
    Some(Evidence {
        id: EvidenceId::new(it.evidence.get()),
        name: words(&it.name),
        help: maybe_words(it.help.as_ref()),
        accepts: if accepts.is_empty() { vec![MediaType::Pdf, MediaType::Jpeg, MediaType::Png] } else { accepts },
        max_bytes: it.max_mb.as_ref().map_or(EVIDENCE_BYTES_MAX, |mb| u64::from(*mb.get()) * MEGABYTE),
        register: it.register.as_ref().map(|at| RegisterId::new(at.get())),
        proved_by: it.proved_by.as_ref().map(|at| FactId::new(at.get())),
    })
}

fn parameter(it: &written::Parameter) -> Option<Parameter> {
    let mut values = it
        .values
        .iter()
        .map(|value| {
            Some(ParameterValue {
                from: value.from.parse().ok()?,
                until: maybe(value.until.as_ref())?,
                value: types::parameter_value(&value.value),
                law: citations(&value.law),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    values.sort_by_key(|value| value.from);
    Some(Parameter { name: words(&it.name), unit: maybe_words(it.unit.as_ref()), values })
}

/// `2026-01-01` or `2026-02-15..2026-02-23`.
pub(crate) fn days(text: &str) -> Option<(Day, Day)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

fn calendar(draft: &Draft) -> Option<Calendar> {
    let mut years = BTreeMap::new();
    for year in draft.outline.years.iter().map(|h| h.it) {
        let all = |written: &[At<String>]| {
            let mut set = std::collections::BTreeSet::new();
            for at in written {
                let (mut day, last) = days(at)?;
                while day <= last {
                    set.insert(day);
                    day = day.plus_days(1);
                }
            }
            Some(set)
        };
        years.insert(*year.year.get(), Year { off: all(&year.off)?, work: all(&year.work)? });
    }
    Some(Calendar::new(years))
}

fn permit(draft: &Draft, here: Here<written::Permit>) -> Option<Permit> {
    let it = here.it;
    Some(Permit {
        id: PermitId::new(it.permit.get()),
        name: words(&it.name),
        short: words(&it.short),
        icon: it.icon.clone().unwrap_or_else(|| ICON.to_owned()),
        kind: match it.kind.as_str() {
            "licence" => PermitKind::Licence,
            "registration" => PermitKind::Registration,
            "filing" => PermitKind::Filing,
            "upload" => PermitKind::Upload,
            _ => return None,
        },
        authority: AuthorityId::new(it.authority.get()),
        decided_by: it
            .decided_by
            .iter()
            .map(|by| {
                Some(DecidedBy {
                    authority: AuthorityId::new(by.authority.get()),
                    applies: condition(draft, here, &by.if_)?,
                    law: citations(&by.law),
                })
            })
            .collect::<Option<_>>()?,
        allows: words(&it.allows),
        law: citations(&it.law),
        in_force_from: maybe(it.in_force.from.as_ref())?,
        in_force_until: maybe(it.in_force.until.as_ref())?,
        needed: condition(draft, here, &it.needed_when.if_)?,
        needed_law: citations(&it.needed_when.law),
        because: words(&it.needed_when.because),
        otherwise: words(&it.needed_when.otherwise),
        needs: it
            .needs
            .iter()
            .map(|need| {
                Some(Need {
                    fact: FactId::new(need.fact.get()),
                    why: words(&need.why),
                    law: citations(&need.law),
                    applies: maybe_condition(draft, here, need.if_.as_ref())?,
                })
            })
            .collect::<Option<_>>()?,
        evidence: it
            .evidence
            .iter()
            .map(|need| {
                Some(EvidenceNeed {
                    evidence: EvidenceId::new(need.evidence.get()),
                    why: words(&need.why),
                    law: citations(&need.law),
                    applies: maybe_condition(draft, here, need.if_.as_ref())?,
                    unless_commitment: need.unless_commitment,
                })
            })
            .collect::<Option<_>>()?,
        after: it.after.iter().map(|at| PermitId::new(at.get())).collect(),
        decide: decide(&it.decide)?,
        commitment: match &it.commitment {
            None => None,
            Some(commitment) => Some(Commitment {
                applies: maybe_condition(draft, here, commitment.if_.as_ref())?,
                law: citations(&commitment.law),
                declares: words(&commitment.declares),
                binds: words(&commitment.binds),
                promise: span(&commitment.promise)?,
                verify: maybe(commitment.verify.as_ref())?,
            }),
        },
        visit: it.visit.as_ref().is_some_and(|at| at.get() != "none"),
        rules: it
            .rules
            .iter()
            .map(|rule| {
                Some(Rule {
                    id: rule.rule.get().clone(),
                    must: condition(draft, here, &rule.must)?,
                    name: words(&rule.name),
                    way_forward: words(&rule.way_forward),
                    law: citations(&rule.law),
                    applies: maybe_condition(draft, here, rule.if_.as_ref())?,
                })
            })
            .collect::<Option<_>>()?,
        fee: it.fee.as_ref().map_or(Some(Decimal::ZERO), |fee| fee.amount.trim().parse().ok())?,
        fee_law: it.fee.as_ref().map(|fee| citations(&fee.law)).unwrap_or_default(),
        grants: grants(&it.grants)?,
        file_before: match &it.file_before {
            None => None,
            Some(before) => Some(FileBefore {
                span: span(&before.span)?,
                fact: FactId::new(before.fact.get()),
                law: citations(&before.law),
            }),
        },
        checks: it.checks.iter().map(words).collect(),
    })
}

fn decide(it: &written::Decide) -> Option<Decide> {
    Some(Decide {
        within: span(&it.within)?,
        law: citations(&it.law),
        extend: maybe(it.extend.as_ref())?,
        promise: span(&it.promise)?,
        on_silence: match it.on_silence.as_ref().map(|at| at.as_str()) {
            None | Some("escalate") => Silence::Escalate,
            Some("granted") => Silence::Granted,
            Some(_) => return None,
        },
        silence_law: citations(&it.silence_law),
    })
}

fn grants(it: &written::Grants) -> Option<Grants> {
    let valid = it.valid.get();
    Some(Grants {
        output: words(&it.output),
        valid: match valid.strip_prefix("until ") {
            Some(fact) => Validity::Until(FactId::new(fact.trim())),
            None if valid == "open" => Validity::Open,
            None => Validity::For(valid.parse().ok()?),
        },
        renew_from: maybe(it.renew_from.as_ref())?,
        renew_until: maybe(it.renew_until.as_ref())?,
        scope: facts(&it.scope),
        gives: facts(&it.gives),
    })
}

fn duty(draft: &Draft, here: Here<written::Duty>) -> Option<Duty> {
    let it = here.it;
    Some(Duty {
        id: DutyId::new(it.duty.get()),
        name: words(&it.name),
        tells: words(&it.tells),
        authority: AuthorityId::new(it.authority.get()),
        law: citations(&it.law),
        applies: condition(draft, here, &it.if_)?,
        comes_first: it.comes_first,
        in_force_from: maybe(it.in_force.from.as_ref())?,
        in_force_until: maybe(it.in_force.until.as_ref())?,
    })
}

fn ban(draft: &Draft, here: Here<written::Ban>) -> Option<Ban> {
    let it = here.it;
    Some(Ban {
        id: BanId::new(it.ban.get()),
        name: words(&it.name),
        tells: words(&it.tells),
        way_forward: words(&it.way_forward),
        authority: AuthorityId::new(it.authority.get()),
        law: citations(&it.law),
        applies: condition(draft, here, &it.if_)?,
        in_force_from: maybe(it.in_force.from.as_ref())?,
        in_force_until: maybe(it.in_force.until.as_ref())?,
    })
}

fn event(draft: &Draft, it: &written::Event) -> Option<Event> {
    Some(Event {
        id: EventId::new(it.event.get()),
        name: words(&it.name),
        summary: words(&it.summary),
        icon: it.icon.clone().unwrap_or_else(|| ICON.to_owned()),
        letters: it.letters.get().clone(),
        wishes: it.wishes.iter().map(|w| wish(draft, w)).collect::<Option<_>>()?,
        permits: it.permits.iter().map(|at| PermitId::new(at.get())).collect(),
        duties: it.duties.iter().map(|at| DutyId::new(at.get())).collect(),
        bans: it.bans.iter().map(|at| BanId::new(at.get())).collect(),
        title: FactId::new(it.title.get()),
        place: FactId::new(it.place.get()),
        holder: it.holder.as_ref().map(|at| FactId::new(at.get())),
        holder_code: it.holder_code.as_ref().map(|at| FactId::new(at.get())),
        first: facts(&it.first),
        settles: facts(&it.settles),
    })
}

fn wish(draft: &Draft, it: &written::Wish) -> Option<Wish> {
    Some(Wish {
        id: it.wish.get().clone(),
        name: words(&it.name),
        also: it.also.clone(),
        answers: it
            .answers
            .iter()
            .map(|(fact, at)| Some((FactId::new(fact), draft.types.read(fact, at)?.ok()?)))
            .collect::<Option<_>>()?,
    })
}

fn sector(draft: &Draft, here: Here<written::Sector>) -> Option<Sector> {
    Some(Sector {
        id: SectorId::new(here.it.sector.get()),
        name: words(&here.it.name),
        applies: condition(draft, here, &here.it.if_)?,
    })
}

fn licence_paper(it: &written::LicencePaper) -> LicencePaper {
    let names = |all: &[At<String>]| all.iter().map(|at| at.get().clone()).collect();
    LicencePaper {
        blocks: names(&it.blocks),
        facts: names(&it.facts),
        sticker: names(&it.sticker),
        words: it.words.iter().map(|saying| (saying.saying.get().clone(), words(&saying.text))).collect(),
    }
}
