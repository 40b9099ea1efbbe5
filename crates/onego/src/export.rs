//! What others read: `export cpsv-ap`, `export form-schema`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use catalogue::{Catalogue, EventId, Style};
use clap::Subcommand;
use exchange::{cpsv_ap, form_schema};
use journey::Prepared;
use rules::Day;

use crate::author::{facts_of, fail};
use crate::folder;

#[derive(Subcommand)]
pub enum Export {
    /// Every permit as a public service of CPSV-AP 3.2 and CCCEV 2.1, in RDF.
    CpsvAp {
        folder: PathBuf,
        #[arg(long, value_enum, default_value = "jsonld")]
        format: Rdf,
        /// Beginning of all names that are made, an IRI that the city owns; without it one that means nothing.
        #[arg(long)]
        base: Option<String>,
        /// Only permits in force on this day.
        #[arg(long)]
        on: Option<Day>,
        /// Write into this file instead of printing.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// The one form of an event as a JSON Schema (draft 2020-12).
    FormSchema {
        folder: PathBuf,
        #[arg(long)]
        event: String,
        /// A JSON object of facts: the form for whom this is known; without it everything that may be asked.
        #[arg(long)]
        facts: Option<PathBuf>,
        /// The day of the law; today without it.
        #[arg(long)]
        on: Option<Day>,
        /// Language of titles and descriptions; the others stand beside them.
        #[arg(long, default_value = "en")]
        lang: String,
        /// Write into this file instead of printing.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Rdf {
    #[value(name = "jsonld")]
    JsonLd,
    Turtle,
}

pub fn run(export: &Export) -> ExitCode {
    let (written, out) = match export {
        Export::CpsvAp { folder, format, base, on, out } => (services(folder, *format, base.as_deref(), *on), out),
        Export::FormSchema { folder, event, facts, on, lang, out } => {
            (schema(folder, event, facts.as_deref(), *on, lang), out)
        }
    };
    let text = match written {
        Ok(text) => text,
        Err(why) => return fail(&why),
    };
    match out {
        None => println!("{}", text.trim_end()),
        Some(path) => {
            if let Err(error) = std::fs::write(path, text) {
                return fail(&format!("`{}` cannot be written: {error}", path.display()));
            }
        }
    }
    ExitCode::SUCCESS
}

fn services(folder: &Path, format: Rdf, base: Option<&str>, on: Option<Day>) -> Result<String, String> {
    let catalogue = checked(folder)?;
    // A name reserved for examples (RFC 2606), so that nobody takes it for somebody's.
    let nowhere = format!("https://{}.example/", catalogue.city.id);
    let format = match format {
        Rdf::JsonLd => cpsv_ap::Format::JsonLd,
        Rdf::Turtle => cpsv_ap::Format::Turtle,
    };
    cpsv_ap::export(&catalogue, base.unwrap_or(&nowhere), on, format).map_err(|why| why.to_string())
}

fn schema(folder: &Path, event: &str, facts: Option<&Path>, on: Option<Day>, lang: &str) -> Result<String, String> {
    let catalogue = checked(folder)?;
    let known = facts.map(|path| facts_of(&catalogue, path)).transpose()?.unwrap_or_default();
    let prepared = Prepared::new(Arc::new(catalogue), &EventId::new(event), on.unwrap_or_else(today))
        .map_err(|why| why.to_string())?;
    Ok(format!("{:#}\n", form_schema::of(&prepared, &known, lang)))
}

fn checked(folder: &Path) -> Result<Catalogue, String> {
    let folder::Folder { shown, checked, .. } = folder::check(folder).map_err(|unusable| unusable.to_string())?;
    checked.catalogue.ok_or_else(|| {
        let said = catalogue::render(&checked.diagnostics, &shown, Style::Plain);
        format!("the catalogue has errors; nothing is exported from it\n{said}")
    })
}

fn today() -> Day {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().into()
}
