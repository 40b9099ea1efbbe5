//! A desk with more work than one page holds.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use office::{DeskAsked, DeskTurn, DeskView, Official, SignedIn, Turned};
use store::DeskLine;

use crate::city::{empty, get, session, site};

const ROWS: usize = 10_000;

fn line(official: &Official, n: usize) -> DeskLine {
    DeskLine {
        authority: official.authority.as_str().to_owned(),
        case_id: format!("CASE{n:05}"),
        permit: if n.is_multiple_of(4) { "food-business" } else { "outdoor-advertising" }.to_owned(),
        stage: if n.is_multiple_of(5) { "paused" } else { "deciding" }.to_owned(),
        due: (!n.is_multiple_of(10)).then(|| format!("2026-{:02}-{:02}", 6 + n % 7, 1 + n % 28)),
        promised: None,
        official: n.is_multiple_of(8).then(|| official.id.clone()),
        district: official.district.clone().unwrap_or_default(),
        title: format!("Shop {n}"),
        number: format!("RS26-{n:05}-K"),
        flags: String::new(),
        version: 1,
    }
}

/// The addresses of the rows of a page, in their order.
fn rows(text: &str) -> Vec<String> {
    text.split("data-row")
        .filter_map(|before| before.rsplit("href=\"").next()?.split('"').next())
        .filter(|href| href.contains("/desk/case/"))
        .map(str::to_owned)
        .collect()
}

fn link(text: &str, label: &str) -> Option<String> {
    let at = text.find(label)?;
    Some(text[..at].rsplit("href=\"").next()?.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn ten_thousand_rows_are_walked_page_by_page_and_none_is_lost_or_shown_twice() {
    let office = empty();
    let site = site(&office, false);
    let official = office.staff().all().iter().find(|o| o.decides() && o.district.is_some()).unwrap().clone();
    let lines: Vec<DeskLine> = (0..ROWS).map(|n| line(&official, n)).collect();
    office
        .store()
        .write(move |tx| lines.iter().try_for_each(|l| tx.put_on_desk(l).map(|_| ())).map_err(Turned::from))
        .await
        .unwrap();
    let token = session(&office, SignedIn::Official { id: official.id.clone() }).await;

    // What the rail says is what there is, counted another way.
    let all: Vec<DeskLine> = (0..ROWS).map(|n| line(&official, n)).collect();
    let counts = office.desk_counts(&official).await.unwrap();
    assert_eq!(counts.all, ROWS);
    assert_eq!(counts.mine, all.iter().filter(|l| l.official.is_some()).count());
    assert_eq!(counts.waiting, all.iter().filter(|l| l.stage == "paused").count());
    assert_eq!(counts.pool, all.iter().filter(|l| l.official.is_none() && l.stage != "paused").count());

    // A filtered view, walked to its end by the links of its pages.
    let wanted = all.iter().filter(|l| l.permit == "food-business" && l.stage == "paused").count();
    let mut address = "/en/desk/inbox?view=waiting&permit=food-business".to_owned();
    let mut seen = BTreeSet::new();
    let mut first = None;
    loop {
        let page = get(&site, &token, &address).await;
        assert_eq!(page.status, StatusCode::OK);
        let found = rows(&page.text);
        assert!((1..=office::DESK_PAGE).contains(&found.len()), "{} rows on {address}", found.len());
        for row in found {
            assert!(row.contains("food-business") && seen.insert(row.clone()), "{row} again");
        }
        first.get_or_insert(page.text.clone());
        match link(&page.text, "Next page") {
            Some(next) => address = next,
            None => {
                assert!(
                    page.text.contains(&format!("to {wanted} of {wanted}")),
                    "the last page says that it is the last"
                );
                let back = get(&site, &token, &link(&page.text, "Previous page").unwrap()).await;
                assert_eq!(rows(&back.text).len(), office::DESK_PAGE);
                assert!(back.text.contains("view=waiting&amp;permit=food-business"), "the filters stay");
                break;
            }
        }
    }
    assert_eq!(seen.len(), wanted);
    let chips = first.unwrap();
    assert!(chips.contains(&wanted.to_string()), "the filter says how many it has");

    // Words are found wherever the row lies, and turned over too.
    let asked = |turn| DeskAsked { view: DeskView::All, permit: None, words: "shop 1".into(), turn };
    let page = office.desk(&official, &asked(DeskTurn::First)).await.unwrap();
    let called: Vec<&DeskLine> = all.iter().filter(|l| l.title.starts_with("Shop 1")).collect();
    assert_eq!((page.found, page.before, page.rows.len()), (called.len(), 0, office::DESK_PAGE));
    let next = office.desk(&official, &asked(DeskTurn::After(page.rows.last().unwrap().place()))).await.unwrap();
    assert_eq!(next.before, office::DESK_PAGE);
    let back = office.desk(&official, &asked(DeskTurn::Before(next.rows[0].place()))).await.unwrap();
    assert_eq!(back, page);
    let one = get(&site, &token, "/en/desk/inbox?view=all&q=RS26-09999").await;
    assert_eq!(rows(&one.text).len(), 1);

    // A place nobody can have and a place of another desk lead to the first page, not to a fault.
    for place in ["nonsense", "2026-13-77.x.y", "..", "2999-01-01.ZZZZ.zzz", "%00"] {
        let page = get(&site, &token, &format!("/en/desk/inbox?after={place}")).await;
        assert_eq!((page.status, rows(&page.text).len()), (StatusCode::OK, office::DESK_PAGE), "{place}");
    }
}
