//! Where everything stands on the pages. Nothing is drawn here: the result is a list of things with their places, and
//! the outline by which a reader who cannot see the page hears it.

use std::collections::BTreeSet;

use crate::keys::SigningKey;
use crate::model::{Licence, Part};

use super::paragraph::{Line, lines};
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
    tracking: f32,
}

impl Voice {
    const fn new(face: Face, size: f32, ink: Ink, leading: f32) -> Self {
        Voice { face, size, ink, leading, tracking: 0.0 }
    }

    const fn tracked(self, tracking: f32) -> Self {
        Voice { tracking, ..self }
    }

    fn pitch(self) -> f32 {
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
    Qr { node: Place },
    Mark { node: Place, top: Line, top_size: f32, bottom: Line, bottom_size: f32 },
}

pub(super) struct Sheets {
    pub pages: Vec<Vec<Thing>>,
    pub nodes: Vec<Node>,
    /// The nodes at the top of the outline, in reading order.
    pub roots: Vec<usize>,
    /// The outline node of the link to the check.
    pub link: usize,
    pub watermark: Option<Line>,
    pub missing: BTreeSet<char>,
}

/// Before each condition.
const DASH: &str = "– ";

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

pub(super) struct Order<'a> {
    pub licence: &'a Licence,
    pub language: &'a str,
    pub wording: &'static Wording,
    /// What people open to check, without the scheme.
    pub address: String,
    pub key: &'a SigningKey,
    pub typeface: &'a Typeface,
}

/// Sets the licence as widely as one page allows; what does not fit on one page at all gets room on several.
pub(super) fn set(order: &Order) -> Sheets {
    (0..=STEPS)
        .map(|step| Setter::set(order, Density::at(step)))
        .find(|sheets| sheets.pages.len() == 1)
        .unwrap_or_else(|| Setter::set(order, Density::at(STEPS / 3)))
}

struct Setter<'a> {
    order: &'a Order<'a>,
    density: Density,
    sheets: Sheets,
    /// Where the next thing begins on the last page.
    y: f32,
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
                pages: vec![Vec::new()],
                nodes: Vec::new(),
                roots: Vec::new(),
                link: 0,
                watermark: None,
                missing: BTreeSet::new(),
            },
            y: FIRST_LINE,
            columns,
            in_table: false,
        };
        setter.head();
        setter.facts();
        setter.table();
        setter.notice();
        setter.feet();
        if order.licence.specimen {
            setter.sheets.watermark = Some(setter.line(order.wording.specimen, Face::Serif, 0.08));
        }
        setter.sheets
    }

    fn node(&mut self, parent: Place, role: Role) -> Place {
        let number = self.sheets.nodes.len();
        self.sheets.nodes.push(Node { role, children: Vec::new() });
        match parent.and_then(|parent| self.sheets.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(number),
            None => self.sheets.roots.push(number),
        }
        Some(number)
    }

    fn add(&mut self, thing: Thing) {
        if let Some(page) = self.sheets.pages.last_mut() {
            page.push(thing);
        }
    }

    fn line(&mut self, text: &str, face: Face, tracking: f32) -> Line {
        Line { letters: self.order.typeface.shape(text, face, tracking, &mut self.sheets.missing) }
    }

    fn lines(&mut self, text: &str, voice: Voice, room: f32) -> Vec<Line> {
        let letters = self.order.typeface.shape(text.trim(), voice.face, voice.tracking, &mut self.sheets.missing);
        lines(&letters, room / voice.size)
    }

    /// Begins a new page when there is no room for `height` more.
    fn ensure(&mut self, height: f32) {
        if self.y + height > FLOW_BOTTOM {
            self.turn();
        }
    }

    /// A new page, with what the paper is at its top and the table's header again inside the table.
    fn turn(&mut self) {
        self.sheets.pages.push(Vec::new());
        self.y = FIRST_LINE;
        let text = format!("{}  ·  {}", self.order.wording.title, self.order.licence.number);
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

    fn head(&mut self) {
        let (order, licence, wording) = (self.order, self.order.licence, self.order.wording);
        let (city, issuer) = (licence.city.say(order.language), licence.issuer.say(order.language));
        let line =
            if city.is_empty() || issuer.contains(city) { issuer.to_owned() } else { format!("{city}·{issuer}") };
        let node = self.node(None, Role::Paragraph);
        self.centred(&line, Voice::new(Face::Sans, 11.0, Ink::Grey, 1.5), node);
        let chinese = wording.language == "zh";
        let title = if chinese {
            Voice::new(Face::Serif, 34.0, Ink::Black, 1.32).tracked(0.22)
        } else {
            Voice::new(Face::Serif, 34.0, Ink::Black, 1.24).tracked(0.045)
        };
        let node = self.node(None, Role::Heading(1, wording.title.to_owned()));
        self.centred(wording.title, title, node);
        let other = if chinese {
            Voice::new(Face::Serif, 11.5, Ink::Grey, 1.75).tracked(0.06)
        } else {
            Voice::new(Face::Serif, 12.5, Ink::Grey, 1.7).tracked(0.5)
        };
        let node = self.node(None, Role::Paragraph);
        self.centred(wording.other_title, other, node);
        let node = self.node(None, Role::Paragraph);
        self.centred(
            &format!("{}{}", wording.number, licence.number),
            Voice::new(Face::Mono, 9.5, Ink::Black, 1.5),
            node,
        );
        self.y += self.density.section_gap * 0.75;
        let name = if licence.trade_name.trim().is_empty() { &licence.holder } else { &licence.trade_name };
        let node = self.node(None, Role::Heading(2, name.clone()));
        self.centred(name, Voice::new(Face::Serif, 19.0, Ink::Black, 1.35), node);
        self.y += self.density.section_gap * 0.7;
    }

    fn facts(&mut self) {
        let (order, licence, wording) = (self.order, self.order.licence, self.order.wording);
        let mut facts = vec![(wording.holder, licence.holder.clone(), Face::Sans)];
        if let Some(code) = &licence.credit_code {
            facts.push((wording.credit_code, code.clone(), Face::Mono));
        }
        facts.push((wording.premises, licence.premises.clone(), Face::Sans));
        facts.push((wording.district, licence.district.say(order.language).to_owned(), Face::Sans));
        facts.push((wording.sector, licence.sector.say(order.language).to_owned(), Face::Sans));
        facts.push((wording.issued, wording.date(licence.issued_on), Face::Sans));
        if licence.version > 1 {
            facts.push((wording.version, licence.version.to_string(), Face::Sans));
        }
        let list = self.node(None, Role::List);
        let value_at = LEFT + 108.0;
        for (label, value, face) in facts.into_iter().filter(|(_, value, _)| !value.trim().is_empty()) {
            let item = self.node(list, Role::Item);
            let voice = Voice::new(face, 10.2, Ink::Black, 1.38);
            let label_voice = Voice::new(Face::Sans, 10.2, Ink::Grey, 1.38);
            self.ensure(voice.pitch());
            let (label_node, body) = (self.node(item, Role::Label), self.node(item, Role::Body));
            for line in self.lines(label, label_voice, value_at - LEFT - 6.0).into_iter().take(1) {
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
        let cells = [wording.permit, wording.decided_by, wording.scope, wording.until];
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
                (label, value) => format!("{label}{}{value}", wording.colon),
            })
            .collect();
        let mut scope = vec![(facts.join(wording.semicolon), plain)];
        scope.extend(part.conditions.iter().map(|condition| (format!("{DASH}{}", condition.say(language)), plain)));
        let mut until = vec![match part.until {
            Some(day) => (wording.short_date(day), plain),
            None => (wording.no_end.to_owned(), plain),
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
            text = format!("{}{}{text}", wording.specimen_notice, if wording.language == "en" { " " } else { "" });
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
        self.add(Thing::Qr { node: qr });

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
        let below = if licence.specimen { wording.specimen.to_owned() } else { licence.issued_on.to_string() };
        let top = self.line(city, Face::Bold, 0.0);
        let bottom = self.line(&below, Face::Bold, 0.0);
        let fitted = |line: &Line| ((MARK_SIDE - 30.0) / line.width().max(0.1)).min(12.0);
        self.add(Thing::Mark { node: mark, top_size: fitted(&top), bottom_size: fitted(&bottom), top, bottom });
    }
}
