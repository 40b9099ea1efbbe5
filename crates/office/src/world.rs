//! The one narrow door to the world: the time, the day and the dice.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;
use rules::Day;

/// Microseconds since 1970, and the day it is in the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    pub at_us: i64,
    pub day: Day,
}

/// Time and dice. Everything inside takes them as arguments; only this says what they are.
pub trait World: Send + Sync {
    fn instant(&self) -> Instant;
    fn fill(&self, bytes: &mut [u8]);
    /// The time of day in the city, `09:21`, for "saved at".
    fn clock(&self, at_us: i64) -> String;
    /// The day in the city at a moment.
    fn day_at(&self, at_us: i64) -> Day;
    /// The first moment of a day in the city.
    fn start_of(&self, day: Day) -> i64;
}

/// The real clock of a city and the dice of the operating system.
pub struct RealWorld {
    zone: TimeZone,
}

impl RealWorld {
    /// Nothing when the time zone is not one.
    pub fn new(time_zone: &str) -> Option<RealWorld> {
        TimeZone::get(time_zone).ok().map(|zone| RealWorld { zone })
    }
}

fn now_us() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

fn civil(zone: &TimeZone, at_us: i64) -> jiff::civil::DateTime {
    let timestamp = jiff::Timestamp::from_microsecond(at_us).unwrap_or_default();
    zone.to_datetime(timestamp)
}

/// A day that no clock can show has no beginning: it is far away.
fn first_moment(zone: &TimeZone, day: Day) -> i64 {
    zone.to_timestamp(day.date().at(0, 0, 0, 0)).map_or(i64::MAX, |at| at.as_microsecond())
}

impl World for RealWorld {
    fn instant(&self) -> Instant {
        let at_us = now_us();
        Instant { at_us, day: self.day_at(at_us) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        // The operating system's dice fail only when the machine is beyond use; then nothing may be signed or sealed.
        if let Err(fault) = getrandom::fill(bytes) {
            tracing::error!(%fault, "no random numbers");
            std::process::abort();
        }
    }

    fn clock(&self, at_us: i64) -> String {
        let time = civil(&self.zone, at_us).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    fn day_at(&self, at_us: i64) -> Day {
        Day::from(civil(&self.zone, at_us).date())
    }

    fn start_of(&self, day: Day) -> i64 {
        first_moment(&self.zone, day)
    }
}

/// A world of a seed: its clock moves only when told to, its dice repeat. For the demo city and for tests.
pub struct SeededWorld {
    zone: TimeZone,
    /// Set by hand.
    at_us: AtomicI64,
    /// Added from the real clock, so that a demo city's minutes pass.
    ticking_since_us: Option<i64>,
    dice: Mutex<SplitMix>,
}

impl SeededWorld {
    /// `seed` none: the dice of the operating system decide where the sequence begins.
    pub fn new(time_zone: &str, start: Day, seed: Option<u64>, ticking: bool) -> Option<SeededWorld> {
        let zone = TimeZone::get(time_zone).ok()?;
        let at = zone.to_timestamp(start.date().at(9, 0, 0, 0)).ok()?;
        let seed = seed.unwrap_or_else(|| {
            let mut bytes = [0u8; 8];
            if getrandom::fill(&mut bytes).is_err() {
                std::process::abort();
            }
            u64::from_le_bytes(bytes)
        });
        Some(SeededWorld {
            zone,
            at_us: AtomicI64::new(at.as_microsecond()),
            ticking_since_us: ticking.then(now_us),
            dice: Mutex::new(SplitMix(seed)),
        })
    }

    /// Moves the clock to the morning of a day; never back.
    pub fn move_to(&self, day: Day) {
        if let Ok(at) = self.zone.to_timestamp(day.date().at(9, 0, 0, 0)) {
            let passed = self.ticking_since_us.map_or(0, |since| now_us() - since);
            self.at_us.fetch_max(at.as_microsecond() - passed, Ordering::SeqCst);
        }
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.at_us.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }
}

impl World for SeededWorld {
    fn instant(&self) -> Instant {
        let passed = self.ticking_since_us.map_or(0, |since| now_us() - since);
        let at_us = self.at_us.load(Ordering::SeqCst) + passed;
        Instant { at_us, day: self.day_at(at_us) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = match self.dice.lock() {
            Ok(dice) => dice,
            Err(poisoned) => poisoned.into_inner(),
        };
        for chunk in bytes.chunks_mut(8) {
            let drawn = dice.draw().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }

    fn clock(&self, at_us: i64) -> String {
        let time = civil(&self.zone, at_us).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    fn day_at(&self, at_us: i64) -> Day {
        Day::from(civil(&self.zone, at_us).date())
    }

    fn start_of(&self, day: Day) -> i64 {
        first_moment(&self.zone, day)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, the same everywhere. Never for keys of a real city.
struct SplitMix(u64);

impl SplitMix {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// The world's dice in the shape the vault asks for.
pub struct WorldDice<'a>(pub &'a dyn World);

impl vault::Dice for WorldDice<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
