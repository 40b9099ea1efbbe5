//! The pages before sign-in, over an invented city in memory: they answer without an account and without a script.

use axum::Router;
use axum::http::{StatusCode, header};

use crate::city;

/// More questions than any walk has: a page that asks the same again is found.
const STEPS: usize = 40;

/// A city nobody lives in yet: the pages before sign-in need nobody.
fn site() -> Router {
    city::site(&city::empty(), false)
}

struct Page {
    status: StatusCode,
    to: String,
    text: String,
}

async fn get(site: &Router, address: &str) -> Page {
    let page = city::get(site, "", address).await;
    let to = page.headers.get(header::LOCATION).map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
    if page.text.starts_with("<!DOCTYPE") {
        assert_eq!(page.text.matches("<h1").count(), 1, "one heading on {address}");
        assert!(!page.text.contains("style=\"") && !page.text.contains("<script>"), "nothing inline on {address}");
    }
    Page { status: page.status, to, text: page.text }
}

#[tokio::test]
async fn every_page_before_sign_in_answers_in_both_languages() {
    let site = site();
    for language in ["en", "zh"] {
        for place in [
            "",
            "do",
            "search?q=noodle",
            "search?q=%E9%9D%A2%E9%A6%86",
            "search?q=",
            "do/open-restaurant",
            "do/hold-event?wish=concert",
            "open/permits",
            "open/permits/food-business",
        ] {
            let page = get(&site, &format!("/{language}/{place}")).await;
            assert_eq!(page.status, StatusCode::OK, "/{language}/{place}");
        }
    }
}

#[tokio::test]
async fn what_does_not_exist_says_so() {
    let site = site();
    for place in ["/xx/", "/en/do/open-zoo", "/en/do/open-zoo/plan", "/en/open/permits/zoo"] {
        assert_eq!(get(&site, place).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    assert!(get(&site, "/en/do/open-zoo").await.text.contains("/en/do/open-restaurant"), "what there is instead");
}

#[tokio::test]
async fn not_knowing_every_answer_still_leads_to_a_plan() {
    let site = site();
    for event in ["open-restaurant", "open-supermarket", "hold-event"] {
        let mut at = get(&site, &format!("/en/do/{event}/q")).await.to;
        for step in 0.. {
            assert!(step < STEPS, "{event} asks for ever");
            if at.contains("/plan") {
                break;
            }
            assert_eq!(get(&site, &at).await.status, StatusCode::OK, "{at}");
            let (path, query) = at.split_once('?').unwrap_or((&at, ""));
            let fact = path.rsplit('/').next().unwrap();
            at = get(&site, &format!("{path}/answer?{query}&{fact}=%3F")).await.to;
        }
        let plan = get(&site, &at).await;
        assert!(plan.text.contains("action=\"/en/apply/new\""), "{event}: the form can be begun");
    }
}

#[tokio::test]
async fn a_ban_is_said_first_and_leaves_no_way_to_file() {
    let site = site();
    let said = "wish=noodle-shop&premises.building=residential&kitchen.fumes=yes";
    let next = get(&site, &format!("/en/do/open-restaurant/q?{said}")).await.to;
    let question = get(&site, &next).await.text;
    let ban = question.find("class=\"bans\"").expect("the ban");
    assert!(ban < question.find("<h1").unwrap(), "before the question");
    assert!(question.contains("Air Pollution Prevention Law, article 81"), "with its article");
    let plan = get(&site, &format!("/en/do/open-restaurant/plan?{said}")).await.text;
    assert!(plan.contains("class=\"bans\"") && !plan.contains("/en/apply/new"), "no form for what is excluded");
}

#[tokio::test]
async fn a_wrong_entry_comes_back_with_what_was_typed() {
    let site = site();
    let at =
        "/en/do/open-restaurant/q/premises.operating_area/answer?premises.building=commercial&premises.operating_area=";
    let back = get(&site, &format!("{at}about+sixty")).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.text.contains("value=\"about sixty\"") && back.text.contains("class=\"errors\""));
    assert!(back.text.contains("name=\"premises.building\" value=\"commercial\""), "earlier answers stay");
    let on = get(&site, &format!("{at}%EF%BC%98%EF%BC%96+m%C2%B2")).await;
    assert_eq!(on.status, StatusCode::SEE_OTHER, "full-width digits and a unit are a number");
    assert!(on.to.contains("premises.operating_area=86"));
}

#[tokio::test]
async fn answers_that_were_never_asked_are_left_out() {
    let site = site();
    let plan = get(&site, "/en/do/open-restaurant/plan?event.expected=3000&no.such=1&applicant.phone=13800000000&premises.building=commercial").await;
    assert_eq!(plan.status, StatusCode::OK);
    for name in ["event.expected", "no.such", "applicant.phone"] {
        assert!(!plan.text.contains(&format!("name=\"{name}\"")), "{name} is not carried on");
    }
    assert!(plan.text.contains("name=\"premises.building\" value=\"commercial\""));
    let wished = get(&site, "/en/do/open-restaurant/plan?wish=noodle-shop").await;
    assert!(
        wished.text.contains("name=\"venue.kind\" value=\"restaurant\""),
        "what the wish says is carried to the form"
    );
    let led = get(&site, "/en/do/open-restaurant/q/applicant.phone").await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "a personal question leads on");
}

#[tokio::test]
async fn two_places_stand_side_by_side() {
    let site = site();
    let at = "/en/do/open-restaurant/compare?wish=noodle-shop&a=premises.building%3Dcommercial%26kitchen.fumes%3Dyes&b=premises.building%3Dcommercial%26kitchen.fumes%3Dyes";
    let changed = get(&site, &format!("{at}&change=premises.building&value=residential")).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    let page = get(&site, &changed.to).await.text;
    assert!(page.contains("A block of homes") && page.contains("Excluded"));
}

/// The text between two places of a page.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let start = page.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let end = page[start..].find(to).map_or(page.len(), |end| start + end);
    &page[start..end]
}

#[tokio::test]
async fn every_permit_says_why_and_what_would_turn_it_over() {
    let site = site();
    let said = "wish=noodle-shop&premises.building=commercial&premises.operating_area=120&business.chain=no&\
                business.registered=yes&drainage.route=building&sign.plan=small&shop.offers=none&road.occupies=no";
    for (l, settles, needed, spared) in [
        (
            "en",
            "These answers alone settle it:",
            "The smallest change that would spare you this:",
            "The smallest change that would bring it:",
        ),
        ("zh", "仅凭以下回答即可确定：", "作以下最小改动就不需要：", "作以下最小改动就会需要："),
    ] {
        let plan = get(&site, &format!("/{l}/do/open-restaurant/plan?{said}")).await.text;
        let permits = between(&plan, "id=\"permits-title\"", "</section>");
        let rows = permits.matches("<li").count();
        assert_eq!(
            permits.matches("<details class=\"why\"").count(),
            2,
            "{rows} rows, nearest changes in lists of their own"
        );
        assert!(permits.contains(settles) && permits.contains(needed), "{permits}");
        let not = between(&plan, "class=\"spared\"", "</section>");
        assert!(not.matches("<details class=\"why\"").count() > 6 && not.contains(spared), "{not}");
        // The plan with the change is one step away and is what it says.
        assert!(not.contains("premises.operating_area=301"), "fire safety is that far away: {not}");
        let changed =
            get(&site, &format!("/{l}/do/open-restaurant/plan?{}", said.replace("area=120", "area=301"))).await;
        assert!(
            between(&changed.text, "id=\"permits-title\"", "</section>").contains("open/permits/fire-safety-check")
        );
        // Duties too, and the card beside every question.
        assert!(between(&plan, "class=\"duties\"", "</section>").contains("<details class=\"why\""));
        let question = get(&site, &format!("/{l}/do/open-restaurant/q/road.occupies?{said}")).await.text;
        let panel = between(&question, "id=\"need\"", "</aside>");
        assert!(panel.matches("<details class=\"why\"").count() > 6, "{panel}");
    }
}

#[tokio::test]
async fn what_is_personal_is_asked_by_nobody_before_sign_in_and_said_on_the_plan() {
    let site = site();
    let plan = get(&site, "/en/do/open-restaurant/plan?wish=noodle-shop").await.text;
    assert!(!plan.contains("business.food_ban"), "who is barred stands in no address");
    assert!(plan.contains("Nobody who is barred may run a food business"), "and is said to be looked at");
}
