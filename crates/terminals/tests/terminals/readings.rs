//! What is written down about who looked, and how somebody is found at a window.

use axum::http::StatusCode;
use casework::{PartStage, Stage};
use office::SignedIn;

use crate::city::{cases, demo, get, post, session, site};

#[tokio::test]
async fn who_was_asked_for_advice_reads_to_give_advice() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let all = cases(office).await;
    let deciding =
        all.iter().filter(|c| c.stage() == Stage::Filed).flat_map(|c| c.parts().values().map(move |p| (c, p)));
    for (case, part) in deciding.filter(|(_, p)| p.stage == PartStage::Deciding) {
        let district = office.case_file(case.id().as_str()).await.unwrap().district().unwrap_or_default().to_owned();
        let here = |o: &&office::Official| o.decides() && o.district.as_deref().is_none_or(|d| d == district);
        let staff = office.staff().all();
        let Some(own) = staff.iter().filter(here).find(|o| o.authority == part.authority) else { continue };
        let asked = staff.iter().filter(here).find(|o| case.parts().values().all(|p| p.authority != o.authority));
        let Some(asked) = asked else { continue };
        let own = session(office, SignedIn::Official { id: own.id.clone() }).await;
        let href = format!("/en/desk/case/{}/{}", case.number(), part.permit);
        let form = format!("once=C1&authority={}&question=Is+it+so", asked.authority);
        assert_eq!(post(&site, &own, &format!("{href}/consult"), &form).await.status, StatusCode::SEE_OTHER);
        let token = session(office, SignedIn::Official { id: asked.id.clone() }).await;
        assert_eq!(get(&site, &token, &href).await.status, StatusCode::OK);
        let readings = office.readings_of_case(case.id().as_str()).await.unwrap();
        let of_asked: Vec<_> = readings.iter().filter(|r| r.actor == asked.id).collect();
        assert!(!of_asked.is_empty() && of_asked.iter().all(|r| r.purpose == "consult"), "{of_asked:?}");
        let owner = session(office, SignedIn::Person { subject: case.applicant().as_str().to_owned() }).await;
        let page = get(&site, &owner, &format!("/en/case/{}/readings", case.number())).await;
        assert!(page.text.contains("to give advice"));
        return;
    }
    panic!("nobody to ask");
}

#[tokio::test]
async fn a_person_is_found_by_their_card_whatever_they_sign_in_with() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let all = cases(office).await;
    let person = demo.town.people.iter().find(|p| all.iter().any(|c| c.applicant().as_str() == p.subject)).unwrap();
    assert_ne!(
        office.subject_of("resident-id", &person.resident_id).as_str(),
        person.subject,
        "they sign in with something else"
    );
    let clerk = office.staff().all().iter().find(|o| o.window().is_some()).unwrap();
    let token = session(office, SignedIn::Official { id: clerk.id.clone() }).await;
    for _ in 0..2 {
        let form = format!("identity={}&present=yes", person.resident_id);
        let served = post(&site, &token, "/en/desk/window/start", &form).await;
        assert_eq!(served.status, StatusCode::SEE_OTHER, "{}", served.text);
        let serving = office.session(&token).await.unwrap().unwrap().serving.unwrap();
        assert_eq!(serving.subject, person.subject);
        assert_eq!(post(&site, &token, "/en/desk/window/stop", "").await.status, StatusCode::SEE_OTHER);
    }
    // Somebody no register knows is served too, under a handle of their own.
    let form = "identity=11010519491231002X&present=yes";
    assert_eq!(post(&site, &token, "/en/desk/window/start", form).await.status, StatusCode::SEE_OTHER);
}
