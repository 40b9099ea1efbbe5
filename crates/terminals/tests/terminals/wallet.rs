//! A licence goes into a wallet, and its status follows what happens to it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use casework::{Case, PartStage, Who, acts};
use licence::credential::wallet::Offer;
use licence::credential::{Holder, Looked, Status, StatusToken, check};
use licence::{PublicKey, SigningKey};
use office::{Instant, Office, SignedIn};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::city::{cases, demo, get, post, session, site};

const GRANT: &str = "grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code";

async fn ask(site: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let answer = site.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn token(site: &Router, code: &str, digits: &str) -> (StatusCode, Value) {
    let form = format!("{GRANT}&pre-authorized_code={code}&tx_code={digits}");
    let request = Request::post("/wallet/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    ask(site, request.body(Body::from(form)).unwrap()).await
}

fn proof(key: &SigningKey, origin: &str, nonce: &Value) -> String {
    use base64::Engine;
    use p256::ecdsa::signature::Signer;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    let header = json!({ "typ": "openid4vci-proof+jwt", "alg": "ES256", "jwk": key.public().to_jwk() });
    let claims = json!({ "aud": origin, "iat": 1, "nonce": nonce });
    let signed = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
    let secret = <p256::ecdsa::SigningKey as p256::pkcs8::DecodePrivateKey>::from_pkcs8_pem(&key.to_pem().unwrap());
    let signature: p256::ecdsa::Signature = secret.unwrap().sign(signed.as_bytes());
    format!("{signed}.{}", encode(&signature.to_bytes()))
}

async fn licensed(office: &Office) -> Case {
    let several =
        |c: &Case| c.licence().is_some() && c.parts().values().filter(|p| p.stage == PartStage::Granted).count() > 1;
    cases(office).await.into_iter().find(several).expect("a licence with several parts")
}

fn code_of(page: &str) -> (String, String) {
    let link = page.split("openid-credential-offer://?credential_offer=").nth(1).unwrap().split('"').next().unwrap();
    let text = percent_decoded(&link.replace("&amp;", "&"));
    let offer: Offer = serde_json::from_str(&text).unwrap();
    let digits = page.split("wallet-digits mono\">").nth(1).unwrap().split('<').next().unwrap().trim().to_owned();
    (offer.grants.unwrap().pre_authorized.unwrap().code, digits)
}

fn percent_decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_holder_takes_the_licence_into_a_wallet_with_a_code_that_is_good_once() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let case = licensed(office).await;
    let kept = office.licence(&case.licence().unwrap().id).await.unwrap();
    let owner = session(office, SignedIn::Person { subject: case.applicant().as_str().to_owned() }).await;
    let address = format!("/en/licence/{}/wallet", kept.licence.number);
    let lead = get(&site, &owner, &address).await;
    assert!(lead.status == StatusCode::OK && !lead.text.contains("openid-credential-offer"), "looking makes no code");
    // An official who decided in it may look at the licence, not take it.
    let other = session(office, SignedIn::Person { subject: "somebody".to_owned() }).await;
    for who in ["", &other] {
        assert_ne!(post(&site, who, &address, "once=A").await.status, StatusCode::OK);
    }
    let decided = &kept.licence.parts[0].authority_id;
    let official = office.staff().all().iter().find(|o| o.decides() && o.authority.as_str() == decided).unwrap();
    let official = session(office, SignedIn::Official { id: official.id.clone() }).await;
    assert_ne!(post(&site, &official, &address, "once=B").await.status, StatusCode::OK);

    let page = post(&site, &owner, &address, "once=C").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let (code, digits) = code_of(&page.text);
    assert_eq!(token(&site, &code, "abcdef").await.0, StatusCode::BAD_REQUEST);
    let (status, given) = token(&site, &code, &digits).await;
    assert_eq!(status, StatusCode::OK, "{given}");
    let (status, again) = token(&site, &code, &digits).await;
    assert_eq!((status, again["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));

    let nonce = ask(&site, Request::post("/wallet/nonce").body(Body::empty()).unwrap()).await.1["c_nonce"].clone();
    let key = SigningKey::from_seed("wallet", &[5; 32]).unwrap();
    let origin = office.trust().origin.clone();
    let request = json!({
        "credential_configuration_id": "licence", "proofs": { "jwt": [proof(&key, &origin, &nonce)] },
    });
    let wanted = |bearer: String| {
        Request::post("/wallet/credential")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, bearer)
            .body(Body::from(request.to_string()))
            .unwrap()
    };
    let bearer = format!("Bearer {}", given["access_token"].as_str().unwrap());
    let (status, answer) = ask(&site, wanted(bearer.clone())).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (_, twice) = ask(&site, wanted(bearer)).await;
    assert_eq!(twice["error"], "invalid_nonce");
    let text = answer["credentials"][0]["credential"].as_str().unwrap();
    let at = office.instant().at_us / 1_000_000;
    let shown = check(text, office.trust(), at, &[]).unwrap();
    assert_eq!((shown.number, shown.holder), (kept.licence.number, Holder::NotShown));
    // Pasted into the page for browsers without scripts: no more is said than was shown.
    let less = licence::credential::SdJwt::read(text).unwrap().showing(&json!({ "parts": [true] })).unwrap();
    let page = post(&site, "", "/en/verify", &format!("text={less}")).await;
    assert!(page.text.contains("Genuine and valid") && page.text.contains("not shown"), "{}", page.text);
    assert!(!page.text.contains(&kept.licence.premises));
    let changed = post(&site, "", "/en/verify", &format!("text={}", less.replacen("~W", "~X", 1))).await;
    assert!(changed.text.contains("Not genuine"));
}

#[tokio::test]
async fn an_offer_ends_by_time_and_by_wrong_digits() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let licence = licensed(office).await.licence().unwrap().id.clone();
    let offered = async || {
        let offered = office.offer_credential(&licence).await.unwrap();
        let text = percent_decoded(offered.link.split("credential_offer=").nth(1).unwrap());
        let offer: Offer = serde_json::from_str(&text).unwrap();
        (offer.grants.unwrap().pre_authorized.unwrap().code, offered.tx_code)
    };
    let (code, digits) = offered().await;
    for _ in 0..3 {
        assert!(office.redeem_code(&code, "wrong").await.unwrap().is_none());
    }
    assert!(office.redeem_code(&code, &digits).await.unwrap().is_none(), "three wrong tries end it");
    let (code, digits) = offered().await;
    assert!(office.redeem_code(&code, "wrong").await.unwrap().is_none());
    let given = office.redeem_code(&code, &digits).await.unwrap().expect("one wrong try does not");
    let (late, digits) = offered().await;
    demo.world.pass_minutes(10);
    assert!(office.redeem_code(&late, &digits).await.unwrap().is_none(), "after ten minutes it is over");
    let denied = office.credential_for(&given.token, Default::default()).await.unwrap();
    assert_eq!(denied, Err(office::Denied::Token), "and so is a token after five");
    assert_eq!(
        get(&site, "", "/status/2026-1").await.status,
        StatusCode::NOT_FOUND,
        "no list before the first credential"
    );
}

#[tokio::test]
async fn a_status_list_follows_within_its_lifetime_and_keeps_its_past() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let case = licensed(office).await;
    let id = case.id().as_str().to_owned();
    let licence = case.licence().unwrap().id.clone();
    let text = office.credential_file(&licence).await.unwrap();
    let seconds = |at: Instant| at.at_us / 1_000_000;
    let begin = seconds(office.instant());
    let first = check(&text, office.trust(), begin, &[]).unwrap();
    assert_eq!((first.status, first.holder), (Looked::NotChecked, Holder::Anybody));
    let uri = first.claims["status"]["status_list"]["uri"].as_str().unwrap();
    let list = uri.rsplit('/').next().unwrap().to_owned();
    let key_of = |kid: Option<&str>| -> Option<PublicKey> { office.trust().key(kid?)?.public() };
    let at = async |time: Option<i64>| {
        let published = office.status_list(&list, time).await.unwrap();
        (StatusToken::read(&published.token, key_of).unwrap(), published)
    };
    let permits: Vec<_> =
        case.parts().values().filter(|p| p.stage == PartStage::Granted).map(|p| p.permit.clone()).collect();
    let (suspended, announced) = (permits[0].clone(), permits[1].clone());
    let said = async |time: Option<i64>| {
        let (token, _) = at(time).await;
        let shown = check(&text, office.trust(), time.unwrap_or(seconds(office.instant())), &[token]).unwrap();
        let of = |permit: &catalogue::PermitId| {
            shown.parts.iter().find(|p| p.permit == permit.as_str()).map(|p| p.status).unwrap()
        };
        (shown.status, of(&suspended), of(&announced))
    };
    let valid = Looked::Said(Status::Valid);
    assert_eq!(said(None).await, (valid, valid, valid));
    let (token, published) = at(None).await;
    assert_eq!((token.ttl, token.exp), (Some(300), Some(published.iat + 86_400)));
    assert!(published.fresh_s > 0 && published.fresh_s <= 300 && token.covers(begin));

    let suspend = |from: Option<rules::Day>| acts::ToSuspend {
        reason: "Rats were seen".to_owned(),
        law: catalogue::Citation { law: "FSL".into(), article: None, confidence: catalogue::Confidence::Checked },
        rule: None,
        from,
        until: None,
    };
    let by = |permit: &catalogue::PermitId| Who::Official {
        id: casework::OfficialId::new("o"),
        authority: case.part(permit).unwrap().authority.clone(),
    };
    let (permit, now) = (suspended.clone(), suspend(None));
    office
        .carry_out(&id, None, by(&suspended), move |case, deed| acts::suspend(case, deed, &permit, now))
        .await
        .unwrap();
    let day = office.today().plus_days(2);
    let (permit, later) = (announced.clone(), suspend(Some(day)));
    office
        .carry_out(&id, None, by(&announced), move |case, deed| acts::suspend(case, deed, &permit, later))
        .await
        .unwrap();
    office.perform_errands().await.unwrap();
    demo.world.pass_minutes(1);
    office.perform_errands().await.unwrap();
    demo.world.pass_minutes(5);
    let stopped = Looked::Said(Status::Suspended);
    assert_eq!(said(None).await, (Looked::Said(Status::InPart), stopped, valid));
    assert_eq!(said(Some(begin)).await, (valid, valid, valid), "the past stays as it was");
    let before = at(Some(begin)).await.1;
    assert_eq!(before.token, published.token, "byte for byte");
    // On the announced day, without anybody doing anything.
    demo.world.move_to(day);
    assert_eq!(said(None).await.2, stopped);
    let (permit, hand) = (suspended.clone(), by(&suspended));
    let back = move |case: &Case, deed: &casework::Deed<'_>| acts::reinstate(case, deed, &permit, "They are gone");
    office.carry_out(&id, None, hand, back).await.unwrap();
    office.perform_errands().await.unwrap();
    demo.world.pass_minutes(1);
    office.perform_errands().await.unwrap();
    demo.world.pass_minutes(5);
    assert_eq!(said(None).await, (Looked::Said(Status::InPart), valid, stopped));

    let page = get(&site, "", &format!("/status/{list}")).await;
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/statuslist+jwt");
    let now = seconds(office.instant());
    for (query, status) in [
        (format!("?time={begin}"), StatusCode::OK),
        (format!("?time={}", now + 60), StatusCode::NOT_FOUND),
        ("?time=0".to_owned(), StatusCode::NOT_FOUND),
        ("?time=soon".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(get(&site, "", &format!("/status/{list}{query}")).await.status, status, "{query}");
    }
    assert_eq!(get(&site, "", "/status/1999-1").await.status, StatusCode::NOT_FOUND);
    let bytes = office.status_list_bytes(&list, begin).await.unwrap();
    assert!(bytes.starts_with(format!("onego-status-list/1\n{uri}\n2\n1048576\n").as_bytes()));
}
