//! Every sentence of the terminals, in both languages, and the way each language writes days, numbers and lists.
//!
//! The sentences live in `words/en/*.ftl` and `words/zh/*.ftl` (Fluent), one file per page or area. Neither language is
//! the fallback of the other: a key missing in one of them fails a test, and shows as `[key]` on a page.

mod ready;
mod write;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use unic_langid::LanguageIdentifier;

use self::ready::Ready;

/// What can stand for a variable of a sentence: `3.into()`, `"Zhou Lan".into()`.
pub use fluent_bundle::FluentValue;

/// Names the files of sentences once, for both languages.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("words/en/", $name, ".ftl")),
            include_str!(concat!("words/zh/", $name, ".ftl")),
        )),+]
    };
}

/// The files of sentences: name, English, Chinese. A new file is added here, and in both folders.
const FILES: &[(&str, &str, &str)] = files![
    "shell",
    "parts",
    "write",
    "gallery",
    "problem",
    "refusal",
    "facts",
    "home",
    "question",
    "plan",
    "compare",
    "permit",
    "signin",
    "form",
    "papers",
    "check",
    "receipt",
    "case",
    "notice",
    "messages",
    "readings",
    "licence",
    "credential",
    "verify",
    "me",
    "desk",
    "decide",
    "rep",
    "window",
    "after",
    "why",
];

/// Unknown keys are remembered so that they can be shown; this bounds how many.
const UNKNOWN_AT_MOST: usize = 500;

/// A language in which the terminals speak; both are originals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    #[default]
    En,
    Zh,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::Zh];

    /// The first part of every address: `en`, `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
        }
    }

    /// The `lang` attribute: `en`, `zh-Hans`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh-Hans",
        }
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Zh => "中文",
        }
    }

    pub fn other(self) -> Language {
        match self {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        }
    }

    /// The language a browser prefers, from its `Accept-Language` header.
    pub fn preferred(accept_language: &str) -> Language {
        let mut best = (0.0_f32, Language::Zh);
        for part in accept_language.split(',') {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
            let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            let language = match tag.get(..2) {
                Some("zh") => Language::Zh,
                Some("en") => Language::En,
                _ => continue,
            };
            if quality > best.0 {
                best = (quality, language);
            }
        }
        best.1
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "en" => Ok(Language::En),
            "zh" => Ok(Language::Zh),
            _ => Err(format!("`{text}` is not a language here; write `en` or `zh`")),
        }
    }
}

/// All sentences of one language: those without variables as text, the others taken apart, and all as Fluent messages.
struct Speech {
    language: Language,
    ready: HashMap<String, String>,
    apart: HashMap<String, Ready>,
    bundle: FluentBundle<Arc<FluentResource>>,
}

/// All sentences of all languages, read once.
pub struct Words {
    en: Speech,
    zh: Speech,
}

impl Words {
    /// The sentences built into the program; read on first use, then shared.
    pub fn load() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words {
            en: Speech::new(Language::En, FILES.iter().map(|file| file.1)),
            zh: Speech::new(Language::Zh, FILES.iter().map(|file| file.2)),
        })
    }

    pub fn say(&self, language: Language) -> Say<'_> {
        Say { words: self, language }
    }

    fn speech(&self, language: Language) -> &Speech {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

impl Speech {
    fn new<'a>(language: Language, texts: impl Iterator<Item = &'a str>) -> Speech {
        let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The marks that separate directions of writing would land in attributes; both languages run the same way.
        bundle.set_use_isolating(false);
        let resources: Vec<Arc<FluentResource>> = texts.map(|text| Arc::new(parse(text))).collect();
        for resource in &resources {
            bundle.add_resource_overriding(Arc::clone(resource));
        }
        let mut ready = HashMap::new();
        let mut apart = HashMap::new();
        for message in resources.iter().flat_map(|resource| resource.entries()) {
            let Entry::Message(message) = message else { continue };
            if let Some(pieces) = message.value.as_ref().and_then(Ready::of) {
                apart.insert(message.id.name.to_owned(), pieces);
            }
        }
        for (key, variables) in resources.iter().flat_map(|resource| messages(resource)) {
            if !variables.is_empty() {
                continue;
            }
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else { continue };
            let mut troubles = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut troubles).into_owned();
            if troubles.is_empty() {
                ready.insert(key, text);
            }
        }
        Speech { language, ready, apart, bundle }
    }

    fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        self.apart.get(key).and_then(|apart| apart.filled(self.language, values)).or_else(|| self.fluent(key, values))
    }

    fn fluent(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), value.clone());
        }
        let mut troubles = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut troubles).into_owned();
        troubles.is_empty().then_some(text)
    }
}

/// Parses a file of sentences; broken entries are left out here and found by the test.
fn parse(text: &str) -> FluentResource {
    FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource)
}

/// The keys of a file, each with the variables it uses.
fn messages(resource: &FluentResource) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for entry in resource.entries() {
        if let Entry::Message(message) = entry {
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                variables_of(pattern, &mut variables);
            }
            found.insert(message.id.name.to_owned(), variables);
        }
    }
    found
}

fn variables_of(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => variables_of_inline(inline, found),
            Expression::Select { selector, variants } => {
                variables_of_inline(selector, found);
                for variant in variants {
                    variables_of(&variant.value, found);
                }
            }
        }
    }
}

fn variables_of_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                variables_of_inline(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                variables_of_inline(inner, found);
            }
        }
        _ => {}
    }
}

/// The sentences in one language; copied freely.
#[derive(Clone, Copy)]
pub struct Say<'a> {
    words: &'a Words,
    language: Language,
}

impl<'a> Say<'a> {
    pub fn language(self) -> Language {
        self.language
    }

    /// The same sentences in the other language.
    pub fn other(self) -> Say<'a> {
        Say { words: self.words, language: self.language.other() }
    }

    pub fn is_zh(self) -> bool {
        self.language == Language::Zh
    }

    /// A sentence without variables.
    pub fn t(self, key: &str) -> &'a str {
        match self.words.speech(self.language).ready.get(key) {
            Some(text) => text,
            None => unknown(key),
        }
    }

    /// A sentence with variables: `say.with("sections-left", &[("n", 8.into())])`.
    pub fn with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.words.speech(self.language).with(key, values).unwrap_or_else(|| unknown(key).to_owned())
    }

    /// Whether there is such a sentence, for keys made from names in the catalogue.
    pub fn knows(self, key: &str) -> bool {
        self.words.speech(self.language).ready.contains_key(key)
    }

    /// The sentence, or what the caller has instead.
    pub fn or<'b>(self, key: &str, instead: &'b str) -> Cow<'b, str>
    where
        'a: 'b,
    {
        Cow::Borrowed(match self.words.speech(self.language).ready.get(key) {
            Some(text) => text,
            None => instead,
        })
    }
}

/// A key nobody wrote a sentence for, shown in brackets. Keys come from the program, so there are few of them.
fn unknown(key: &str) -> &'static str {
    static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let shown = format!("[{key}]");
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = seen.get(shown.as_str()) {
        return known;
    }
    if seen.len() >= UNKNOWN_AT_MOST {
        return "[?]";
    }
    let kept: &'static str = Box::leak(shown.into_boxed_str());
    seen.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn keys(
        pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str,
    ) -> BTreeMap<String, BTreeSet<String>> {
        FILES.iter().flat_map(|file| messages(&parse(pick(file)))).collect()
    }

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }

    /// The keys named by `.t("key")` and `.with("key"` in a source text.
    fn used(text: &str) -> impl Iterator<Item = &str> {
        ["say.t(\"", "say.with(\"", "say.other().t(\""].into_iter().flat_map(move |call| {
            text.match_indices(call).filter_map(move |(at, _)| text[at + call.len()..].split('"').next())
        })
    }

    #[test]
    fn every_file_is_fluent_and_no_key_is_written_twice() {
        for (name, en, zh) in FILES {
            for (language, text) in [("en", en), ("zh", zh)] {
                if let Err((_, troubles)) = FluentResource::try_new((*text).to_owned()) {
                    panic!("words/{language}/{name}.ftl: {troubles:?}");
                }
            }
        }
        let mut seen = BTreeMap::new();
        for (name, en, _) in FILES {
            let lines = en.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
            for key in lines.filter_map(|line| line.split(" =").next()) {
                let before = seen.insert(key, name);
                assert!(before.is_none(), "`{key}` is in {name}.ftl and in {}.ftl", before.unwrap());
            }
        }
    }

    #[test]
    fn every_file_in_the_folders_is_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
        for language in ["en", "zh"] {
            for entry in std::fs::read_dir(folder.join(language)).unwrap() {
                let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
                assert!(FILES.iter().any(|file| file.0 == name), "words/{language}/{name}.ftl is not named in FILES");
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (en, zh) = (keys(|file| file.1), keys(|file| file.2));
        for (key, variables) in &en {
            let other = zh.get(key).unwrap_or_else(|| panic!("`{key}` has no Chinese"));
            // A plural may drop out of a language that has none, a value may not.
            let only = variables.symmetric_difference(other).filter(|name| *name != "n").collect::<Vec<_>>();
            assert!(only.is_empty(), "`{key}` uses {only:?} in one language only");
        }
        for key in zh.keys() {
            assert!(en.contains_key(key), "`{key}` has no English");
        }
    }

    #[test]
    fn every_key_a_page_uses_is_written() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let (en, zh) = (keys(|file| file.1), keys(|file| file.2));
        let mut missing = BTreeSet::new();
        for file in files.iter().filter(|file| !file.ends_with("words.rs")) {
            let text = std::fs::read_to_string(file).unwrap();
            for key in used(&text) {
                if !en.contains_key(key) || !zh.contains_key(key) {
                    missing.insert((file.display().to_string(), key.to_owned()));
                }
            }
        }
        assert!(missing.is_empty(), "keys without words: {missing:#?}");
    }

    #[test]
    fn a_key_nobody_wrote_is_seen() {
        let say = Words::load().say(Language::En);
        assert_eq!(say.t("no-such-key"), "[no-such-key]");
        assert_eq!(say.with("no-such-key", &[]), "[no-such-key]");
    }

    #[test]
    fn browsers_get_the_language_they_like_best() {
        assert_eq!(Language::preferred("en-GB,en;q=0.9,zh;q=0.2"), Language::En);
        assert_eq!(Language::preferred("fr,zh-CN;q=0.8,en;q=0.3"), Language::Zh);
        assert_eq!(Language::preferred(""), Language::Zh);
    }
}
