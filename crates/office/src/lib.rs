//! Carries out: loads, lets the pure rooms decide, appends event and errands in one transaction, performs errands.
//!
//! One way for every act: [`Office::carry_out`]. It runs inside one transaction of the store: read the case, ask the act,
//! keep its events, renew the projections, note the errands, remember the request key. Either all of it is kept or nothing.
//!
//! What is not here: markup, SQL, a decision of its own.

mod after;
mod beside;
mod carry;
mod catalogues;
mod clockwork;
mod decide;
mod desk;
mod draft;
mod erasure;
mod errands;
mod file;
mod filing;
mod folder;
pub mod intake;
mod licences;
mod others;
mod papers;
mod project;
mod readings;
mod recent;
mod registers;
mod sealing;
mod sign_in;
mod staff;
mod status;
mod talk;
mod transition;
mod turned;
mod wallet;
mod world;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use catalogue::{Catalogue, EventId};
use journey::Prepared;
use journey::find::Index;
use licence::{SigningKey, TrustBundle};
use rules::Day;
use store::Store;
use vault::Vault;

pub use after::{Amending, Hearing, RenewalWindow};
pub use beside::Beside;
pub use carry::{Carried, Once, SeenAt};
pub use clockwork::Tick;
pub use decide::NoticeReply;
pub use desk::{
    DESK_PAGE, DeskAsked, DeskCase, DeskCounts, DeskPage, DeskPlace, DeskRow, DeskTurn, DeskView, OtherTrack,
};
pub use draft::{Entry, contested_words};
pub use erasure::{Erasure, Hold};
pub use errands::Told;
pub use file::{CaseFile, Reader, Sheet};
pub use filing::{STATEMENT, filing_statement};
pub use folder::LogFolder;
pub use licences::LicenceFile;
pub use others::Invitation;
pub use readings::{Reading, ReadingsSummary};
pub use registers::{Asking, NoRegisters, Registers, Silent};
pub use sealing::plain_value;
pub use sign_in::{Serving, Session, SignedIn};
pub use staff::{Official, Role, Staff};
pub use status::PublishedList;
pub use talk::Said;
pub use transition::{Judged, OpenCases, Unjudged};
pub use turned::{PaperMistake, Turned};
pub use wallet::{Denied, Offered, WalletToken};
pub use world::{Instant, RealWorld, SeededWorld, World};

/// What an office is opened with.
pub struct Opening {
    pub store: Store,
    pub vault: Vault,
    pub catalogue: Catalogue,
    pub world: Arc<dyn World>,
    pub registers: Arc<dyn Registers>,
    pub staff: Staff,
    /// Signs licences for the issuing authority.
    pub key: SigningKey,
    pub trust: TrustBundle,
    /// Address of this installation in codes and letters: `https://onego.example`.
    pub host: String,
    /// A demo city: everything it issues is marked as a specimen.
    pub specimen: bool,
}

/// The office of one city. Clones share everything.
#[derive(Clone)]
pub struct Office(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    pub vault: Vault,
    pub catalogues: catalogues::Catalogues,
    pub world: Arc<dyn World>,
    pub registers: Arc<dyn Registers>,
    pub staff: Staff,
    pub key: SigningKey,
    pub trust: TrustBundle,
    pub host: String,
    pub specimen: bool,
    pub names: Mutex<HashMap<String, String>>,
    pub recent: Arc<recent::Recent>,
    /// Every status list as it was signed last, with the second from which it is the answer.
    pub lists: Mutex<HashMap<String, (i64, Arc<str>)>>,
}

impl Office {
    pub fn open(opening: Opening) -> Office {
        let recent = recent::Recent::new(opening.store.is_shared());
        Office(Arc::new(Inner {
            store: opening.store,
            vault: opening.vault,
            catalogues: catalogues::Catalogues::new(opening.catalogue),
            world: opening.world,
            registers: opening.registers,
            staff: opening.staff,
            key: opening.key,
            trust: opening.trust,
            host: opening.host,
            specimen: opening.specimen,
            names: Mutex::new(HashMap::new()),
            recent: Arc::new(recent),
            lists: Mutex::new(HashMap::new()),
        }))
    }

    pub fn today(&self) -> Day {
        self.0.world.instant().day
    }

    pub fn instant(&self) -> Instant {
        self.0.world.instant()
    }

    /// `09:21` in the city.
    pub fn clock_text(&self, at_us: i64) -> String {
        self.0.world.clock(at_us)
    }

    /// The day in the city at a moment.
    pub fn day_at(&self, at_us: i64) -> Day {
        self.0.world.day_at(at_us)
    }

    /// The catalogue of today.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.0.catalogues.current()
    }

    pub fn index(&self) -> Arc<Index> {
        self.0.catalogues.index()
    }

    /// The rules of an event today, compiled once a day.
    pub fn prepared(&self, event: &EventId) -> Result<Arc<Prepared>, journey::Unprepared> {
        self.0.catalogues.prepared(&self.catalogue(), event, self.today())
    }

    pub fn staff(&self) -> &Staff {
        &self.0.staff
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub fn trust(&self) -> &TrustBundle {
        &self.0.trust
    }

    pub fn host(&self) -> &str {
        &self.0.host
    }

    pub fn is_specimen(&self) -> bool {
        self.0.specimen
    }

    /// A fresh key for a form, so that sending it twice does it once.
    pub fn once_key(&self) -> String {
        self.0.token(12)
    }
}

impl Inner {
    /// Random letters for keys and ids: 32 letters without I L O U, five bits each.
    pub fn token(&self, length: usize) -> String {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bytes = vec![0u8; length];
        self.world.fill(&mut bytes);
        bytes.iter().map(|b| char::from(LETTERS[usize::from(b & 31)])).collect()
    }
}
