//! The letters of the paper: embedded fonts, which characters they have, and how wide each is.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::RenderFault;

/// Where systems keep fonts with rare Chinese characters, and which font of a collection is the simplified Chinese one.
const SYSTEM_FONTS: [(&str, u32); 12] = [
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", 2),
    ("/usr/local/share/fonts/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/source-han-sans/SourceHanSansSC-Regular.otf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 2),
    ("/System/Library/Fonts/STHeiti Light.ttc", 1),
    ("C:\\Windows\\Fonts\\msyh.ttc", 0),
    ("C:\\Windows\\Fonts\\simsunb.ttf", 0),
];

/// What stands for a character no font has.
const GETA: char = '〓';

/// The voices of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Sans,
    Bold,
    Serif,
    Mono,
}

struct Loaded {
    font: Font,
    reader: FontRef<'static>,
}

impl Loaded {
    fn new(data: &'static [u8], number: u32) -> Option<Self> {
        Some(Loaded { font: Font::new(data.into(), number)?, reader: FontRef::from_index(data, number).ok()? })
    }

    fn glyph(&self, c: char) -> Option<(u32, f32)> {
        let id = self.reader.charmap().map(c).filter(|id| id.to_u32() != 0)?;
        let metrics = self.reader.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some((id.to_u32(), metrics.advance_width(id)? / self.font.units_per_em()))
    }
}

/// The fonts of the licence: sans regular and bold and a serif for titles, with the Chinese characters of GB/T 2312,
/// and a fixed-width one for numbers.
pub struct Typeface {
    /// In the order of [`Face`].
    embedded: [Loaded; 4],
    /// Looked for when a character is in none of the embedded fonts, and never before.
    system: OnceLock<Vec<Loaded>>,
    system_allowed: bool,
}

/// One character with its shape: which font, which glyph, how far to the next one (in em).
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub c: char,
    pub font: FontPlace,
    pub glyph: u32,
    pub advance: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontPlace {
    Embedded(Face),
    System(usize),
}

impl Typeface {
    /// The fonts inside this program, and the system's fonts for characters they do not have.
    pub fn embedded() -> Result<&'static Typeface, RenderFault> {
        static TYPEFACE: OnceLock<Option<Typeface>> = OnceLock::new();
        TYPEFACE.get_or_init(|| Typeface::load(true)).as_ref().ok_or(RenderFault::Fonts)
    }

    /// Only the fonts inside this program, so that the same licence gives the same bytes on every machine.
    pub fn embedded_only() -> Result<&'static Typeface, RenderFault> {
        static TYPEFACE: OnceLock<Option<Typeface>> = OnceLock::new();
        TYPEFACE.get_or_init(|| Typeface::load(false)).as_ref().ok_or(RenderFault::Fonts)
    }

    fn load(system_allowed: bool) -> Option<Typeface> {
        Some(Typeface {
            embedded: [
                Loaded::new(include_bytes!("../../fonts/sans-regular.otf"), 0)?,
                Loaded::new(include_bytes!("../../fonts/sans-bold.otf"), 0)?,
                Loaded::new(include_bytes!("../../fonts/serif-bold.otf"), 0)?,
                Loaded::new(include_bytes!("../../fonts/mono-regular.otf"), 0)?,
            ],
            system: OnceLock::new(),
            system_allowed,
        })
    }

    fn loaded(&self, face: Face) -> &Loaded {
        let [sans, bold, serif, mono] = &self.embedded;
        match face {
            Face::Sans => sans,
            Face::Bold => bold,
            Face::Serif => serif,
            Face::Mono => mono,
        }
    }

    fn system(&self) -> &[Loaded] {
        self.system.get_or_init(|| {
            if !self.system_allowed {
                return Vec::new();
            }
            // Read at most once in the life of the program, and kept for all of it.
            let kept = |path: &str| std::fs::read(path).ok().map(|data| &*Box::leak(data.into_boxed_slice()));
            SYSTEM_FONTS.iter().filter_map(|(path, number)| Loaded::new(kept(path)?, *number)).take(2).collect()
        })
    }

    pub(super) fn font(&self, place: FontPlace) -> Font {
        match place {
            FontPlace::Embedded(face) => self.loaded(face).font.clone(),
            FontPlace::System(number) => {
                self.system().get(number).unwrap_or_else(|| self.loaded(Face::Sans)).font.clone()
            }
        }
    }

    /// The shapes of `text`, each letter `tracking` em further from the next than the font says. Between Han characters
    /// and Latin letters or digits comes the small gap nobody types.
    pub(super) fn shape(&self, text: &str, face: Face, tracking: f32, missing: &mut BTreeSet<char>) -> Vec<Letter> {
        // A name is not set in two kinds of letters.
        let face = match face {
            Face::Serif if !text.chars().filter_map(visible).all(|c| self.loaded(Face::Serif).glyph(c).is_some()) => {
                Face::Bold
            }
            other => other,
        };
        let mut letters: Vec<Letter> =
            text.chars().filter_map(visible).map(|c| self.letter(c, face, missing)).collect();
        for place in 1..letters.len() {
            let (before, after) = (letters[place - 1].c, letters[place].c);
            if (is_han(before) && after.is_ascii_alphanumeric()) || (before.is_ascii_alphanumeric() && is_han(after)) {
                letters[place - 1].advance += 0.16;
            }
        }
        letters.iter_mut().for_each(|letter| letter.advance += tracking);
        letters
    }

    fn letter(&self, c: char, face: Face, missing: &mut BTreeSet<char>) -> Letter {
        let order = match face {
            Face::Sans | Face::Mono => [face, Face::Sans, Face::Bold],
            Face::Bold | Face::Serif => [face, Face::Bold, Face::Sans],
        };
        let embedded = order.iter().map(|face| (FontPlace::Embedded(*face), self.loaded(*face)));
        if let Some((font, (glyph, advance))) = embedded.into_iter().find_map(|(at, font)| Some((at, font.glyph(c)?))) {
            return Letter { c, font, glyph, advance };
        }
        // What a private character looks like was never agreed, and PDF/A forbids it.
        let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF);
        let system = if private { &[] } else { self.system() };
        let system = system.iter().enumerate().map(|(number, font)| (FontPlace::System(number), font));
        if let Some((font, (glyph, advance))) = system.into_iter().find_map(|(at, font)| Some((at, font.glyph(c)?))) {
            return Letter { c, font, glyph, advance };
        }
        missing.insert(c);
        let (glyph, advance) = self.loaded(Face::Sans).glyph(GETA).unwrap_or((0, 1.0));
        // Whoever copies or hears the text gets the sign that stands there.
        Letter { c: GETA, font: FontPlace::Embedded(Face::Sans), glyph, advance }
    }
}

/// Line ends and tabs are spaces on paper; what only steers the direction or shape of text is not drawn at all.
fn visible(c: char) -> Option<char> {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{00AD}' | '\u{E0000}'..='\u{E0FFF}' => None,
        c if c.is_control() || c.is_whitespace() => Some(if c == '\u{3000}' { c } else { ' ' }),
        c => Some(c),
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
        || c == '〇'
}
