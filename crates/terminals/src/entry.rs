//! Mistakes of typed entries as sentences: what is wrong with this value, what is accepted, and the likely fix.

use catalogue::{Fact, FactKind};
use journey::entry::EntryMistake;
use journey::printed;

use crate::web::Visit;

/// The sentence for one mistake in the words of its label, and what was probably meant, to offer as a button.
pub fn sentence(visit: &Visit, fact: &Fact, mistake: &EntryMistake) -> (String, Option<String>) {
    let say = visit.say;
    let label = visit.text(&fact.name);
    let with = |key: &str, more: &[(&str, String)]| {
        let mut values = vec![("label", label.into())];
        values.extend(more.iter().map(|(name, value)| (*name, value.as_str().into())));
        say.with(key, &values)
    };
    let number = |n| printed::number(fact.kind, n, say.is_zh());
    match mistake {
        EntryMistake::Missing if fact.kind == FactKind::Choices => (with("entry-missing-choice", &[]), None),
        EntryMistake::Missing => (with("entry-missing", &[]), None),
        EntryMistake::MissingChoice => (with("entry-missing-choice", &[]), None),
        EntryMistake::NotANumber { typed } => {
            let example = fact.example.clone().unwrap_or_else(|| likely_number(fact.kind).to_owned());
            (with("entry-not-a-number", &[("typed", typed.clone()), ("example", example)]), None)
        }
        EntryMistake::NotWhole { typed } => {
            let whole = typed.round().normalize().to_string();
            (with("entry-not-whole", &[("typed", typed.normalize().to_string())]), Some(whole))
        }
        EntryMistake::OutOfRange { typed, min, max, meant } => {
            let typed = ("typed", typed.normalize().to_string());
            let text = match (min, max) {
                (Some(min), Some(max)) => with("entry-range", &[typed, ("min", number(*min)), ("max", number(*max))]),
                (Some(min), None) => with("entry-range-least", &[typed, ("min", number(*min))]),
                (None, Some(max)) => with("entry-range-most", &[typed, ("max", number(*max))]),
                (None, None) => with("entry-range-odd", &[typed]),
            };
            match meant {
                Some(meant) => {
                    let fix = meant.normalize().to_string();
                    (format!("{text}{}", say.with("entry-meant", &[("meant", fix.as_str().into())])), Some(fix))
                }
                None => (text, None),
            }
        }
        EntryMistake::NotADay { typed } => (with("entry-not-a-day", &[("typed", typed.clone())]), None),
        EntryMistake::NoSuchDay { month, day, last } => {
            let figures =
                [("day", (*day).into()), ("last", (*last).into()), ("month", month_name(visit, *month).into())];
            (say.with("entry-no-such-day", &figures), None)
        }
        EntryMistake::AmbiguousDay { typed, day_first, month_first } => {
            let (one, other) = (say.day_plain(*day_first), say.day_plain(*month_first));
            let text = with("entry-two-days", &[("typed", typed.clone()), ("one", one.clone()), ("other", other)]);
            (text, Some(one))
        }
        EntryMistake::InTheFuture { day } => (with("entry-future", &[("day", say.day_plain(*day))]), None),
        EntryMistake::CreditCodeLength { length } => {
            (say.with("entry-credit-length", &[("n", (*length).into())]), None)
        }
        EntryMistake::CreditCodeLetter { position, letter, meant } => {
            let values = [("position", (*position).into()), ("letter", letter.to_string().into())];
            (say.with("entry-credit-letter", &values), meant.clone())
        }
        EntryMistake::CreditCodeCheck { expected } => {
            (say.with("entry-credit-check", &[("expected", expected.to_string().into())]), None)
        }
        EntryMistake::ResidentIdLength { length } => (say.with("entry-id-length", &[("n", (*length).into())]), None),
        EntryMistake::ResidentIdShape { position } => {
            (say.with("entry-id-shape", &[("position", (*position).into())]), None)
        }
        EntryMistake::ResidentIdBirthday => (say.t("entry-id-birthday").to_owned(), None),
        EntryMistake::ResidentIdCheck => (say.t("entry-id-check").to_owned(), None),
        EntryMistake::PhoneLength { length } => (say.with("entry-phone-length", &[("n", (*length).into())]), None),
        EntryMistake::PhoneShape => (say.t("entry-phone-shape").to_owned(), None),
        EntryMistake::Email => (say.t("entry-email").to_owned(), None),
        EntryMistake::Hours => (say.t("entry-hours").to_owned(), None),
        EntryMistake::TooLong { length, max } => {
            let values = [("label", label.into()), ("n", (*length).into()), ("max", (*max).into())];
            (say.with("entry-too-long", &values), None)
        }
        EntryMistake::TooShort { length, min } => {
            let values = [("label", label.into()), ("n", (*length).into()), ("min", (*min).into())];
            (say.with("entry-too-short", &values), None)
        }
        EntryMistake::NotAChoice { .. } => (with("entry-not-a-choice", &[]), None),
    }
}

/// A number to show as an example where the definition has none.
fn likely_number(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Length => "1.2",
        FactKind::Money => "36000",
        FactKind::Area => "86",
        _ => "12",
    }
}

fn month_name(visit: &Visit, month: i8) -> String {
    // Any year will do: only the name of the month is wanted.
    let first = rules::Day::new(2000, month, 1).map(|day| visit.say.day_short(day)).unwrap_or_default();
    if visit.say.is_zh() {
        first.split('月').next().map(|m| format!("{m}月")).unwrap_or_default()
    } else {
        first.split(' ').nth(1).unwrap_or_default().to_owned()
    }
}
