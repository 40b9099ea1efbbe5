//! Which definitions hold on a day: repealed text stays in the catalogue, and old cases still read it.

use rules::Day;

use crate::{Ban, Catalogue, Duty, Event, EventId, Permit};

impl Catalogue {
    /// The permits in force on a day, by id.
    pub fn permits_on(&self, day: Day) -> impl Iterator<Item = &Permit> {
        self.permits.values().filter(move |p| Catalogue::holds_on(p.in_force_from, p.in_force_until, day))
    }

    /// The duties in force on a day, by id.
    pub fn duties_on(&self, day: Day) -> impl Iterator<Item = &Duty> {
        self.duties.values().filter(move |d| Catalogue::holds_on(d.in_force_from, d.in_force_until, day))
    }

    /// The bans in force on a day, by id.
    pub fn bans_on(&self, day: Day) -> impl Iterator<Item = &Ban> {
        self.bans.values().filter(move |b| Catalogue::holds_on(b.in_force_from, b.in_force_until, day))
    }

    /// The first day of the law that holds on a day: since then no definition began, ended or changed its value; nothing
    /// where none ever did. Two days with the same answer have the same law.
    pub fn law_since(&self, day: Day) -> Option<Day> {
        let of = |from: Option<Day>, until: Option<Day>| [from, until.map(|until| until.plus_days(1))];
        let permits = self.permits.values().flat_map(|p| of(p.in_force_from, p.in_force_until));
        let duties = self.duties.values().flat_map(|d| of(d.in_force_from, d.in_force_until));
        let bans = self.bans.values().flat_map(|b| of(b.in_force_from, b.in_force_until));
        let values = self.parameters.values().flat_map(|p| &p.values).flat_map(|v| of(Some(v.from), v.until));
        let turns = permits.chain(duties).chain(bans).chain(values).flatten();
        turns.filter(|turn| *turn <= day).max()
    }

    /// An event with only those permits, duties and bans that are in force on the day.
    pub fn event_on(&self, id: &EventId, day: Day) -> Option<Event> {
        let mut event = self.events.get(id)?.clone();
        event.permits.retain(|p| {
            self.permits.get(p).is_some_and(|p| Catalogue::holds_on(p.in_force_from, p.in_force_until, day))
        });
        event.duties.retain(|d| {
            self.duties.get(d).is_some_and(|d| Catalogue::holds_on(d.in_force_from, d.in_force_until, day))
        });
        event
            .bans
            .retain(|b| self.bans.get(b).is_some_and(|b| Catalogue::holds_on(b.in_force_from, b.in_force_until, day)));
        Some(event)
    }

    /// The catalogue as it stood on a day: only what is in force, and events offer only that. Parameters keep their history.
    #[must_use]
    pub fn as_of(&self, day: Day) -> Catalogue {
        let mut then = self.clone();
        then.permits.retain(|_, p| Catalogue::holds_on(p.in_force_from, p.in_force_until, day));
        then.duties.retain(|_, d| Catalogue::holds_on(d.in_force_from, d.in_force_until, day));
        then.bans.retain(|_, b| Catalogue::holds_on(b.in_force_from, b.in_force_until, day));
        for event in then.events.values_mut() {
            event.permits.retain(|p| then.permits.contains_key(p));
            event.duties.retain(|d| then.duties.contains_key(d));
            event.bans.retain(|b| then.bans.contains_key(b));
        }
        for permit in then.permits.values_mut() {
            permit.after.retain(|p| {
                self.permits.get(p).is_some_and(|p| Catalogue::holds_on(p.in_force_from, p.in_force_until, day))
            });
        }
        then
    }
}
