//! What people type, and what is understood: tables of `kind or fact | typed | value or mistake`.

use std::collections::BTreeMap;

use catalogue::{Fact, FactKind};
use journey::entry::{EntryMistake, credit_code, read, read_day, read_number, read_rows, resident_id, tidy};
use journey::printed;
use proptest::prelude::*;

use super::beijing::{beijing, day, today};

fn fact(id: &str) -> Fact {
    beijing().facts[id].clone()
}

fn of_kind(kind: FactKind) -> Fact {
    let ty = match kind {
        FactKind::YesNo => rules::Type::Bool,
        FactKind::Day => rules::Type::Day,
        FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => rules::Type::Number,
        _ => rules::Type::Text,
    };
    Fact { kind, ty, min: None, max: None, choices: Vec::new(), items: Vec::new(), ..fact("venue.name") }
}

fn outcome(fact: &Fact, typed: &str) -> String {
    match read(fact, typed, today()) {
        Ok(Some(value)) => printed::plain(&value),
        Ok(None) => "nothing".to_owned(),
        Err(mistake) => format!("{mistake:?}"),
    }
}

fn check(table: &str) {
    let mut wrong = Vec::new();
    for line in table.lines().filter(|l| !l.trim().is_empty()) {
        let mut columns = line.split('|').map(str::trim);
        let (name, typed, meant) = (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap());
        let kind: Result<FactKind, _> = serde_json::from_value(serde_json::Value::String(name.to_owned()));
        let fact = kind.map_or_else(|_| fact(name), of_kind);
        let typed = typed.replace("\\n", "\n");
        let got = outcome(&fact, &typed);
        if got != meant {
            wrong.push(format!("{name}: {typed:?} gives {got}, not {meant}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    check(
        "
        count  | 68            | 68
        count  | ６８          | 68
        count  |  68 seats     | 68
        count  | 68座          | 68
        count  | 1,200         | 1200
        count  | 1 200 人      | 1200
        count  | 12,0000       | 120000
        count  | 两百          | 200
        count  | 六十八        | 68
        count  | 壹佰贰拾      | 120
        count  | 壹贰叁        | 123
        count  | 一百二        | 120
        count  | 一百零二      | 102
        count  | 两万五        | 25000
        count  | 三千五百人    | 3500
        count  | 十二          | 12
        count  | 二〇〇        | 200
        count  | 3千           | 3000
        area   | 86 m²         | 86
        area   | ８６㎡        | 86
        area   | 86平方米      | 86
        area   | 86.50 sqm     | 86.5
        area   | 86.126        | 86.13
        length | 3.2米         | 3.2
        money  | 3.6万         | 36000
        money  | 3.6万元       | 36000
        money  | ￥ 500,000.00 | 500000
        money  | 伍拾万元整    | 500000
        money  | 1亿           | 100000000
        number | -5            | -5
        number | 0.001         | 0.001
    ",
    );
}

#[test]
fn what_is_no_number_comes_back_as_it_was_typed() {
    check(
        r#"
        count  | about 60  | NotANumber { typed: "about 60" }
        count  | 60左右    | NotANumber { typed: "60左右" }
        count  | 60-80     | NotANumber { typed: "60-80" }
        count  | lots      | NotANumber { typed: "lots" }
        count  | 二十百    | NotANumber { typed: "二十百" }
        area   | 86,5      | NotANumber { typed: "86,5" }
        area   | 8.6.1     | NotANumber { typed: "8.6.1" }
        count  | 2.5       | NotWhole { typed: 2.5 }
        count  | -3        | OutOfRange { typed: -3, min: Some(0), max: None, meant: None }
        area   |           | Missing
        yes-no |           | MissingChoice
    "#,
    );
}

#[test]
fn out_of_range_offers_the_likely_fix() {
    let seats = Fact { max: Some(2000.into()), ..fact("premises.seats") };
    let meant = |typed: &str, fact: &Fact| match read(fact, typed, today()) {
        Err(EntryMistake::OutOfRange { meant, .. }) => meant.map(|n| n.to_string()),
        other => panic!("{typed}: {other:?}"),
    };
    assert_eq!(meant("20000", &seats).as_deref(), Some("2000"), "a digit too many");
    assert_eq!(meant("68000", &seats).as_deref(), Some("680"), "the decimal point left out");
    assert_eq!(meant("20005", &seats), None, "there are no half seats");
    assert_eq!(meant("0", &seats), None);
    assert_eq!(meant("86000000", &fact("premises.operating_area")), None);
    check(
        "
        premises.storey         | -2 | -2
        drainage.daily_volume   | 0.004 | OutOfRange { typed: 0.004, min: Some(0.01), max: Some(100000), meant: None }
    ",
    );
}

#[test]
fn days_are_read_both_ways_round() {
    check(
        r#"
        day | 2026-3-2             | 2026-03-02
        day | 2026/03/02           | 2026-03-02
        day | 2026.3.2             | 2026-03-02
        day | 20260302             | 2026-03-02
        day | ２０２６年３月２日   | 2026-03-02
        day | 2026年3月2日（星期一） | 2026-03-02
        day | 二〇二六年三月十五日 | 2026-03-15
        day | 3月2号               | 2026-03-02
        day | 2 March              | 2026-03-02
        day | 2nd of March, 2026   | 2026-03-02
        day | March 2, 2026        | 2026-03-02
        day | Monday, 2 Mar 2026   | 2026-03-02
        day | 15 Sept 2026         | 2026-09-15
        day | 25/12/2026           | 2026-12-25
        day | 12/25/2026           | 2026-12-25
        day | 5/5/2026             | 2026-05-05
        day | today                | 2026-03-02
        day | 明天                 | 2026-03-03
        day | 31 June              | NoSuchDay { month: 6, day: 31, last: 30 }
        day | 6月31日              | NoSuchDay { month: 6, day: 31, last: 30 }
        day | 2026-02-29           | NoSuchDay { month: 2, day: 29, last: 28 }
        day | 2028-02-29           | 2028-02-29
        day | 3/4/2026             | AmbiguousDay { typed: "3/4/2026", day_first: 2026-04-03, month_first: 2026-03-04 }
        day | soon                 | NotADay { typed: "soon" }
        day | mayhem 3             | NotADay { typed: "mayhem 3" }
        day | 2026                 | NotADay { typed: "2026" }
        day | 2026-13-01           | NotADay { typed: "2026-13-1" }
    "#,
    );
}

#[test]
fn credit_codes_are_checked_and_the_fix_is_offered() {
    for good in
        ["91110108551385082Q", "9144030071526726XG", "91330100799655058B", "91110000802100433B", "91440300708461136T"]
    {
        assert_eq!(credit_code(good).as_deref(), Ok(good));
        assert_eq!(credit_code(&format!(" {} ", good.to_lowercase())).as_deref(), Ok(good));
        assert_eq!(credit_code(&format!("{}-{}", &good[..8], &good[8..])).as_deref(), Ok(good));
    }
    check(
        r#"
        credit-code | ９１１１０１０８５５１３８５０８２Ｑ | 91110108551385082Q
        credit-code | 911101085\n51385082Q  | 91110108551385082Q
        credit-code | 9111010855138508QQ    | CreditCodeCheck { expected: 'W' }
        credit-code | 91110108551385082A    | CreditCodeCheck { expected: 'Q' }
        credit-code | 9111O108551385082Q    | CreditCodeLetter { position: 5, letter: 'O', meant: Some("91110108551385082Q") }
        credit-code | 9I1101O8551385O82Q    | CreditCodeLetter { position: 2, letter: 'I', meant: Some("91110108551385082Q") }
        credit-code | 9111010V551385082Q    | CreditCodeLetter { position: 8, letter: 'V', meant: None }
        credit-code | 91110108551385082     | CreditCodeLength { length: 17 }
        credit-code | 110108012345678       | CreditCodeLength { length: 15 }
    "#,
    );
    // The fix that is offered is a code that fits.
    let Err(EntryMistake::CreditCodeLetter { meant: Some(meant), .. }) = credit_code("9I1101O8551385O82Q") else {
        panic!("no fix")
    };
    assert!(credit_code(&meant).is_ok());
}

#[test]
fn identity_numbers_are_checked() {
    check(
        "
        resident-id | 11010519491231002X   | 11010519491231002X
        resident-id | 110105 19491231 002x | 11010519491231002X
        resident-id | １１０１０５１９４９１２３１００２Ｘ | 11010519491231002X
        resident-id | 11010519491231020X   | ResidentIdCheck
        resident-id | 110105194912310021   | ResidentIdCheck
        resident-id | 11010519491321002X   | ResidentIdBirthday
        resident-id | 110105209912310029   | ResidentIdBirthday
        resident-id | 110105491231002      | ResidentIdLength { length: 15 }
        resident-id | 1101O519491231002X   | ResidentIdShape { position: 5 }
        resident-id | 1101051949123100X2   | ResidentIdShape { position: 17 }
    ",
    );
    assert!(resident_id("110105202603020011", day("2026-03-01")).is_err(), "nobody is born tomorrow");
}

#[test]
fn every_swap_of_two_different_neighbours_is_noticed() {
    let good = "11010519491231002X";
    for at in 0..16 {
        let mut swapped: Vec<char> = good.chars().collect();
        swapped.swap(at, at + 1);
        let swapped: String = swapped.into_iter().collect();
        assert_eq!(resident_id(&swapped, today()).is_ok(), swapped == good, "{swapped}");
    }
}

#[test]
fn phones_addresses_and_hours() {
    check(
        "
        phone | 138 0013 8000     | 13800138000
        phone | +86 138-0013-8000 | 13800138000
        phone | 0086 13800138000  | 13800138000
        phone | １３８００１３８０００ | 13800138000
        phone | 010-62345678      | 01062345678
        phone | +86 10 6234 5678  | 01062345678
        phone | 400-810-1234      | 4008101234
        phone | 1380013800        | PhoneLength { length: 10 }
        phone | 138001380000      | PhoneLength { length: 12 }
        phone | 12800138000       | PhoneShape
        phone | +44 20 7946 0958  | PhoneShape
        phone | call me           | PhoneShape
        email | linyue＠example.com | linyue@example.com
        email | linyue.example.com | Email
        email | a@b                | Email
        email | a@b..cn            | Email
        email | a b@example.com    | Email
        hours | 10-22              | 10:00-22:00
        hours | 10:00–22:30        | 10:00-22:30
        hours | １０：００～２２：３０ | 10:00-22:30
        hours | 10点到22点         | 10:00-22:00
        hours | 早上9点半到晚上10点 | 09:30-22:00
        hours | 9am to 6:30pm      | 09:00-18:30
        hours | 18-2               | 18:00-02:00
        hours | 24小时             | 00:00-24:00
        hours | 0-24               | 00:00-24:00
        hours | 11:00-14:00, 17:00-22:00 | 11:00-14:00, 17:00-22:00
        hours | 10                 | Hours
        hours | 10-25              | Hours
        hours | 10:60-12           | Hours
        hours | 10-10              | Hours
        hours | in the evening     | Hours
    ",
    );
}

#[test]
fn texts_keep_their_punctuation_and_lose_what_nobody_sees() {
    check(
        "
        text         | 荷苑小馆（中关村店）  | 荷苑小馆（中关村店）
        text         | ＡＢＣ\u{200b}　１２３  | ABC 123
        text         | one\\ntwo             | one two
        person-name  | 阿卜杜拉·买买提      | 阿卜杜拉·买买提
        person-name  | 𬀩                   | 𬀩
        person-name  |                      | Missing
        business.name | x                   | TooShort { length: 1, min: 2 }
        applicant.email |                   | nothing
        venue.kind   | restaurant           | restaurant
        venue.kind   | zoo                  | NotAChoice { typed: \"zoo\" }
        food.items   | cakes, hot-dishes    | cakes, hot-dishes
        food.items   | cakes、nothing       | NotAChoice { typed: \"nothing\" }
        food.items   |                      | MissingChoice
        food.items   | ,                    | MissingChoice
        yes-no       | YES                  | yes
        yes-no       | 否                   | no
        yes-no       | perhaps              | NotAChoice { typed: \"perhaps\" }
    ",
    );
    assert_eq!(tidy("  a\r\nb  ", true), "a\nb");
    let scope = read(&fact("business.scope"), "餐饮服务；食品销售", today());
    assert_eq!(scope, Ok(Some(rules::Value::text("餐饮服务；食品销售"))));
    let long = "x".repeat(101);
    assert_eq!(read(&fact("business.name"), &long, today()), Err(EntryMistake::TooLong { length: 101, max: 100 }));
}

#[test]
fn a_choice_is_known_by_its_name_too() {
    let kind = fact("venue.kind");
    for choice in &kind.choices {
        for name in choice.name.0.values() {
            assert_eq!(read(&kind, name, today()), Ok(Some(rules::Value::text(choice.id.clone()))), "{name}");
        }
    }
}

fn line(items: &[(&str, &str)]) -> BTreeMap<String, String> {
    items.iter().map(|(item, typed)| ((*item).to_owned(), (*typed).to_owned())).collect()
}

#[test]
fn rows_say_everything_that_is_wrong_at_once() {
    let sessions = fact("event.sessions");
    let typed = [
        line(&[("day", "17 October"), ("hours", "14-17"), ("expected", "3,000")]),
        line(&[("day", ""), ("hours", " "), ("expected", "")]),
        line(&[("day", "31 June"), ("hours", "14-17"), ("expected", "many")]),
        line(&[("hours", "9-11"), ("expected", "10")]),
    ];
    let (rows, mistakes) = read_rows(&sessions, &typed, today());
    assert_eq!(rows.len(), 3, "an empty line is no row");
    assert_eq!(rows[0].len(), 3);
    let told: Vec<(usize, &str)> = mistakes.iter().map(|(row, item, _)| (*row, item.as_str())).collect();
    assert_eq!(told, [(2, "day"), (2, "expected"), (3, "day")]);
    assert_eq!(mistakes[2].2, EntryMistake::Missing);
    let value = rules::Value::Rows(rows);
    assert_eq!(sessions.ty.read(&value.to_json()), Ok(value));
    let handlers = fact("staff.food_handlers");
    let (rows, mistakes) =
        read_rows(&handlers, &[line(&[("name", "陈波"), ("id_number", "11010519491231002X")])], today());
    assert_eq!((rows.len(), mistakes.len()), (1, 0), "optional items may be left out");
}

#[test]
fn the_examples_of_the_catalogue_are_understood() {
    for fact in beijing().facts.values() {
        for fact in std::iter::once(fact).chain(&fact.items) {
            if let Some(example) = &fact.example {
                assert!(matches!(read(fact, example, today()), Ok(Some(_))), "{}: {example}", fact.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_can_be_typed_breaks_an_entry_and_values_come_back(
        typed in prop_oneof![
            "\\PC{0,30}", "[0-9./年月日 :,-]{0,20}", "[一二三四五六七八九十百千万亿零壹佰拾]{0,12}", "[0-9A-Z]{14,19}",
            any::<String>(),
        ],
    ) {
        for fact in beijing().facts.values() {
            let Ok(Some(value)) = read(fact, &typed, today()) else { continue };
            prop_assert!(fact.ty.admits(&value), "{}: {value:?}", fact.id);
            prop_assert_eq!(fact.ty.read(&value.to_json()), Ok(value.clone()));
            // What was understood is understood again when it is shown in the field.
            let again = read(fact, &printed::plain(&value), today());
            prop_assert_eq!(again, Ok(Some(value)), "{}", fact.id);
        }
        let _ = (read_number(&typed), read_day(&typed, today()), tidy(&typed, true));
    }
}
