//! How each language writes days, numbers, amounts, lengths of time and lists.

use std::fmt::Display;

use rules::{Day, DayUnit, Span};

use super::{Language, Say};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const NUMBERS: [&str; 13] =
    ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const NUMBERS_ZH: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];

fn month(day: Day) -> &'static str {
    MONTHS.get((day.month() - 1) as usize).copied().unwrap_or("")
}

impl Say<'_> {
    /// A day one must keep: `Tuesday 26 May 2026`, `2026年5月26日（周二）`.
    pub fn day(self, day: Day) -> String {
        match self.language() {
            Language::En => format!("{} {} {} {}", self.weekday(day), day.day_of_month(), month(day), day.year()),
            Language::Zh => format!("{}（{}）", self.day_plain(day), self.weekday(day)),
        }
    }

    /// Without the weekday: `26 May 2026`, `2026年5月26日`.
    pub fn day_plain(self, day: Day) -> String {
        match self.language() {
            Language::En => format!("{} {} {}", day.day_of_month(), month(day), day.year()),
            Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()),
        }
    }

    /// Without the year: `26 May`, `5月26日`.
    pub fn day_short(self, day: Day) -> String {
        match self.language() {
            Language::En => format!("{} {}", day.day_of_month(), month(day)),
            Language::Zh => format!("{}月{}日", day.month(), day.day_of_month()),
        }
    }

    /// For lists of what happened: `Tue 26 May`, `5月26日 周二`.
    pub fn day_row(self, day: Day) -> String {
        match self.language() {
            Language::En => format!("{} {} {}", self.weekday_short(day), day.day_of_month(), month(day)),
            Language::Zh => format!("{} {}", self.day_short(day), self.weekday(day)),
        }
    }

    /// `Tuesday 26 May`, `5月26日（周二）`.
    pub fn day_near(self, day: Day) -> String {
        match self.language() {
            Language::En => format!("{} {}", self.weekday(day), self.day_short(day)),
            Language::Zh => format!("{}（{}）", self.day_short(day), self.weekday(day)),
        }
    }

    /// For tables and `datetime`: `2026-05-26` in both languages.
    pub fn day_iso(self, day: Day) -> String {
        day.to_string()
    }

    /// `Tuesday`, `周二`.
    pub fn weekday(self, day: Day) -> &'static str {
        let names = match self.language() {
            Language::En => &WEEKDAYS,
            Language::Zh => &WEEKDAYS_ZH,
        };
        names.get((day.weekday() - 1) as usize).copied().unwrap_or("")
    }

    /// `Tue`, `周二`.
    pub fn weekday_short(self, day: Day) -> &'static str {
        let name = self.weekday(day);
        match self.language() {
            Language::En => name.get(..3).unwrap_or(name),
            Language::Zh => name,
        }
    }

    /// `09:21` in both languages.
    pub fn clock(self, hour: u8, minute: u8) -> String {
        format!("{hour:02}:{minute:02}")
    }

    /// A number with its thousands apart: `36,000`, `1,204.5`. Takes whole and decimal numbers.
    pub fn number(self, number: impl Display) -> String {
        let text = number.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
        let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}{rest}")
    }

    /// `186 m²`, `186平方米`.
    pub fn area(self, square_metres: impl Display) -> String {
        self.measure(square_metres, "m²", "平方米")
    }

    /// `1.20 m`, `1.20米`.
    pub fn length(self, metres: impl Display) -> String {
        self.measure(metres, "m", "米")
    }

    /// `0.8 m³`, `0.8立方米`.
    pub fn volume(self, cubic_metres: impl Display) -> String {
        self.measure(cubic_metres, "m³", "立方米")
    }

    /// A number with its unit: a no-break space in English, nothing in Chinese.
    pub fn measure(self, number: impl Display, en: &str, zh: &str) -> String {
        match self.language() {
            Language::En => format!("{}\u{a0}{en}", self.number(number)),
            Language::Zh => format!("{}{zh}", self.number(number)),
        }
    }

    /// An amount of yuan: `¥ 36,000`, `3.6万元`; `680元` where there is no round 万.
    pub fn money(self, yuan: impl Display) -> String {
        let text = yuan.to_string();
        match self.language() {
            Language::En => format!("¥\u{a0}{}", self.number(text)),
            Language::Zh => match text.parse::<u64>() {
                Ok(whole) if whole >= 10_000 && whole.is_multiple_of(100) => {
                    let wan = format!("{}.{:02}", whole / 10_000, whole % 10_000 / 100);
                    format!("{}万元", self.number(wan.trim_end_matches('0').trim_end_matches('.')))
                }
                _ => format!("{}元", self.number(text)),
            },
        }
    }

    /// A length of time as a law writes it: `10 working days`, `10个工作日`; nothing to wait for: `at once`, `即办`.
    pub fn span(self, span: Span) -> String {
        let say = self;
        let n = [("n", span.count.into())];
        if span.is_at_once() {
            return say.t("span-at-once").to_owned();
        }
        match span.unit {
            DayUnit::Working => say.with("span-working-days", &n),
            DayUnit::Calendar => say.with("span-days", &n),
            DayUnit::Months => say.with("span-months", &n),
            DayUnit::Years => say.with("span-years", &n),
        }
    }

    /// `a, b and c`, `a、b和c`.
    /// What stands between two sentences or before a bracket: a space in English, nothing in Chinese.
    pub fn gap(self) -> &'static str {
        match self.language() {
            Language::En => " ",
            Language::Zh => "",
        }
    }

    pub fn list(self, items: &[impl AsRef<str>]) -> String {
        let (comma, and) = match self.language() {
            Language::En => (", ", " and "),
            Language::Zh => ("、", "和"),
        };
        let mut text = String::new();
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                text.push_str(if place + 1 == items.len() { and } else { comma });
            }
            text.push_str(item.as_ref());
        }
        text
    }

    /// A small count in words, as it stands before a noun: `five`, `五`; larger ones in figures.
    pub fn count_word(self, n: usize) -> String {
        let words: &[&str] = match self.language() {
            Language::En => &NUMBERS,
            Language::Zh => &NUMBERS_ZH,
        };
        words.get(n).map_or_else(|| self.number(n), |word| (*word).to_owned())
    }

    /// The same at the beginning of a sentence: `Five`, `五`.
    pub fn count_word_first(self, n: usize) -> String {
        let word = self.count_word(n);
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use super::*;

    #[test]
    fn each_language_writes_its_own_way() {
        let (en, zh) = (Words::load().say(Language::En), Words::load().say(Language::Zh));
        let day = Day::new(2026, 5, 26).unwrap();
        assert_eq!((en.day(day).as_str(), zh.day(day).as_str()), ("Tuesday 26 May 2026", "2026年5月26日（周二）"));
        assert_eq!((en.day_row(day).as_str(), zh.day_row(day).as_str()), ("Tue 26 May", "5月26日 周二"));
        assert_eq!((en.number("1204187.50").as_str(), en.number(-999)), ("1,204,187.50", "\u{2212}999".to_owned()));
        assert_eq!((en.area(186).as_str(), zh.area(186).as_str()), ("186\u{a0}m²", "186平方米"));
        assert_eq!((en.money(36000).as_str(), zh.money(36000).as_str()), ("¥\u{a0}36,000", "3.6万元"));
        assert_eq!((zh.money(680).as_str(), zh.money(120000).as_str()), ("680元", "12万元"));
        let span = Span::working_days(10);
        assert_eq!((en.span(span).as_str(), zh.span(span).as_str()), ("10 working days", "10个工作日"));
        assert_eq!(en.span(Span::working_days(1)), "1 working day");
        assert_eq!((en.list(&["a", "b", "c"]).as_str(), zh.list(&["a", "b", "c"]).as_str()), ("a, b and c", "a、b和c"));
        assert_eq!((en.count_word(5).as_str(), zh.count_word(5).as_str()), ("five", "五"));
        assert_eq!(en.count_word_first(3), "Three");
        assert_eq!(en.count_word(31), "31");
    }
}
