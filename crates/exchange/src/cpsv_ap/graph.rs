//! A graph under construction: names for things, texts in every language, one triple at a time.

use std::collections::{HashMap, HashSet};

use catalogue::{Catalogue, Words};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use super::Unexportable;

/// The vocabularies, with their usual prefixes.
pub(super) const PREFIXES: [(&str, &str); 13] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub(super) struct Graph<'a> {
    base: String,
    languages: &'a [String],
    triples: Vec<Triple>,
}

impl<'a> Graph<'a> {
    /// `base` is the beginning of all names that are made here; the languages of the city must be language tags.
    pub fn new(base: &str, catalogue: &'a Catalogue) -> Result<Self, Unexportable> {
        NamedNode::new(base)
            .map_err(|wrong| Unexportable::Base { base: base.to_owned(), because: wrong.to_string() })?;
        let base = if base.ends_with(['/', '#', ':']) { base.to_owned() } else { format!("{base}/") };
        for language in &catalogue.city.languages {
            if Literal::new_language_tagged_literal("", language.as_str()).is_err() {
                return Err(Unexportable::Language(language.clone()));
            }
        }
        Ok(Graph { base, languages: &catalogue.city.languages, triples: Vec::new() })
    }

    /// A thing of this catalogue: `BASE/permit/food-business`.
    pub fn thing(&self, path: &[&str]) -> NamedNode {
        let path: Vec<String> = path.iter().map(|segment| percent_encoded(segment)).collect();
        NamedNode::new_unchecked(format!("{}{}", self.base, path.join("/")))
    }

    pub fn link(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), term(predicate), object));
    }

    pub fn a(&mut self, subject: &NamedNode, classes: &[&str]) {
        for class in classes {
            self.triples.push(Triple::new(subject.clone(), rdf::TYPE, term(class)));
        }
    }

    /// One text a language of the city.
    pub fn say(&mut self, subject: &NamedNode, predicate: &str, words: &Words) {
        for language in self.languages {
            if let Some(text) = words.0.get(language).filter(|text| !text.is_empty()) {
                // The languages were looked at when the graph was begun.
                let literal =
                    Literal::new_language_tagged_literal_unchecked(text.as_str(), language.to_ascii_lowercase());
                self.triples.push(Triple::new(subject.clone(), term(predicate), literal));
            }
        }
    }

    /// Where a shape wants text without a language, the city's first language; the others stand beside it as labels.
    pub fn say_plainly(&mut self, subject: &NamedNode, predicate: &str, words: &Words) {
        let first = self.languages.first().map_or("", String::as_str);
        self.link(subject, predicate, Literal::new_simple_literal(words.say(first)));
        self.say(subject, if predicate == "dct:description" { "rdfs:comment" } else { "rdfs:label" }, words);
    }

    pub fn identifier(&mut self, subject: &NamedNode, identifier: &str) {
        self.link(subject, "dct:identifier", Literal::new_simple_literal(identifier));
    }

    /// All triples, each once, by their subjects; about one subject in the order in which something of the kind was first said.
    pub fn triples(&self) -> Vec<&Triple> {
        let mut first: HashMap<(&NamedOrBlankNode, &NamedNode), usize> = HashMap::new();
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for triple in self.triples.iter().filter(|triple| seen.insert(*triple)) {
            let place = *first.entry((&triple.subject, &triple.predicate)).or_insert(all.len());
            all.push((triple.subject.to_string(), place, triple));
        }
        all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        all.into_iter().map(|(_, _, triple)| triple).collect()
    }

    /// An entry of a code list: a name for the kind of something.
    pub fn concept(&mut self, concept: NamedNode, words: &Words) -> NamedNode {
        self.a(&concept, &["skos:Concept"]);
        self.say(&concept, "skos:prefLabel", words);
        concept
    }
}

/// A name of one of the vocabularies, by its prefix. The names are ours, so that an unknown prefix is a slip of this room, which the
/// shapes find at once.
pub(super) fn term(short: &str) -> NamedNode {
    let (prefix, local) = short.split_once(':').unwrap_or(("", short));
    let space = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, space)| space);
    NamedNode::new_unchecked(format!("{space}{local}"))
}

pub(super) fn duration(written: String) -> Literal {
    Literal::new_typed_literal(written, xsd::DURATION)
}

/// An amount as CPSV-AP wants it: a double.
pub(super) fn amount(written: String) -> Literal {
    Literal::new_typed_literal(written, xsd::DOUBLE)
}

/// RFC 3986: everything but letters, digits and `-._~` is percent-encoded.
fn percent_encoded(segment: &str) -> String {
    let mut out = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
