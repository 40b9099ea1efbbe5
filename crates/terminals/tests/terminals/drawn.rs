//! Pages of the form that are kept are exactly what would be drawn anew, whatever happened in between, and a section that
//! is sent twice is kept once.

use axum::http::StatusCode;
use office::{Office, SignedIn, Turned};

use crate::city::{self, get, post, session, site_of};

const ANA: &str = "ana";

/// Without the key, which is another one on every page.
fn without_key(page: &str) -> String {
    let Some((before, rest)) = page.split_once("name=\"once\" value=\"") else { return page.to_owned() };
    format!("{before}{}", rest.split_once('"').unwrap().1)
}

fn key_of(page: &str) -> String {
    page.split_once("name=\"once\" value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

async fn version(office: &Office, number: &str) -> u64 {
    let id = office.case_id_of(number).await.unwrap().unwrap();
    // From the store itself, past everything that is remembered.
    office.store().read(move |tx| tx.last_seq(&id).map_err(Turned::from)).await.unwrap().unwrap() as u64
}

#[tokio::test]
async fn a_kept_page_is_the_page_as_it_would_be_drawn_anew() {
    let demo = city::demo().await;
    let office = &demo.office;
    let (kept, anew) = (site_of(office, false), site_of(office, true));
    let signed_in = || async { session(office, SignedIn::Person { subject: ANA.to_owned() }).await };
    let (mut ana, mut again) = (signed_in().await, signed_in().await);
    let begin = "event=open-restaurant&once=ONCE&venue.kind=restaurant&premises.operating_area=186";
    let begun = post(&kept, &ana, "/en/apply/new", begin).await;
    let at = begun.headers["location"].to_str().unwrap().split('?').next().unwrap().replace("/en/", "");
    let sections = ["premises", "business", "applicant", "staff"].map(|s| format!("{at}/{s}"));
    let answers = [
        "",
        "op=later&asked=venue.name&venue.name=Lotus",
        "op=later&asked=venue.name&venue.name=Lotus+%3Cb%3E%26",
        "op=later&asked=premises.operating_area&premises.operating_area=1200",
        "op=later&asked=premises.kitchen_area&premises.kitchen_area=24",
        "op=later&asked=premises.operating_area&premises.operating_area=86",
        "op=later&asked=venue.name&venue.name=",
    ];
    let mut seen = 0;
    for (round, answer) in answers.iter().enumerate() {
        if !answer.is_empty() {
            post(&kept, &ana, &format!("/en/{}", sections[0]), answer).await;
        }
        if round == 4 {
            demo.world.pass_minutes(24 * 60);
            (ana, again) = (signed_in().await, signed_in().await);
        }
        for section in &sections {
            for language in ["en", "zh", "en"] {
                let address = format!("/{language}/{section}");
                let fresh = get(&anew, &ana, &address).await;
                for token in [&ana, &again] {
                    let page = get(&kept, token, &address).await;
                    assert_eq!(page.status, fresh.status, "{address} after {answer}");
                    assert_eq!(without_key(&page.text), without_key(&fresh.text), "{address} after {answer}");
                    seen += usize::from(page.status == StatusCode::OK);
                }
            }
        }
    }
    assert!(seen > 40, "only {seen} pages were compared");
    let address = format!("/en/{}", sections[0]);
    let (one, two) = (get(&kept, &ana, &address).await, get(&kept, &ana, &address).await);
    assert_ne!(key_of(&one.text), key_of(&two.text), "every page has a key of its own");
    let stranger = session(office, SignedIn::Person { subject: "stranger".to_owned() }).await;
    assert_eq!(get(&kept, &stranger, &address).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_section_that_is_sent_twice_is_kept_once_and_never_undoes_what_came_after() {
    let demo = city::demo().await;
    let office = &demo.office;
    let site = site_of(office, false);
    let ana = session(office, SignedIn::Person { subject: ANA.to_owned() }).await;
    let begin = "event=open-restaurant&once=TWICE&venue.kind=restaurant&premises.operating_area=186";
    let begun = post(&site, &ana, "/en/apply/new", begin).await;
    let at = begun.headers["location"].to_str().unwrap().split('?').next().unwrap().to_owned();
    let number = at.rsplit('/').next().unwrap().to_owned();
    let section = format!("{at}/premises");
    let before = version(office, &number).await;
    let sent = |key: &str, name: &str| format!("op=later&once={key}&asked=venue.name&venue.name={name}");
    let first = post(&site, &ana, &section, &sent("A", "Lotus")).await;
    assert_eq!(version(office, &number).await, before + 1);
    post(&site, &ana, &section, &sent("B", "Willow")).await;
    assert_eq!(version(office, &number).await, before + 2);
    // The first one arrives once more, late.
    let late = post(&site, &ana, &section, &sent("A", "Lotus")).await;
    assert_eq!(version(office, &number).await, before + 2, "the same save was kept twice");
    assert_eq!(late.status, first.status);
    assert!(get(&site, &ana, &section).await.text.contains("Willow"));
    // Another content on the same page is another save.
    post(&site, &ana, &section, &sent("A", "Pine")).await;
    assert_eq!(version(office, &number).await, before + 3);
    // What the script keeps while somebody writes goes forth and back; the last one counts.
    for name in ["Oak", "Elm", "Oak"] {
        post(&site, &ana, &section, &format!("auto=1&{}", sent("A", name))).await;
    }
    assert_eq!(version(office, &number).await, before + 6);
}
