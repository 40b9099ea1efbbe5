//! The answers to an editor's questions about a place: what is this, where is it defined, where is it used, what could
//! be written here.

use std::collections::BTreeMap;
use std::path::Path;

use catalogue::names::{Definition, Named, Offer, Thing, complete};
use catalogue::{Diagnostic, Kind, Place};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, DocumentSymbol, Documentation, Hover, HoverContents,
    Location, MarkupContent, MarkupKind, Position, SymbolKind, TextEdit, Uri,
};

use super::shelf::Read;
use super::{story, text, told};

/// A place an editor asks about.
pub struct Asked<'a> {
    pub read: &'a Read,
    pub path: &'a Path,
    pub position: Position,
    pub uri: &'a dyn Fn(&Path) -> Option<Uri>,
}

/// What a name at a place means.
pub struct Meant {
    /// One thing; in a story perhaps several are called so.
    pub things: Vec<Thing>,
    pub range: lsp_types::Range,
}

impl Asked<'_> {
    /// The text asked about, a definition file or a story.
    fn text(&self) -> Option<&str> {
        let definitions = self.read.source(self.path).map(|number| self.read.text(number));
        definitions
            .or_else(|| self.read.stories.iter().find(|(path, _)| path == self.path).map(|(_, text)| text.as_str()))
    }

    pub fn meant(&self) -> Option<Meant> {
        let text = self.text()?;
        let byte = text::byte(text, self.position);
        if let Some(source) = self.read.source(self.path) {
            let named = self.read.names.at(source, byte)?;
            let range = text::range(text, named.place().range());
            let is_plain = text.get(named.place().range()) == Some(named.thing().name());
            // A place that could not be followed into is not the name itself.
            return (is_plain || matches!(named, Named::Defined(_)))
                .then(|| Meant { things: vec![named.thing().clone()], range });
        }
        let word = story::words(text).into_iter().find(|word| word.bytes.start <= byte && byte <= word.bytes.end)?;
        let things: Vec<Thing> = self.read.names.called(word.word).map(|definition| definition.thing.clone()).collect();
        (!things.is_empty()).then(|| Meant { things, range: text::range(text, word.bytes) })
    }

    /// The name, its words, type and law, where it is used, and the page of a diagnostic at this place.
    pub fn hover(&self, diagnostics: &[Diagnostic]) -> Option<Hover> {
        let meant = self.meant();
        let mut parts: Vec<String> = Vec::new();
        for thing in meant.iter().flat_map(|meant| &meant.things) {
            parts.extend(self.read.names.definitions_of(thing).take(1).map(|definition| self.described(definition)));
        }
        if let (Some(source), Some(text)) = (self.read.source(self.path), self.text()) {
            let byte = text::byte(text, self.position);
            let here = |place: &Place| place.source == source && place.bytes.start <= byte && byte <= place.bytes.end;
            let pages = diagnostics.iter().filter(|d| d.place.as_ref().is_some_and(here));
            parts.extend(pages.filter_map(|d| Some(format!("**{}**\n\n{}", d.code, catalogue::explain(d.code)?))));
        }
        parts.dedup();
        (!parts.is_empty()).then(|| Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: MarkupKind::Markdown,
                value: parts.join("\n\n---\n\n"),
            }),
            range: meant.map(|meant| meant.range),
        })
    }

    fn described(&self, definition: &Definition) -> String {
        let thing = &definition.thing;
        let words = definition.words.0.values().cloned().collect::<Vec<_>>().join(" / ");
        let mut said = format!("**{words}**\n\n{thing}");
        match thing {
            Thing::Item { rows, .. } => said.push_str(&format!(" of `{rows}`")),
            Thing::Choice { of, .. } => said.push_str(&format!(" of `{of}`")),
            Thing::Definition(..) => {}
        }
        said.push_str("\n\n");
        for about in &definition.about {
            said.push_str(&format!("- {}: {}\n", about.label, about.text));
        }
        said.push_str(&self.used(thing));
        said
    }

    /// `Used 14 times: permit `food-business` (in a condition, names it); …`.
    fn used(&self, thing: &Thing) -> String {
        const SHOWN: usize = 8;
        let uses: Vec<_> = self.read.names.uses_of(thing).collect();
        if uses.is_empty() {
            return "\nUsed nowhere.".to_owned();
        }
        let mut by: BTreeMap<&Thing, Vec<&str>> = BTreeMap::new();
        for used in &uses {
            let how = by.entry(&used.by).or_default();
            if !how.contains(&used.how) {
                how.push(used.how);
            }
        }
        let more = by.len().saturating_sub(SHOWN);
        let mut said: Vec<String> =
            by.iter().take(SHOWN).map(|(thing, how)| format!("{thing} ({})", how.join(", "))).collect();
        if more > 0 {
            said.push(format!("and {more} more"));
        }
        let times = if uses.len() == 1 { "once".to_owned() } else { format!("{} times", uses.len()) };
        format!("\nUsed {times}: {}.", said.join("; "))
    }

    fn location(&self, place: &Place) -> Option<Location> {
        Some(Location::new((self.uri)(self.read.path(place)?)?, told::range(self.read, place)))
    }

    pub fn definition(&self) -> Vec<Location> {
        let meant = self.meant();
        let things = meant.iter().flat_map(|meant| &meant.things);
        things.flat_map(|thing| self.read.names.definitions_of(thing)).filter_map(|d| self.location(&d.place)).collect()
    }

    /// Every use in definitions and stories.
    pub fn references(&self, with_definition: bool) -> Vec<Location> {
        let Some(meant) = self.meant() else { return Vec::new() };
        let mut found = if with_definition { self.definition() } else { Vec::new() };
        for thing in &meant.things {
            found.extend(self.read.names.uses_of(thing).filter_map(|used| self.location(&used.place)));
        }
        let name = meant.things.first().map_or("", Thing::name);
        for (path, text) in &self.read.stories {
            let Some(uri) = (self.uri)(path) else { continue };
            let words = story::words(text).into_iter().filter(|word| word.word == name);
            found.extend(words.map(|word| Location::new(uri.clone(), text::range(text, word.bytes))));
        }
        found
    }

    pub fn complete(&self) -> Vec<CompletionItem> {
        let Some(text) = self.read.source(self.path).map(|number| self.read.text(number)) else { return Vec::new() };
        let Offer { replaces, completions } = complete(text, text::byte(text, self.position), &self.read.names);
        let range = text::range(text, replaces);
        completions
            .into_iter()
            .map(|offered| CompletionItem {
                kind: Some(completion_kind(offered.thing.as_ref())),
                detail: (!offered.detail.is_empty()).then_some(offered.detail),
                documentation: (!offered.doc.is_empty()).then(|| {
                    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: offered.doc })
                }),
                filter_text: Some(offered.writes.clone()),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offered.writes))),
                label: offered.label,
                ..CompletionItem::default()
            })
            .collect()
    }

    /// The definitions of a file, in reading order.
    #[expect(deprecated, reason = "the protocol's type still has the field it tells not to use")]
    pub fn symbols(&self) -> Vec<DocumentSymbol> {
        let Some(source) = self.read.source(self.path) else { return Vec::new() };
        let text = self.read.text(source);
        let here = self.read.names.definitions.iter().filter(|definition| definition.place.source == source);
        here.filter_map(|definition| {
            let Thing::Definition(kind, name) = &definition.thing else { return None };
            let selection = definition.place.range();
            // The protocol wants the name inside of the whole.
            let whole =
                definition.whole.bytes.start.min(selection.start)..definition.whole.bytes.end.max(selection.end);
            Some(DocumentSymbol {
                name: name.clone(),
                detail: Some(definition.words.0.values().cloned().collect::<Vec<_>>().join(" / ")),
                kind: symbol_kind(*kind),
                tags: None,
                deprecated: None,
                range: text::range(text, whole),
                selection_range: text::range(text, selection),
                children: None,
            })
        })
        .collect()
    }
}

fn completion_kind(thing: Option<&Thing>) -> CompletionItemKind {
    match thing {
        Some(Thing::Definition(Kind::Fact, _)) => CompletionItemKind::VARIABLE,
        Some(Thing::Definition(Kind::Parameter, _)) => CompletionItemKind::CONSTANT,
        Some(Thing::Item { .. }) => CompletionItemKind::FIELD,
        Some(Thing::Choice { .. }) => CompletionItemKind::ENUM_MEMBER,
        Some(Thing::Definition(..)) => CompletionItemKind::REFERENCE,
        None => CompletionItemKind::KEYWORD,
    }
}

fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Fact => SymbolKind::VARIABLE,
        Kind::Parameter => SymbolKind::CONSTANT,
        Kind::Permit => SymbolKind::CLASS,
        Kind::Duty | Kind::Ban => SymbolKind::INTERFACE,
        Kind::Event => SymbolKind::EVENT,
        Kind::Evidence => SymbolKind::FILE,
        _ => SymbolKind::OBJECT,
    }
}
