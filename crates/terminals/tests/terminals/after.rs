//! What a holder does after the licence, and what happens to whoever may not, or sends what does not fit.

use axum::http::StatusCode;
use casework::{Case, PartStage};
use office::SignedIn;

use crate::city::{cases, demo, get, post, session, site};

#[tokio::test]
async fn a_holder_gives_a_mandate_and_gives_up_and_nobody_else_does() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let granted =
        |c: &Case| c.licence().is_some() && c.parts().values().filter(|p| p.stage == PartStage::Granted).count() > 1;
    let all = cases(office).await;
    let case = all.iter().find(|c| granted(c)).expect("a licence with several parts");
    let n = case.number().to_owned();
    let permit = case.parts().values().find(|p| p.stage == PartStage::Granted).unwrap().permit.clone();
    let stranger = all.iter().map(|c| c.applicant().as_str()).find(|p| *p != case.applicant().as_str()).unwrap();
    let owner = session(office, SignedIn::Person { subject: case.applicant().as_str().to_owned() }).await;
    let other = session(office, SignedIn::Person { subject: stranger.to_owned() }).await;
    let at = |place: &str| format!("/en/case/{n}/{place}");

    for place in ["after", "amend", "close", "people"] {
        assert_eq!(get(&site, &owner, &at(place)).await.status, StatusCode::OK, "{place}");
        assert_eq!(get(&site, &other, &at(place)).await.status, StatusCode::FORBIDDEN, "{place}");
    }

    // A mandate needs a scope and a day that is not past; what was typed stays.
    let page = post(&site, &owner, &at("people"), "once=M1&act=mandate&until=about+May").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("about May"));
    let page = post(&site, &owner, &at("people"), "once=M2&act=mandate&scope=answer&until=2019-05-01").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let until = office.today().plus_days(30);
    let form = format!("once=M3&act=mandate&scope=answer&until={until}");
    let page = post(&site, &owner, &at("people"), &form).await;
    assert_eq!(page.status, StatusCode::OK);
    let code = page.text.split("<b class=\"mono\">").nth(1).and_then(|t| t.split('<').next()).unwrap().to_owned();
    // Sent twice it is made once, and the code is not told again.
    let again = post(&site, &owner, &at("people"), &form).await;
    assert!(again.status == StatusCode::OK && !again.text.contains(&code));
    let changed = post(&site, &owner, &at("people"), &form.replace("answer", "dispose")).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY, "the same key with another body");

    // Whoever holds the code takes it; a wrong one leads nowhere.
    let wrong = get(&site, &other, "/en/join?code=ZZZZZ-ZZZZZ").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let looked = get(&site, &other, &format!("/en/join?code={code}")).await;
    assert!(looked.status == StatusCode::OK && looked.text.contains(&n));
    let taken = post(&site, &other, "/en/join", &format!("once=J1&act=take&code={code}")).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let used = post(&site, &other, "/en/join", &format!("once=J2&act=take&code={code}")).await;
    assert_eq!(used.status, StatusCode::CONFLICT);
    assert_eq!(get(&site, &other, &format!("/en/case/{n}")).await.status, StatusCode::OK);
    // The mandate is for answering, not for giving up, and an agent gives no mandates.
    let outside = post(&site, &other, &at("close"), &format!("once=C0&what={permit}")).await;
    assert_eq!(outside.status, StatusCode::FORBIDDEN);
    assert!(outside.text.contains("power of attorney"));
    let passed_on = post(&site, &other, &at("people"), &form.replace("M3", "M4")).await;
    assert_eq!(passed_on.status, StatusCode::FORBIDDEN);

    // Giving up: what, and from a day that is not past.
    assert_eq!(post(&site, &owner, &at("close"), "once=C1").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = post(&site, &owner, &at("close"), &format!("once=C2&what={permit}&from=2019-05-01")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("2019-05-01"));
    let done = post(&site, &owner, &at("close"), &format!("once=C3&what={permit}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let after = office.case_file(case.id().as_str()).await.unwrap().case;
    assert_eq!(after.part(&permit).unwrap().stage, PartStage::GivenUp);
    assert!(after.licence().is_some_and(|licence| !licence.outdated), "the licence follows at once");
    let twice = post(&site, &owner, &at("close"), &format!("once=C4&what={permit}")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "what is given up is not given up again");
}
