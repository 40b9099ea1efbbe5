//! What is said about each permit, and about everything it names.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{
    Authority, AuthorityId, Catalogue, Citation, Confidence, Event, Evidence, LawId, Permit, PermitId, PermitKind,
    Words,
};
use oxrdf::NamedNode;
use rules::{Day, DayUnit, FactId, Span};

use super::graph::{Graph, amount, duration};

/// Fees of a catalogue are in yuan (ISO 4217 CNY); the European list of currencies names it so.
const CURRENCY: &str = "http://publications.europa.eu/resource/authority/currency/CNY";
/// One entry for every two-letter code there is.
const LANGUAGES: &str = "http://id.loc.gov/vocabulary/iso639-1/";

/// Everything that holds on the day, or everything.
pub(super) fn describe<'a>(graph: &mut Graph<'a>, catalogue: &'a Catalogue, on: Option<Day>) {
    let in_force = |p: &&Permit| on.is_none_or(|day| Catalogue::holds_on(p.in_force_from, p.in_force_until, day));
    let permits: Vec<&Permit> = catalogue.permits.values().filter(in_force).collect();
    let named: BTreeSet<&PermitId> = permits.iter().map(|permit| &permit.id).collect();
    let mut services = Services { catalogue, named, cited: BTreeSet::new(), graph };
    services.city();
    for permit in &permits {
        services.permit(permit);
    }
    for event in catalogue.events.values() {
        services.event(event);
    }
    services.authorities(&permits);
    services.things(&permits);
    services.laws();
}

struct Services<'a, 'g> {
    catalogue: &'a Catalogue,
    /// The permits that are written.
    named: BTreeSet<&'a PermitId>,
    /// Law and article, as far as they were read and cited.
    cited: BTreeSet<(String, Option<String>)>,
    graph: &'g mut Graph<'a>,
}

impl<'a> Services<'a, '_> {
    fn place(&self) -> NamedNode {
        self.graph.thing(&["place", &self.catalogue.city.id])
    }

    fn authority(&self, id: &AuthorityId) -> NamedNode {
        self.graph.thing(&["authority", id.as_str()])
    }

    fn service(&self, id: &PermitId) -> NamedNode {
        self.graph.thing(&["permit", id.as_str()])
    }

    fn languages(&mut self, subject: &NamedNode) {
        for language in &self.catalogue.city.languages {
            let code = language.split('-').next().unwrap_or(language).to_ascii_lowercase();
            let node = NamedNode::new_unchecked(format!("{LANGUAGES}{code}"));
            self.graph.link(subject, "dct:language", node);
        }
    }

    /// What all permits share: the place, its languages, the one form, the help line.
    fn city(&mut self) {
        let city = &self.catalogue.city;
        let place = self.place();
        self.graph.a(&place, &["dct:Location"]);
        self.graph.say(&place, "rdfs:label", &city.name);
        for language in &city.languages {
            let code = language.split('-').next().unwrap_or(language).to_ascii_lowercase();
            self.graph.a(&NamedNode::new_unchecked(format!("{LANGUAGES}{code}")), &["dct:LinguisticSystem"]);
        }
        let currency = NamedNode::new_unchecked(CURRENCY);
        self.graph.a(&currency, &["skos:Concept"]);
        let channel = self.graph.thing(&["channel", "one-form"]);
        let owner = self.authority(&city.issuer);
        self.graph.a(&channel, &["cv:Channel"]);
        self.graph.identifier(&channel, "one-form");
        self.graph.say(&channel, "dct:description", &one_form());
        self.graph.link(&channel, "cv:ownedBy", owner);
        let kind = self.graph.thing(&["channel-type", "website-or-window"]);
        let kind = self.graph.concept(kind, &website_or_window());
        self.graph.link(&channel, "dct:type", kind);
        if !city.help_line.is_empty() {
            let contact = self.graph.thing(&["contact", "help-line"]);
            self.graph.a(&contact, &["cv:ContactPoint"]);
            self.graph.link(&contact, "cv:telephone", oxrdf::Literal::new_simple_literal(&city.help_line));
        }
    }

    fn permit(&mut self, permit: &'a Permit) {
        let service = self.service(&permit.id);
        self.graph.a(&service, &["cpsv:PublicService"]);
        self.graph.identifier(&service, permit.id.as_str());
        self.graph.say(&service, "dct:title", &permit.name);
        self.graph.say(&service, "dct:description", &permit.allows);
        self.languages(&service);
        let place = self.place();
        self.graph.link(&service, "dct:spatial", place);
        let (kind, kind_words) = kind(permit.kind);
        let kind = self.graph.thing(&["permit-kind", kind]);
        let kind = self.graph.concept(kind, &kind_words);
        self.graph.link(&service, "dct:type", kind);
        let deciding: BTreeSet<&AuthorityId> =
            permit.decided_by.iter().map(|special| &special.authority).chain([&permit.authority]).collect();
        for authority in deciding {
            let authority = self.authority(authority);
            self.graph.link(&service, "cv:hasCompetentAuthority", authority);
        }
        for before in permit.after.iter().filter(|id| self.named.contains(id)).collect::<Vec<_>>() {
            let before = self.service(before);
            self.graph.link(&service, "dct:requires", before);
        }
        let channel = self.graph.thing(&["channel", "one-form"]);
        self.graph.link(&service, "cv:hasChannel", channel);
        if !self.catalogue.city.help_line.is_empty() {
            let contact = self.graph.thing(&["contact", "help-line"]);
            self.graph.link(&service, "cv:contactPoint", contact);
        }
        self.graph.link(&service, "cv:processingTime", duration(estimated(permit.decide.promise)));
        for law in self.cite(&permit.law) {
            self.graph.link(&service, "cv:hasLegalResource", law);
        }
        self.output_and_cost(permit, &service);
        self.rules(permit, &service);
        self.requirements(permit, &service);
    }

    fn output_and_cost(&mut self, permit: &Permit, service: &NamedNode) {
        let id = permit.id.as_str();
        let output = self.graph.thing(&["output", id]);
        self.graph.a(&output, &["cv:Output"]);
        self.graph.identifier(&output, id);
        self.graph.say(&output, "dct:title", &permit.grants.output);
        self.languages(&output);
        self.graph.link(service, "cpsv:produces", output);
        let cost = self.graph.thing(&["cost", id]);
        self.graph.a(&cost, &["cv:Cost"]);
        self.graph.identifier(&cost, id);
        self.graph.link(&cost, "cv:hasValue", amount(permit.fee.normalize().to_string()));
        self.graph.link(&cost, "cv:currency", NamedNode::new_unchecked(CURRENCY));
        let authority = self.authority(&permit.authority);
        self.graph.link(&cost, "cv:isDefinedBy", authority);
        self.graph.link(service, "cv:hasCost", cost);
    }

    /// When the permit is needed, and what the decision examines.
    fn rules(&mut self, permit: &Permit, service: &NamedNode) {
        let id = permit.id.as_str();
        let law = if permit.needed_law.is_empty() { &permit.law } else { &permit.needed_law };
        let needed = self.rule(&[id, "needed"], &permit.name, &permit.because, law);
        self.graph.link(service, "cpsv:follows", needed);
        for rule in &permit.rules {
            let node = self.rule(&[id, &rule.id], &rule.name, &rule.way_forward, &rule.law);
            self.graph.link(service, "cpsv:follows", node.clone());
            let criterion = self.requirement(&[id, "rule", &rule.id], "cv:Criterion", &rule.name, &rule.law);
            self.graph.link(&criterion, "cv:fulfils", node);
            for fact in rule.must.facts() {
                let concept = self.concept_of(fact);
                self.graph.link(&criterion, "cv:hasConcept", concept);
            }
            self.graph.link(service, "cv:holdsRequirement", criterion);
        }
    }

    fn rule(&mut self, path: &[&str], title: &Words, description: &Words, law: &[Citation]) -> NamedNode {
        let node = self.graph.thing(&[&["rule"], path].concat());
        self.graph.a(&node, &["cpsv:Rule"]);
        self.graph.identifier(&node, &path.join("/"));
        self.graph.say(&node, "dct:title", title);
        self.graph.say(&node, "dct:description", description);
        self.languages(&node);
        for law in self.cite(law) {
            self.graph.link(&node, "cpsv:implements", law);
        }
        node
    }

    fn requirement(&mut self, path: &[&str], class: &str, title: &Words, law: &[Citation]) -> NamedNode {
        let node = self.graph.thing(&[&["requirement"], path].concat());
        self.graph.a(&node, &[class, "cv:Requirement"]);
        self.graph.identifier(&node, &path.join("/"));
        self.graph.say(&node, "dct:title", title);
        for law in self.cite(law) {
            self.graph.link(&node, "cv:isDerivedFrom", law);
        }
        node
    }

    /// The facts and papers the authority needs.
    fn requirements(&mut self, permit: &Permit, service: &NamedNode) {
        let (catalogue, id) = (self.catalogue, permit.id.as_str());
        for need in &permit.needs {
            let Some(fact) = catalogue.facts.get(&need.fact) else { continue };
            let path = [id, "fact", need.fact.as_str()];
            let node = self.requirement(&path, "cv:InformationRequirement", &fact.name, &need.law);
            self.graph.say_plainly(&node, "dct:description", &need.why);
            let concept = self.concept_of(&need.fact);
            self.graph.link(&node, "cv:hasConcept", concept);
            self.graph.link(service, "cv:holdsRequirement", node);
        }
        for need in &permit.evidence {
            let Some(evidence) = catalogue.evidence.get(&need.evidence) else { continue };
            let path = [id, "evidence", need.evidence.as_str()];
            let node = self.requirement(&path, "cv:InformationRequirement", &evidence.name, &need.law);
            self.graph.say_plainly(&node, "dct:description", &need.why);
            let list = self.graph.thing(&["evidence-list", evidence.id.as_str()]);
            self.graph.link(&node, "cv:hasEvidenceTypeList", list);
            self.graph.link(service, "cv:holdsRequirement", node);
            let evidence_type = self.graph.thing(&["evidence", evidence.id.as_str()]);
            self.graph.link(service, "cv:hasInputType", evidence_type);
        }
    }

    fn concept_of(&self, fact: &FactId) -> NamedNode {
        self.graph.thing(&["fact", fact.as_str()])
    }

    /// Facts and kinds of evidence, once each however many permits name them.
    fn things(&mut self, permits: &[&'a Permit]) {
        let catalogue = self.catalogue;
        let mut facts: BTreeSet<&FactId> = BTreeSet::new();
        let mut papers: BTreeMap<&str, &Evidence> = BTreeMap::new();
        for permit in permits {
            facts.extend(permit.needs.iter().map(|need| &need.fact));
            facts.extend(permit.rules.iter().flat_map(|rule| rule.must.facts()));
            let evidence = permit.evidence.iter().filter_map(|need| catalogue.evidence.get(&need.evidence));
            papers.extend(evidence.map(|evidence| (evidence.id.as_str(), evidence)));
        }
        for fact in facts.into_iter().filter_map(|id| catalogue.facts.get(id)) {
            let node = self.concept_of(&fact.id);
            self.graph.a(&node, &["cv:InformationConcept"]);
            self.graph.identifier(&node, fact.id.as_str());
            self.graph.say_plainly(&node, "skos:prefLabel", &fact.name);
        }
        for (id, evidence) in papers {
            let node = self.graph.thing(&["evidence", id]);
            self.graph.a(&node, &["cv:EvidenceType"]);
            self.graph.identifier(&node, id);
            self.graph.say(&node, "dct:title", &evidence.name);
            let kind = self.graph.thing(&["evidence-kind", id]);
            let kind = self.graph.concept(kind, &evidence.name);
            self.graph.link(&node, "cv:evidenceTypeClassification", kind);
            let list = self.graph.thing(&["evidence-list", id]);
            self.graph.a(&list, &["cv:EvidenceTypeList"]);
            self.graph.identifier(&list, id);
            self.graph.link(&list, "cv:specifiesEvidenceType", node.clone());
            self.graph.link(&node, "cv:isSpecifiedIn", list);
        }
    }

    fn event(&mut self, event: &'a Event) {
        let node = self.graph.thing(&["event", event.id.as_str()]);
        self.graph.a(&node, &["cv:BusinessEvent", "cv:Event"]);
        self.graph.identifier(&node, event.id.as_str());
        self.graph.say(&node, "dct:title", &event.name);
        self.graph.say(&node, "dct:description", &event.summary);
        for permit in event.permits.iter().filter(|id| self.named.contains(id)).collect::<Vec<_>>() {
            let service = self.service(permit);
            self.graph.link(&node, "cv:hasRelatedService", service.clone());
            self.graph.link(&service, "cv:isGroupedBy", node.clone());
        }
    }

    /// The authorities that decide, the issuer, and whoever stands above them.
    fn authorities(&mut self, permits: &[&'a Permit]) {
        let catalogue = self.catalogue;
        let mut to_do: Vec<&AuthorityId> = vec![&catalogue.city.issuer];
        for permit in permits {
            to_do.push(&permit.authority);
            to_do.extend(permit.decided_by.iter().map(|special| &special.authority));
        }
        let mut named: BTreeMap<&AuthorityId, &Authority> = BTreeMap::new();
        while let Some(id) = to_do.pop() {
            let Some(authority) = catalogue.authorities.get(id) else { continue };
            if named.insert(id, authority).is_none() {
                to_do.extend(&authority.superior);
            }
        }
        let place = self.place();
        for (id, authority) in named {
            let node = self.authority(id);
            self.graph.a(&node, &["cv:PublicOrganisation", "org:Organization", "foaf:Agent"]);
            self.graph.identifier(&node, id.as_str());
            self.graph.say(&node, "skos:prefLabel", &authority.name);
            self.graph.say(&node, "dct:title", &authority.name);
            self.graph.link(&node, "dct:spatial", place.clone());
            if let Some(superior) = &authority.superior {
                let superior = self.authority(superior);
                self.graph.link(&node, "org:subOrganizationOf", superior);
            }
        }
    }

    /// The names of what is cited; what was only recalled is not cited.
    fn cite(&mut self, law: &[Citation]) -> Vec<NamedNode> {
        let mut nodes: Vec<NamedNode> = Vec::new();
        for citation in law.iter().filter(|citation| citation.confidence == Confidence::Checked) {
            let cited = (citation.law.to_string(), citation.article.as_deref().map(str::to_owned));
            let node = self.resource(&cited.0, cited.1.as_deref());
            if !nodes.contains(&node) {
                nodes.push(node);
            }
            self.cited.insert(cited);
        }
        nodes
    }

    fn resource(&self, law: &str, article: Option<&str>) -> NamedNode {
        match article {
            Some(article) => self.graph.thing(&["law", law, article]),
            None => self.graph.thing(&["law", law]),
        }
    }

    /// Every article that is cited, and the law it stands in.
    fn laws(&mut self) {
        let catalogue = self.catalogue;
        let mut cited = std::mem::take(&mut self.cited);
        cited.extend(cited.clone().into_iter().map(|(law, _)| (law, None)));
        for (law, article) in cited {
            let node = self.resource(&law, article.as_deref());
            self.graph.a(&node, &["eli:LegalResource", "cv:ReferenceFramework"]);
            match &article {
                Some(article) => {
                    self.graph.identifier(&node, &format!("{law} {article}"));
                    let whole = self.resource(&law, None);
                    self.graph.link(&node, "dct:relation", whole);
                }
                None => self.graph.identifier(&node, &law),
            }
            if let Some(definition) = catalogue.laws.get(&LawId::new(law)) {
                self.graph.say(&node, "dct:title", &definition.name);
            }
        }
    }
}

/// A length of time as a duration of ISO 8601. Working days: with two days for every five begun.
fn estimated(span: Span) -> String {
    let count = span.count;
    match span.unit {
        DayUnit::Working => format!("P{}D", u64::from(count) + 2 * u64::from(count.div_ceil(5))),
        DayUnit::Calendar => format!("P{count}D"),
        DayUnit::Months => format!("P{count}M"),
        DayUnit::Years => format!("P{count}Y"),
    }
}

fn words(en: &str, zh: &str) -> Words {
    Words(BTreeMap::from([("en".to_owned(), en.to_owned()), ("zh".to_owned(), zh.to_owned())]).into())
}

fn one_form() -> Words {
    words("One form for all permits, on the website or at the window", "网上或窗口，一张表办理全部事项")
}

fn website_or_window() -> Words {
    words("Website or window", "网站或窗口")
}

fn kind(kind: PermitKind) -> (&'static str, Words) {
    match kind {
        PermitKind::Licence => ("licence", words("Licence", "许可")),
        PermitKind::Registration => ("registration", words("Registration", "登记")),
        PermitKind::Filing => ("filing", words("Filing", "备案")),
        PermitKind::Upload => ("upload", words("Upload", "报送")),
    }
}
