//! Status lists: every credential of a licence has an entry, and so has each of its parts.
//!
//! What is published in a second never changes afterwards: what happens is published two seconds later, when it is
//! certainly kept. So a list can be made again for any moment of the past, byte for byte, from its changes.

use std::sync::{Arc, PoisonError};

use licence::Licence;
use licence::credential::{Places, Status, StatusList, StatusPlace, StatusToken, status_values};
use store::{Fault, KeptPlace, Tx};

use crate::turned::Turned;
use crate::world::Instant;
use crate::{Inner, Office};

/// Entries of a list: so many that nobody sees from an index how many licences there are.
const ENTRIES: u64 = 1 << 20;
const BITS: u8 = 2;
/// How long whoever fetched a list may keep it, in seconds.
const TTL_S: i64 = 300;
/// When a list that was kept longer says nothing any more.
const LASTS_S: i64 = 24 * 3600;
/// A change is noted with the clock of its transaction and seen by others once that is kept; within this time it is.
const SETTLES_S: i64 = 2;
/// A list in which so many draws find no free entry is as good as full: the next one is begun.
const DRAWS: usize = 20;
const LISTS_A_YEAR: u32 = 64;

/// A status list as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedList {
    /// The signed token.
    pub token: Arc<str>,
    /// From this second on it is the answer.
    pub iat: i64,
    /// For so many seconds from the moment asked about it certainly stays the newest, but for changes.
    pub fresh_s: i64,
}

fn seconds(at_us: i64) -> i64 {
    at_us.div_euclid(1_000_000)
}

impl Inner {
    fn list_uri(&self, list: &str) -> String {
        format!("{}/status/{list}", self.trust.origin.trim_end_matches('/'))
    }

    /// The entries of a licence and its parts; those that have none yet are given one, with their present state.
    pub(crate) fn places(&self, tx: &mut dyn Tx, licence_id: &str, licence: &Licence) -> Result<Places, Turned> {
        let at = self.world.instant();
        let mut kept = tx.status_places(licence_id)?;
        let permits = licence.parts.iter().map(|part| part.permit.as_str());
        let missing: Vec<&str> = [""]
            .into_iter()
            .chain(permits)
            .filter(|permit| !kept.iter().any(|place| place.permit == *permit))
            .collect();
        let mut drawn = Vec::new();
        for permit in missing {
            drawn.push(self.draw_place(tx, licence_id, permit, at)?);
        }
        self.note_in(tx, &drawn, licence, at)?;
        kept.extend(drawn);
        let mut places = Places::default();
        for KeptPlace { permit, list, idx } in kept {
            let place = StatusPlace { uri: self.list_uri(&list), idx: u64::try_from(idx).unwrap_or_default() };
            match permit.as_str() {
                "" => places.whole = Some(place),
                _ => drop(places.parts.insert(permit, place)),
            }
        }
        Ok(places)
    }

    /// Draws a free entry; an entry is never given twice.
    fn draw_place(&self, tx: &mut dyn Tx, licence_id: &str, permit: &str, at: Instant) -> Result<KeptPlace, Turned> {
        for number in 1..=LISTS_A_YEAR {
            let list = format!("{}-{number}", at.day.year());
            tx.open_status_list(&list, seconds(at.at_us))?;
            for _ in 0..DRAWS {
                let mut bytes = [0u8; 8];
                self.world.fill(&mut bytes);
                let idx = i64::try_from(u64::from_le_bytes(bytes) % ENTRIES).unwrap_or_default();
                let place = KeptPlace { permit: permit.to_owned(), list: list.clone(), idx };
                if tx.keep_status_place(licence_id, &place)?.is_kept() {
                    return Ok(place);
                }
            }
        }
        Err(Turned::Fault(Fault::Overtaken))
    }

    /// Notes the states of a licence in the entries it has. `at` is not before the last event of its case, so that a clock
    /// that was set back changes nothing that was published.
    pub(crate) fn note_status(
        &self,
        tx: &mut dyn Tx,
        licence_id: &str,
        licence: &Licence,
        at: Instant,
    ) -> Result<(), Turned> {
        let places = tx.status_places(licence_id)?;
        self.note_in(tx, &places, licence, at)
    }

    /// What is so now counts from the next seconds on, what was announced for a later day from the beginning of that day.
    fn note_in(&self, tx: &mut dyn Tx, places: &[KeptPlace], licence: &Licence, at: Instant) -> Result<(), Turned> {
        let now_s = seconds(at.at_us);
        let announced = licence.parts.iter().filter_map(|part| part.then.map(|(day, _)| day)).filter(|d| *d > at.day);
        let mut turns = vec![(now_s + SETTLES_S, status_values(licence, at.day))];
        turns.extend(announced.map(|day| {
            let since = seconds(self.world.start_of(day)).max(now_s + SETTLES_S + 1);
            (since, status_values(licence, day))
        }));
        turns.sort_by_key(|(since, _)| *since);
        for KeptPlace { permit, list, idx } in places {
            tx.forget_coming_status(list, *idx, now_s + SETTLES_S - 1)?;
            let mut said = tx.status_of_entry(list, *idx, now_s + SETTLES_S - 1)?.unwrap_or_default();
            for (since, values) in &turns {
                // A part that is no longer in the licence is not allowed any more.
                let status = values.get(permit).copied().unwrap_or(Status::Revoked).number();
                if said != i64::from(status) {
                    tx.put_status(list, *since, *idx, status)?;
                    said = i64::from(status);
                }
            }
        }
        Ok(())
    }

    fn list_at(&self, tx: &mut dyn Tx, list: &str, at_s: i64) -> Result<StatusList, Turned> {
        let broken = |why: licence::credential::BadList| Turned::Fault(Fault::Schema(why.to_string()));
        let mut packed = StatusList::new(BITS, ENTRIES).map_err(broken)?;
        for (idx, status) in tx.status_changes(list, at_s)? {
            let (idx, status) = (u64::try_from(idx).unwrap_or(u64::MAX), u8::try_from(status).unwrap_or(u8::MAX));
            packed.set(idx, status).map_err(broken)?;
        }
        Ok(packed)
    }

    fn published(&self, tx: &mut dyn Tx, list: &str, at_s: i64) -> Result<PublishedList, Turned> {
        let begun = tx.status_list(list)?.filter(|begun| *begun <= at_s).ok_or(Turned::NotFound)?;
        let changed = tx.last_status_change(list, at_s)?.unwrap_or(begun);
        // Issued anew with every change, and every five minutes on the clock.
        let turn = at_s - at_s.rem_euclid(TTL_S);
        let iat = turn.max(changed).max(begun);
        let fresh_s = turn + TTL_S - at_s;
        let known = self.lists.lock().unwrap_or_else(PoisonError::into_inner).get(list).cloned();
        if let Some((known_iat, token)) = known.filter(|(known_iat, _)| *known_iat == iat) {
            return Ok(PublishedList { token, iat: known_iat, fresh_s });
        }
        let token = StatusToken {
            sub: self.list_uri(list),
            iat,
            exp: Some(iat + LASTS_S),
            ttl: Some(TTL_S),
            list: self.list_at(tx, list, iat)?,
        };
        let token: Arc<str> = token.sign(&self.key).into();
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lists.entry(list.to_owned()).or_insert_with(|| (iat, Arc::clone(&token)));
        // What is asked about the past does not push out what everybody asks for.
        if kept.0 <= iat {
            *kept = (iat, Arc::clone(&token));
        }
        Ok(PublishedList { token, iat, fresh_s })
    }
}

impl Office {
    /// A status list as it is published now, or as it was at an earlier second since 1970. Nothing is found before the list
    /// began, and nothing about what is still to come.
    pub async fn status_list(&self, list: &str, at_s: Option<i64>) -> Result<PublishedList, Turned> {
        let now_s = seconds(self.instant().at_us);
        let at_s = at_s.unwrap_or(now_s);
        if at_s > now_s || list.len() > 16 {
            return Err(Turned::NotFound);
        }
        let (inner, list) = (self.0.clone(), list.to_owned());
        self.0.store.read(move |tx| inner.published(tx, &list, at_s)).await
    }

    /// The bytes that stand for a list as it was at a second, for whoever commits to them: see
    /// [`StatusList::canonical_bytes`].
    pub async fn status_list_bytes(&self, list: &str, at_s: i64) -> Result<Vec<u8>, Turned> {
        let (inner, list) = (self.0.clone(), list.to_owned());
        self.0.store.read(move |tx| Ok(inner.list_at(tx, &list, at_s)?.canonical_bytes(&inner.list_uri(&list)))).await
    }
}
