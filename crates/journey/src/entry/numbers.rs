//! Numbers as people write them: `1,200`, `１２０`, `86 m²`, `86平方米`, `两百`, `壹佰贰拾`, `3.6万`.

use rust_decimal::Decimal;

const UNITS: [&str; 26] = [
    "平方米", "平米", "㎡", "m²", "m2", "sqm", "米", "人次", "人", "个", "名", "张", "桌", "座", "元", "块", "立方米", "m³",
    "people", "persons", "seats", "yuan", "cny", "rmb", "¥", "m",
];

/// The number, or nothing when it is not one.
pub fn read_number(text: &str) -> Option<Decimal> {
    let mut plain: String = text.trim().to_lowercase();
    for unit in UNITS {
        if let Some(rest) = plain.strip_suffix(unit) {
            plain = rest.trim_end().to_owned();
            break;
        }
    }
    let plain = plain.trim_start_matches('¥').trim();
    let digits: String = plain.chars().filter(|c| !matches!(c, ' ' | ',' | '\'' | '\u{a0}' | '_')).collect();
    if let Ok(number) = digits.parse::<Decimal>() {
        return Some(number);
    }
    for (ending, factor) in [("万", 10_000), ("亿", 100_000_000)] {
        if let Some(number) = digits.strip_suffix(ending).and_then(|head| head.parse::<Decimal>().ok()) {
            return number.checked_mul(Decimal::from(factor));
        }
    }
    chinese(&digits).map(Decimal::from)
}

/// Chinese numerals up to the hundreds of millions, plain or as written on cheques.
fn chinese(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let (mut total, mut section, mut digit) = (0u64, 0u64, 0u64);
    for c in text.chars() {
        let value = match c {
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
            '十' | '拾' => {
                section += digit.max(1) * 10;
                digit = 0;
                continue;
            }
            '百' | '佰' => {
                section += digit.max(1) * 100;
                digit = 0;
                continue;
            }
            '千' | '仟' => {
                section += digit.max(1) * 1000;
                digit = 0;
                continue;
            }
            '万' => {
                total = total.checked_add((section + digit).checked_mul(10_000)?)?;
                section = 0;
                digit = 0;
                continue;
            }
            _ => return None,
        };
        digit = value;
    }
    total.checked_add(section + digit)
}
