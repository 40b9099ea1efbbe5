//! Breaking text into lines, for Latin and Chinese writing in one paragraph.

use super::typeface::{Letter, is_han};

/// Letters that fit side by side; the space at which the line was broken stays at its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub letters: Vec<Letter>,
}

impl Line {
    pub fn begins_with(&self, text: &str) -> bool {
        text.chars().eq(self.letters.iter().take(text.chars().count()).map(|letter| letter.c))
    }

    /// In em, with every space.
    pub fn advance(&self) -> f32 {
        self.letters.iter().map(|l| l.advance).sum()
    }

    /// In em, without spaces at the end.
    pub fn width(&self) -> f32 {
        let visible = self.letters.iter().rposition(|l| l.c != ' ').map_or(0, |last| last + 1);
        self.letters.iter().take(visible).map(|l| l.advance).sum()
    }
}

/// Breaks `letters` into lines of at most `room` em. Always at least one line; a word wider than a line is broken
/// inside, after a hyphen when it has one.
pub(super) fn lines(letters: &[Letter], room: f32) -> Vec<Line> {
    let mut ends = Vec::new();
    let mut begin = 0;
    while begin < letters.len() {
        begin = line_end(letters, begin, room);
        ends.push(begin);
    }
    keep_company(letters, &mut ends);
    let mut lines = Vec::new();
    begin = 0;
    for end in ends {
        lines.push(Line { letters: letters[begin..end].to_vec() });
        begin = end;
    }
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// A single Han character does not stand alone on the last line: its neighbours come with it.
fn keep_company(letters: &[Letter], ends: &mut [usize]) {
    let [.., end, last] = ends else { return };
    let alone = letters[*end..*last].iter().filter(|letter| is_han(letter.c)).count() == 1 && *last - *end <= 2;
    if alone && *end >= 3 {
        let earlier = (*end - 2..*end).find(|place| {
            may_break(letters[place - 1].c, letters[*place].c)
                && letters[place - 1..=*place].iter().all(|l| is_han(l.c))
        });
        *end = earlier.unwrap_or(*end);
    }
}

fn line_end(letters: &[Letter], begin: usize, room: f32) -> usize {
    let mut width = 0.0;
    let (mut good, mut hyphen) = (None, None);
    for place in begin..letters.len() {
        let letter = letters[place];
        let fits = letter.c == ' ' || width + letter.advance <= room + 0.001;
        if !fits {
            return good.or(hyphen).unwrap_or(place.max(begin + 1));
        }
        width += letter.advance;
        match letters.get(place + 1) {
            None => return letters.len(),
            Some(next) if may_break(letter.c, next.c) => good = Some(place + 1),
            Some(_) if matches!(letter.c, '-' | '/') && place > begin => hyphen = Some(place + 1),
            Some(_) => {}
        }
    }
    letters.len()
}

/// Whether a line may end between two characters: after spaces, and around Han characters, unless a sign has to stay
/// with its neighbour.
fn may_break(before: char, after: char) -> bool {
    if after == ' ' {
        return false;
    }
    if before == ' ' {
        return true;
    }
    let wide = |c: char| is_han(c) || (!c.is_ascii() && (is_closing(c) || is_opening(c)));
    (wide(before) || wide(after)) && !is_closing(after) && !is_opening(before)
}

fn is_closing(c: char) -> bool {
    "，。、；：？！）】》〉”’』」…—·％℃,.;:?!)]%".contains(c)
}

fn is_opening(c: char) -> bool {
    "（【《〈“‘『「([¥￥№".contains(c)
}
