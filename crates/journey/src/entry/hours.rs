//! Opening hours as people write them: `10-22`, `10:00–22:30`, `10点半到22点`, `9am to 6pm`, `24小时`, two shifts.

use super::EntryMistake;

/// Written back as `10:00-22:30`; two shifts as `11:00-14:00, 17:00-22:00`. An end before the start is after midnight.
pub(super) fn hours(text: &str) -> Result<String, EntryMistake> {
    let lower = text.to_lowercase();
    if matches!(lower.replace(' ', "").as_str(), "24小时" | "全天" | "24h" | "24hours" | "allday" | "24/7") {
        return Ok("00:00-24:00".to_owned());
    }
    let shifts: Result<Vec<String>, EntryMistake> =
        lower.split([',', ';', '、', '，', '；']).filter(|s| !s.trim().is_empty()).map(shift).collect();
    match shifts {
        Ok(shifts) if !shifts.is_empty() => Ok(shifts.join(", ")),
        _ => Err(EntryMistake::Hours),
    }
}

fn shift(text: &str) -> Result<String, EntryMistake> {
    let plain: String = text
        .replace(" to ", "-")
        .replace(" until ", "-")
        .chars()
        .map(|c| match c {
            '–' | '—' | '~' | '～' | '到' | '至' => '-',
            '点' | '时' | '：' | '.' => ':',
            other => other,
        })
        .filter(|c| !c.is_whitespace() && *c != '分')
        .collect();
    let (from, to) = plain.split_once('-').ok_or(EntryMistake::Hours)?;
    let (from, to) = (clock(from)?, clock(to)?);
    if from == to {
        return Err(EntryMistake::Hours);
    }
    Ok(format!("{}-{}", written(from), written(to)))
}

fn written((hour, minute): (u8, u8)) -> String {
    format!("{hour:02}:{minute:02}")
}

/// Hour and minute of a day; 24:00 is its end.
fn clock(text: &str) -> Result<(u8, u8), EntryMistake> {
    let endings = [("am", 0), ("pm", 12), ("a:m:", 0), ("p:m:", 12)];
    let beginnings =
        [("早上", 0), ("上午", 0), ("凌晨", 0), ("中午", 12), ("下午", 12), ("晚上", 12), ("晚", 12), ("早", 0)];
    let mut half_day = None;
    let mut plain = text;
    for (ending, later) in endings {
        if let Some(rest) = plain.strip_suffix(ending) {
            (plain, half_day) = (rest, Some(later));
        }
    }
    for (beginning, later) in beginnings {
        if let Some(rest) = plain.strip_prefix(beginning) {
            (plain, half_day) = (rest, Some(later));
        }
    }
    let (hour, minute) = plain.split_once(':').unwrap_or((plain, ""));
    let number = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        let chinese = || super::numbers::chinese(text).and_then(|n| u8::try_from(n).ok());
        if digits { text.parse().ok() } else { chinese() }.ok_or(EntryMistake::Hours)
    };
    let hour: u8 = number(hour)?;
    let minute: u8 = match minute {
        "" => 0,
        "半" => 30,
        "一刻" => 15,
        other => number(other)?,
    };
    let hour = match half_day {
        Some(12) if hour < 12 => hour + 12,
        // Twelve at night is the beginning of the day.
        Some(0) if hour == 12 => 0,
        _ => hour,
    };
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return Err(EntryMistake::Hours);
    }
    Ok((hour, minute))
}
