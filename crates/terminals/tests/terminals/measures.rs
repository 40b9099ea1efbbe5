//! What happens to a licence after it was given, and to a case whose representative changes.

use axum::http::StatusCode;
use casework::{Case, Event, PartStage, Stage};
use office::{Office, Official, SignedIn};

use crate::city::{cases, demo, get, hidden, post, session, site};

/// Somebody who decides this part.
fn officer<'o>(office: &'o Office, case: &Case, district: &str, permit: &catalogue::PermitId) -> &'o Official {
    let authority = &case.part(permit).unwrap().authority;
    let here =
        |o: &&Official| o.decides() && &o.authority == authority && o.district.as_deref().is_none_or(|d| d == district);
    office.staff().all().iter().find(here).expect("somebody decides it")
}

#[tokio::test]
async fn a_part_is_suspended_used_again_and_revoked_and_the_licence_says_so_at_once() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let granted =
        |c: &Case| c.licence().is_some() && c.parts().values().filter(|p| p.stage == PartStage::Granted).count() > 1;
    let case = cases(office).await.into_iter().find(granted).expect("a licence with several parts");
    let (id, n) = (case.id().as_str().to_owned(), case.number().to_owned());
    let permit = case.parts().values().find(|p| p.stage == PartStage::Granted).unwrap().permit.clone();
    let district = office.case_file(&id).await.unwrap().district().unwrap_or_default().to_owned();
    let desk = session(office, SignedIn::Official { id: officer(office, &case, &district, &permit).id.clone() }).await;
    let owner = session(office, SignedIn::Person { subject: case.applicant().as_str().to_owned() }).await;
    let kept = office.licence(&case.licence().unwrap().id).await.unwrap();
    let licence = format!("/en/licence/{}", kept.licence.number);
    let verify = format!("/en/verify?code={}", kept.licence.code);
    let href = format!("/en/desk/case/{n}/{permit}");
    let shown = async |word: &str| {
        let mut said = Vec::new();
        for (who, address) in [(&owner, licence.as_str()), (&owner, "/en/wallet"), (&String::new(), verify.as_str())] {
            let page = get(&site, who, address).await;
            said.push(page.text.contains(word));
        }
        said
    };
    assert_eq!(shown("valid in part").await, [false, false, false]);

    // The desk finds what it decided by the number on the paper.
    for q in [kept.licence.number.clone(), n.clone(), kept.licence.code.to_string()] {
        let found = get(&site, &desk, &format!("/en/desk/licences?q={q}")).await;
        assert!(found.text.contains(&href), "{q} is not found");
    }
    let form = get(&site, &desk, &format!("{href}/measure/suspend")).await;
    assert_eq!(form.status, StatusCode::OK);
    let sent = |rest: &str| format!("once={}&seen={}&{rest}", office.once_key(), hidden(&form.text, "seen"));

    // Nothing without a reason, and no day that is past; what was typed stays.
    let page = post(&site, &desk, &format!("{href}/measure/suspend"), &sent("law=0&reason=&from=1+May+2019")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page =
        post(&site, &desk, &format!("{href}/measure/suspend"), &sent("law=0&reason=Rats+were+seen&from=2019-05-01"))
            .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    assert!(page.text.contains("Rats were seen") && page.text.contains("2019-05-01"));

    let done = post(&site, &desk, &format!("{href}/measure/suspend"), &sent("law=0&reason=Rats+were+seen")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    for (place, says) in ["the licence", "the wallet", "the verify page"].iter().zip(shown("alid in part").await) {
        assert!(says, "{place} does not follow");
    }
    assert!(get(&site, &owner, &format!("/en/case/{n}")).await.text.contains("Rats were seen"));
    let again = get(&site, &desk, &format!("{href}/measure/suspend")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "what is suspended is not suspended again");
    // The page from before knows nothing of it.
    let stale = post(
        &site,
        &desk,
        &format!("{href}/measure/revoke"),
        &format!("once=OLD&seen={}&law=0&reason=Again", hidden(&form.text, "seen")),
    )
    .await;
    assert_eq!(stale.status, StatusCode::SEE_OTHER, "one's own act is no surprise");
    let case = office.case_file(&id).await.unwrap().case;
    assert_eq!(case.part(&permit).unwrap().stage, PartStage::Revoked);

    // Another part: announced for a later day, so it is still valid today.
    let other = case.parts().values().find(|p| p.stage == PartStage::Granted).unwrap().permit.clone();
    let desk = session(office, SignedIn::Official { id: officer(office, &case, &district, &other).id.clone() }).await;
    let href = format!("/en/desk/case/{n}/{other}");
    let later = office.today().plus_days(9);
    let part_of = async || {
        let kept = office.licence(&case.licence().unwrap().id).await.unwrap().licence;
        let part = kept.parts.iter().find(|p| p.permit == other.as_str()).unwrap().clone();
        (part.standing_on(office.today()), part.standing_on(later))
    };
    let form = format!("once=LATER&law=0&reason=The+exit+is+closed&from={later}");
    assert_eq!(post(&site, &desk, &format!("{href}/measure/suspend"), &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(part_of().await, (licence::PartStanding::Valid, licence::PartStanding::Suspended));
    let back = post(&site, &desk, &format!("{href}/measure/reinstate"), "once=BACK&reason=It+is+open").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(part_of().await, (licence::PartStanding::Valid, licence::PartStanding::Valid));
    assert_eq!(post(&site, &desk, &format!("{href}/measure/dance"), "reason=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_else_was_faster_and_the_act_is_turned_away_with_their_name() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let all = cases(office).await;
    // Two officials of one desk look at the same part.
    for case in all.iter().filter(|c| c.stage() == Stage::Filed) {
        for part in case.parts().values().filter(|p| p.stage == PartStage::Deciding) {
            let district =
                office.case_file(case.id().as_str()).await.unwrap().district().unwrap_or_default().to_owned();
            let two: Vec<&Official> = office
                .staff()
                .all()
                .iter()
                .filter(|o| {
                    o.decides() && o.authority == part.authority && o.district.as_deref().is_none_or(|d| d == district)
                })
                .collect();
            let [first, second, ..] = two[..] else { continue };
            let first = session(office, SignedIn::Official { id: first.id.clone() }).await;
            let name = first_name(office, second);
            let second = session(office, SignedIn::Official { id: second.id.clone() }).await;
            let href = format!("/en/desk/case/{}/{}", case.number(), part.permit);
            let seen = hidden(&get(&site, &first, &href).await.text, "seen");
            let asked = post(
                &site,
                &second,
                &format!("{href}/extend"),
                &format!("once=E1&seen={seen}&until=2020-1-1&reason=x"),
            )
            .await;
            assert_ne!(asked.status, StatusCode::SEE_OTHER);
            let consulted = format!(
                "once=C1&seen={seen}&authority={}&question=Is+it+so",
                other_authority(office, case, &part.authority)
            );
            assert_eq!(
                post(&site, &second, &format!("{href}/consult"), &consulted).await.status,
                StatusCode::SEE_OTHER
            );
            let form = format!("once=G1&seen={seen}&act=grant&conditions=Keep+the+exit+free");
            let late = post(&site, &first, &format!("{href}/decide"), &form).await;
            assert_eq!(late.status, StatusCode::CONFLICT);
            assert!(
                late.text.contains(&name) && late.text.contains("Keep the exit free"),
                "who it was, and what was typed"
            );
            let now = hidden(&late.text, "seen");
            let form = format!("once=G2&seen={now}&act=grant&conditions=Keep+the+exit+free");
            assert_eq!(post(&site, &first, &format!("{href}/decide"), &form).await.status, StatusCode::SEE_OTHER);
            return;
        }
    }
    panic!("no part with two officials");
}

fn first_name(office: &Office, official: &Official) -> String {
    office.staff().official(&official.id).unwrap().name.say("en").to_owned()
}

fn other_authority(office: &Office, case: &Case, not: &catalogue::AuthorityId) -> String {
    let catalogue = office.catalogue();
    let decides = |a: &&catalogue::AuthorityId| *a != not && case.parts().values().all(|p| &p.authority != *a);
    catalogue.authorities.keys().find(decides).unwrap().to_string()
}

#[tokio::test]
async fn a_case_that_is_handed_over_has_one_representative_as_before() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let case = cases(office).await.into_iter().find(|c| c.stage() == Stage::Filed).unwrap();
    let old = case.representative().unwrap().id.as_str().to_owned();
    let token = session(office, SignedIn::Official { id: old.clone() }).await;
    let href = format!("/en/desk/rep/{}", case.number());
    let form = get(&site, &token, &format!("{href}/hand-over")).await;
    assert_eq!(form.status, StatusCode::OK);
    let to = form
        .text
        .split("name=\"to\"")
        .nth(1)
        .unwrap()
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_ne!(to, old);
    for wrong in [
        format!("once=A&to={to}&reason="),
        "once=B&to=nobody&reason=leave".to_owned(),
        format!("once=C&to={old}&reason=leave"),
    ] {
        let page = post(&site, &token, &format!("{href}/hand-over"), &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let sent = post(&site, &token, &format!("{href}/hand-over"), &format!("once=D&to={to}&reason=On+leave")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(get(&site, &token, &href).await.status, StatusCode::FORBIDDEN, "the old one has no say any more");
    let new = session(office, SignedIn::Official { id: to.clone() }).await;
    assert_eq!(get(&site, &new, &href).await.status, StatusCode::OK);
    let owner = session(office, SignedIn::Person { subject: case.applicant().as_str().to_owned() }).await;
    let name = office.staff().official(&to).unwrap().name.say("en").to_owned();
    let page = get(&site, &owner, &format!("/en/case/{}", case.number())).await;
    assert!(page.text.contains(&name) && page.text.contains("On leave"));
    let after = office.case_file(case.id().as_str()).await.unwrap().case;
    let changed = after.history().iter().filter(|r| matches!(r.event, Event::RepresentativeChanged { .. })).count();
    assert_eq!(changed, 1);
}
