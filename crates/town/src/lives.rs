//! What became of the town's cases in the weeks before the demo: who wanted what, and how far it went.

use std::collections::BTreeMap;

use catalogue::Catalogue;
use rules::{Day, FactId, Value};

use crate::found::{Town, known};
use crate::ordinary;

/// What somebody wants to open or hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    Eatery,
    Restaurant,
    BigRestaurant,
    Cafe,
    Bar,
    Bakery,
    Takeaway,
    Supermarket,
    Convenience,
    Grocery,
    Tobacconist,
    Concert,
    Fair,
    Match,
    Festival,
}

/// How far it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    HalfFilled,
    Filled,
    Filed,
    Accepted,
    InBasket,
    NoticeSent,
    Answered,
    Consulting,
    Extended,
    Paused,
    Half,
    Late,
    Refused,
    Withdrawn,
    Licensed,
    Suspended,
    Talking,
    Contested,
    Committed,
}

/// One case of the town.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub person: usize,
    pub plan: Plan,
    pub fate: Fate,
    /// Working days before the demo on which it is filed; for a draft, begun.
    pub days_ago: usize,
    pub case: Option<String>,
}

use Fate as F;
use Plan as P;

/// People of the cast come first in a town.
const CAST: usize = 6;

/// The district of the cast: Haidian.
const HOME: &str = "110108";

/// Person by the cast, or the next one who fits.
const LIVES: &[(Option<usize>, Plan, Fate, usize)] = &[
    (Some(known::RUNNING), P::BigRestaurant, F::Half, 7),
    (Some(known::NOTICE), P::Cafe, F::NoticeSent, 4),
    (Some(known::FINISHED), P::Eatery, F::Licensed, 18),
    (Some(known::SUPERMARKET), P::Supermarket, F::HalfFilled, 2),
    (None, P::Eatery, F::Licensed, 20),
    (None, P::Restaurant, F::Licensed, 19),
    (None, P::Bakery, F::Licensed, 17),
    (None, P::Convenience, F::Licensed, 15),
    (None, P::Grocery, F::Licensed, 13),
    (None, P::Takeaway, F::Licensed, 16),
    (None, P::Cafe, F::Licensed, 21),
    (None, P::Concert, F::Licensed, 17),
    (None, P::Fair, F::Licensed, 14),
    (None, P::Eatery, F::Suspended, 21),
    (None, P::Bar, F::Suspended, 22),
    (None, P::Restaurant, F::Late, 13),
    (None, P::Eatery, F::Late, 11),
    (None, P::Cafe, F::Late, 14),
    (None, P::BigRestaurant, F::Refused, 9),
    (None, P::Tobacconist, F::Refused, 10),
    (None, P::Festival, F::Refused, 8),
    (None, P::Eatery, F::Withdrawn, 6),
    (None, P::Match, F::Withdrawn, 7),
    (None, P::Supermarket, F::Half, 8),
    (None, P::Bar, F::Half, 8),
    (None, P::Festival, F::Half, 7),
    (None, P::Concert, F::Half, 5),
    (None, P::Restaurant, F::Extended, 8),
    (None, P::Tobacconist, F::Extended, 9),
    (None, P::BigRestaurant, F::Paused, 7),
    (None, P::Supermarket, F::Paused, 6),
    (None, P::Bar, F::Consulting, 5),
    (None, P::Match, F::Consulting, 4),
    (None, P::Eatery, F::Answered, 10),
    (None, P::BigRestaurant, F::Answered, 9),
    (None, P::Fair, F::Answered, 10),
    (None, P::Restaurant, F::NoticeSent, 4),
    (None, P::Supermarket, F::NoticeSent, 4),
    (None, P::Bakery, F::InBasket, 2),
    (None, P::Cafe, F::InBasket, 2),
    (None, P::Concert, F::InBasket, 2),
    (None, P::BigRestaurant, F::Committed, 3),
    (None, P::Bar, F::Committed, 4),
    (None, P::Eatery, F::Talking, 3),
    (None, P::Grocery, F::Talking, 3),
    (None, P::Restaurant, F::Contested, 3),
    (None, P::Tobacconist, F::Accepted, 2),
    (None, P::Festival, F::Accepted, 3),
    (None, P::Eatery, F::Filed, 1),
    (None, P::Convenience, F::Filed, 1),
    (None, P::Match, F::Filed, 1),
    (None, P::BigRestaurant, F::Filed, 1),
    (Some(100), P::Bakery, F::Licensed, 18),
    (Some(101), P::Takeaway, F::Half, 6),
    (Some(102), P::Grocery, F::Filed, 1),
    (None, P::Restaurant, F::Filled, 1),
    (None, P::Concert, F::Filled, 2),
    (None, P::Eatery, F::HalfFilled, 3),
    (None, P::Fair, F::HalfFilled, 1),
];

impl Plan {
    pub fn event(self) -> &'static str {
        match self {
            P::Eatery | P::Restaurant | P::BigRestaurant | P::Cafe | P::Bar | P::Bakery | P::Takeaway => {
                "open-restaurant"
            }
            P::Supermarket | P::Convenience | P::Grocery | P::Tobacconist => "open-supermarket",
            P::Concert | P::Fair | P::Match | P::Festival => "hold-event",
        }
    }

    /// m²
    fn area(self) -> u32 {
        match self {
            P::Eatery => 58,
            P::Restaurant => 190,
            P::BigRestaurant => 340,
            P::Cafe => 86,
            P::Bar => 170,
            P::Bakery => 64,
            P::Takeaway => 60,
            P::Supermarket => 400,
            P::Convenience => 72,
            P::Grocery => 56,
            P::Tobacconist => 44,
            P::Concert | P::Fair | P::Match | P::Festival => 0,
        }
    }

    fn is_event(self) -> bool {
        self.event() == "hold-event"
    }

    /// Title endings of shops and events.
    fn title(self) -> &'static str {
        match self {
            P::Eatery => "小馆",
            P::Restaurant => "饭庄",
            P::BigRestaurant => "大酒楼",
            P::Cafe => "咖啡",
            P::Bar => "酒吧",
            P::Bakery => "面包房",
            P::Takeaway => "便当厨房",
            P::Supermarket => "超市",
            P::Convenience => "便利店",
            P::Grocery => "食杂店",
            P::Tobacconist => "烟酒店",
            P::Concert => "之夜音乐会",
            P::Fair => "春季展销会",
            P::Match => "杯城市跑",
            P::Festival => "美食节",
        }
    }

    fn answers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            P::Eatery => &[("venue.kind", "restaurant"), ("food.items", "hot-dishes")],
            P::Restaurant => &[
                ("venue.kind", "restaurant"),
                ("food.items", "hot-dishes, cold-dishes, own-drinks"),
                ("drainage.route", "own-outlet"),
            ],
            P::BigRestaurant => &[
                ("venue.kind", "restaurant"),
                ("food.items", "hot-dishes, cold-dishes"),
                ("drainage.route", "own-outlet"),
                ("premises.storey", "2"),
            ],
            P::Cafe => &[("venue.kind", "cafe"), ("food.items", "own-drinks, cakes"), ("kitchen.fumes", "no")],
            P::Bar => &[("venue.kind", "bar"), ("food.items", "own-drinks"), ("kitchen.fumes", "no")],
            P::Bakery => &[("venue.kind", "bakery"), ("food.items", "cakes, cream-cakes")],
            P::Takeaway => &[("venue.kind", "takeaway"), ("food.items", "hot-dishes"), ("food.online", "yes")],
            P::Supermarket => &[
                ("venue.kind", "supermarket"),
                ("food.items", "prepackaged, loose-food, produce"),
                ("premises.central_air", "yes"),
                ("shop.offers", "tobacco"),
            ],
            P::Convenience => &[("venue.kind", "convenience-store"), ("food.items", "prepackaged")],
            P::Grocery => &[("venue.kind", "grocery"), ("food.items", "loose-food")],
            P::Tobacconist => &[("venue.kind", "grocery"), ("food.items", "prepackaged"), ("shop.offers", "tobacco")],
            P::Concert => &[("event.kind", "show"), ("event.expected", "3200"), ("performance.plan", "home")],
            P::Fair => &[("event.kind", "fair"), ("event.expected", "2500"), ("performance.plan", "none")],
            P::Match => &[
                ("event.kind", "sport"),
                ("event.expected", "12000"),
                ("performance.plan", "none"),
                ("event.spans_districts", "yes"),
            ],
            P::Festival => &[
                ("event.kind", "festival"),
                ("event.expected", "1800"),
                ("performance.plan", "none"),
                ("road.occupies", "yes"),
                ("road.from", "2026-05-15"),
                ("road.purpose", "stands"),
                ("event.banners", "yes"),
            ],
        }
    }
}

/// Assigns people to what happened: the cast first, then whoever has a place that is large enough.
pub(crate) fn lives(town: &Town) -> Vec<Life> {
    let mut used: Vec<usize> = Vec::new();
    let mut lives = Vec::with_capacity(LIVES.len());
    for (number, (cast, plan, fate, days_ago)) in LIVES.iter().enumerate() {
        // Those without a firm are named above.
        let fits = |i: &usize| {
            let Some(person) = town.people.get(*i) else { return false };
            let large = town.place_of(person).is_some_and(|p| p.gross_area >= plan.area() + 4);
            let organisation = town.firm_of(person).is_none_or(|f| f.kind == "company");
            large && person.firm.is_some() && (organisation || !plan.is_event())
        };
        let free = || (CAST..town.people.len()).filter(|i| !used.contains(i));
        let at_home = |i: &usize| town.places.get(*i).is_some_and(|p| p.district == HOME) && fits(i);
        // Two in three are at home where the cast is, so that its desks are full.
        let near = if number % 3 == 2 { None } else { free().find(at_home) };
        let person = cast.or(near).or_else(|| free().find(fits));
        let Some(person) = person else { continue };
        used.push(person);
        lives.push(Life { person, plan: *plan, fate: *fate, days_ago: *days_ago, case: None });
    }
    lives
}

/// Everybody who could begin something new on one of the days of the demo: nobody of the cast. `turn` chooses what is begun; those of the cast's own district come first, so that its desks keep full.
pub(crate) fn newcomers(town: &Town, turn: u64) -> Vec<Life> {
    const PLANS: [Plan; 5] = [P::Eatery, P::Bakery, P::Convenience, P::Cafe, P::Grocery];
    let plan = PLANS[usize::try_from(turn % PLANS.len() as u64).unwrap_or(0)];
    let large = |i: &usize| town.places.get(*i).is_some_and(|p| p.gross_area >= plan.area() + 4);
    let known = |i: &usize| town.people.get(*i).is_some_and(|p| p.firm.is_some());
    let home = town.places.first().map(|p| p.district);
    let mut all: Vec<usize> = (CAST..town.people.len()).filter(|i| large(i) && known(i)).collect();
    all.sort_by_key(|i| town.places.get(*i).map(|p| p.district) != home);
    all.into_iter().map(|person| Life { person, plan, fate: F::Filed, days_ago: 0, case: None }).collect()
}

/// What this person would answer; everything else is answered as people ordinarily do.
pub(crate) fn values(town: &Town, catalogue: &Catalogue, life: &Life, today: Day) -> BTreeMap<FactId, Value> {
    let mut texts: Vec<(&str, String)> = life.plan.answers().iter().map(|(f, a)| (*f, (*a).to_owned())).collect();
    let Some(person) = town.people.get(life.person) else { return BTreeMap::new() };
    let name = person.name.say("zh").to_owned();
    for fact in [
        "applicant.contact_name",
        "business.legal_representative",
        "food.safety_officer",
        "fire.manager",
        "hygiene.manager",
        "safety.person",
    ] {
        texts.push((fact, name.clone()));
    }
    for fact in ["applicant.phone", "fire.manager_phone", "safety.phone"] {
        texts.push((fact, person.phone.clone()));
    }
    texts.push(("applicant.email", person.email.clone()));
    texts.push(("business.representative_id", person.resident_id.clone()));
    texts.push(("safety.person_id", person.resident_id.clone()));
    let firm = town.firm_of(person);
    let brand = firm.map_or_else(|| "新芽".to_owned(), |f| f.brand.say("zh").to_owned());
    let title = format!("{brand}{}", life.plan.title());
    texts.push(("business.registered", if firm.is_some() { "yes" } else { "no" }.to_owned()));
    texts.push(("business.name", format!("北京{brand}餐饮有限公司")));
    if let Some(place) = town.place_of(person) {
        texts.push(("premises.district", place.district.to_owned()));
        for fact in ["premises.address", "event.place", "road.place", "business.address"] {
            texts.push((fact, place.address.clone()));
        }
        if place.fire_acceptance.is_none() {
            texts.push(("premises.fire_accepted", "no".to_owned()));
        }
    }
    texts.push(("sign.text", title.clone()));
    texts.push((if life.plan.is_event() { "event.name" } else { "venue.name" }, title));
    if life.plan.is_event() {
        texts.push(("event.first_day", "2026-05-16".to_owned()));
        texts.push(("event.last_day", "2026-05-17".to_owned()));
    } else {
        texts.push(("premises.operating_area", life.plan.area().to_string()));
    }
    let mut values = BTreeMap::new();
    for (fact, text) in texts {
        let Some(fact) = catalogue.facts.get(fact) else { continue };
        if let Ok(value) = ordinary::read(fact, &text, today) {
            values.insert(fact.id.clone(), value);
        }
    }
    for (fact, people) in
        [("staff.food_handlers", true), ("business.partners", true), ("performance.performers", false)]
    {
        let Some(definition) = catalogue.facts.get(fact) else { continue };
        let Some(Value::Rows(mut rows)) = ordinary::answer(definition, &journey::Known::new(), today) else { continue };
        for row in &mut rows {
            row.insert("name".to_owned(), Value::text(name.clone()));
            if people {
                row.insert("id_number".to_owned(), Value::text(person.resident_id.clone()));
            }
        }
        values.insert(definition.id.clone(), Value::Rows(rows));
    }
    values
}
