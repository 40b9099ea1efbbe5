//! Tiles and bundles: how a tree lies in files (C2SP tlog-tiles). A tile holds 256 hashes, a bundle the same leaves' entries.

use crate::hash::Hash;

/// Levels of the tree in a tile.
pub(crate) const TILE_HEIGHT: u32 = 8;
/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u64 = 256;
/// Bytes an entry can have at most: its length is written in two.
pub const ENTRY_MAX: usize = 65_535;

/// One tile of a tree: `width` hashes of level `8 * level`, the first of index `number * 256`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    pub level: u32,
    pub number: u64,
    /// 1 to 256; below 256 the tile is partial.
    pub width: u64,
}

impl Tile {
    /// The tile as it stands in a tree of `size`; its width is 0 when the tree does not reach it.
    pub fn of(size: u64, level: u32, number: u64) -> Tile {
        let hashes = size.checked_shr(TILE_HEIGHT * level).unwrap_or(0);
        let width = hashes.saturating_sub(number.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
        Tile { level, number, width }
    }

    /// `tile/0/x001/x234/067` or `tile/0/x001/x234/067.p/44`.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, numbered(self.number, self.width))
    }

    /// Every tile that a tree of `new` has and a tree of `old` had not in the same width, lowest level first.
    pub fn grown(old: u64, new: u64) -> Vec<Tile> {
        let mut tiles = Vec::new();
        let mut level = 0;
        while new >> (TILE_HEIGHT * level) > 0 {
            let (before, after) = (old >> (TILE_HEIGHT * level), new >> (TILE_HEIGHT * level));
            if after > before {
                let numbers = before / TILE_WIDTH..after.div_ceil(TILE_WIDTH);
                tiles.extend(numbers.map(|number| Tile::of(new, level, number)));
            }
            level += 1;
            if TILE_HEIGHT * level >= u64::BITS {
                break;
            }
        }
        tiles
    }

    /// The hashes of a tile file; `None` unless there are exactly as many as its width.
    pub fn hashes(&self, file: &[u8]) -> Option<Vec<Hash>> {
        let (hashes, rest) = file.as_chunks::<32>();
        (rest.is_empty() && hashes.len() as u64 == self.width).then(|| hashes.iter().map(|h| Hash(*h)).collect())
    }
}

/// Where the bundle `number` of a tree of `size` lies: `tile/entries/x001/067.p/44`.
pub fn entries_path(size: u64, number: u64) -> String {
    format!("tile/entries/{}", numbered(number, Tile::of(size, 0, number).width))
}

/// The number in groups of three digits, all but the last with `x`, and the width when the tile is partial.
fn numbered(number: u64, width: u64) -> String {
    let mut path = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width < TILE_WIDTH { format!("{path}.p/{width}") } else { path }
}

/// Every width in which the last tile of a tree can lie: for those who clear away old partial tiles.
pub fn partial_widths() -> std::ops::Range<u64> {
    1..TILE_WIDTH
}

/// Writes entries behind each other, each with its length in two bytes, the higher first. `None` if one is too long.
pub fn bundle<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for entry in entries {
        out.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        out.extend_from_slice(entry);
    }
    Some(out)
}

/// The entries of a bundle; `None` when it ends in the middle of one.
pub fn entries_of(mut bundle: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bundle = rest;
    }
    bundle.is_empty().then_some(entries)
}
