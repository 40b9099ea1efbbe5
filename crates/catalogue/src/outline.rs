//! Everything an author wrote, in reading order, as flat lists with places: what is defined, mentioned, stated and said.
//!
//! One walk over the written form feeds every check, so that a check is a few lines over one list.

use std::collections::BTreeMap;
use std::fmt;

use crate::paper;
use crate::read::Page;
use crate::source::At;
use crate::within::within;
use crate::written;
use crate::{Kind, Place, Source};

/// A definition of the written form and the source it stands in.
#[derive(Debug)]
pub(crate) struct Here<'a, T> {
    pub source: usize,
    pub it: &'a T,
}

// Derived impls would ask for `T: Copy`.
impl<T> Clone for Here<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Here<'_, T> {}

impl<T> Here<'_, T> {
    pub fn place<U>(&self, at: &At<U>) -> Place {
        Place::new(self.source, at.bytes())
    }
}

/// Whose text it is: `permit `food-business``.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owner<'a> {
    pub kind: Kind,
    pub name: &'a str,
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind.noun(), self.name)
    }
}

/// A name that is defined.
#[derive(Clone, Debug)]
pub(crate) struct Defined<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub place: Place,
}

/// What a mention does with the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Reads the fact, requires the permit, names the authority …
    Plain,
    After,
    /// Printed on the licence.
    Scope,
    /// Given by a permit: makes the fact known, needs nothing.
    Gives,
    /// Must be a day.
    EndOrDeadline,
    /// Set by a wish: makes the fact known, needs nothing.
    Answer,
    /// In the list of an event.
    Offered,
    /// In the list of a register: says who knows the fact, needs nothing.
    Held,
    /// Never asked for beside the owner.
    Excluded,
    /// Settled by an event.
    Settled,
}

impl Use {
    /// What the owner does with the name, for a sentence.
    pub fn said(self) -> &'static str {
        match self {
            Use::Plain => "names it",
            Use::After => "needs it first",
            Use::Scope => "prints it on the licence",
            Use::Gives => "gives it",
            Use::EndOrDeadline => "counts from it",
            Use::Answer => "answers it",
            Use::Offered => "offers it",
            Use::Held => "knows it",
            Use::Excluded => "does not go with it",
            Use::Settled => "settles it",
        }
    }
}

/// A name that is used.
#[derive(Clone, Debug)]
pub(crate) struct Mention<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub place: Place,
    pub owner: Owner<'a>,
    pub how: Use,
}

/// What a condition decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    NeededWhen,
    /// Whether something else of the owner applies.
    Applies,
    /// Whether the duty, ban or sector applies at all.
    Whole,
    OnlyIf,
    /// Must be true of the facts.
    Must,
    /// Computes the owner.
    Derive,
    /// An input of the owner's decision table.
    Over,
    /// A cell of the owner's decision table, or one of its values.
    Cell,
}

impl Role {
    /// Whether it gives a value rather than yes or no.
    pub fn computes(self) -> bool {
        matches!(self, Role::Derive | Role::Over)
    }

    /// Whether something applies or not hangs on it.
    pub fn decides(self) -> bool {
        matches!(self, Role::NeededWhen | Role::Whole | Role::Applies | Role::OnlyIf)
    }
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) struct Stated<'a> {
    pub text: &'a str,
    pub place: Place,
    pub owner: Owner<'a>,
    pub role: Role,
}

/// Any other small text with a form of its own: a length, a day, a number.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    pub text: &'a str,
    pub place: Place,
    pub owner: Owner<'a>,
}

/// Words for people.
#[derive(Clone, Debug)]
pub(crate) struct Said<'a> {
    pub words: &'a BTreeMap<String, String>,
    pub place: Place,
    pub owner: Owner<'a>,
}

/// A warning that an author allows for one definition.
#[derive(Clone, Debug)]
pub(crate) struct Allow<'a> {
    pub code: &'a str,
    pub reason: &'a str,
    pub place: Place,
    /// Number of the definition, in `starts`.
    pub of: usize,
}

/// A text that must be one of few.
#[derive(Clone, Debug)]
pub(crate) struct Closed<'a> {
    pub text: &'a str,
    pub among: &'static [&'static str],
    pub what: &'static str,
    pub place: Place,
}

pub(crate) const LEVELS: &[&str] = &["street", "district", "city"];
pub(crate) const PERMIT_KINDS: &[&str] = &["licence", "registration", "filing", "upload"];
pub(crate) const MEDIA: &[&str] = &["pdf", "jpeg", "png"];
pub(crate) const SILENCES: &[&str] = &["escalate", "granted"];
pub(crate) const HITS: &[&str] = &["first", "unique", "any"];
pub(crate) const VISITS: &[&str] = &["none", "alone"];
pub(crate) const FACT_KINDS: &[&str] = &[
    "yes-no",
    "choice",
    "choices",
    "number",
    "count",
    "area",
    "length",
    "money",
    "day",
    "text",
    "long-text",
    "person-name",
    "phone",
    "email",
    "credit-code",
    "resident-id",
    "address",
    "hours",
    "rows",
];

#[derive(Debug, Default)]
pub(crate) struct Outline<'a> {
    pub cities: Vec<Here<'a, written::City>>,
    pub laws: Vec<Here<'a, written::Law>>,
    pub authorities: Vec<Here<'a, written::Authority>>,
    pub registers: Vec<Here<'a, written::Register>>,
    pub sections: Vec<Here<'a, written::Section>>,
    pub facts: Vec<Here<'a, written::Fact>>,
    /// Items of rows, each with the fact it belongs to.
    pub items: Vec<(Here<'a, written::Fact>, Here<'a, written::Fact>)>,
    pub evidence: Vec<Here<'a, written::Evidence>>,
    pub parameters: Vec<Here<'a, written::Parameter>>,
    pub years: Vec<Here<'a, written::CalendarYear>>,
    pub permits: Vec<Here<'a, written::Permit>>,
    pub duties: Vec<Here<'a, written::Duty>>,
    pub bans: Vec<Here<'a, written::Ban>>,
    pub events: Vec<Here<'a, written::Event>>,
    pub sectors: Vec<Here<'a, written::Sector>>,
    /// With the place where each is written.
    pub papers: Vec<(Here<'a, written::LicencePaper>, Place)>,
    pub sayings: Vec<Here<'a, written::Saying>>,

    pub defined: Vec<Defined<'a>>,
    /// The first definition of each name, by its number in `defined`.
    index: BTreeMap<(Kind, &'a str), usize>,
    pub mentions: Vec<Mention<'a>>,
    pub conditions: Vec<Stated<'a>>,
    pub spans: Vec<Text<'a>>,
    pub days: Vec<Text<'a>>,
    pub numbers: Vec<Text<'a>>,
    pub citations: Vec<Text<'a>>,
    /// Which citations stand in one list.
    pub lists_of_law: Vec<std::ops::Range<usize>>,
    pub words: Vec<Said<'a>>,
    pub closed: Vec<Closed<'a>>,
    /// Where each definition that is an entry of a list begins.
    pub starts: Vec<Place>,
    pub allows: Vec<Allow<'a>>,
}

impl<'a> Outline<'a> {
    pub fn of(pages: &'a [Page], sources: &'a [Source]) -> Self {
        let mut outline = Outline::default();
        for page in pages {
            let owner = Owner { kind: Kind::City, name: "" };
            Walk { out: &mut outline, sources, source: page.source, owner }.file(&page.file);
        }
        for (number, defined) in outline.defined.iter().enumerate() {
            outline.index.entry((defined.kind, defined.name)).or_insert(number);
        }
        outline
    }

    /// The first definition of a name; a second one is reported as a duplicate.
    pub fn definition(&self, kind: Kind, name: &str) -> Option<&Defined<'a>> {
        self.index.get(&(kind, name)).and_then(|number| self.defined.get(*number))
    }

    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &'a str> + '_ {
        self.defined.iter().filter(move |d| d.kind == kind).map(|d| d.name)
    }

    pub fn facts_and_items(&self) -> impl Iterator<Item = Here<'a, written::Fact>> + '_ {
        self.facts.iter().copied().chain(self.items.iter().map(|(_, item)| *item))
    }

    pub fn fact(&self, name: &str) -> Option<Here<'a, written::Fact>> {
        self.facts.iter().find(|f| f.it.fact.get() == name).copied()
    }
}

struct Walk<'a, 'o> {
    out: &'o mut Outline<'a>,
    sources: &'a [Source],
    source: usize,
    owner: Owner<'a>,
}

impl<'a> Walk<'a, '_> {
    fn here<T>(&self, it: &'a T) -> Here<'a, T> {
        Here { source: self.source, it }
    }

    fn place<T>(&self, at: &At<T>) -> Place {
        Place::new(self.source, at.bytes())
    }

    fn define(&mut self, kind: Kind, at: &'a At<String>) {
        let name = at.get();
        self.owner = Owner { kind, name };
        self.out.defined.push(Defined { kind, name, place: self.place(at) });
    }

    fn mention(&mut self, kind: Kind, at: &'a At<String>, how: Use) {
        let mention = Mention { kind, name: at.get(), place: self.place(at), owner: self.owner, how };
        self.out.mentions.push(mention);
    }

    fn mentions(&mut self, kind: Kind, all: &'a [At<String>], how: Use) {
        for at in all {
            self.mention(kind, at, how);
        }
    }

    fn condition(&mut self, at: &'a At<String>, role: Role) {
        let stated = Stated { text: at.get(), place: self.place(at), owner: self.owner, role };
        self.out.conditions.push(stated);
    }

    fn maybe_condition(&mut self, at: &'a Option<At<String>>, role: Role) {
        if let Some(at) = at {
            self.condition(at, role);
        }
    }

    /// The place of the key that a value belongs to; the value's own when the key is not just before it.
    fn key_before(&self, value: &Place, key: &str) -> Place {
        let before = self.sources.get(self.source).and_then(|s| s.text.get(..value.bytes.start)).unwrap_or_default();
        let key_end = before.trim_end().strip_suffix(':').map(|rest| rest.trim_end().trim_end_matches(['"', '\'']));
        match key_end.and_then(|rest| rest.strip_suffix(key)) {
            Some(rest) => Place::new(self.source, rest.len()..rest.len() + key.len()),
            None => value.clone(),
        }
    }

    fn text(&self, at: &'a At<String>) -> Text<'a> {
        Text { text: at.get(), place: self.place(at), owner: self.owner }
    }

    fn spans(&mut self, all: impl IntoIterator<Item = &'a At<String>>) {
        for at in all {
            let text = self.text(at);
            self.out.spans.push(text);
        }
    }

    fn days(&mut self, all: impl IntoIterator<Item = &'a At<String>>) {
        for at in all {
            let text = self.text(at);
            self.out.days.push(text);
        }
    }

    fn numbers(&mut self, all: impl IntoIterator<Item = &'a At<String>>) {
        for at in all {
            let text = self.text(at);
            self.out.numbers.push(text);
        }
    }

    fn law(&mut self, all: &'a [At<String>]) {
        let first = self.out.citations.len();
        self.out.lists_of_law.push(first..first + all.len());
        for at in all {
            let text = self.text(at);
            self.out.citations.push(text);
        }
    }

    fn say(&mut self, all: impl IntoIterator<Item = &'a written::Words>) {
        for words in all {
            let said = Said { words: words.get(), place: self.place(words), owner: self.owner };
            self.out.words.push(said);
        }
    }

    fn closed(&mut self, at: &'a At<String>, what: &'static str, among: &'static [&'static str]) {
        let closed = Closed { text: at.get(), among, what, place: self.place(at) };
        self.out.closed.push(closed);
    }

    /// Notes where definitions begin and what their authors allow.
    fn begin<T>(&mut self, all: &'a [At<T>], allow: impl Fn(&'a T) -> &'a [written::Allow]) {
        for at in all {
            let of = self.out.starts.len();
            self.out.starts.push(self.place(at));
            for written in allow(at.get()) {
                let place = self.place(&written.code);
                self.out.allows.push(Allow { code: written.code.get(), reason: written.reason.get(), place, of });
            }
        }
    }

    fn definitions(&mut self, file: &'a written::File) {
        self.begin(&file.laws, |it| &it.allow);
        self.begin(&file.authorities, |it| &it.allow);
        self.begin(&file.registers, |it| &it.allow);
        self.begin(&file.sections, |it| &it.allow);
        self.begin(&file.facts, |it| &it.allow);
        self.begin(&file.evidence, |it| &it.allow);
        self.begin(&file.parameters, |it| &it.allow);
        self.begin(&file.permits, |it| &it.allow);
        self.begin(&file.duties, |it| &it.allow);
        self.begin(&file.bans, |it| &it.allow);
        self.begin(&file.events, |it| &it.allow);
        self.begin(&file.sectors, |it| &it.allow);
        self.begin(&file.calendars, |_| &[]);
    }

    fn file(&mut self, file: &'a written::File) {
        self.definitions(file);
        if let Some(city) = &file.city {
            self.city(city);
        }
        file.laws.iter().map(At::get).for_each(|it| {
            self.define(Kind::Law, &it.law);
            self.out.laws.push(Here { source: self.source, it });
            self.say([&it.name]);
            self.days(&it.read);
            self.in_force(&it.in_force);
        });
        file.authorities.iter().map(At::get).for_each(|it| {
            self.define(Kind::Authority, &it.authority);
            self.out.authorities.push(Here { source: self.source, it });
            self.say([&it.name, &it.short]);
            self.closed(&it.level, "level", LEVELS);
            it.superior.iter().for_each(|at| self.mention(Kind::Authority, at, Use::Plain));
        });
        file.registers.iter().map(At::get).for_each(|it| {
            self.define(Kind::Register, &it.register);
            self.out.registers.push(Here { source: self.source, it });
            self.say([&it.name]);
            self.mention(Kind::Authority, &it.kept_by, Use::Plain);
            self.mentions(Kind::Fact, &it.holds, Use::Held);
        });
        file.sections.iter().map(At::get).for_each(|it| {
            self.define(Kind::Section, &it.section);
            self.out.sections.push(Here { source: self.source, it });
            self.say([&it.name]);
        });
        file.facts.iter().map(At::get).for_each(|it| {
            self.define(Kind::Fact, &it.fact);
            self.out.facts.push(Here { source: self.source, it });
            self.fact(it);
        });
        file.evidence.iter().map(At::get).for_each(|it| self.evidence(it));
        file.parameters.iter().map(At::get).for_each(|it| self.parameter(it));
        file.calendars.iter().map(At::get).for_each(|it| self.out.years.push(Here { source: self.source, it }));
        file.permits.iter().map(At::get).for_each(|it| self.permit(it));
        file.duties.iter().map(At::get).for_each(|it| {
            self.define(Kind::Duty, &it.duty);
            self.out.duties.push(Here { source: self.source, it });
            self.say([&it.name, &it.tells]);
            self.mention(Kind::Authority, &it.authority, Use::Plain);
            self.law(&it.law);
            self.condition(&it.if_, Role::Whole);
            self.in_force(&it.in_force);
        });
        file.bans.iter().map(At::get).for_each(|it| {
            self.define(Kind::Ban, &it.ban);
            self.out.bans.push(Here { source: self.source, it });
            self.say([&it.name, &it.tells, &it.way_forward]);
            self.mention(Kind::Authority, &it.authority, Use::Plain);
            self.law(&it.law);
            self.condition(&it.if_, Role::Whole);
            self.in_force(&it.in_force);
        });
        file.events.iter().map(At::get).for_each(|it| self.event(it));
        file.sectors.iter().map(At::get).for_each(|it| {
            self.define(Kind::Sector, &it.sector);
            self.out.sectors.push(Here { source: self.source, it });
            self.say([&it.name]);
            self.condition(&it.if_, Role::Whole);
        });
        if let Some(paper) = &file.licence {
            self.out.papers.push((self.here(paper.get()), self.place(paper)));
            self.paper(paper);
        }
    }

    fn paper(&mut self, it: &'a written::LicencePaper) {
        it.blocks.iter().for_each(|at| self.closed(at, "block of the licence", paper::BLOCKS));
        it.facts.iter().for_each(|at| self.closed(at, "line of the facts", paper::FACT_LINES));
        it.sticker.iter().for_each(|at| self.closed(at, "block of the sticker", paper::STICKER_BLOCKS));
        for saying in it.words.iter().map(At::get) {
            self.define(Kind::Saying, &saying.saying);
            self.out.sayings.push(self.here(saying));
            self.closed(&saying.saying, "saying of the licence", paper::SAYINGS);
            self.say([&saying.text]);
        }
    }

    fn in_force(&mut self, it: &'a written::InForce) {
        self.days(it.from.iter().chain(&it.until));
    }

    fn city(&mut self, it: &'a written::City) {
        self.owner = Owner { kind: Kind::City, name: it.city.get() };
        self.out.defined.push(Defined { kind: Kind::City, name: it.city.get(), place: self.place(&it.city) });
        self.out.cities.push(Here { source: self.source, it });
        self.say([&it.name]);
        self.mention(Kind::Authority, &it.issuer, Use::Plain);
        self.say(it.districts.iter().map(|d| &d.name));
        self.mention(Kind::Fact, &it.district_fact, Use::Plain);
        let procedure = &it.procedure;
        self.spans([&procedure.basket, &procedure.notice, &procedure.answer, &procedure.joint]);
        self.law(std::slice::from_ref(&procedure.notice_law));
        self.law(std::slice::from_ref(&procedure.joint_law));
        self.law(std::slice::from_ref(&procedure.stop_law));
        self.spans(&it.reread);
        if let Some(keep) = &procedure.keep {
            self.spans([&keep.span]);
            self.law(std::slice::from_ref(&keep.law));
            self.law(std::slice::from_ref(&keep.erase_law));
        }
        if let Some(appeals) = &procedure.appeals {
            self.spans([&appeals.within, &appeals.decide]);
            self.law(std::slice::from_ref(&appeals.law));
        }
        self.law(procedure.renewal_law.as_slice());
    }

    fn fact(&mut self, it: &'a written::Fact) {
        self.closed(&it.kind, "type", FACT_KINDS);
        self.say([&it.name].into_iter().chain(&it.ask).chain(&it.help));
        it.section.iter().for_each(|at| self.mention(Kind::Section, at, Use::Plain));
        for choice in &it.choices {
            self.say([&choice.name].into_iter().chain(&choice.help));
        }
        self.numbers(it.min.iter().chain(&it.max));
        it.register.iter().for_each(|at| self.mention(Kind::Register, at, Use::Plain));
        self.maybe_condition(&it.derive, Role::Derive);
        if let Some(table) = &it.table {
            self.closed(&table.hit, "hit policy", HITS);
            table.over.iter().for_each(|at| self.condition(at, Role::Over));
        }
        self.maybe_condition(&it.only_if, Role::OnlyIf);
        for must in &it.must {
            self.maybe_condition(&must.if_, Role::Applies);
            self.condition(&must.must, Role::Must);
            self.say([&must.say]);
        }
        for item in &it.items {
            let (of, item) = (self.here(it), self.here(item.get()));
            self.out.items.push((of, item));
            self.fact(item.it);
        }
    }

    fn evidence(&mut self, it: &'a written::Evidence) {
        self.define(Kind::Evidence, &it.evidence);
        self.out.evidence.push(self.here(it));
        self.say([&it.name].into_iter().chain(&it.help));
        it.accepts.iter().for_each(|at| self.closed(at, "kind of file", MEDIA));
        it.register.iter().for_each(|at| self.mention(Kind::Register, at, Use::Plain));
        it.proved_by.iter().for_each(|at| self.mention(Kind::Fact, at, Use::Plain));
        it.issued_by.iter().for_each(|at| self.mention(Kind::Authority, at, Use::Plain));
    }

    fn parameter(&mut self, it: &'a written::Parameter) {
        self.define(Kind::Parameter, &it.parameter);
        self.out.parameters.push(self.here(it));
        self.say([&it.name].into_iter().chain(&it.unit));
        for value in &it.values {
            self.days([&value.from].into_iter().chain(&value.until));
            self.law(&value.law);
        }
    }

    fn permit(&mut self, it: &'a written::Permit) {
        self.define(Kind::Permit, &it.permit);
        self.out.permits.push(self.here(it));
        self.say([&it.name, &it.short]);
        self.closed(&it.kind, "kind of permit", PERMIT_KINDS);
        self.mention(Kind::Authority, &it.authority, Use::Plain);
        for by in &it.decided_by {
            self.mention(Kind::Authority, &by.authority, Use::Plain);
            self.condition(&by.if_, Role::Applies);
            self.law(&by.law);
        }
        self.say([&it.allows]);
        self.law(&it.law);
        self.in_force(&it.in_force);
        self.condition(&it.needed_when.if_, Role::NeededWhen);
        self.law(&it.needed_when.law);
        self.say([&it.needed_when.because, &it.needed_when.otherwise]);
        for need in &it.needs {
            self.mention(Kind::Fact, &need.fact, Use::Plain);
            self.say([&need.why]);
            self.law(&need.law);
            self.maybe_condition(&need.if_, Role::Applies);
        }
        for need in &it.evidence {
            self.mention(Kind::Evidence, &need.evidence, Use::Plain);
            self.say([&need.why]);
            self.law(&need.law);
            self.maybe_condition(&need.if_, Role::Applies);
        }
        self.mentions(Kind::Permit, &it.after, Use::After);
        self.mentions(Kind::Permit, &it.excludes, Use::Excluded);
        self.spans([&it.decide.within, &it.decide.promise].into_iter().chain(&it.decide.extend));
        self.law(&it.decide.law);
        it.decide.on_silence.iter().for_each(|at| self.closed(at, "effect of silence", SILENCES));
        self.law(&it.decide.silence_law);
        if let Some(commitment) = &it.commitment {
            self.maybe_condition(&commitment.if_, Role::Applies);
            self.law(&commitment.law);
            self.say([&commitment.declares, &commitment.binds]);
            self.spans([&commitment.promise].into_iter().chain(&commitment.verify));
        }
        it.visit.iter().for_each(|at| self.closed(at, "kind of visit", VISITS));
        for rule in &it.rules {
            self.condition(&rule.must, Role::Must);
            self.say([&rule.name, &rule.way_forward]);
            self.law(&rule.law);
            self.maybe_condition(&rule.if_, Role::Applies);
        }
        if let Some(fee) = &it.fee {
            self.numbers([&fee.amount]);
            self.law(&fee.law);
        }
        self.grants(&it.grants);
        if let Some(before) = &it.file_before {
            self.spans([&before.span]);
            self.mention(Kind::Fact, &before.fact, Use::EndOrDeadline);
            self.law(&before.law);
        }
        self.say(&it.checks);
    }

    fn grants(&mut self, it: &'a written::Grants) {
        self.say([&it.output]);
        let valid = it.valid.get();
        match valid.strip_prefix("until ") {
            // The fact's name is the end of the text.
            Some(fact) => {
                let part = valid.len() - fact.len()..valid.len();
                let place = within(self.sources, &self.place(&it.valid), valid, part);
                let mention =
                    Mention { kind: Kind::Fact, name: fact.trim(), place, owner: self.owner, how: Use::EndOrDeadline };
                self.out.mentions.push(mention);
            }
            None if valid == "open" => {}
            None => self.spans([&it.valid]),
        }
        self.spans(it.renew_from.iter().chain(&it.renew_until));
        self.mentions(Kind::Fact, &it.scope, Use::Scope);
        self.mentions(Kind::Fact, &it.gives, Use::Gives);
    }

    fn event(&mut self, it: &'a written::Event) {
        self.define(Kind::Event, &it.event);
        self.out.events.push(self.here(it));
        self.say([&it.name, &it.summary]);
        for wish in &it.wishes {
            self.say([&wish.name]);
            for (name, at) in &wish.answers {
                let place = self.key_before(&self.place(at), name);
                let mention = Mention { kind: Kind::Fact, name, place, owner: self.owner, how: Use::Answer };
                self.out.mentions.push(mention);
            }
        }
        self.mentions(Kind::Permit, &it.permits, Use::Offered);
        self.mentions(Kind::Duty, &it.duties, Use::Offered);
        self.mentions(Kind::Ban, &it.bans, Use::Offered);
        self.mention(Kind::Fact, &it.title, Use::Plain);
        it.holder.iter().chain(&it.holder_code).for_each(|at| self.mention(Kind::Fact, at, Use::Plain));
        self.mention(Kind::Fact, &it.place, Use::Plain);
        self.mentions(Kind::Fact, &it.first, Use::Plain);
        self.mentions(Kind::Fact, &it.settles, Use::Settled);
    }
}
