//! A catalogue as CPSV-AP 3.2 with CCCEV 2.1: every permit as a public service, in RDF.
//!
//! | onego | CPSV-AP, CCCEV |
//! |---|---|
//! | permit | `cpsv:PublicService` |
//! | authority, also each that decides special cases | `cv:PublicOrganisation` |
//! | law, article | `eli:LegalResource`, also `cv:ReferenceFramework` |
//! | when it is needed, and each rule of the decision | `cpsv:Rule`; the latter also as `cv:Criterion` |
//! | fact that is needed | `cv:InformationRequirement` with its `cv:InformationConcept` |
//! | evidence that is needed | `cv:InformationRequirement` with a list of one `cv:EvidenceType` |
//! | what is granted, fee | `cpsv:produces` → `cv:Output`, `cv:Cost` |
//! | event | `cv:BusinessEvent` (a catalogue does not tell events of life from those of business) |
//! | the one form, the help line | `cv:Channel`, `cv:ContactPoint` |
//!
//! Left out: what was recalled and not read, because it is never shown as law; duties and bans, which are no services; the text of
//! conditions. `cv:processingTime` is an estimate by its definition and knows calendar days only: working days are counted
//! with the weekends they can contain, without public holidays.

mod graph;
mod public_service;

use std::fmt;

use catalogue::Catalogue;
use rules::Day;

use graph::{Graph, PREFIXES};

/// How the graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Turtle,
    JsonLd,
}

/// Why a catalogue cannot be written as RDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unexportable {
    /// The beginning of all names is no absolute IRI.
    Base { base: String, because: String },
    /// A language of the city is no language tag (BCP 47).
    Language(String),
    /// The writer failed.
    Writing(String),
}

impl fmt::Display for Unexportable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unexportable::Base { base, because } => {
                write!(f, "`{base}` cannot begin the names of things: {because}; write an absolute IRI")
            }
            Unexportable::Language(language) => write!(f, "the city's language `{language}` is no language tag"),
            Unexportable::Writing(because) => write!(f, "the graph cannot be written: {because}"),
        }
    }
}

impl std::error::Error for Unexportable {}

/// Writes the permits of a catalogue, in the order of their names; the same catalogue always gives the same text.
///
/// `base`: the beginning of all names that are made, an absolute IRI that the city owns. `on`: only what is in force on
/// that day; everything, with its history, without it.
pub fn export(catalogue: &Catalogue, base: &str, on: Option<Day>, format: Format) -> Result<String, Unexportable> {
    let mut graph = Graph::new(base, catalogue)?;
    public_service::describe(&mut graph, catalogue, on);
    let written = match format {
        Format::Turtle => turtle(&graph),
        Format::JsonLd => json_ld(&graph),
    };
    let bytes = written.map_err(|wrong| Unexportable::Writing(wrong.to_string()))?;
    String::from_utf8(bytes).map_err(|wrong| Unexportable::Writing(wrong.to_string()))
}

fn turtle(graph: &Graph) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut serializer = oxttl::TurtleSerializer::new();
    for (prefix, space) in PREFIXES {
        serializer = serializer.with_prefix(prefix, space)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in graph.triples() {
        writer.serialize_triple(triple)?;
    }
    Ok(writer.finish()?)
}

fn json_ld(graph: &Graph) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut serializer = oxjsonld::JsonLdSerializer::new();
    for (prefix, space) in PREFIXES {
        serializer = serializer.with_prefix(prefix, space)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in graph.triples() {
        writer.serialize_quad(&triple.clone().in_graph(oxrdf::GraphName::DefaultGraph))?;
    }
    // In lines, so that two versions can be compared.
    let written: serde_json::Value = serde_json::from_slice(&writer.finish()?)?;
    Ok(format!("{written:#}\n").into_bytes())
}
