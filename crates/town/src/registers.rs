//! The registers of the town: each knows one kind of thing about a person, their firm or their place; one is sometimes silent.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalogue::RegisterId;
use office::{Asking, Registers, Silent};
use rules::{FactId, Value};
use vault::SubjectId;

use crate::dice::Dice;
use crate::found::Town;

/// Answers from the data of a town.
pub struct TownRegisters {
    town: Arc<Town>,
    /// Never answers, for stories about a register that is down.
    down: Option<RegisterId>,
}

/// The register with trouble of its own: it is silent for one person in four.
const SHAKY: &str = "sewer-network";

impl TownRegisters {
    pub fn new(town: Arc<Town>) -> TownRegisters {
        TownRegisters { town, down: None }
    }

    /// With one register that never answers.
    pub fn without(town: Arc<Town>, down: RegisterId) -> TownRegisters {
        TownRegisters { town, down: Some(down) }
    }

    fn is_silent(&self, register: &RegisterId, person: &str) -> bool {
        if self.down.as_ref() == Some(register) {
            return true;
        }
        let of_person = person.bytes().fold(self.town.seed, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)));
        register.as_str() == SHAKY && Dice::new(of_person).below(4) == 0
    }
}

impl Registers for TownRegisters {
    fn person_with(&self, identity: &str) -> Option<SubjectId> {
        self.town.people.iter().find(|p| p.resident_id == identity).map(|p| SubjectId::new(p.subject.clone()))
    }

    fn ask(&self, register: &RegisterId, asking: &Asking<'_>) -> Result<BTreeMap<FactId, Value>, Silent> {
        if self.is_silent(register, asking.person.as_str()) {
            return Err(Silent { register: register.clone() });
        }
        let mut known = BTreeMap::new();
        let Some(person) = self.town.person(asking.person.as_str()) else { return Ok(known) };
        let firm = self.town.firm_of(person);
        let place = self.town.place_of(person);
        for fact in asking.facts {
            let value = match (register.as_str(), fact.as_str()) {
                ("business-register", "business.name") => firm.map(|f| Value::text(f.name.say("zh"))),
                ("business-register", "business.credit_code") => firm.map(|f| Value::text(f.credit_code.clone())),
                ("business-register", "business.kind") => firm.map(|f| Value::text(f.kind)),
                ("business-register", "business.address") => firm.map(|f| Value::text(f.address.clone())),
                ("business-register", "business.scope") => firm.map(|f| Value::text(f.scope)),
                ("business-register", "business.capital") => firm.map(|f| Value::number(f.capital)),
                ("credit-platform", "business.standing") => firm.map(|f| Value::text(f.standing)),
                ("population-base", "business.representative_id") => Some(Value::text(person.resident_id.clone())),
                ("population-base", "safety.person_id") => Some(Value::text(person.resident_id.clone())),
                ("guard-companies", "safety.guard_licence") => Some(Value::Bool(true)),
                ("real-estate", "premises.gross_area") => place.map(|p| Value::number(p.gross_area)),
                ("real-estate", "premises.unit_code") => place.map(|p| Value::text(p.unit_code.clone())),
                ("real-estate", "premises.planned_use") => place.map(|p| Value::text(p.planned_use)),
                ("lease-filing", "premises.lease_number") => {
                    place.and_then(|p| p.lease_number.clone()).map(Value::text)
                }
                ("construction", "premises.building_storeys") => place.map(|p| Value::number(p.storeys)),
                ("construction", "premises.building_height") => place.map(|p| Value::number(p.height)),
                ("construction", "premises.fire_accepted") => place.map(|p| Value::Bool(p.fire_acceptance.is_some())),
                ("construction", "premises.fire_acceptance") => {
                    place.and_then(|p| p.fire_acceptance.clone()).map(Value::text)
                }
                ("sewer-network", "drainage.outlet") => place.and_then(|p| p.sewer_outlet.clone()).map(Value::text),
                ("address-base", "premises.school_distance") => place.map(|p| Value::number(p.school_distance)),
                ("tobacco-plan", "tobacco.plan_room") => Some(Value::Bool(true)),
                ("health-examinations", "staff.health_certificates") => Some(Value::number(6u32)),
                ("performance-agencies", "performance.agency_number") => {
                    firm.map(|_| Value::text("京演（机构）2024第0187号（虚构）"))
                }
                ("performance-agencies", "performance.agency_years") => firm.map(|_| Value::number(4u32)),
                _ => None,
            };
            if let Some(value) = value {
                known.insert(fact.clone(), value);
            }
        }
        Ok(known)
    }
}
