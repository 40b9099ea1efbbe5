//! Drawing what was set, page by page, and writing down for each piece where in the outline it belongs.

use std::num::NonZeroU16;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, Point, Rect, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::qr::Modules;

use super::paragraph::Line;
use super::sheet::{FOOT_BOTTOM, Ink, LEFT, MARK_SIDE, Order, RIGHT, Role, Sheets, Thing, WIDTH};
use super::typeface::is_han;
use super::{Attachment, RenderFault, ornament};

const BLACK: (u8, u8, u8) = (20, 23, 26);
const GREY: (u8, u8, u8) = (84, 92, 101);
const RED: (u8, u8, u8) = (192, 50, 28);
const FRAME: (u8, u8, u8) = (184, 125, 74);
const THREAD: (u8, u8, u8) = (205, 168, 126);
const RULE: (u8, u8, u8) = (221, 209, 186);
const STRONG_RULE: (u8, u8, u8) = (190, 170, 135);
const WATERMARK: (u8, u8, u8) = (240, 242, 242);
const WHITE: (u8, u8, u8) = (255, 255, 255);

fn fill((r, g, b): (u8, u8, u8)) -> Option<Fill> {
    Some(Fill { paint: rgb::Color::new(r, g, b).into(), opacity: NormalizedF32::ONE, rule: FillRule::EvenOdd })
}

fn stroke((r, g, b): (u8, u8, u8), width: f32) -> Option<Stroke> {
    Some(Stroke { paint: rgb::Color::new(r, g, b).into(), width, ..Stroke::default() })
}

/// A filled shape; a shape that could not be built is left out.
fn shape(surface: &mut Surface, path: Option<Path>, colour: (u8, u8, u8)) {
    if let Some(path) = path {
        surface.set_stroke(None);
        surface.set_fill(fill(colour));
        surface.draw_path(&path);
    }
}

fn outline(surface: &mut Surface, path: Option<Path>, colour: (u8, u8, u8), width: f32) {
    if let Some(path) = path {
        surface.set_fill(None);
        surface.set_stroke(stroke(colour, width));
        surface.draw_path(&path);
    }
}

/// Draws `work` as decoration that is not read aloud.
fn decoration(surface: &mut Surface, size: (f32, f32), kind: ArtifactType, work: impl FnOnce(&mut Surface)) {
    let whole = Rect::from_xywh(0.0, 0.0, size.0, size.1);
    let _ = surface.start_tagged(ContentTag::Artifact(Artifact::new(kind, whole)));
    work(surface);
    surface.end_tagged();
}

struct Drawer<'a> {
    order: &'a Order<'a>,
    /// Width and height of the pages.
    size: (f32, f32),
    /// For each node of the outline, the pieces that belong to it, in reading order.
    pieces: Vec<Vec<Identifier>>,
    /// Written into the file once, however often it is drawn.
    waves: Option<Graphic>,
}

/// A PDF/A-3a and PDF/UA-1 file, not yet signed.
pub(super) fn draw(
    order: &Order,
    sheets: Sheets,
    modules: &Modules,
    qr_text: &str,
    attachments: &[Attachment],
) -> Result<Vec<u8>, RenderFault> {
    let failed = |why: &dyn std::fmt::Debug| RenderFault::Pdf(format!("{why:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| failed(&e))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let pieces = sheets.nodes.iter().map(|_| Vec::new()).collect();
    let mut drawer = Drawer { order, size: sheets.size, pieces, waves: None };
    for (number, things) in sheets.pages.into_iter().enumerate() {
        let size = PageSettings::from_wh(sheets.size.0, sheets.size.1).ok_or_else(|| failed(&"page size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        drawer.ground(&mut surface, sheets.watermark.as_ref());
        for thing in things {
            drawer.thing(&mut surface, thing, modules);
        }
        surface.finish();
        // Who reads the file on a screen touches the code instead of scanning it.
        let (left, top, right, bottom) = sheets.touch;
        if number == 0
            && sheets.link < sheets.nodes.len()
            && let Some(area) = Rect::from_ltrb(left, top, right, bottom)
        {
            let target = Target::Action(LinkAction::new(qr_text.to_owned()).into());
            let link =
                Annotation::new_link(LinkAnnotation::new(area, target), Some(order.wording.check_it(&order.address)));
            let piece = page.add_tagged_annotation(link);
            if let Some(pieces) = drawer.pieces.get_mut(sheets.link) {
                pieces.push(piece);
            }
        }
        page.finish();
    }

    let mut tree = TagTree::new().with_lang(Some(order.wording.language.to_owned()));
    for root in &sheets.roots {
        if let Some(group) = drawer.group(*root, &sheets.nodes) {
            tree.push(group);
        }
    }
    document.set_tag_tree(tree);
    let mut contents = Outline::new();
    contents.push_child(OutlineNode::new(
        order.wording.say("title").to_owned(),
        XyzDestination::new(0, Point::from_xy(0.0, 0.0)),
    ));
    document.set_outline(contents);
    document.set_metadata(metadata(order, sheets.size));
    for attachment in attachments {
        let embedded = embedded(order, attachment).and_then(|file| document.embed_file(file));
        if embedded.is_none() {
            return Err(RenderFault::Pdf(format!("the file `{}` cannot be attached", attachment.name)));
        }
    }
    document.finish().map_err(|e| failed(&e))
}

/// The day of issue: the only date in the file.
fn issued(order: &Order) -> DateTime {
    let day = order.licence.issued_on;
    DateTime::new(day.year().unsigned_abs())
        .month(day.month().unsigned_abs())
        .day(day.day_of_month().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn embedded(order: &Order, attachment: &Attachment) -> Option<EmbeddedFile> {
    Some(EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: Some(MimeType::new(&attachment.media_type)?),
        description: Some(order.wording.say(attachment.described_by).to_owned()),
        association_kind: AssociationKind::Alternative,
        data: attachment.bytes.clone().into(),
        modification_date: Some(issued(order)),
        compress: Some(false),
        location: None,
    })
}

fn metadata(order: &Order, size: (f32, f32)) -> Metadata {
    let licence = order.licence;
    let id = format!("{}/{}/{}/{:.0}", licence.number, licence.version, order.wording.language, size.1);
    Metadata::new()
        .title(format!("{} {} — {}", order.wording.say("title"), licence.number, licence.trade_name))
        .authors(vec![licence.issuer.say(order.language).to_owned()])
        .creator("onego".to_owned())
        .language(order.wording.language.to_owned())
        .document_id(id)
        .text_direction(TextDirection::LeftToRight)
        .creation_date(issued(order))
}

impl Drawer<'_> {
    /// What lies under the writing.
    fn ground(&mut self, surface: &mut Surface, watermark: Option<&Line>) {
        decoration(surface, self.size, ArtifactType::Background, |surface| {
            let (width, height) = self.size;
            outline(surface, ornament::frame(22.5, self.size, 6.0), FRAME, 0.9);
            outline(surface, ornament::frame(28.5, self.size, 3.0), FRAME, 0.6);
            // The waves are drawn for the large sheet.
            if width < WIDTH {
                return;
            }
            let waves = self.waves.get_or_insert_with(|| {
                let mut builder = surface.stream_builder();
                let mut sub = builder.surface();
                for thread in ornament::waves(29.0, WIDTH - 29.0, 30.0, 22.0) {
                    outline(&mut sub, Some(thread), THREAD, 0.5);
                }
                sub.finish();
                Graphic::new(builder.finish(), false)
            });
            for middle in [59.0, height - 59.0] {
                surface.push_transform(&Transform::from_translate(0.0, middle - 30.0));
                surface.draw_graphic(waves.clone());
                surface.pop();
            }
        });
        if let Some(line) = watermark {
            decoration(surface, self.size, ArtifactType::Watermark, |surface| {
                let (width, height) = self.size;
                let size = (0.74 * width / line.width().max(0.1)).min(0.2 * width);
                surface.push_transform(&Transform::from_rotate_at(-30.0, width / 2.0, height / 2.0));
                let x = (width - line.width() * size) / 2.0;
                surface.set_stroke(None);
                surface.set_fill(fill(WATERMARK));
                self.letters(surface, x, height / 2.0 + size * 0.35, size, line);
                surface.pop();
            });
        }
    }

    fn thing(&mut self, surface: &mut Surface, thing: Thing, modules: &Modules) {
        match thing {
            Thing::Text { x, baseline, voice, line, node } => {
                let chinese = line.letters.iter().any(|letter| is_han(letter.c));
                let foreign = (chinese && self.order.wording.language != "zh").then_some("zh");
                let tag = match node {
                    Some(_) => ContentTag::Span(SpanTag::empty().with_lang(foreign)),
                    None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
                };
                let piece = surface.start_tagged(tag);
                surface.set_stroke(None);
                surface.set_fill(fill(match voice.ink {
                    Ink::Black => BLACK,
                    Ink::Grey => GREY,
                    Ink::Red => RED,
                }));
                self.letters(surface, x, baseline, voice.size, &line);
                surface.end_tagged();
                self.belongs(node, piece);
            }
            Thing::Rule { y, strong } => decoration(surface, self.size, ArtifactType::Layout, |surface| {
                let (colour, height) = if strong { (STRONG_RULE, 0.9) } else { (RULE, 0.7) };
                shape(surface, ornament::rectangles([(LEFT, y, RIGHT - LEFT, height)]), colour);
            }),
            Thing::Qr { node, x: left, y: top, side } => {
                let piece = surface.start_tagged(figure(node));
                let module = side / modules.width().max(1) as f32;
                let margin = 4.0 * module;
                let ground = side + 2.0 * margin;
                shape(surface, ornament::rectangles([(left - margin, top - margin, ground, ground)]), WHITE);
                let dark = modules.runs().into_iter().map(|(x, y, length)| {
                    (left + x as f32 * module, top + y as f32 * module, length as f32 * module, module)
                });
                shape(surface, ornament::rectangles(dark), (0, 0, 0));
                surface.end_tagged();
                self.belongs(node, piece);
            }
            Thing::Mark { node, top, top_size, bottom, bottom_size } => {
                let piece = surface.start_tagged(figure(node));
                let (x, y) = (RIGHT - MARK_SIDE, FOOT_BOTTOM - MARK_SIDE);
                shape(surface, ornament::mark_frame(x, y, MARK_SIDE), RED);
                let rules = [0.36, 0.64].map(|v| (x + 11.0, y + v * MARK_SIDE, MARK_SIDE - 22.0, 0.9));
                shape(surface, ornament::rectangles(rules), RED);
                shape(surface, ornament::one_stroke(x + 16.0, y + MARK_SIDE * 0.505, MARK_SIDE - 32.0), RED);
                surface.set_fill(fill(BLACK));
                for (line, size, v) in [(top, top_size, 0.22), (bottom, bottom_size, 0.79)] {
                    let from = x + (MARK_SIDE - line.width() * size) / 2.0;
                    self.letters(surface, from, y + v * MARK_SIDE + size * 0.37, size, &line);
                }
                surface.end_tagged();
                self.belongs(node, piece);
            }
        }
    }

    fn belongs(&mut self, node: Option<usize>, piece: Identifier) {
        if let Some(pieces) = node.and_then(|node| self.pieces.get_mut(node)) {
            pieces.push(piece);
        }
    }

    /// Letters side by side; one run for each font.
    fn letters(&self, surface: &mut Surface, x: f32, baseline: f32, size: f32, line: &Line) {
        let mut x = x;
        for run in line.letters.chunk_by(|a, b| a.font == b.font) {
            let Some(first) = run.first() else { continue };
            let mut text = String::new();
            let glyphs: Vec<KrillaGlyph> = run
                .iter()
                .map(|letter| {
                    let begin = text.len();
                    text.push(letter.c);
                    KrillaGlyph::new(GlyphId::new(letter.glyph), letter.advance, 0.0, 0.0, 0.0, begin..text.len(), None)
                })
                .collect();
            surface.draw_glyphs(
                Point::from_xy(x, baseline),
                &glyphs,
                self.order.typeface.font(first.font),
                &text,
                size,
                false,
            );
            x += run.iter().map(|letter| letter.advance).sum::<f32>() * size;
        }
    }

    /// A node of the outline with everything under it; nothing when nothing of it was drawn.
    fn group(&mut self, number: usize, nodes: &[super::sheet::Node]) -> Option<TagGroup> {
        let node = nodes.get(number)?;
        let level = |level: u16| NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let mut group = match &node.role {
            Role::Heading(depth, words) => TagGroup::new(Tag::Hn(level(*depth), Some(words.clone()))),
            Role::Paragraph => TagGroup::new(Tag::P),
            Role::List => TagGroup::new(Tag::L(ListNumbering::None)),
            Role::Item => TagGroup::new(Tag::LI),
            Role::Label => TagGroup::new(Tag::Lbl),
            Role::Body => TagGroup::new(Tag::LBody),
            Role::Table => TagGroup::new(Tag::Table),
            Role::TableHead => TagGroup::new(Tag::THead),
            Role::TableBody => TagGroup::new(Tag::TBody),
            Role::Row => TagGroup::new(Tag::TR),
            Role::ColumnHeader => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
            Role::RowHeader => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
            Role::Cell => TagGroup::new(Tag::TD),
            Role::Figure(words) => TagGroup::new(Tag::Figure(Some(words.clone()))),
            Role::Link => TagGroup::new(Tag::Link),
        };
        for piece in self.pieces.get_mut(number).map(std::mem::take).unwrap_or_default() {
            group.push(piece);
        }
        for child in &node.children {
            if let Some(child) = self.group(*child, nodes) {
                group.push(child);
            }
        }
        Some(group)
    }
}

fn figure(node: Option<usize>) -> ContentTag<'static> {
    match node {
        Some(_) => ContentTag::Other,
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
    }
}
