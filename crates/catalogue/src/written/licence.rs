//! The sectors of the comprehensive licence, and what a city writes about its paper.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Allow, Words};
use crate::source::At;

/// A sector of the comprehensive licence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    pub sector: At<String>,
    pub name: Words,
    #[serde(rename = "if")]
    pub if_: At<String>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// The comprehensive licence on paper: which blocks in which order, and the words between them. What is left out is as it
/// comes with the program.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LicencePaper {
    /// The blocks of the sheet from top to bottom: `[issuer, title, number, name, facts, parts, notice, sector, duties, checks]`.
    pub blocks: Vec<At<String>>,
    /// The lines of the block `facts`: `[holder, credit-code, premises, district, sector, issued, version]`.
    pub facts: Vec<At<String>>,
    /// The blocks of the sticker for the window: `[title, name, sector, qr, code, check]`.
    pub sticker: Vec<At<String>>,
    /// The fixed words, each by its name.
    pub words: Vec<At<Saying>>,
}

/// Words that stand on the paper: `{ saying: issued, text: { en: Issued, zh: 发证日期 } }`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    pub saying: At<String>,
    /// `{blank}` stands for what is filled in.
    pub text: Words,
}
