//! Numbers as people write them: `1,200`, `１２０`, `86 m²`, `86平方米`, `两百`, `壹佰贰拾`, `壹贰叁`, `3.6万`.

use rust_decimal::Decimal;

/// Longer ones first, so that `平方米` is not taken for `米`.
const UNITS: [&str; 44] = [
    "square metres",
    "square meters",
    "sq metres",
    "sq meters",
    "sq m",
    "sqm",
    "m^2",
    "m2",
    "m²",
    "㎡",
    "m³",
    "立方米",
    "平方米",
    "平方",
    "平米",
    "平",
    "人次",
    "人",
    "个",
    "名",
    "张",
    "桌",
    "座位",
    "座",
    "位",
    "家",
    "条",
    "天",
    "元整",
    "圆整",
    "元",
    "块",
    "米",
    "people",
    "persons",
    "guests",
    "seats",
    "tables",
    "yuan",
    "cny",
    "rmb",
    "metres",
    "meters",
    "m",
];

/// The number, or nothing when it is not one.
pub fn read_number(text: &str) -> Option<Decimal> {
    let lower = text.trim().to_lowercase();
    let plain = lower.trim_start_matches(['¥', '￥', '+']).trim_start();
    let plain = ["rmb", "cny"].iter().find_map(|c| plain.strip_prefix(c)).unwrap_or(plain);
    let plain = UNITS.iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(plain).trim();
    let (head, factor) = [("万", 10_000), ("亿", 100_000_000), ("千", 1000), ("百", 100)]
        .iter()
        .find_map(|(ending, factor)| Some((plain.strip_suffix(ending)?, *factor)))
        .unwrap_or((plain, 1));
    if let Some(number) = ungrouped(head).and_then(|digits| digits.parse::<Decimal>().ok()) {
        return number.checked_mul(Decimal::from(factor));
    }
    chinese(plain).map(Decimal::from)
}

/// The digits without what separates their groups. Groups are of three, or of four as some count in Chinese; a comma
/// anywhere else may be meant as a decimal point, so it is not guessed at.
fn ungrouped(text: &str) -> Option<String> {
    let is_between = |c: char| matches!(c, ' ' | ',' | '\'' | '\u{a0}' | '\u{202f}' | '_');
    if !text.chars().any(|c| c.is_ascii_digit())
        || !text.chars().all(|c| c.is_ascii_digit() || is_between(c) || matches!(c, '.' | '-'))
    {
        return None;
    }
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let groups: Vec<&str> = whole.split(is_between).collect();
    let fits = |size: usize| groups.iter().skip(1).all(|group| group.len() == size);
    let first = groups.first().map_or(0, |g| g.trim_start_matches('-').len());
    let split = groups.len() > 1;
    if split && !((fits(3) && (1..=3).contains(&first)) || (fits(4) && (1..=4).contains(&first))) {
        return None;
    }
    let whole = groups.concat();
    Some(fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}")))
}

/// Chinese numerals, plain or as written on cheques, in units (`一千二百`) or digit by digit (`壹贰叁`).
pub(super) fn chinese(text: &str) -> Option<u64> {
    let text = text.trim_end_matches('整');
    if text.is_empty() || text.chars().count() > 24 {
        return None;
    }
    if let Some(digits) = text.chars().map(digit).collect::<Option<Vec<u64>>>() {
        return digits.into_iter().try_fold(0u64, |number, digit| number.checked_mul(10)?.checked_add(digit));
    }
    let mut total = 0u64;
    let mut rest = text;
    for (unit, factor) in [('亿', 100_000_000), ('万', 10_000)] {
        if let Some((head, tail)) = rest.split_once(unit) {
            total = total.checked_add(below_ten_thousand(head)?.checked_mul(factor)?)?;
            rest = tail;
            if let (1, Some(digit)) = (rest.chars().count(), rest.chars().next().and_then(digit)) {
                // 两万五 is 25,000: a last digit without its unit belongs to the next lower one.
                return total.checked_add(digit * (factor / 10));
            }
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(below_ten_thousand(rest)?) }
}

fn below_ten_thousand(text: &str) -> Option<u64> {
    let (mut sum, mut waiting, mut after_zero) = (0u64, None, false);
    let mut smaller_than = u64::MAX;
    for c in text.chars() {
        let unit = match c {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            _ => {
                let digit = digit(c)?;
                if waiting.is_some() {
                    return None;
                }
                if digit == 0 {
                    after_zero = true;
                } else {
                    waiting = Some(digit);
                }
                continue;
            }
        };
        // Units go down: 二十百 is not a number.
        if unit >= smaller_than || (waiting.is_none() && unit != 10) {
            return None;
        }
        sum += waiting.take().unwrap_or(1) * unit;
        smaller_than = unit;
        after_zero = false;
    }
    match waiting {
        // 一百二 is 120, 一百零二 is 102.
        Some(digit) if !after_zero && smaller_than >= 100 && smaller_than != u64::MAX => {
            Some(sum + digit * (smaller_than / 10))
        }
        Some(digit) => Some(sum + digit),
        None if text.is_empty() => None,
        None => Some(sum),
    }
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}
