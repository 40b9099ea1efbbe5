//! What the past of a step says about the next one: so many days were enough for nine of ten.
//!
//! The days are a quantile of earlier lengths. Steps that are still open count with the days they have lasted so far
//! (Kaplan and Meier 1958): a desk that has ended only its quick ones does not look quick. Recent steps weigh more, and so
//! do steps alike. The step that is promised counts as one more that lasts for ever (weighted conformal prediction, Barber
//! et al. 2023): a short past promises nothing. Promises that were made and whose day has come move the level (adaptive
//! conformal inference, Gibbs and Candès 2021), so that a city that drifts is followed. Whole numbers throughout: whoever
//! has the same past computes the same day.

use rules::{Calendar, CalendarGap, Day, DayUnit, Span};

/// A whole, of which the shares here are parts.
const MILLION: u32 = 1_000_000;

/// The weight of a step that began today and is alike in everything.
const FULL: u64 = 1 << 20;

/// The scale in which the weight of what left unended is handed to what stayed.
const SCALE: u128 = 1 << 32;

/// An earlier step of the same kind, ended or still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStep {
    pub began: Day,
    pub ended: Option<Day>,
    /// The last day of what was promised when it began, if something was.
    pub promised: Option<Day>,
    /// What was known of it when it began, each in its own place: the channel, the desk, how full the desk was.
    pub marks: Vec<String>,
}

/// How to learn. Shares are parts of a million.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// How many of the promises should be kept.
    pub target: u32,
    /// Working days or calendar days: the unit of the law's limit. Months and years are counted in calendar days.
    pub unit: DayUnit,
    /// After so many calendar days a step weighs half.
    pub half_life: u32,
    /// What is left of a step's weight for each mark in which it differs.
    pub unlike: u32,
    /// How far one promise that was not kept moves the level; 0 trusts the past alone.
    pub correction: u32,
}

impl Learning {
    /// Half a weight after 90 days, a third for each difference, and corrections of half a part in a hundred.
    pub fn new(target: u32, unit: DayUnit) -> Self {
        Learning { target: target.min(MILLION), unit, half_life: 90, unlike: 300_000, correction: 5_000 }
    }
}

/// What can be promised, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learned {
    /// The days that were enough, in the unit of the law.
    pub span: Span,
    /// The share of a million that was aimed at.
    pub target: u32,
    /// How many earlier steps it rests on.
    pub ended: u32,
    pub open: u32,
    /// The calibration: earlier promises of this step whose day has come, and how many of them were kept.
    pub judged: u32,
    pub kept: u32,
}

impl Learned {
    /// The day to promise to a step that begins on `begins`: never after what the authority itself promises, nor after
    /// the law's limit.
    pub fn until(&self, begins: Day, own: Span, within: Span, calendar: &Calendar) -> Result<Day, CalendarGap> {
        let learned = calendar.after(begins, self.span)?;
        Ok(learned.min(calendar.after(begins, own)?).min(calendar.after(begins, within)?))
    }
}

/// What can be promised on `today` to a step with these marks; nothing when the past is too short to say.
///
/// Only what was known before `today` is looked at: a step that ended today or later is open, one that began today or
/// later is not there. `calendar` is asked for working days only, and fails on a year that is not published.
pub fn learn(
    past: &[PastStep],
    marks: &[String],
    today: Day,
    learning: &Learning,
    calendar: &Calendar,
) -> Result<Option<Learned>, CalendarGap> {
    let mut lengths = Vec::new();
    let (mut ended, mut open) = (0, 0);
    for step in past.iter().filter(|step| step.began < today) {
        let weight = weight(step, marks, today, learning);
        if weight == 0 {
            continue;
        }
        let end = step.ended.filter(|end| *end < today);
        let days = length(step.began, end.unwrap_or(today), learning.unit, calendar)?;
        if end.is_some() {
            ended += 1
        } else {
            open += 1
        }
        // What ended after so many days stands before what is open after as many.
        lengths.push((days, end.is_none(), weight));
    }
    lengths.sort_unstable();
    let standing = Standing::of(past, today, learning);
    Ok(quantile(&lengths, standing.level).map(|count| Learned {
        span: Span { count, unit: whole_days(learning.unit) },
        target: learning.target,
        ended,
        open,
        judged: standing.judged,
        kept: standing.kept,
    }))
}

fn whole_days(unit: DayUnit) -> DayUnit {
    if unit == DayUnit::Working { DayUnit::Working } else { DayUnit::Calendar }
}

fn length(from: Day, to: Day, unit: DayUnit, calendar: &Calendar) -> Result<u32, CalendarGap> {
    match unit {
        DayUnit::Working => calendar.working_days_between(from, to),
        _ => Ok(u32::try_from(from.days_until(to)).unwrap_or(0)),
    }
}

fn part(whole: u64, share: u32) -> u64 {
    whole * u64::from(share.min(MILLION)) / u64::from(MILLION)
}

fn weight(step: &PastStep, marks: &[String], today: Day, learning: &Learning) -> u64 {
    let age = u64::try_from(step.began.days_until(today)).unwrap_or(0);
    let half_life = u64::from(learning.half_life.max(1));
    // Halved for each whole half-life, a straight line between.
    let Some(halved) = u32::try_from(age / half_life).ok().and_then(|times| FULL.checked_shr(times)) else { return 0 };
    let recent = (halved * (2 * half_life - age % half_life)).div_ceil(2 * half_life);
    let places = step.marks.len().max(marks.len());
    let unlike = (0..places).filter(|place| step.marks.get(*place) != marks.get(*place));
    unlike.fold(recent, |weight, _| part(weight, learning.unlike))
}

/// How the promises of the past turned out, and the share that may be missed now because of it.
struct Standing {
    level: u32,
    judged: u32,
    kept: u32,
}

impl Standing {
    fn of(past: &[PastStep], today: Day, learning: &Learning) -> Self {
        let missable = MILLION - learning.target.min(MILLION);
        let mut due: Vec<(Day, bool)> = past
            .iter()
            .filter_map(|step| {
                // Judged on its day, not when it ended: else good news would come sooner than bad.
                let promised = step.promised.filter(|day| *day < today)?;
                Some((promised, step.ended.is_some_and(|end| end <= promised)))
            })
            .collect();
        due.sort_unstable();
        let (mut level, mut kept) = (missable, 0);
        for (_, was_kept) in &due {
            if *was_kept {
                kept += 1;
                level = level.saturating_add(share(learning.correction, missable));
            } else {
                level = level.saturating_sub(share(learning.correction, MILLION - missable));
            }
            // A correction, not another target: a third of it to twice of it.
            level = level.clamp(missable / 3, missable.saturating_mul(2));
        }
        Standing { level, judged: u32::try_from(due.len()).unwrap_or(u32::MAX), kept }
    }
}

fn share(of: u32, parts: u32) -> u32 {
    u32::try_from(part(u64::from(of), parts)).unwrap_or(u32::MAX)
}

/// The first length after which no more than `level` parts of a million are left: lengths in order, whether open, weight.
fn quantile(lengths: &[(u32, bool, u64)], level: u32) -> Option<u32> {
    let total = u128::from(FULL) + lengths.iter().map(|(.., weight)| u128::from(*weight)).sum::<u128>();
    // At the end only the step itself is left, for which nothing is known.
    let (mut left, mut scale) = (total, SCALE);
    for (days, open, weight) in lengths {
        let after = left - u128::from(*weight);
        if *open {
            // Rounded up, so that a promise is never shorter for the rounding.
            scale = (scale * left).div_ceil(after);
        }
        left = after;
        if !open && left * scale * u128::from(MILLION) <= u128::from(level) * total * SCALE {
            return Some(*days);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn today() -> Day {
        day("2026-06-01")
    }

    /// A step that began so many days ago and lasted so long, if it has ended.
    fn step(ago: i64, days: Option<u32>) -> PastStep {
        let began = today().plus_days(-ago);
        PastStep { began, ended: days.map(|d| began.plus_days(i64::from(d))), promised: None, marks: vec![] }
    }

    /// Everything weighs the same and nothing is corrected.
    fn level_headed(target: u32) -> Learning {
        Learning { half_life: 1 << 30, correction: 0, ..Learning::new(target, DayUnit::Calendar) }
    }

    fn days(past: &[PastStep], learning: &Learning) -> Option<u32> {
        learn(past, &[], today(), learning, &Calendar::default()).unwrap().map(|learned| learned.span.count)
    }

    proptest! {
        #[test]
        fn with_all_ended_it_is_the_plain_quantile_of_one_more(
            lengths in prop::collection::vec(0u32..200, 0..60), target in 1u32..100
        ) {
            // Slow and obviously right: of n + 1 steps, the last unknown, so many hundredths must be covered.
            let mut sorted = lengths.clone();
            sorted.sort_unstable();
            let rank = (usize::try_from(target).unwrap() * (lengths.len() + 1)).div_ceil(100);
            let oracle = sorted.get(rank - 1).copied();
            let past: Vec<_> = lengths.iter().map(|d| step(300, Some(*d))).collect();
            prop_assert_eq!(days(&past, &level_headed(target * 10_000)), oracle);
        }

        #[test]
        fn what_lasts_longer_or_is_still_open_never_shortens_the_promise(
            lengths in prop::collection::vec((0u32..200, any::<bool>()), 1..40), at in any::<prop::sample::Index>()
        ) {
            let past: Vec<_> = lengths.iter().map(|(d, open)| match open {
                true => step(i64::from(*d) + 1, None),
                false => step(300, Some(*d)),
            }).collect();
            let before = days(&past, &level_headed(800_000));
            let mut slower = past.clone();
            slower[at.index(past.len())] = step(300, None);
            if let Some(after) = days(&slower, &level_headed(800_000)) {
                prop_assert!(before.is_some_and(|before| before <= after), "{:?} {}", before, after);
            }
        }

        #[test]
        fn what_was_not_known_yet_changes_nothing(
            past in prop::collection::vec((-50i64..300, prop::option::of(0u32..200), prop::option::of(0u32..100)), 0..40)
        ) {
            let mut learning = Learning::new(700_000, DayUnit::Calendar);
            learning.correction = 50_000;
            let past: Vec<_> = past.iter().map(|(ago, lasted, promise)| {
                let mut step = step(*ago, *lasted);
                step.promised = promise.map(|days| step.began.plus_days(i64::from(days)));
                step
            }).collect();
            // The same past, as far as it could be seen on the evening before.
            let seen: Vec<_> = past.iter().filter(|s| s.began < today()).cloned().map(|mut s| {
                s.ended = s.ended.filter(|end| *end < today());
                s
            }).collect();
            let now = learn(&past, &[], today(), &learning, &Calendar::default());
            prop_assert_eq!(now, learn(&seen, &[], today(), &learning, &Calendar::default()));
        }
    }

    #[test]
    fn a_short_past_promises_nothing() {
        let nine = |n: usize| (0..n).map(|_| step(100, Some(6))).collect::<Vec<_>>();
        assert_eq!(days(&nine(8), &level_headed(900_000)), None);
        assert_eq!(days(&nine(9), &level_headed(900_000)), Some(6));
        assert_eq!(days(&[], &level_headed(0)), None);
    }

    #[test]
    fn a_desk_that_ended_only_its_quick_ones_is_not_quick() {
        let quick: Vec<_> = (0..20).map(|_| step(60, Some(5))).collect();
        let heap: Vec<_> = (0..20).map(|_| step(60, None)).collect();
        assert_eq!(days(&quick, &level_headed(800_000)), Some(5));
        assert_eq!(days(&[quick, heap].concat(), &level_headed(800_000)), None);
    }

    #[test]
    fn recent_steps_and_steps_alike_weigh_more() {
        let of = |ago: i64, lasted: u32, mark: &str| {
            (0..40).map(|_| PastStep { marks: vec![mark.to_owned()], ..step(ago, Some(lasted)) }).collect::<Vec<_>>()
        };
        let mut learning = Learning::new(800_000, DayUnit::Calendar);
        let at = |past: &[PastStep], learning: &Learning| {
            learn(past, &["desk".to_owned()], today(), learning, &Calendar::default()).unwrap().unwrap().span.count
        };
        let slower_before = [of(600, 50, "desk"), of(60, 10, "desk")].concat();
        assert_eq!(at(&slower_before, &learning), 10);
        learning.half_life = 1 << 30;
        assert_eq!(at(&slower_before, &learning), 50);
        let slower_by_post = [of(60, 50, "post"), of(60, 10, "desk")].concat();
        assert_eq!(at(&slower_by_post, &learning), 50);
        learning.unlike = 100_000;
        assert_eq!(at(&slower_by_post, &learning), 10);
    }

    #[test]
    fn promises_that_were_not_kept_make_the_next_longer_and_are_shown() {
        let promised = |lasted: u32| PastStep { promised: Some(today().plus_days(-80)), ..step(100, Some(lasted)) };
        let past: Vec<_> = (1..=50).map(promised).collect();
        let trusting = level_headed(500_000);
        let learned = learn(&past, &[], today(), &trusting, &Calendar::default()).unwrap().unwrap();
        assert_eq!((learned.judged, learned.kept, learned.span.count), (50, 20, 26));
        let learning = Learning { correction: 20_000, ..trusting };
        assert!(days(&past, &learning).unwrap() > 26);
    }

    #[test]
    fn working_days_are_counted_by_the_calendar_and_no_promise_outlasts_the_authoritys_or_the_law() {
        let calendar = Calendar::new([(2026, rules::Year::default())].into());
        // Monday to Friday of another week: nine working days, eleven as they come.
        let fortnight = PastStep { began: day("2026-04-06"), ended: Some(day("2026-04-17")), ..step(0, None) };
        let past = vec![fortnight; 10];
        let learning = Learning { unit: DayUnit::Working, ..level_headed(900_000) };
        let learned = learn(&past, &[], today(), &learning, &calendar).unwrap().unwrap();
        assert_eq!(learned.span, "9 wd".parse().unwrap());
        let until = |own: &str, within: &str| {
            learned.until(today(), own.parse().unwrap(), within.parse().unwrap(), &calendar).unwrap()
        };
        assert_eq!(until("15 wd", "20 wd"), day("2026-06-12"));
        assert_eq!(until("5 wd", "20 wd"), day("2026-06-08"));
        assert_eq!(until("15 wd", "3 d"), day("2026-06-04"));
        assert_eq!(learn(&past, &[], today(), &learning, &Calendar::default()), Err(CalendarGap { year: 2026 }));
    }
}
