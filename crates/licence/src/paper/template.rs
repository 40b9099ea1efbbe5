//! What a city writes about its paper: which blocks in which order, and every fixed word in both languages.

use std::collections::BTreeMap;

use crate::model::Words;

/// A block of the licence, in the order a city chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// City and issuing authority.
    Issuer,
    /// The title, with the other language's below.
    Title,
    /// The number of the licence.
    Number,
    /// The name on the door.
    Name,
    /// Holder, premises and so on: see [`FactLine`].
    Facts,
    /// The table of permits.
    Parts,
    /// What the licence is, and which characters could not be printed.
    Notice,
    /// Begins a page: the sector's name.
    Sector,
    /// What the sector has to do although nobody decides it.
    Duties,
    /// What is looked at in a visit.
    Checks,
}

/// A line of the block [`Block::Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactLine {
    Holder,
    CreditCode,
    Premises,
    District,
    Sector,
    Issued,
    Version,
}

/// A block of the sticker for the window, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StickerBlock {
    Title,
    Name,
    Sector,
    Qr,
    Code,
    Check,
}

/// The names of blocks as a city writes them.
pub const BLOCKS: [(&str, Block); 10] = [
    ("issuer", Block::Issuer),
    ("title", Block::Title),
    ("number", Block::Number),
    ("name", Block::Name),
    ("facts", Block::Facts),
    ("parts", Block::Parts),
    ("notice", Block::Notice),
    ("sector", Block::Sector),
    ("duties", Block::Duties),
    ("checks", Block::Checks),
];

/// The names of the lines of facts.
pub const FACT_LINES: [(&str, FactLine); 7] = [
    ("holder", FactLine::Holder),
    ("credit-code", FactLine::CreditCode),
    ("premises", FactLine::Premises),
    ("district", FactLine::District),
    ("sector", FactLine::Sector),
    ("issued", FactLine::Issued),
    ("version", FactLine::Version),
];

/// The names of the blocks of the sticker.
pub const STICKER_BLOCKS: [(&str, StickerBlock); 6] = [
    ("title", StickerBlock::Title),
    ("name", StickerBlock::Name),
    ("sector", StickerBlock::Sector),
    ("qr", StickerBlock::Qr),
    ("code", StickerBlock::Code),
    ("check", StickerBlock::Check),
];

/// Every fixed word of the paper with its blanks, in English and Chinese, as it stands where a city writes none.
pub const SAYINGS: [(&str, &str, &str); 46] = [
    ("title", "Comprehensive Licence", "综合许可证"),
    ("number", "No. {number}", "编号 {number}"),
    ("holder", "Holder", "经营者名称"),
    ("credit-code", "Unified code", "统一社会信用代码"),
    ("premises", "Premises", "经营场所"),
    ("district", "District", "所在区"),
    ("sector", "Sector", "行业类别"),
    ("issued", "Issued", "发证日期"),
    ("version", "Version", "版本"),
    ("permit", "Permit", "许可事项"),
    ("decided-by", "Decided by, number", "决定机关与编号"),
    ("scope", "Scope and conditions", "许可内容与条件"),
    ("until", "Valid until", "有效期至"),
    ("no-end", "no end date", "长期"),
    ("from", "from {day}", "自{day}"),
    ("date", "{day} {month} {year}", "{year}年{month-number}月{day}日"),
    ("short-date", "{day} {short-month} {year}", "{iso}"),
    ("months", MONTHS, MONTHS),
    ("colon", ": ", "："),
    ("semicolon", "; ", "；"),
    ("kind-licence", "Licence", "许可"),
    ("kind-registration", "Registration", "登记"),
    ("kind-filing", "Filing", "备案"),
    ("kind-upload", "Documents on file", "材料上传"),
    ("suspended", "Suspended", "已暂停"),
    ("revoked", "Revoked", "已撤销"),
    ("expired", "Expired", "已到期"),
    ("withdrawn", "Withdrawn", "已注销"),
    ("specimen", "SPECIMEN", "样本"),
    ("specimen-notice", "This is a specimen. It has no legal force.", "本件为样本，不具法律效力。"),
    (
        "notice-one",
        "This licence holds one permit, decided by the authority named beside it. Show it at the entrance; the code below always tells the present state.",
        "本证集成上列{count}项许可、登记和备案，由各机关分别决定，各部门均予认可。请在经营场所显著位置公示；现时状态以下方二维码查询结果为准。",
    ),
    (
        "notice",
        "This licence brings {count} permits together. Each was decided by the authority named beside it, and every authority recognises it. Show it at the entrance; the code below always tells the present state.",
        "本证集成上列{count}项许可、登记和备案，由各机关分别决定，各部门均予认可。请在经营场所显著位置公示；现时状态以下方二维码查询结果为准。",
    ),
    (
        "missing",
        "〓 stands for a character that could not be printed here ({characters}); the signed text has it.",
        "“〓”处为本件未能印出的字（{characters}），以电子签名中的文字为准。",
    ),
    ("check", "Check it: scan, or open {address} and type", "核验方式：扫码，或访问{address}输入"),
    (
        "signed",
        "Signed electronically by {issuer}, {day}, key {key}. Anyone can check it, also offline. A copy that fails the check has no force.",
        "{issuer}{day}电子签名（密钥{key}），断网也可核验。无法通过核验的副本无效。",
    ),
    ("page", "Page {page} of {pages}", "第{page}页，共{pages}页"),
    (
        "qr-described",
        "QR code with this licence's signature; the code to type is {code}",
        "二维码，内含本证的电子签名，核验码{code}",
    ),
    ("seal-described", "Mark of {city}", "{city}印记"),
    ("seal-name", "Electronic seal of the authority", "发证机关电子印章"),
    ("sector-face", "Sector: {sector}", "行业：{sector}"),
    (
        "sector-text",
        "What goes with this sector at this place, from the definitions the licence was decided under.",
        "以下为该行业在本场所的法定义务与检查要点，依本证决定时适用的事项定义生成。",
    ),
    ("duties", "What must be done", "应当履行的义务"),
    ("checks", "What is looked at in a visit", "检查要点"),
    ("sticker", "Licensed. Scan to check.", "持证经营 扫码核验"),
    ("qr-text", "The signed text of the QR code", "二维码中的签名文本"),
    ("credential", "The licence as a credential", "本证的可验证凭证"),
];

const MONTHS: &str = "January,February,March,April,May,June,July,August,September,October,November,December";

/// How a city wants its paper. [`Template::default`] is the one that comes with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub blocks: Vec<Block>,
    pub facts: Vec<FactLine>,
    pub sticker: Vec<StickerBlock>,
    /// By the names in [`SAYINGS`]; what is not here is said as there.
    pub words: BTreeMap<String, Words>,
}

impl Default for Template {
    fn default() -> Self {
        Template {
            blocks: BLOCKS.map(|(_, block)| block).into(),
            facts: FACT_LINES.map(|(_, line)| line).into(),
            sticker: STICKER_BLOCKS.map(|(_, block)| block).into(),
            words: BTreeMap::new(),
        }
    }
}

impl Template {
    /// As a city wrote it; an empty list is the order that comes with the program, and unknown names are passed over
    /// (the check of the definitions has named them).
    pub fn written<'w>(
        blocks: impl IntoIterator<Item = &'w str>,
        facts: impl IntoIterator<Item = &'w str>,
        sticker: impl IntoIterator<Item = &'w str>,
        words: BTreeMap<String, Words>,
    ) -> Self {
        let usual = Template::default();
        Template {
            blocks: named(blocks, &BLOCKS).unwrap_or(usual.blocks),
            facts: named(facts, &FACT_LINES).unwrap_or(usual.facts),
            sticker: named(sticker, &STICKER_BLOCKS).unwrap_or(usual.sticker),
            words,
        }
    }

    /// The words in `en` or `zh`; nothing when there is no saying of that name.
    pub(super) fn say(&self, name: &str, chinese: bool) -> &str {
        if let Some(words) = self.words.get(name) {
            return words.say(if chinese { "zh" } else { "en" });
        }
        let usual = SAYINGS.iter().find(|(known, _, _)| *known == name);
        usual.map_or("", |(_, en, zh)| if chinese { zh } else { en })
    }
}

fn named<'w, T: Copy>(written: impl IntoIterator<Item = &'w str>, known: &[(&str, T)]) -> Option<Vec<T>> {
    let find = |name: &str| known.iter().find(|(k, _)| *k == name).map(|(_, it)| *it);
    let found: Vec<T> = written.into_iter().filter_map(find).collect();
    (!found.is_empty()).then_some(found)
}
