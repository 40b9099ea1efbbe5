//! Working days against the published calendars of 2025 and 2026.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Calendar, CalendarGap, Day, Span, Year};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn days(year: i16, ranges: &[(&str, &str)]) -> BTreeSet<Day> {
    let mut all = BTreeSet::new();
    for (from, to) in ranges {
        let (mut at, to) = (day(&format!("{year}-{from}")), day(&format!("{year}-{to}")));
        while at <= to {
            all.insert(at);
            at = at.plus_days(1);
        }
    }
    all
}

fn published() -> Calendar {
    let year_2025 = Year {
        off: days(
            2025,
            &[
                ("01-01", "01-01"),
                ("01-28", "02-04"),
                ("04-04", "04-06"),
                ("05-01", "05-05"),
                ("05-31", "06-02"),
                ("10-01", "10-08"),
            ],
        ),
        work: ["01-26", "02-08", "04-27", "09-28", "10-11"].map(|d| day(&format!("2025-{d}"))).into(),
    };
    let year_2026 = Year {
        off: days(
            2026,
            &[
                ("01-01", "01-03"),
                ("02-15", "02-23"),
                ("04-04", "04-06"),
                ("05-01", "05-05"),
                ("06-19", "06-21"),
                ("09-25", "09-27"),
                ("10-01", "10-07"),
            ],
        ),
        work: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"].map(|d| day(&format!("2026-{d}"))).into(),
    };
    Calendar::new(BTreeMap::from([(2025, year_2025), (2026, year_2026)]))
}

#[test]
fn working_days_are_counted_around_holidays_and_made_up_weekends() {
    let calendar = published();
    for (start, count, end) in
        [("2026-09-18", 7, "2026-09-29"), ("2026-02-12", 10, "2026-03-04"), ("2026-04-30", 5, "2026-05-11")]
    {
        assert_eq!(calendar.after(day(start), Span::working_days(count)), Ok(day(end)), "{start} + {count} wd");
        assert_eq!(calendar.working_days_between(day(start), day(end)), Ok(count));
    }
    assert_eq!(calendar.before(day("2026-10-17"), Span::working_days(20)), Ok(day("2026-09-15")));
}

#[test]
fn every_month_of_2026_has_its_published_number_of_working_days() {
    let calendar = published();
    let mut counts = Vec::new();
    for month in 1..=12 {
        let first = Day::new(2026, month, 1).unwrap();
        let mut at = first;
        let mut count = 0;
        while at.month() == month {
            count += u32::from(calendar.is_working(at).unwrap());
            at = at.plus_days(1);
        }
        counts.push(count);
    }
    assert_eq!(counts, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
}

#[test]
fn a_year_that_is_not_published_is_unknown() {
    let calendar = published();
    assert_eq!(calendar.is_working(day("2027-01-01")), Err(CalendarGap { year: 2027 }));
    assert_eq!(calendar.after(day("2026-12-31"), Span::working_days(1)), Err(CalendarGap { year: 2027 }));
    assert_eq!(calendar.after(day("2025-12-31"), Span::working_days(1)), Ok(day("2026-01-04")));
}

#[test]
fn the_last_of_all_days_has_no_day_after_it_and_nobody_waits_for_one() {
    let years = [-9999, 1, 9999].map(|year| (year, Year::default()));
    let calendar = Calendar::new(BTreeMap::from(years));
    let (first, last) = (Day::new(-9999, 1, 1).unwrap(), day("9999-12-31"));
    for count in [1, 7, 999_999_999] {
        assert_eq!(calendar.after(last, Span::working_days(count)), Err(CalendarGap { year: 10_000 }));
        assert_eq!(calendar.before(first, Span::working_days(count)), Err(CalendarGap { year: -10_000 }));
    }
    assert_eq!(day("2026-01-01").plus_days(i64::from(u32::MAX)), last);
    assert_eq!(day("2026-01-01").plus_months(i32::MAX), last);
}
