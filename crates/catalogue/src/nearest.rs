//! The name somebody most probably meant.

/// The nearest of `names`, when it is near enough to be worth saying: few letters apart, or the same last word.
pub(crate) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong_last = last_word(wrong);
    let limit = (wrong.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| *name != wrong)
        .filter_map(|name| {
            let apart = distance(wrong, name);
            let apart = if last_word(name) == wrong_last { apart.min(limit) } else { apart };
            (apart <= limit).then_some((apart, name))
        })
        .min()
        .map(|(_, name)| name)
}

fn last_word(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Insertions, deletions, replacements and swapped neighbours between two words, by rows of the usual table.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for row in 0..a.len() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row + 1);
        for column in 0..b.len() {
            let replaced = above[column] + usize::from(a[row] != b[column]);
            let mut best = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && a[row] == b[column - 1] && a[row - 1] == b[column] {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[b.len()]
}
