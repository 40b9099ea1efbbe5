//! Questions of the form as they were drawn last, kept beside the sheet they were drawn from.
//!
//! A question is made of its definition, the reader's language, why it is asked and who reads the answer, and of the
//! answer itself. All but language and answer follow from the sheet, which is another one as soon as anything that is
//! computed changes: an answer a rule reads, a paper, a commitment, the day, the definitions. So a question is exactly as
//! if it were drawn anew when language and answer are the same. Nothing that can be personal is kept, and nothing that
//! was typed and is not kept.
//!
//! A whole page is kept the same way beside one version of a case: one page, for whoever asked last, and only when no
//! personal fact is on it. Whatever else the page shows is part of its [`Asked`]; its key for sending once is always new.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use catalogue::{Catalogue, Fact, SectionId};
use maud::{Markup, PreEscaped};
use rules::{FactId, Value};

use super::draft::Left;
use crate::kit::shell::Theme;
use crate::web::Visit;
use crate::words::Language;

/// As many questions as the form has, once a language, with one answer each.
#[derive(Default)]
pub(crate) struct Drawn {
    questions: Mutex<HashMap<(Language, FactId), (Option<Value>, Arc<str>)>>,
    left: OnceLock<BTreeMap<SectionId, Left>>,
}

impl Drawn {
    /// What is left to do in each section.
    pub fn left(&self, count: impl FnOnce() -> BTreeMap<SectionId, Left>) -> &BTreeMap<SectionId, Left> {
        self.left.get_or_init(count)
    }

    /// The question as it was drawn for this answer, or as `draw` does it now.
    pub fn question(
        &self,
        language: Language,
        fact: &Fact,
        answer: Option<&Value>,
        draw: impl FnOnce() -> Markup,
    ) -> PreEscaped<Arc<str>> {
        if is_personal(fact) {
            return PreEscaped(draw().into_string().into());
        }
        let key = (language, fact.id.clone());
        let held = || self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, drawn)) = held().get(&key).filter(|(then, _)| then.as_ref() == answer) {
            return PreEscaped(Arc::clone(drawn));
        }
        let drawn: Arc<str> = draw().into_string().into();
        held().insert(key, (answer.cloned(), Arc::clone(&drawn)));
        PreEscaped(drawn)
    }
}

/// Everything a page of the form shows besides what follows from the version of the case it lies beside.
pub(crate) struct Asked {
    /// With language and query.
    path: String,
    theme: Theme,
    size: u16,
    /// Who is signed in, who is served at a window, and the day of a demo, in words.
    around: [String; 4],
    catalogue: Arc<Catalogue>,
}

impl Asked {
    pub fn of(visit: &Visit) -> Asked {
        let around = visit.around().map(str::to_owned);
        Asked {
            path: visit.path.clone(),
            theme: visit.theme,
            size: visit.size,
            around,
            catalogue: Arc::clone(visit.catalogue()),
        }
    }

    fn is_of(&self, visit: &Visit) -> bool {
        self.path == visit.path
            && self.theme == visit.theme
            && self.size == visit.size
            && self.around.iter().map(String::as_str).eq(visit.around())
            && Arc::ptr_eq(&self.catalogue, visit.catalogue())
    }
}

/// The page that was drawn last, in two halves around its key.
#[derive(Default)]
pub(crate) struct Page(Mutex<Option<(Asked, Arc<str>, Arc<str>)>>);

impl Page {
    /// The page with a new key, if it was drawn for the same.
    pub fn again(&self, visit: &Visit) -> Option<String> {
        let (before, after) = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (asked, before, after) = kept.as_ref()?;
            asked.is_of(visit).then(|| (Arc::clone(before), Arc::clone(after)))?
        };
        Some([&*before, &visit.office().once_key(), &*after].concat())
    }

    /// Keeps a page that holds its key in one place.
    pub fn keep(&self, visit: &Visit, page: &str, key: &str) {
        let mut halves = page.split(key);
        if let (Some(before), Some(after), None) = (halves.next(), halves.next(), halves.next()) {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *kept = Some((Asked::of(visit), before.into(), after.into()));
        }
    }
}

fn is_personal(fact: &Fact) -> bool {
    fact.personal || fact.items.iter().any(is_personal)
}
