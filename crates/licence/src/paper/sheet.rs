//! Where everything stands on the pages. Nothing is drawn here: the result is a list of things with their places, and
//! the outline by which a reader who cannot see the page hears it.

use std::collections::BTreeSet;

use crate::keys::SigningKey;
use crate::model::{Licence, Part};

use super::paragraph::{Line, lines};
use super::template::{Block, FactLine};
use super::typeface::{Face, Typeface};
use super::wording::Wording;

/// A4, in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// The left and right edge of everything written.
pub(super) const LEFT: f32 = 54.0;
pub(super) const RIGHT: f32 = WIDTH - LEFT;
/// 33 mm.
pub(super) const QR_SIDE: f32 = 33.0 * 72.0 / 25.4;
pub(super) const FOOT_BOTTOM: f32 = 752.0;
pub(super) const FOOT_TOP: f32 = FOOT_BOTTOM - QR_SIDE;
pub(super) const MARK_SIDE: f32 = 86.0;
/// What flows from page to page ends here.
const FLOW_BOTTOM: f32 = FOOT_TOP - 10.0;
const FIRST_LINE: f32 = 94.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Grey,
    Red,
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
pub(super) struct Voice {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
    /// From one line to the next, in sizes.
    leading: f32,
    /// Extra space between letters, in sizes.
    pub tracking: f32,
}

impl Voice {
    pub const fn new(face: Face, size: f32, ink: Ink, leading: f32) -> Self {
        Voice { face, size, ink, leading, tracking: 0.0 }
    }

    pub const fn tracked(self, tracking: f32) -> Self {
        Voice { tracking, ..self }
    }

    pub fn pitch(self) -> f32 {
        self.size * self.leading
    }
}

/// What a piece of text is for somebody who hears the page; each is a node of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    TableHead,
    TableBody,
    Row,
    ColumnHeader,
    RowHeader,
    Cell,
    Figure(String),
    Link,
}

/// A node of the outline, or nothing for what is only repeated or decoration.
pub(super) type Place = Option<usize>;

pub(super) struct Node {
    pub role: Role,
    pub children: Vec<usize>,
}

pub(super) enum Thing {
    Text { x: f32, baseline: f32, voice: Voice, line: Line, node: Place },
    Rule { y: f32, strong: bool },
    Qr { node: Place, x: f32, y: f32, side: f32 },
    Mark { node: Place, top: Line, top_size: f32, bottom: Line, bottom_size: f32 },
}

pub(super) struct Sheets {
    /// Width and height of every page.
    pub size: (f32, f32),
    /// Where one touches the first page to check: left, top, right, bottom.
    pub touch: (f32, f32, f32, f32),
    pub pages: Vec<Vec<Thing>>,
    pub nodes: Vec<Node>,
    /// The nodes at the top of the outline, in reading order.
    pub roots: Vec<usize>,
    /// The outline node of the link to the check.
    pub link: usize,
    pub watermark: Option<Line>,
    pub missing: BTreeSet<char>,
    /// How many pages there are before the sector's own.
    pub face: usize,
}

/// Before each condition.
pub(super) const DASH: &str = "– ";

/// How close things stand.
#[derive(Clone, Copy)]
struct Density {
    table: f32,
    small: f32,
    cell_gap: f32,
    fact_gap: f32,
    section_gap: f32,
}

impl Density {
    /// `step` of [`STEPS`] between wide and close.
    fn at(step: u8) -> Self {
        let share = f32::from(step) / f32::from(STEPS);
        let between = |wide: f32, close: f32| ((wide + (close - wide) * share) * 20.0).round() / 20.0;
        Density {
            table: between(WIDE.table, CLOSE.table),
            small: between(WIDE.small, CLOSE.small),
            cell_gap: between(WIDE.cell_gap, CLOSE.cell_gap),
            fact_gap: between(WIDE.fact_gap, CLOSE.fact_gap),
            section_gap: between(WIDE.section_gap, CLOSE.section_gap),
        }
    }
}

const STEPS: u8 = 6;
const WIDE: Density = Density { table: 9.6, small: 8.6, cell_gap: 6.6, fact_gap: 5.2, section_gap: 19.0 };
const CLOSE: Density = Density { table: 8.0, small: 7.4, cell_gap: 3.4, fact_gap: 2.2, section_gap: 9.0 };

#[derive(Clone)]
pub(super) struct Order<'a> {
    pub licence: &'a Licence,
    pub language: &'a str,
    pub wording: Wording<'a>,
    /// Characters known to have no shape: the notice names them.
    pub missing: &'a [char],
    /// What people open to check, without the scheme.
    pub address: String,
    pub key: &'a SigningKey,
    pub typeface: &'a Typeface,
}

/// Sets the licence as widely as one page allows; what does not fit on one page at all gets room on several.
pub(super) fn set(order: &Order) -> Sheets {
    (0..=STEPS)
        .map(|step| Setter::set(order, Density::at(step)))
        .find(|sheets| sheets.face == 1)
        .unwrap_or_else(|| Setter::set(order, Density::at(STEPS / 3)))
}

pub(super) struct Setter<'a> {
    pub order: &'a Order<'a>,
    density: Density,
    pub sheets: Sheets,
    /// Where the next thing begins on the last page.
    pub y: f32,
    /// The table's columns: left edge and width.
    columns: [(f32, f32); 4],
    in_table: bool,
}

/// A line of a cell and how it looks.
struct CellLine {
    voice: Voice,
    /// Further right than the cell.
    indent: f32,
    line: Line,
}

type Cell = Vec<CellLine>;

impl<'a> Setter<'a> {
    fn set(order: &'a Order<'a>, density: Density) -> Sheets {
        let (gap, widths) = (10.0, [110.0, 108.0, 0.0, 63.0]);
        let middle = RIGHT - LEFT - 3.0 * gap - widths.iter().sum::<f32>();
        let mut x = LEFT;
        let columns = widths.map(|width| {
            let width = if width == 0.0 { middle } else { width };
            let column = (x, width);
            x += width + gap;
            column
        });
        let mut setter = Setter {
            order,
            density,
            sheets: Sheets {
                size: (WIDTH, HEIGHT),
                touch: (LEFT, FOOT_TOP, RIGHT - MARK_SIDE - 20.0, FOOT_BOTTOM),
                pages: vec![Vec::new()],
                nodes: Vec::new(),
                roots: Vec::new(),
                link: 0,
                watermark: None,
                missing: BTreeSet::new(),
                face: 0,
            },
            y: FIRST_LINE,
            columns,
            in_table: false,
        };
        for block in &order.wording.template.blocks {
            setter.block(*block);
        }
        if setter.sheets.face == 0 {
            setter.sheets.face = setter.sheets.pages.len();
        }
        setter.feet();
        if order.licence.specimen {
            setter.sheets.watermark = Some(setter.line(order.wording.say("specimen"), Face::Serif, 0.08));
        }
        setter.sheets
    }

    pub(super) fn node(&mut self, parent: Place, role: Role) -> Place {
        let number = self.sheets.nodes.len();
        self.sheets.nodes.push(Node { role, children: Vec::new() });
        match parent.and_then(|parent| self.sheets.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(number),
            None => self.sheets.roots.push(number),
        }
        Some(number)
    }

    pub(super) fn add(&mut self, thing: Thing) {
        if let Some(page) = self.sheets.pages.last_mut() {
            page.push(thing);
        }
    }

    pub(super) fn line(&mut self, text: &str, face: Face, tracking: f32) -> Line {
        Line { letters: self.order.typeface.shape(text, face, tracking, &mut self.sheets.missing) }
    }

    pub(super) fn lines(&mut self, text: &str, voice: Voice, room: f32) -> Vec<Line> {
        let letters = self.order.typeface.shape(text.trim(), voice.face, voice.tracking, &mut self.sheets.missing);
        lines(&letters, room / voice.size)
    }

    /// Begins a new page when there is no room for `height` more.
    pub(super) fn ensure(&mut self, height: f32) {
        if self.y + height > FLOW_BOTTOM {
            self.turn();
        }
    }

    /// A new page, with what the paper is at its top and the table's header again inside the table.
    pub(super) fn turn(&mut self) {
        self.sheets.pages.push(Vec::new());
        self.y = FIRST_LINE;
        let text = format!("{}  ·  {}", self.order.wording.say("title"), self.order.licence.number);
        self.centred(&text, Voice::new(Face::Bold, 11.0, Ink::Black, 1.6), None);
        self.y += 8.0;
        if self.in_table {
            self.table_header(None);
        }
    }

    fn centred(&mut self, text: &str, voice: Voice, node: Place) {
        for line in self.lines(text, voice, RIGHT - LEFT) {
            self.ensure(voice.pitch());
            let width = (line.width() - voice.tracking) * voice.size;
            let baseline = self.y + voice.size;
            self.add(Thing::Text { x: (WIDTH - width) / 2.0, baseline, voice, line, node });
            self.y += voice.pitch();
        }
    }

    fn block(&mut self, block: Block) {
        match block {
            Block::Issuer => self.issuer(),
            Block::Title => self.title(),
            Block::Number => self.number(),
            Block::Name => self.name(),
            Block::Facts => self.facts(),
            Block::Parts => self.table(),
            Block::Notice => self.notice(),
            Block::Sector => self.sector(),
            Block::Duties => self.duties(),
            Block::Checks => self.checks(),
        }
    }

    fn issuer(&mut self) {
        let (order, licence) = (self.order, self.order.licence);
        let (city, issuer) = (licence.city.say(order.language), licence.issuer.say(order.language));
        let line =
            if city.is_empty() || issuer.contains(city) { issuer.to_owned() } else { format!("{city}·{issuer}") };
        let node = self.node(None, Role::Paragraph);
        self.centred(&line, Voice::new(Face::Sans, 11.0, Ink::Grey, 1.5), node);
    }

    fn title(&mut self) {
        let wording = self.order.wording;
        let chinese = wording.is_chinese();
        let title = if chinese {
            Voice::new(Face::Serif, 34.0, Ink::Black, 1.32).tracked(0.22)
        } else {
            Voice::new(Face::Serif, 34.0, Ink::Black, 1.24).tracked(0.045)
        };
        let node = self.node(None, Role::Heading(1, wording.say("title").to_owned()));
        self.centred(wording.say("title"), title, node);
        let other = if chinese {
            Voice::new(Face::Serif, 11.5, Ink::Grey, 1.75).tracked(0.06)
        } else {
            Voice::new(Face::Serif, 12.5, Ink::Grey, 1.7).tracked(0.5)
        };
        let node = self.node(None, Role::Paragraph);
        self.centred(wording.say_in_the_other("title"), other, node);
    }

    fn number(&mut self) {
        let node = self.node(None, Role::Paragraph);
        let number = self.order.wording.fill("number", &[("number", &self.order.licence.number)]);
        self.centred(&number, Voice::new(Face::Mono, 9.5, Ink::Black, 1.5), node);
        self.y += self.density.section_gap * 0.75;
    }

    fn name(&mut self) {
        let name = self.order.licence.name_on_the_door();
        let node = self.node(None, Role::Heading(2, name.to_owned()));
        self.centred(name, Voice::new(Face::Serif, 19.0, Ink::Black, 1.35), node);
        self.y += self.density.section_gap * 0.7;
    }

    fn facts(&mut self) {
        let (order, licence, wording) = (self.order, self.order.licence, self.order.wording);
        let of = |line: &FactLine| {
            let version = if licence.version > 1 { licence.version.to_string() } else { String::new() };
            match line {
                FactLine::Holder => ("holder", licence.holder.clone(), Face::Sans),
                FactLine::CreditCode => ("credit-code", licence.credit_code.clone().unwrap_or_default(), Face::Mono),
                FactLine::Premises => ("premises", licence.premises.clone(), Face::Sans),
                FactLine::District => ("district", licence.district.say(order.language).to_owned(), Face::Sans),
                FactLine::Sector => ("sector", licence.sector.say(order.language).to_owned(), Face::Sans),
                FactLine::Issued => ("issued", wording.date(licence.issued_on), Face::Sans),
                FactLine::Version => ("version", version, Face::Sans),
            }
        };
        let facts = wording.template.facts.iter().map(of);
        let list = self.node(None, Role::List);
        let value_at = LEFT + 108.0;
        for (label, value, face) in facts.filter(|(_, value, _)| !value.trim().is_empty()) {
            let item = self.node(list, Role::Item);
            let voice = Voice::new(face, 10.2, Ink::Black, 1.38);
            let label_voice = Voice::new(Face::Sans, 10.2, Ink::Grey, 1.38);
            self.ensure(voice.pitch());
            let (label_node, body) = (self.node(item, Role::Label), self.node(item, Role::Body));
            for line in self.lines(wording.say(label), label_voice, value_at - LEFT - 6.0).into_iter().take(1) {
                let baseline = self.y + voice.size;
                self.add(Thing::Text { x: LEFT, baseline, voice: label_voice, line, node: label_node });
            }
            for line in self.lines(&value, voice, RIGHT - value_at) {
                self.ensure(voice.pitch());
                let baseline = self.y + voice.size;
                self.add(Thing::Text { x: value_at, baseline, voice, line, node: body });
                self.y += voice.pitch();
            }
            self.y += self.density.fact_gap;
        }
        self.y += self.density.section_gap * 0.8;
    }

    fn table_header(&mut self, head: Place) {
        let wording = self.order.wording;
        let voice = Voice::new(Face::Bold, self.density.small + 0.4, Ink::Grey, 1.35);
        let row = head.and_then(|head| self.node(Some(head), Role::Row));
        let cells = [wording.say("permit"), wording.say("decided-by"), wording.say("scope"), wording.say("until")];
        let mut tallest: f32 = 0.0;
        for (text, (x, width)) in cells.into_iter().zip(self.columns) {
            let node = row.and_then(|row| self.node(Some(row), Role::ColumnHeader));
            let mut y = self.y;
            for line in self.lines(text, voice, width) {
                self.add(Thing::Text { x, baseline: y + voice.size, voice, line, node });
                y += voice.pitch();
            }
            tallest = tallest.max(y - self.y);
        }
        self.y += tallest + 3.5;
        let y = self.y;
        self.add(Thing::Rule { y, strong: true });
        self.y += self.density.cell_gap;
    }

    fn table(&mut self) {
        let table = self.node(None, Role::Table);
        let head = self.node(table, Role::TableHead);
        // A header alone at the bottom of a page says nothing.
        self.ensure(60.0);
        self.in_table = true;
        self.table_header(head);
        let body = self.node(table, Role::TableBody);
        let order = self.order;
        for part in &order.licence.parts {
            self.row(part, body);
        }
        self.in_table = false;
    }

    fn row(&mut self, part: &Part, body: Place) {
        let cells = self.cells(part);
        let row = self.node(body, Role::Row);
        let roles = [Role::RowHeader, Role::Cell, Role::Cell, Role::Cell];
        let nodes = roles.map(|role| self.node(row, role));
        let height = |cell: &Cell| cell.iter().map(|line| line.voice.pitch()).sum::<f32>();
        let tallest = cells.iter().map(height).fold(0.0, f32::max);
        // A row moves to the next page as a whole; one that is taller than a page is continued there.
        let page = FLOW_BOTTOM - FIRST_LINE - 60.0;
        if tallest <= page {
            self.ensure(tallest);
        }
        let mut waiting = cells.map(|cell| cell.into_iter().peekable());
        loop {
            let top = self.y;
            let mut lowest = top;
            for (((x, _), node), cell) in self.columns.into_iter().zip(nodes).zip(&mut waiting) {
                let mut y = top;
                while let Some(CellLine { voice, indent, line }) =
                    cell.next_if(|next| y + next.voice.pitch() <= FLOW_BOTTOM + 0.5)
                {
                    self.add(Thing::Text { x: x + indent, baseline: y + voice.size, voice, line, node });
                    y += voice.pitch();
                }
                lowest = lowest.max(y);
            }
            self.y = lowest;
            if waiting.iter_mut().all(|cell| cell.peek().is_none()) {
                break;
            }
            self.turn();
        }
        self.y += self.density.cell_gap * 0.75;
        let y = self.y;
        self.add(Thing::Rule { y, strong: false });
        self.y += self.density.cell_gap;
    }

    fn cells(&mut self, part: &Part) -> [Cell; 4] {
        let (order, wording) = (self.order, self.order.wording);
        let language = order.language;
        let (table, small) = (self.density.table, self.density.small);
        let plain = Voice::new(Face::Sans, table, Ink::Black, 1.36);
        let bold = Voice::new(Face::Bold, table, Ink::Black, 1.36);
        let quiet = Voice::new(Face::Sans, small, Ink::Grey, 1.4);
        let number = Voice::new(Face::Mono, small, Ink::Black, 1.45);
        let warning = Voice::new(Face::Bold, table, Ink::Red, 1.36);

        let facts: Vec<String> = part
            .scope
            .iter()
            .map(|(label, value)| match (label.say(language), value.say(language)) {
                ("", value) => value.to_owned(),
                (label, value) => format!("{label}{}{value}", wording.say("colon")),
            })
            .collect();
        let mut scope = vec![(facts.join(wording.say("semicolon")), plain)];
        scope.extend(part.conditions.iter().map(|condition| (format!("{DASH}{}", condition.say(language)), plain)));
        let mut until = vec![match part.until {
            Some(day) => (wording.short_date(day), plain),
            None => (wording.say("no-end").to_owned(), plain),
        }];
        if part.from != order.licence.issued_on {
            until.push((wording.from(part.from), quiet));
        }
        if let Some(state) = wording.state(part.state) {
            until.insert(0, (state.to_owned(), warning));
        }
        [
            vec![(part.name.say(language).to_owned(), bold), (wording.kind(part.kind).to_owned(), quiet)],
            vec![(part.authority.say(language).to_owned(), plain), (part.number.clone(), number)],
            scope,
            until,
        ]
        .into_iter()
        .zip(self.columns)
        .map(|(paragraphs, (_, width))| {
            let mut cell = Cell::new();
            for (text, voice) in paragraphs.into_iter().filter(|(text, _)| !text.trim().is_empty()) {
                // A condition hangs on its dash.
                let dash =
                    if text.starts_with(DASH) { self.line(DASH, voice.face, 0.0).advance() * voice.size } else { 0.0 };
                for line in self.lines(&text, voice, width - dash) {
                    let indent = if line.begins_with(DASH) { 0.0 } else { dash };
                    cell.push(CellLine { voice, indent, line });
                }
            }
            cell
        })
        .collect::<Vec<_>>()
        .try_into()
        .unwrap_or_default()
    }

    fn notice(&mut self) {
        let (licence, wording) = (self.order.licence, self.order.wording);
        let voice = Voice::new(Face::Sans, self.density.table + 0.4, Ink::Grey, 1.5);
        let mut text = wording.notice(licence.parts.len());
        if licence.specimen {
            text = format!("{}{}{text}", wording.say("specimen-notice"), if wording.is_chinese() { "" } else { " " });
        }
        if !self.order.missing.is_empty() {
            text = format!("{text} {}", wording.missing(self.order.missing));
        }
        let found = self.lines(&text, voice, RIGHT - LEFT);
        let space = (self.density.section_gap * 0.6).min(10.0);
        self.ensure(space + voice.pitch() * found.len() as f32);
        self.y += space;
        let node = self.node(None, Role::Paragraph);
        for line in found {
            self.ensure(voice.pitch());
            let baseline = self.y + voice.size;
            self.add(Thing::Text { x: LEFT, baseline, voice, line, node });
            self.y += voice.pitch();
        }
    }

    /// The same foot on every page, so that each can be checked alone; it is read aloud once.
    fn feet(&mut self) {
        let pages = std::mem::take(&mut self.sheets.pages);
        let count = pages.len();
        for (number, page) in pages.into_iter().enumerate() {
            self.sheets.pages.push(page);
            self.foot(number, count);
        }
    }

    fn foot(&mut self, number: usize, pages: usize) {
        let (order, licence, wording) = (self.order, self.order.licence, self.order.wording);
        let first = number == 0;
        let code = licence.code.to_string();
        let qr = if first { self.node(None, Role::Figure(wording.qr_described(&code))) } else { None };
        self.add(Thing::Qr { node: qr, x: LEFT, y: FOOT_TOP, side: QR_SIDE });

        let (x, width) = (LEFT + QR_SIDE + 16.0, RIGHT - MARK_SIDE - 20.0 - (LEFT + QR_SIDE + 16.0));
        let link = if first { self.node(None, Role::Link) } else { None };
        if let Some(link) = link {
            self.sheets.link = link;
        }
        let signed_node = if first { self.node(None, Role::Paragraph) } else { None };
        let bold = Voice::new(Face::Bold, 8.3, Ink::Black, 1.4);
        let typed = Voice::new(Face::Mono, 12.5, Ink::Black, 1.5);
        let quiet = Voice::new(Face::Sans, 8.0, Ink::Grey, 1.42);
        let mut found = Vec::new();
        for (text, voice, node) in [
            (wording.check_it(&order.address), bold, link),
            (code, typed, link),
            (
                wording.signed(licence.issuer.say(order.language), licence.issued_on, order.key.kid()),
                quiet,
                signed_node,
            ),
        ] {
            found.extend(self.lines(&text, voice, width).into_iter().map(|line| (voice, line, node)));
        }
        if pages > 1 {
            let line = self.line(&wording.page(number + 1, pages), Face::Sans, 0.0);
            found.push((quiet, line, None));
        }
        let height: f32 = found.iter().map(|(voice, _, _)| voice.pitch()).sum();
        let mut y = (FOOT_BOTTOM - height + 2.0).max(FOOT_TOP - 8.0);
        for (voice, line, node) in found {
            self.add(Thing::Text { x, baseline: y + voice.size, voice, line, node });
            y += voice.pitch();
        }

        let city = licence.city.say(order.language);
        let mark = if first { self.node(None, Role::Figure(wording.seal_described(city))) } else { None };
        let below = if licence.specimen { wording.say("specimen").to_owned() } else { licence.issued_on.to_string() };
        let top = self.line(city, Face::Bold, 0.0);
        let bottom = self.line(&below, Face::Bold, 0.0);
        let fitted = |line: &Line| ((MARK_SIDE - 30.0) / line.width().max(0.1)).min(12.0);
        self.add(Thing::Mark { node: mark, top_size: fitted(&top), bottom_size: fitted(&bottom), top, bottom });
    }
}
