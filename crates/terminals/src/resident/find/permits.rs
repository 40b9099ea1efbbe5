//! Every permit with its rules in words, for checking: also what was only recalled and still has to be verified.

use std::collections::BTreeMap;

use axum::extract::Path;
use catalogue::{AuthorityId, Catalogue, Citation, Confidence, Permit, PermitId, PermitKind, Silence, Validity};
use maud::{Markup, html};

use super::outlook::how;
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Shape};
use crate::kit::shell::Terminal;
use crate::web::{Answer, Visit};

pub async fn list(visit: Visit) -> Answer {
    let say = visit.say;
    let catalogue = visit.catalogue();
    let title = say.with("open-title", &[("n", catalogue.permits.len().into())]);
    let shell = visit.shell(Terminal::Public, &title);
    let mut by_authority: BTreeMap<&AuthorityId, Vec<&Permit>> = BTreeMap::new();
    for permit in catalogue.permits.values() {
        by_authority.entry(&permit.authority).or_default().push(permit);
    }
    let main = html! {
        div.stack.s5.middle {
            (parts::heading(&[], &title, say.t("open-lead")))
            p.small.dim { (say.with("open-fingerprint", &[("letters", catalogue.fingerprint.get(..16).unwrap_or_default().into())])) }
            @for (authority, permits) in &by_authority {
                section.stack.s2 {
                    h2 { (facts::authority_name(&visit, authority)) }
                    ul.planrows.long.card.flush { @for permit in permits { (listed(&visit, permit)) } }
                }
            }
        }
    };
    Ok(visit.ok(&shell, main))
}

fn listed(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    let other = say.language().other();
    html! {
        li {
            (icon(&permit.icon))
            div {
                b { a href=(visit.at(&format!("open/permits/{}", permit.id))) { (visit.text(&permit.name)) } (parts::other_name(other, permit.name.say(other.code()))) }
                p.dots { span { (say.t(kind_word(permit.kind))) } span { (how(visit, permit)) } }
            }
            span.end { (say.span(permit.decide.promise)) }
        }
    }
}

fn kind_word(kind: PermitKind) -> &'static str {
    match kind {
        PermitKind::Licence => "kind-licence",
        PermitKind::Registration => "kind-registration",
        PermitKind::Filing => "kind-filing",
        PermitKind::Upload => "kind-upload",
    }
}

pub async fn show(visit: Visit, Path((_, permit)): Path<(String, String)>) -> Answer {
    let catalogue = visit.catalogue();
    let Some(permit) = catalogue.permits.get(&PermitId::new(permit)) else { return Err(visit.not_found()) };
    let say = visit.say;
    let other = say.language().other();
    let title = visit.text(&permit.name);
    let shell = visit.shell(Terminal::Public, title);
    let events: Vec<_> = catalogue.events.values().filter(|e| e.permits.contains(&permit.id)).collect();
    let main = html! {
        div.split {
            div.stack.s6 {
                header.head {
                    p.over { a href=(visit.at("open/permits")) { (say.t("open-all")) } }
                    h1 { (title) (parts::other_name(other, permit.name.say(other.code()))) }
                    p.lead { (visit.text(&permit.allows)) }
                }
                (needed(&visit, &catalogue, permit))
                (asked(&visit, &catalogue, permit))
                (papers(&visit, permit))
                (rules(&visit, permit))
                (commitment(&visit, permit))
                (after(&visit, permit))
            }
            div.beside {
                (clock(&visit, permit))
                section.card {
                    h2 { (say.t("open-events")) }
                    ul.papers { @for event in &events { li { a href=(visit.at(&format!("do/{}", event.id))) { (visit.text(&event.name)) } } } }
                }
                (sources(&visit, &catalogue, permit))
            }
        }
    };
    Ok(visit.ok(&shell, main))
}

/// Citations, also recalled ones, marked as such.
fn law(visit: &Visit, law: &[Citation]) -> Markup {
    if law.is_empty() {
        return html! {};
    }
    let text = facts::citations_for_officials(visit, law);
    html! { (visit.say.gap()) span.law { (visit.say.with("why-law", &[("law", text.into())])) } }
}

fn needed(visit: &Visit, catalogue: &Catalogue, permit: &Permit) -> Markup {
    let say = visit.say;
    let names: Vec<String> = permit.needed.facts().iter().map(|f| facts::fact_name(visit, f)).collect();
    let parameters: Vec<(String, String)> = permit
        .needed
        .parameters()
        .iter()
        .filter_map(|name| {
            let name = name.strip_prefix("param.").unwrap_or(name);
            let parameter = catalogue.parameters.get(name)?;
            let value = catalogue
                .parameters_on(visit.today())
                .get(format!("param.{name}").as_str())
                .map(journey::printed::plain)?;
            let unit = parameter.unit.as_ref().map_or("", |u| visit.text(u));
            Some((visit.text(&parameter.name).to_owned(), format!("{value} {unit}").trim().to_owned()))
        })
        .collect();
    html! {
        section.stack.s2 {
            h2 { (say.t("open-when")) }
            p { b { (say.t("open-when-yes")) } (say.gap()) (visit.text(&permit.because)) (law(visit, &permit.needed_law)) }
            p { b { (say.t("open-when-no")) } (say.gap()) (visit.text(&permit.otherwise)) }
            @if !names.is_empty() { p.dim { (say.with("open-when-facts", &[("facts", say.list(&names).into())])) } }
            @if !parameters.is_empty() { ul.papers { @for (name, value) in &parameters { li { (name) (say.t("colon")) b { (value) } } } } }
            details { summary { (say.t("open-rule")) } (parts::term(permit.needed.text(), say.t("open-rule"))) }
        }
    }
}

fn asked(visit: &Visit, catalogue: &Catalogue, permit: &Permit) -> Markup {
    let say = visit.say;
    html! {
        section.stack.s2 {
            h2 { (say.with("open-facts", &[("n", permit.needs.len().into())])) }
            p.dim { (say.t("open-facts-lead")) }
            ul.card.flush.dutylist {
                @for need in &permit.needs {
                    @let register = catalogue.facts.get(&need.fact).and_then(|f| f.register.as_ref()).and_then(|r| catalogue.registers.get(r));
                    li {
                        b { (facts::fact_name(visit, &need.fact)) }
                        p { (visit.text(&need.why)) (law(visit, &need.law)) @if need.applies.is_some() { (say.gap()) span.dim { (say.t("open-sometimes")) } } }
                        @if let Some(register) = register { p.src { span { (icon("link")) (say.with("open-from", &[("register", visit.text(&register.name).into())])) } } }
                    }
                }
            }
        }
    }
}

fn papers(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    html! {
        section.stack.s2 {
            h2 { (say.with("open-papers", &[("n", permit.evidence.len().into())])) }
            @if permit.evidence.is_empty() { p { (say.t("open-papers-none")) } }
            @else {
                ul.card.flush.dutylist { @for paper in &permit.evidence {
                    li {
                        b { (facts::evidence_name(visit, &paper.evidence)) }
                        p { (visit.text(&paper.why)) (law(visit, &paper.law)) @if paper.applies.is_some() { (say.gap()) span.dim { (say.t("open-sometimes")) } } }
                        @if paper.unless_commitment { p.dim.small { (say.t("open-unless-commitment")) } }
                    }
                } }
            }
        }
    }
}

fn rules(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    html! {
        section.stack.s2 {
            h2 { (say.with("open-rules", &[("n", permit.rules.len().into())])) }
            @if permit.rules.is_empty() { p { (say.t("open-rules-none")) } }
            @else {
                p.dim { (say.t("open-rules-lead")) }
                ul.card.flush.dutylist { @for rule in &permit.rules {
                    li {
                        b { (visit.text(&rule.name)) }
                        p { (law(visit, &rule.law)) @if rule.applies.is_some() { (say.gap()) span.dim { (say.t("open-sometimes")) } } }
                        p.dim { (say.t("open-otherwise")) (say.gap()) (visit.text(&rule.way_forward)) }
                        details { summary { (say.t("open-rule")) } (parts::term(rule.must.text(), say.t("open-rule"))) }
                    }
                } }
            }
        }
    }
}

fn commitment(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    let Some(commitment) = &permit.commitment else { return html! {} };
    html! {
        section.card.quiet {
            h2 { (say.t("open-commitment")) }
            p { (say.with("open-commitment-text", &[("span", say.span(commitment.promise).into())])) (law(visit, &commitment.law)) @if commitment.applies.is_some() { (say.gap()) span.dim { (say.t("open-sometimes")) } } }
            blockquote { p { (visit.text(&commitment.declares)) } }
            p.small { (visit.text(&commitment.binds)) }
        }
    }
}

fn after(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    if permit.checks.is_empty() {
        return html! {};
    }
    let checks: Vec<(Shape, Markup)> = permit.checks.iter().map(|c| (Shape::Ok, html! { (visit.text(c)) })).collect();
    html! { section.stack.s2 { h2 { (say.t("open-checks")) } p.dim { (say.t("open-checks-lead")) } (parts::checks(&checks)) } }
}

fn clock(visit: &Visit, permit: &Permit) -> Markup {
    let say = visit.say;
    let valid = match &permit.grants.valid {
        Validity::For(span) => say.span(*span),
        Validity::Open => say.t("open-valid-open").to_owned(),
        Validity::Until(fact) => say.with("open-valid-until", &[("fact", facts::fact_name(visit, fact).into())]),
    };
    let after: Vec<String> = permit.after.iter().map(|p| facts::permit_name(visit, p)).collect();
    html! {
        section.card {
            h2 { (say.t("open-clock")) }
            dl.kv.tall {
                div { dt { (say.t("open-promise")) } dd { (say.span(permit.decide.promise)) } }
                div { dt { (say.t("open-law")) } dd { (say.span(permit.decide.within)) span.normal { (law(visit, &permit.decide.law)) } } }
                @if let Some(extend) = permit.decide.extend { div { dt { (say.t("open-extend")) } dd { (say.span(extend)) } } }
                div { dt { (say.t("open-silence")) } dd { (say.t(match permit.decide.on_silence { Silence::Escalate => "open-silence-up", Silence::Granted => "open-silence-yes" })) span.normal { (law(visit, &permit.decide.silence_law)) } } }
                div { dt { (say.t("open-decides")) } dd { (facts::authority_name(visit, &permit.authority)) @for special in &permit.decided_by { p.small.dim.normal { (say.with("open-decides-else", &[("who", facts::authority_name(visit, &special.authority).into())])) (law(visit, &special.law)) } } } }
                div { dt { (say.t("plan-visit")) } dd { (say.t(if permit.visit { "open-visit" } else { "open-no-visit" })) } }
                div { dt { (say.t("plan-fee")) } dd { @if permit.fee.is_zero() { (super::outlook::first_up(say.t("panel-no-fee"))) } @else { (say.money(permit.fee)) } span.normal { (law(visit, &permit.fee_law)) } } }
                div { dt { (say.t("open-valid")) } dd { (valid) } }
                @if let Some(rule) = &permit.file_before { div { dt { (say.t("open-file-before")) } dd { (say.with("open-file-before-text", &[("span", say.span(rule.span).into()), ("fact", facts::fact_name(visit, &rule.fact).into())])) span.normal { (law(visit, &rule.law)) } } } }
                @if !after.is_empty() { div { dt { (say.t("open-after")) } dd { (say.list(&after)) } } }
            }
        }
    }
}

/// Every law this permit cites, and whether its text was read.
fn sources(visit: &Visit, catalogue: &Catalogue, permit: &Permit) -> Markup {
    let say = visit.say;
    let mut cited: BTreeMap<&str, Confidence> = BTreeMap::new();
    let all = permit
        .law
        .iter()
        .chain(&permit.needed_law)
        .chain(&permit.decide.law)
        .chain(&permit.decide.silence_law)
        .chain(&permit.fee_law)
        .chain(permit.needs.iter().flat_map(|n| &n.law))
        .chain(permit.evidence.iter().flat_map(|n| &n.law))
        .chain(permit.rules.iter().flat_map(|n| &n.law))
        .chain(permit.commitment.iter().flat_map(|n| &n.law))
        .chain(permit.file_before.iter().flat_map(|n| &n.law))
        .chain(permit.decided_by.iter().flat_map(|n| &n.law));
    for citation in all {
        let entry = cited.entry(citation.law.as_str()).or_insert(citation.confidence);
        if citation.confidence == Confidence::Recalled {
            *entry = Confidence::Recalled;
        }
    }
    html! {
        section.card {
            h2 { (say.t("open-sources")) }
            ul.sources { @for (id, confidence) in &cited {
                @if let Some(law) = catalogue.laws.get(&catalogue::LawId::new(*id)) {
                    li {
                        b { (visit.text(&law.name)) }
                        @if *confidence == Confidence::Recalled { (parts::tag(Shape::Warn, say.t("open-recalled"))) } @else { (parts::tag(Shape::Ok, say.t("open-checked"))) }
                        @if let Some(version) = &law.version { p.small.dim { (say.with("open-version", &[("version", version.as_str().into())])) } }
                        @if let Some(source) = &law.source { p.small.dim { (source) } }
                    }
                }
            } }
            p.small.dim { (say.t("open-sources-text")) }
        }
    }
}
