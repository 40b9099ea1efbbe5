//! Who may not see what, and what every answer has, over the invented city: whole requests, as a browser sends them.

use axum::http::{StatusCode, header};
use casework::Stage;
use office::SignedIn;

use crate::city::{cases, demo, get, post, session, site};

#[tokio::test]
async fn a_stranger_with_the_number_of_a_case_reads_and_changes_nothing() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let stranger = session(office, SignedIn::Person { subject: "stranger".to_owned() }).await;
    let all = cases(office).await;
    let filed = all.iter().find(|c| c.filing().is_some() && !c.messages().is_empty()).unwrap();
    let draft = all.iter().find(|c| c.stage() == Stage::Draft && !c.facts().is_empty()).unwrap();
    let versions: Vec<u64> = all.iter().map(casework::Case::version).collect();
    for case in [filed, draft] {
        let n = case.number();
        let title = office.case_file(case.id().as_str()).await.unwrap().title().unwrap_or("\u{0}").to_owned();
        let hash = case.papers().first().map_or("0".repeat(64), |p| p.hash.as_str().to_owned());
        let places = [
            format!("apply/{n}"),
            format!("apply/{n}/papers"),
            format!("apply/{n}/check"),
            format!("apply/{n}/place"),
            format!("apply/{n}/papers/any/{hash}"),
            format!("apply/{n}/place/not-right?fact=business.name"),
            format!("case/{n}"),
            format!("case/{n}.ics"),
            format!("case/{n}/receipt"),
            format!("case/{n}/receipt.json"),
            format!("case/{n}/messages"),
            format!("case/{n}/withdraw"),
            format!("case/{n}/notice"),
            format!("case/{n}/notice/object?point=1"),
            format!("case/{n}/object?permit=x"),
            format!("case/{n}/readings"),
        ];
        for place in &places {
            let page = get(&site, &stranger, &format!("/en/{place}")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{place}");
            assert!(!page.text.contains(&title), "{place} tells the name of the case");
        }
        for place in [
            format!("apply/{n}"),
            format!("apply/{n}/papers"),
            format!("apply/{n}/check"),
            format!("apply/{n}/place"),
            format!("apply/{n}/place/field"),
            format!("apply/{n}/place/not-right"),
            format!("case/{n}/messages"),
            format!("case/{n}/withdraw"),
            format!("case/{n}/notice/object"),
            format!("case/{n}/object"),
        ] {
            let form = "once=K&agree=yes&look=yes&text=hello&remove=a:b&name=business.name&value=Mine&reason=r&fact=business.name";
            let page = post(&site, &stranger, &format!("/en/{place}"), form).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "POST {place}");
        }
    }
    let after: Vec<u64> = cases(office).await.iter().map(casework::Case::version).collect();
    assert_eq!(versions, after, "something was changed");
}

#[tokio::test]
async fn officials_see_licences_only_where_they_have_a_task() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let licensed = cases(office).await.into_iter().find(|c| c.licence().is_some()).unwrap();
    let kept = office.licence(&licensed.licence().unwrap().id).await.unwrap();
    let holder = session(office, SignedIn::Person { subject: kept.subject.clone() }).await;
    let address = format!("/en/licence/{}", kept.licence.number);
    assert_eq!(get(&site, &holder, &address).await.status, StatusCode::OK);
    let took_part = |o: &office::Official| kept.licence.parts.iter().any(|p| p.authority_id == o.authority.as_str());
    let outsider = office.staff().all().iter().find(|o| !took_part(o) && o.decides()).unwrap();
    let clerk = office.staff().all().iter().find(|o| o.window().is_some() && !o.decides() && !o.represents()).unwrap();
    for official in [outsider, clerk] {
        let token = session(office, SignedIn::Official { id: official.id.clone() }).await;
        for address in [address.clone(), format!("{address}/paper.pdf")] {
            let page = get(&site, &token, &address).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{} sees {address}", official.id);
            assert_eq!(page.headers[header::LOCATION], "/en/verify");
        }
    }
    let decided = office.staff().all().iter().find(|o| took_part(o) && o.decides()).unwrap();
    let token = session(office, SignedIn::Official { id: decided.id.clone() }).await;
    assert_eq!(get(&site, &token, &address).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_desk_knows_only_its_acts_and_tells_nothing_about_the_cases_of_others() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let deciding = |o: &&office::Official| o.decides();
    for official in office.staff().all().iter().filter(deciding).take(40) {
        let rows = office.desk(official, &office::DeskAsked::default()).await.unwrap().rows;
        let Some(row) = rows.iter().find(|r| r.stage == "deciding") else { continue };
        let token = session(office, SignedIn::Official { id: official.id.clone() }).await;
        let page =
            post(&site, &token, &format!("/en/desk/case/{}/{}/decide", row.number, row.permit), "once=K1&act=dance")
                .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let foreign = cases(office).await.into_iter().find(|c| {
            c.filing().is_some()
                && c.parts().values().all(|p| p.authority != official.authority && p.consultations.is_empty())
        });
        let Some(foreign) = foreign else { continue };
        let permit = foreign.parts().keys().next().unwrap();
        let address = format!("/en/desk/inbox?done=granted&case={}&permit={permit}", foreign.number());
        let page = get(&site, &token, &address).await;
        assert_eq!(page.status, StatusCode::OK);
        let flash = page.text.split("class=\"flash\"").nth(1).and_then(|t| t.split("</div>").next()).unwrap();
        let name = demo.office.catalogue().permits[permit].name.say("en").to_owned();
        assert!(!flash.contains(&name), "it tells what is in a case of others: {flash}");
        return;
    }
    panic!("no desk with a case of its own");
}

#[tokio::test]
async fn every_answer_has_the_headers_and_private_ones_stay_in_no_cache() {
    let demo = demo().await;
    let office = &demo.office;
    let plain = site(office, false);
    let filed = cases(office).await.into_iter().find(|c| c.filing().is_some()).unwrap();
    let owner = session(office, SignedIn::Person { subject: filed.applicant().as_str().to_owned() }).await;
    let n = filed.number();
    for address in [
        "/en/me".to_owned(),
        format!("/en/case/{n}"),
        format!("/en/case/{n}.ics"),
        format!("/en/case/{n}/receipt.json"),
        format!("/en/case/{n}/messages"),
        format!("/en/case/{n}/withdraw"),
        "/en/nothing".to_owned(),
        "/en/cases".to_owned(),
    ] {
        let page = get(&plain, &owner, &address).await;
        assert_eq!(page.headers.get(header::CACHE_CONTROL).map(|v| v.to_str().unwrap()), Some("no-store"), "{address}");
        assert_eq!(page.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{address}");
        assert!(!page.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{address}");
    }
    let secure = site(office, true);
    for address in ["/", "/health", "/trust.json", "/en/", "/en/nothing", "/en/me"] {
        let page = get(&secure, "", address).await;
        assert!(page.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{address}");
        assert_eq!(page.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{address}");
    }
    // The controls of the demo are not there in a real city.
    for address in ["/demo/next-day", "/demo/be/zhou-lan"] {
        assert_eq!(post(&secure, "", address, "").await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_no_verdict_about_a_licence() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let licensed = cases(office).await.into_iter().find(|c| c.licence().is_some()).unwrap();
    let kept = office.licence(&licensed.licence().unwrap().id).await.unwrap();
    let text = terminals::address::encode(&office.licence_qr(&kept.licence).unwrap());
    let asked = format!("text={text}");
    assert_eq!(post(&site, "", "/en/verify", &asked).await.status, StatusCode::OK);
    office.store().close().await;
    let page = post(&site, "", "/en/verify", &asked).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text);
}

#[tokio::test]
async fn an_address_carries_no_personal_facts_and_no_endless_texts() {
    let demo = demo().await;
    let catalogue = demo.office.catalogue();
    let pair = |fact: &rules::FactId, text: &str| [(fact.to_string(), text.to_owned())];
    let group = catalogue.facts.values().find(|f| f.items.iter().any(|i| i.personal)).expect("people named in a group");
    let name = group.items.iter().find(|i| i.personal && i.ty == rules::Type::Text).unwrap();
    let rows = format!("[{{\"{}\":\"Chen\"}}]", name.id);
    assert_eq!(terminals::address::known_from(&catalogue, &pair(&group.id, &rows)).iter().count(), 0);
    let plain = |f: &&catalogue::Fact| f.ty == rules::Type::Text && !f.personal && f.derive.is_none();
    let text = catalogue.facts.values().find(plain).unwrap();
    assert_eq!(terminals::address::known_from(&catalogue, &pair(&text.id, "short")).iter().count(), 1);
    assert_eq!(terminals::address::known_from(&catalogue, &pair(&text.id, &"x".repeat(50_000))).iter().count(), 0);
}
