//! Founds a town from a seed: people, firms, places and officials as plain data. Everybody and everything is invented.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{AuthorityId, Words};
use office::{Official, Role, Staff};

use crate::codes;
use crate::dice::Dice;
use crate::names::{BRANDS, GIVEN, STREETS, SURNAMES};

/// How many people live here who are no officials.
const PEOPLE: usize = 120;
const FIRMS: usize = 100;

/// The districts people, firms and shops are in, with their names.
pub(crate) const LIVELY: [(&str, &str, &str, &str); 4] = [
    ("110108", "海淀", "Haidian", "HD"),
    ("110105", "朝阳", "Chaoyang", "CY"),
    ("110102", "西城", "Xicheng", "XC"),
    ("110106", "丰台", "Fengtai", "FT"),
];

/// The other districts: nobody of the cast lives there, but whoever opens a shop there finds an office.
const QUIET: [&str; 12] = [
    "110101", "110107", "110109", "110111", "110112", "110113", "110114", "110115", "110116", "110117", "110118",
    "110119",
];

const DISTRICT_OFFICES: [&str; 11] = [
    "market-regulation",
    "fire-rescue",
    "health-commission",
    "water",
    "urban-management",
    "tobacco-monopoly",
    "police-district",
    "traffic-police",
    "culture",
    "commerce",
    "ecology",
];

const CITY_OFFICES: [&str; 11] = [
    "market-regulation-city",
    "fire-rescue-city",
    "health-commission-city",
    "water-city",
    "urban-management-city",
    "tobacco-monopoly-city",
    "police-city",
    "culture-city",
    "commerce-city",
    "ecology-city",
    "government-service-city",
];

/// Somebody who lives here. Nobody like this exists.
#[derive(Clone, Debug)]
pub struct Person {
    /// The opaque handle under which their data is sealed.
    pub subject: String,
    pub name: Words,
    pub resident_id: String,
    pub phone: String,
    pub email: String,
    /// The firm they represent.
    pub firm: Option<usize>,
    /// The place they lease.
    pub place: Option<usize>,
}

/// A firm of the business register.
#[derive(Clone, Debug)]
pub struct Firm {
    pub name: Words,
    /// What its shops are called.
    pub brand: Words,
    pub credit_code: String,
    /// `company` or `sole-trader`
    pub kind: &'static str,
    pub address: String,
    pub scope: &'static str,
    pub capital: u32,
    /// `clear` or `abnormal`
    pub standing: &'static str,
    /// Who represents it.
    pub person: usize,
}

/// Rooms that somebody leases, as the registers of houses, works and sewers know them.
#[derive(Clone, Debug)]
pub struct Premises {
    pub district: &'static str,
    pub address: String,
    /// m²
    pub gross_area: u32,
    pub unit_code: String,
    pub planned_use: &'static str,
    pub storeys: u32,
    /// m
    pub height: u32,
    pub fire_acceptance: Option<String>,
    pub sewer_outlet: Option<String>,
    /// m
    pub school_distance: u32,
    pub lease_number: Option<String>,
}

/// A whole town.
#[derive(Clone, Debug)]
pub struct Town {
    pub seed: u64,
    pub people: Vec<Person>,
    pub firms: Vec<Firm>,
    pub places: Vec<Premises>,
    pub officials: Vec<Official>,
    by_subject: BTreeMap<String, usize>,
}

pub(crate) fn words(en: impl Into<String>, zh: impl Into<String>) -> Words {
    Words(Arc::new(BTreeMap::from([("en".to_owned(), en.into()), ("zh".to_owned(), zh.into())])))
}

/// Names that were given, so that no two people of a town share one.
struct Naming {
    dice: Dice,
    given: BTreeSet<String>,
}

impl Naming {
    fn name(&mut self) -> Words {
        loop {
            let (family_zh, family) = SURNAMES[self.dice.index(SURNAMES.len())];
            let (own_zh, own) = GIVEN[self.dice.index(GIVEN.len())];
            let zh = format!("{family_zh}{own_zh}");
            let en = format!("{family} {own}");
            // Neither spelling twice: two people called Wei Wei are one in English.
            if !self.given.contains(&zh) && !self.given.contains(&en) {
                self.given.insert(zh.clone());
                self.given.insert(en.clone());
                return words(en, zh);
            }
        }
    }
}

/// People whose parts are played in the demo; they stand first in [`Town::people`].
pub(crate) mod known {
    pub const LIN_YUE: usize = 0;
    pub const CONCERT: usize = 1;
    pub const RUNNING: usize = 2;
    pub const NOTICE: usize = 3;
    pub const FINISHED: usize = 4;
    pub const SUPERMARKET: usize = 5;
}

const KNOWN: [(&str, &str); 6] = [
    ("Lin Yue", "林悦"),
    ("Gao Yanan", "高亚楠"),
    ("Hu Xiaotang", "胡小棠"),
    ("Shi Kaiwen", "石凯文"),
    ("Dong Meiling", "董美玲"),
    ("Tian Dahai", "田大海"),
];

const SCOPES: [&str; 4] = [
    "餐饮服务；食品销售",
    "餐饮服务；食品销售；饮品制售",
    "食品销售；日用百货销售；烟草制品零售",
    "文艺创作；组织文化艺术交流活动；营业性演出",
];

impl Town {
    /// The same seed gives the same town.
    pub fn found(seed: u64) -> Town {
        let mut dice = Dice::new(seed);
        let mut naming = Naming { dice: Dice::new(dice.draw()), given: BTreeSet::new() };
        for (en, zh) in KNOWN {
            naming.given.insert(en.to_owned());
            naming.given.insert(zh.to_owned());
        }
        let mut people = Vec::with_capacity(PEOPLE);
        let mut firms: Vec<Firm> = Vec::with_capacity(FIRMS);
        let mut places = Vec::with_capacity(PEOPLE);
        let mut codes = BTreeSet::new();
        for number in 0..PEOPLE {
            let name = KNOWN.get(number).map_or_else(|| naming.name(), |(en, zh)| words(*en, *zh));
            // Most live where the cast lives, so that its desks are full.
            let at_home = number < KNOWN.len() || dice.below(2) == 0;
            let district = if at_home { LIVELY[0] } else { LIVELY[dice.index(LIVELY.len())] };
            let handle = dice.draw();
            let serial = 800 + dice.below(200);
            let has_firm = number < FIRMS;
            people.push(Person {
                subject: format!("P{handle:016X}"),
                name,
                resident_id: codes::resident_id(&mut dice, district.0, serial),
                phone: format!("199{:04}{:04}", dice.below(10_000), number),
                email: format!("resident{number}@town.example"),
                firm: has_firm.then_some(firms.len()),
                place: Some(places.len()),
            });
            let place = premises(&mut dice, district, number);
            if has_firm {
                firms.push(firm(&mut dice, district.0, number, &place.address, &mut codes));
            }
            places.push(place);
        }
        // The rooms of the noodle shop are all a small restaurant needs, so that its way is short.
        if let Some(place) = places.get_mut(known::LIN_YUE) {
            place.address = "北京市海淀区柳荫路18号1-06（虚构）".to_owned();
            place.gross_area = 98;
            place.planned_use = "commercial";
        }
        let by_subject = people.iter().enumerate().map(|(i, p)| (p.subject.clone(), i)).collect();
        let officials = officials(&mut naming, &mut dice);
        Town { seed, people, firms, places, officials, by_subject }
    }

    /// The staff of every office of the town.
    pub fn staff(&self) -> Staff {
        Staff::new(self.officials.clone())
    }

    pub fn person(&self, subject: &str) -> Option<&Person> {
        self.by_subject.get(subject).and_then(|i| self.people.get(*i))
    }

    pub fn firm_of(&self, person: &Person) -> Option<&Firm> {
        person.firm.and_then(|i| self.firms.get(i))
    }

    pub fn place_of(&self, person: &Person) -> Option<&Premises> {
        person.place.and_then(|i| self.places.get(i))
    }

    /// Officials who decide for an authority in a district; those without a district decide everywhere.
    pub fn deciding(&self, authority: &AuthorityId, district: &str) -> Vec<&Official> {
        let decides = |o: &&Official| {
            o.decides() && &o.authority == authority && o.district.as_deref().is_none_or(|d| d == district)
        };
        self.officials.iter().filter(decides).collect()
    }

    /// Names, identity numbers, phones and addresses of e-mail that may never be found in the open.
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for person in &self.people {
            secrets.extend(person.name.0.values().cloned());
            secrets.extend([person.resident_id.clone(), person.phone.clone(), person.email.clone()]);
        }
        secrets
    }
}

fn premises(dice: &mut Dice, district: (&'static str, &str, &str, &str), number: usize) -> Premises {
    let street = STREETS[dice.index(STREETS.len())];
    let house = 1 + number * 3 + dice.index(3);
    let storeys = dice.between(2, 24);
    let letters = district.3;
    let has_lease = number < KNOWN.len() || dice.below(4) > 0;
    let accepted = number < KNOWN.len() || dice.below(5) > 0;
    Premises {
        district: district.0,
        address: format!("北京市{}区{street}{house}号1-{:02}（虚构）", district.1, dice.between(1, 30)),
        gross_area: u32::try_from(dice.between(60, 460)).unwrap_or(120),
        unit_code: format!("{}0010{:02}GB{:05}F0001{:04}", district.0, dice.below(100), dice.below(100_000), number),
        planned_use: if number >= KNOWN.len() && dice.below(12) == 0 { "office" } else { "commercial" },
        storeys: u32::try_from(storeys).unwrap_or(6),
        height: u32::try_from(storeys * 4).unwrap_or(24),
        fire_acceptance: accepted
            .then(|| format!("京{}建消验字〔2021〕第{:04}号（虚构）", district.1, dice.below(10_000))),
        sewer_outlet: (dice.below(3) > 0).then(|| format!("W-{:04}", dice.below(10_000))),
        school_distance: u32::try_from(dice.between(120, 1900)).unwrap_or(400),
        lease_number: has_lease.then(|| format!("2026-{letters}-{:06}", 1000 + number)),
    }
}

fn firm(dice: &mut Dice, district: &str, number: usize, address: &str, codes: &mut BTreeSet<String>) -> Firm {
    let (brand_zh, brand) = BRANDS[number % BRANDS.len()];
    let (trade_zh, trade, scope) = match number {
        known::LIN_YUE => ("餐饮", "Catering", 0),
        known::CONCERT => ("文化传播", "Culture", 3),
        known::SUPERMARKET => ("商贸", "Trading", 2),
        _ => [
            ("餐饮", "Catering", 0),
            ("餐饮管理", "Restaurants", 1),
            ("商贸", "Trading", 2),
            ("文化传播", "Culture", 3),
        ][dice.index(4)],
    };
    // Every fifth firm is one person's own, except where the law wants an organisation.
    let sole = trade != "Culture" && number % 5 == 4;
    let (kind, tail_zh, tail) =
        if sole { ("sole-trader", "店", "Shop") } else { ("company", "有限公司", "Co., Ltd.") };
    let twin = if number >= BRANDS.len() { ("二", " Second") } else { ("", "") };
    let code = loop {
        let code = codes::credit_code(dice, district, sole);
        if codes.insert(code.clone()) {
            break code;
        }
    };
    Firm {
        name: words(
            format!("Beijing {brand}{} {trade} {tail}", twin.1),
            format!("北京{brand_zh}{}{trade_zh}{tail_zh}", twin.0),
        ),
        brand: words(format!("{brand}{}", twin.1), format!("{brand_zh}{}", twin.0)),
        credit_code: code,
        kind,
        address: address.to_owned(),
        scope: SCOPES[scope],
        capital: u32::try_from(dice.between(10, 500) * 10_000).unwrap_or(500_000),
        standing: if number >= KNOWN.len() && dice.below(25) == 0 { "abnormal" } else { "clear" },
        person: number,
    }
}

const HOURS: &str = "9:00-12:00, 13:30-17:00";

fn officials(naming: &mut Naming, dice: &mut Dice) -> Vec<Official> {
    let mut all: Vec<Official> = Vec::new();
    let mut appoint = |authority: &str, district: Option<&str>, roles: Vec<Role>, id: String| {
        all.push(Official {
            id,
            name: naming.name(),
            authority: AuthorityId::new(authority),
            district: district.map(str::to_owned),
            roles,
            phone: Some(format!("010-5{:03}{:04}", dice.below(1000), dice.below(10_000))),
            hours: Some(HOURS.to_owned()),
            sign_in: None,
        });
    };
    for (district, _, _, letters) in LIVELY {
        let letters = letters.to_lowercase();
        for authority in DISTRICT_OFFICES {
            for number in 1..=2 {
                appoint(authority, Some(district), vec![Role::Deciding], format!("{authority}-{letters}-{number}"));
            }
            appoint(authority, Some(district), vec![Role::Superior], format!("{authority}-{letters}-head"));
        }
        appoint(
            "government-service",
            Some(district),
            vec![Role::Representative],
            format!("representative-{letters}-1"),
        );
        let window = format!("{letters}-1");
        appoint("government-service", Some(district), vec![Role::Clerk { window }], format!("clerk-{letters}-1"));
    }
    for district in QUIET {
        for authority in DISTRICT_OFFICES {
            appoint(authority, Some(district), vec![Role::Deciding], format!("{authority}-{district}-1"));
        }
    }
    for authority in CITY_OFFICES {
        for number in 1..=2 {
            let mut roles = vec![Role::Deciding];
            if number == 1 {
                roles.push(Role::Superior);
            }
            appoint(authority, None, roles, format!("{authority}-{number}"));
        }
    }
    appoint("government-service", None, vec![Role::Representative], "representative-city-1".to_owned());
    appoint("government-service", None, vec![Role::Superior], "government-service-head".to_owned());
    all
}
