//! The name somebody most probably meant: few letters apart, or the same last word under another heading.

/// The nearest of `names`, when one is near enough to be worth saying.
pub(super) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong_last = wrong.rsplit('.').next();
    names
        .into_iter()
        .filter_map(|name| {
            let apart = distance(wrong, name);
            // The same last word is a strong hint even when the heading is quite another.
            let apart = if name.rsplit('.').next() == wrong_last { apart.min(2) } else { apart };
            let limit = (wrong.chars().count() / 3).max(1);
            (apart <= limit).then_some((apart, name))
        })
        .min()
        .map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swapped neighbours between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_char = None;
    for (i, ca) in a.chars().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &cb) in b.iter().enumerate() {
            let mut best = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(ca != cb));
            if j > 0 && previous_char == Some(cb) && b[j - 1] == ca {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        previous_char = Some(ca);
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
