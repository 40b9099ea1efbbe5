//! Opens the office of a town: keys that everybody may know, because nothing they sign has legal force.

use std::sync::Arc;

use catalogue::Catalogue;
use licence::{KeyFault, SigningKey, TrustBundle};
use office::{Office, Opening, Registers, SeededWorld, World};
use rules::Day;
use store::Store;
use vault::Vault;

use crate::found::Town;
use crate::registers::TownRegisters;

/// Where the demo town pretends to be when nothing else is said.
pub const DEMO_ORIGIN: &str = "https://demo.onego.example";

/// The day the demo begins on: a Monday after the Spring Festival, so that every promise falls into a published year.
const DEMO_DAY: jiff::civil::Date = jiff::civil::date(2026, 3, 2);

/// The seed of the demo town.
pub const DEMO_SEED: u64 = 20_260_302;

const KEY_ID: &str = "specimen-town-1";
const KEY_SEED: [u8; 32] = *b"onego specimen town: no force...";
/// The root key of the vault of every town. It is public, since everybody in it is invented.
pub const DEMO_ROOT: [u8; 32] = *b"onego specimen town: no secrets.";

/// The vault of every town.
pub fn demo_vault() -> Vault {
    Vault::new(DEMO_ROOT)
}

/// Why a town cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// The catalogue's time zone is not one.
    TimeZone(String),
    Key(KeyFault),
}

impl std::fmt::Display for Unopened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unopened::TimeZone(zone) => write!(f, "`{zone}` is not a time zone"),
            Unopened::Key(fault) => write!(f, "the key of the town: {fault}"),
        }
    }
}

impl std::error::Error for Unopened {}

/// The Monday the demo begins on.
pub fn demo_day() -> Day {
    DEMO_DAY.into()
}

fn demo_key() -> Result<SigningKey, KeyFault> {
    SigningKey::from_seed(KEY_ID, &KEY_SEED)
}

/// What checks the licences of demo towns at `origin`: marked as specimens, and never to be mixed with a real city's.
pub fn demo_trust_at(origin: &str) -> TrustBundle {
    let issuer = licence::Words::of("Specimen town", "样例城市");
    let keys = demo_key().map(|key| vec![key.trusted(issuer.clone(), first_day(), None)]).unwrap_or_default();
    TrustBundle { city: issuer, origin: origin.to_owned(), specimen: true, keys }
}

/// What checks the licences of the demo town.
pub fn demo_trust() -> TrustBundle {
    demo_trust_at(DEMO_ORIGIN)
}

pub(crate) fn first_day() -> Day {
    jiff::civil::date(2025, 1, 1).into()
}

impl Town {
    /// Opens the town's office at nine in the morning of `day`. With `ticking`, minutes pass as they do outside.
    ///
    /// A town that goes on in a store it filled before needs dice of its own (see [`Town::open_again`]): the dice of the
    /// seed would give out the numbers that are taken.
    pub fn open(
        self: &Arc<Town>,
        catalogue: Catalogue,
        store: Store,
        day: Day,
        host: &str,
        ticking: bool,
    ) -> Result<(Office, Arc<SeededWorld>), Unopened> {
        let registers = Arc::new(TownRegisters::new(Arc::clone(self)));
        self.open_with(catalogue, store, day, host, ticking, registers)
    }

    /// Opens a town on the store it lived in before.
    pub fn open_again(
        self: &Arc<Town>,
        catalogue: Catalogue,
        store: Store,
        day: Day,
        host: &str,
    ) -> Result<(Office, Arc<SeededWorld>), Unopened> {
        let registers = Arc::new(TownRegisters::new(Arc::clone(self)));
        self.open_by(catalogue, store, day, host, true, registers, None)
    }

    pub(crate) fn open_with(
        self: &Arc<Town>,
        catalogue: Catalogue,
        store: Store,
        day: Day,
        host: &str,
        ticking: bool,
        registers: Arc<dyn Registers>,
    ) -> Result<(Office, Arc<SeededWorld>), Unopened> {
        self.open_by(catalogue, store, day, host, ticking, registers, Some(self.seed))
    }

    #[allow(clippy::too_many_arguments, reason = "one place where everything a town can differ in comes together")]
    fn open_by(
        self: &Arc<Town>,
        catalogue: Catalogue,
        store: Store,
        day: Day,
        host: &str,
        ticking: bool,
        registers: Arc<dyn Registers>,
        dice: Option<u64>,
    ) -> Result<(Office, Arc<SeededWorld>), Unopened> {
        let zone = catalogue.city.time_zone.clone();
        let world = SeededWorld::new(&zone, day, dice, ticking).ok_or(Unopened::TimeZone(zone))?;
        let world = Arc::new(world);
        let office = Office::open(Opening {
            store,
            vault: demo_vault(),
            catalogue,
            world: Arc::clone(&world) as Arc<dyn World>,
            registers,
            staff: self.staff(),
            key: demo_key().map_err(Unopened::Key)?,
            trust: demo_trust_at(host),
            host: host.to_owned(),
            specimen: true,
        });
        Ok((office, world))
    }
}
