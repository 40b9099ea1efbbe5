//! The sticker for the window: A5, readable from the pavement, with the same code as the licence.

use std::collections::BTreeSet;

use super::paragraph::{Line, lines};
use super::sheet::{Ink, Node, Order, Role, Sheets, Thing, Voice};
use super::template::StickerBlock;
use super::typeface::Face;

/// A5, in points.
const WIDTH: f32 = 419.53;
const HEIGHT: f32 = 595.28;
const EDGE: f32 = 42.0;
/// 74 mm: a phone reads it at an arm's length.
const QR_SIDE: f32 = 74.0 * 72.0 / 25.4;
const TOP: f32 = 52.0;
const BOTTOM: f32 = HEIGHT - 50.0;

const TITLE: Voice = Voice::new(Face::Serif, 25.0, Ink::Black, 1.3);
const BELOW: Voice = Voice::new(Face::Sans, 9.5, Ink::Grey, 1.6);
const NAME: Voice = Voice::new(Face::Bold, 19.0, Ink::Black, 1.35);
const SECTOR: Voice = Voice::new(Face::Sans, 13.0, Ink::Black, 1.5);
const CODE: Voice = Voice::new(Face::Mono, 21.0, Ink::Black, 1.4);
const PLAIN: Voice = Voice::new(Face::Sans, 10.0, Ink::Black, 1.5);
const QUIET: Voice = Voice::new(Face::Sans, 8.0, Ink::Grey, 1.5);
/// The watermark lies under the code, so a specimen says so in words too.
const MARKED: Voice = Voice::new(Face::Bold, 10.0, Ink::Red, 1.6);
/// A name takes at most so many lines; a longer one is on the licence.
const NAME_LINES: usize = 2;

/// What stands under each other, before it is known how much room is between.
enum Piece {
    Line(Voice, Line, Option<usize>),
    Qr(Option<usize>),
}

impl Piece {
    fn height(&self) -> f32 {
        match self {
            Piece::Line(voice, ..) => voice.pitch(),
            Piece::Qr(_) => QR_SIDE,
        }
    }
}

struct Setter<'a> {
    order: &'a Order<'a>,
    nodes: Vec<Node>,
    missing: BTreeSet<char>,
    blocks: Vec<Vec<Piece>>,
    link: usize,
}

/// Sets the one page of the sticker.
pub(super) fn set(order: &Order) -> Sheets {
    let mut setter =
        Setter { order, nodes: Vec::new(), missing: BTreeSet::new(), blocks: Vec::new(), link: usize::MAX };
    for block in &order.wording.template.sticker {
        let pieces = setter.block(*block);
        setter.blocks.push(pieces);
    }
    setter.blocks.retain(|pieces| !pieces.is_empty());
    setter.placed()
}

impl Setter<'_> {
    fn node(&mut self, role: Role) -> Option<usize> {
        self.nodes.push(Node { role, children: Vec::new() });
        Some(self.nodes.len() - 1)
    }

    fn text(&mut self, text: &str, voice: Voice, node: Option<usize>) -> Vec<Piece> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let letters = self.order.typeface.shape(text.trim(), voice.face, voice.tracking, &mut self.missing);
        let room = (WIDTH - 2.0 * EDGE) / voice.size;
        lines(&letters, room).into_iter().map(|line| Piece::Line(voice, line, node)).collect()
    }

    fn block(&mut self, block: StickerBlock) -> Vec<Piece> {
        let (licence, wording) = (self.order.licence, self.order.wording);
        match block {
            StickerBlock::Title => {
                let node = self.node(Role::Heading(1, wording.say("title").to_owned()));
                let mut pieces = self.text(wording.say("title"), TITLE, node);
                let node = self.node(Role::Paragraph);
                pieces.extend(self.text(wording.say_in_the_other("title"), BELOW, node));
                pieces
            }
            StickerBlock::Name => {
                let node = self.node(Role::Heading(2, licence.name_on_the_door().to_owned()));
                let mut pieces = self.text(licence.name_on_the_door(), NAME, node);
                pieces.truncate(NAME_LINES);
                pieces
            }
            StickerBlock::Sector => {
                let node = self.node(Role::Paragraph);
                self.text(licence.sector.say(self.order.language), SECTOR, node)
            }
            StickerBlock::Qr => {
                let node = self.node(Role::Figure(wording.qr_described(&licence.code.to_string())));
                vec![Piece::Qr(node)]
            }
            StickerBlock::Code => {
                let node = self.node(Role::Link);
                self.link = node.unwrap_or(self.link);
                self.text(&licence.code.to_string(), CODE, node)
            }
            StickerBlock::Check => {
                let node = self.node(Role::Paragraph);
                let mut pieces = self.text(wording.say("sticker"), PLAIN, node);
                let signed = format!(
                    "{}  ·  {}  ·  {}",
                    self.order.address,
                    wording.fill("number", &[("number", &licence.number)]),
                    wording.date(licence.issued_on)
                );
                let node = self.node(Role::Paragraph);
                pieces.extend(self.text(&signed, QUIET, node));
                if licence.specimen {
                    let node = self.node(Role::Paragraph);
                    pieces.extend(self.text(wording.say("specimen-notice"), MARKED, node));
                }
                pieces
            }
        }
    }

    /// The room that is left goes between the blocks, evenly.
    fn placed(mut self) -> Sheets {
        let blocks = std::mem::take(&mut self.blocks);
        let used: f32 = blocks.iter().flatten().map(Piece::height).sum();
        let gaps = blocks.len().saturating_sub(1).max(1);
        let gap = ((BOTTOM - TOP - used) / gaps as f32).clamp(2.0, 30.0);
        let left_over = (BOTTOM - TOP - used - gap * gaps as f32).max(0.0);
        let mut y = TOP + left_over / 2.0;
        let mut things = Vec::new();
        let mut touch = (0.0, 0.0, 0.0, 0.0);
        for block in blocks {
            for piece in block {
                let height = piece.height();
                match piece {
                    Piece::Line(voice, line, node) => {
                        let x = (WIDTH - (line.width() - voice.tracking) * voice.size) / 2.0;
                        if node == Some(self.link) {
                            touch = (EDGE, y, WIDTH - EDGE, y + height);
                        }
                        things.push(Thing::Text { x, baseline: y + voice.size, voice, line, node });
                    }
                    Piece::Qr(node) => {
                        let x = (WIDTH - QR_SIDE) / 2.0;
                        things.push(Thing::Qr { node, x, y, side: QR_SIDE });
                    }
                }
                y += height;
            }
            y += gap;
        }
        let watermark = self.order.licence.specimen.then(|| {
            let words = self.order.wording.say("specimen");
            Line { letters: self.order.typeface.shape(words, Face::Serif, 0.08, &mut self.missing) }
        });
        Sheets {
            size: (WIDTH, HEIGHT),
            touch,
            pages: vec![things],
            roots: (0..self.nodes.len()).collect(),
            nodes: self.nodes,
            link: self.link,
            watermark,
            missing: self.missing,
            face: 1,
        }
    }
}
