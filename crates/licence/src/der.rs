//! The few pieces of DER (ITU-T X.690) that a certificate and a signature are made of.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BITS: u8 = 0x03;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTF8: u8 = 0x0C;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERAL_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// `[number]` around other elements.
pub(crate) const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// One element: tag, length, contents side by side.
pub(crate) fn element(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
    let length: usize = contents.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        out.push(0x80 | bytes.len() as u8);
        out.extend_from_slice(&bytes);
    }
    contents.iter().for_each(|part| out.extend_from_slice(part));
    out
}

/// A set of elements in the order DER asks for.
pub(crate) fn set(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    element(SET, &elements.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Elements one after another; nothing is believed about them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'b>(&'b [u8]);

/// An element that was read: with its head, and only what is in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'b> {
    pub tag: u8,
    pub whole: &'b [u8],
    pub contents: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn of(bytes: &'b [u8]) -> Self {
        Reader(bytes)
    }

    /// The next element; nothing at the end, or when the length is not written in the shortest way.
    pub fn next(&mut self) -> Option<Element<'b>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7F);
            if !(1..=3).contains(&count) {
                return None;
            }
            let (bytes, rest) = rest.split_at_checked(count)?;
            let length = bytes.iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
            if length < 0x80 || bytes.first() == Some(&0) {
                return None;
            }
            (length, rest)
        };
        let (contents, after) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - after.len())?;
        self.0 = after;
        Some(Element { tag, whole, contents })
    }

    /// The next element, when it has this tag.
    pub fn expect(&mut self, tag: u8) -> Option<Element<'b>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// Goes into the next element, when it has this tag.
    pub fn enter(&mut self, tag: u8) -> Option<Reader<'b>> {
        self.expect(tag).map(|element| Reader(element.contents))
    }
}
