//! Like cases, decided together and taken back together.

use axum::http::StatusCode;
use casework::PartStage;
use office::{DeskAsked, DeskRow, Office, Official, SignedIn};

use crate::city::{demo, get, hidden, post, session, site};

/// A desk with several open cases of one permit.
async fn alike(office: &Office) -> (Official, Vec<DeskRow>) {
    let mut best: (Option<Official>, Vec<DeskRow>) = (None, Vec::new());
    for official in office.staff().all().iter().filter(|o| o.decides()) {
        let page = office.desk(official, &DeskAsked::default()).await.unwrap();
        for (permit, _) in page.permits {
            let rows: Vec<DeskRow> =
                page.rows.iter().filter(|r| r.permit == permit && r.stage == "deciding").cloned().collect();
            if rows.len() > best.1.len() {
                best = (Some(official.clone()), rows);
            }
        }
    }
    (best.0.expect("a desk with work"), best.1)
}

#[tokio::test]
async fn like_cases_are_decided_together_each_under_its_own_number_and_taken_back_together() {
    let demo = demo().await;
    let office = &demo.office;
    let site = site(office, false);
    let (official, rows) = alike(office).await;
    assert!(rows.len() > 1, "the town has no two like cases on one desk");
    let permit = rows[0].permit.clone();
    let token = session(office, SignedIn::Official { id: official.id.clone() }).await;
    let inbox = get(&site, &token, &format!("/en/desk/inbox?permit={permit}")).await;
    assert!(inbox.text.contains("name=\"pick\""), "rows of one permit can be chosen");
    let picks: String = rows.iter().map(|r| format!("&pick={}", r.number)).collect();
    let preview = get(&site, &token, &format!("/en/desk/several/{permit}?x=1{picks}&pick=XX26-0000-0")).await;
    assert_eq!(preview.status, StatusCode::OK);
    for row in &rows {
        assert!(preview.text.contains(&row.number));
    }
    let stages = async || {
        let mut stages = Vec::new();
        for row in &rows {
            let case = office.case_file(&row.case_id).await.unwrap().case;
            stages.push((
                case.part(&permit).unwrap().stage,
                case.part(&permit).unwrap().grant().map(|g| g.number.clone()),
            ));
        }
        stages
    };
    let before = stages().await;
    let seen: String = rows
        .iter()
        .map(|r| format!("&seen%3A{}={}", r.number, hidden(&preview.text, &format!("seen:{}", r.number))))
        .collect();
    let clean = preview.text.contains("value=\"grant\"");
    let act = if clean { "grant&conditions=" } else { "refuse&rule=x&reason=r&way=w" };
    let form = format!("once=MANY&act={act}{picks}{seen}");
    let done = post(&site, &token, &format!("/en/desk/several/{permit}"), &form).await;
    assert!(clean, "the town has no two cases of which every rule passes: {}", done.status);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let after = stages().await;
    let granted: Vec<&String> =
        after.iter().filter(|(s, _)| *s == PartStage::Granted).filter_map(|(_, n)| n.as_ref()).collect();
    assert!(!granted.is_empty());
    let mut numbers = granted.clone();
    numbers.dedup();
    assert_eq!(numbers, granted, "each has its own number");
    // What is not clean was left alone.
    for (row, (stage, _)) in rows.iter().zip(&after) {
        let case = office.desk_case(&official, &row.case_id, &permit).await.unwrap();
        let contested = case.seen.iter().any(|s| case.file.case.contested().contains_key(&s.fact));
        let passes = case.examined.iter().all(|e| e.holds == rules::Ternary::True) && !contested;
        assert_eq!(*stage == PartStage::Granted, passes, "{}", row.number);
    }
    // The same once more does nothing.
    post(&site, &token, &format!("/en/desk/several/{permit}"), &form).await;
    assert_eq!(stages().await, after);
    let undone =
        post(&site, &token, &format!("/en/desk/several/{permit}"), &format!("once=BACK&act=undo{picks}")).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert_eq!(stages().await, before, "everything is open again");
    // Whoever decides something else sees none of them.
    let stranger = office.staff().all().iter().find(|o| o.decides() && o.authority != official.authority).unwrap();
    let stranger = session(office, SignedIn::Official { id: stranger.id.clone() }).await;
    let page = get(&site, &stranger, &format!("/en/desk/several/{permit}?x=1{picks}")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}
