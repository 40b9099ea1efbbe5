//! The written form holds still: one record of every event, written once and never again, is read by every later
//! program. `ACCEPT=1` writes the records that are not there yet; it never writes over one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casework::acts::{ToBegin, ToFile};
use casework::event::{Acceptance, AskedPoint, Cause, ChangedPart, Finding, Recorded};
use casework::record::{self, Unreadable};
use casework::silence::{MoreTime, SilenceReceipt, StoppedDays};
use casework::{About, Act, Answer, Event, Kept, Moment, Point, Power, Reply, Who};
use catalogue::{PermitId, Silence};
use journey::{LatestFiling, Origin};
use rules::Span;

use crate::specimen::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/casework/records/v1")
}

/// All records of version 1, by the name of their file: `event.json`, or `event.shape.json` for another shape of it.
fn kept() -> BTreeMap<String, String> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&file).unwrap()))
        .collect()
}

#[test]
fn every_kept_record_is_read_and_written_again_with_the_same_bytes() {
    let town = town();
    if std::env::var_os("ACCEPT").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for (seq, (shape, by, event)) in (1..).zip(examples(&town)) {
            let dot = if shape.is_empty() { "" } else { "." };
            let file = folder().join(format!("{}{dot}{shape}.json", name(&event)));
            if !file.exists() {
                let at = on(&town, "2026-03-02", Who::Clock).at;
                fs::write(file, record::write(&Recorded { seq, at, by, event }) + "\n").unwrap();
            }
        }
    }
    for (file, text) in kept() {
        let line = text.strip_suffix('\n').unwrap_or_else(|| panic!("{file} is not one line"));
        let read = record::read(line).unwrap_or_else(|why| panic!("{file}: {why}"));
        assert_eq!(record::write(&read), line, "{file}");
        assert_eq!(file.split('.').next(), Some(name(&read.event)), "{file} is about another event");
    }
}

#[test]
fn every_event_has_a_record() {
    let there: BTreeSet<String> = kept().keys().filter_map(|f| Some(f.split('.').next()?.to_owned())).collect();
    assert_eq!(there, variants(), "run once with ACCEPT=1 and keep what it writes");
    let town = town();
    let written: BTreeSet<String> = examples(&town).iter().map(|(_, _, event)| name(event).to_owned()).collect();
    assert_eq!(written, variants(), "an example is missing below");
}

#[test]
fn what_is_written_today_is_what_is_kept() {
    let (town, kept) = (town(), kept());
    for (shape, _, event) in examples(&town) {
        let dot = if shape.is_empty() { "" } else { "." };
        let file = format!("{}{dot}{shape}.json", name(&event));
        let read = record::read(kept[&file].trim_end()).unwrap();
        assert_eq!(read.event, event, "{file}");
    }
}

#[test]
fn a_later_version_says_that_it_is_later() {
    let later = Unreadable::UnknownVersion { found: 2, newest: 1 };
    // The rest may look like anything by then.
    assert_eq!(record::read(r#"{"v":2,"what":"ever"}"#), Err(later.clone()));
    assert_eq!(later.to_string(), "this event was written in version 2; this program reads versions up to 1");
    assert_eq!(record::read(r#"{"v":0}"#), Err(Unreadable::UnknownVersion { found: 0, newest: 1 }));
}

#[test]
fn what_is_not_a_record_says_so() {
    for text in ["", "begun", "[]", "{}", r#"{"v":"1"}"#, r#"{"v":-1}"#, r#"{"seq":1,"event":"closed"}"#] {
        let why = record::read(text).unwrap_err();
        assert!(matches!(why, Unreadable::NotARecord(_)), "{text}: {why:?}");
        assert!(why.to_string().starts_with("this is not a record of an event: "), "{why}");
    }
}

#[test]
fn a_damaged_record_is_not_guessed_at() {
    let good = r#"{"v":1,"seq":7,"at":{"at_us":0,"day":"2026-03-02"},"by":"clock","event":"closed"}"#;
    let moment = Moment { at_us: 0, day: day("2026-03-02") };
    let closed = Recorded { seq: 7, at: moment, by: Who::Clock, event: Event::Closed };
    assert_eq!(record::read(good), Ok(closed));
    let damage = [
        ("closed", "opened"),
        ("clock", "mayor"),
        ("2026-03-02", "2026-02-30"),
        (r#""seq":7"#, r#""seq":-7"#),
        (r#""seq":7,"#, ""),
        (r#""seq":7"#, r#""seq":7,"mood":"good""#),
        (r#""closed""#, r#"{"part-expired":{}}"#),
    ];
    for (from, to) in damage {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        let why = record::read(&bad).unwrap_err();
        assert!(matches!(why, Unreadable::Damaged { version: 1, .. }), "{bad}: {why:?}");
    }
    let why = record::read(&good.replace("closed", "opened")).unwrap_err().to_string();
    assert!(why.starts_with("this event of version 1 is damaged: unknown variant `opened`"), "{why}");
}

/// The names of all events, as the reader itself lists them.
fn variants() -> BTreeSet<String> {
    let text = r#"{"v":1,"seq":1,"at":{"at_us":0,"day":"2026-03-02"},"by":"clock","event":"?"}"#;
    let why = record::read(text).unwrap_err().to_string();
    let (_, list) = why.split_once("expected one of ").unwrap();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The name of each event in version 1. Exhaustive, so that whoever adds an event comes here and adds a record.
fn name(event: &Event) -> &'static str {
    match event {
        Event::Begun { .. } => "begun",
        Event::Answered { .. } => "answered",
        Event::Fetched { .. } => "fetched",
        Event::Contested { .. } => "contested",
        Event::PaperAdded { .. } => "paper-added",
        Event::PaperRemoved { .. } => "paper-removed",
        Event::CommitmentChosen { .. } => "commitment-chosen",
        Event::CommitmentDropped { .. } => "commitment-dropped",
        Event::Signed { .. } => "signed",
        Event::Filed { .. } => "filed",
        Event::Accepted { .. } => "accepted",
        Event::NoticePointPut { .. } => "notice-point-put",
        Event::NoticePointDropped { .. } => "notice-point-dropped",
        Event::NoticeSent { .. } => "notice-sent",
        Event::PointObjected { .. } => "point-objected",
        Event::PointReviewed { .. } => "point-reviewed",
        Event::NoticeAnswered { .. } => "notice-answered",
        Event::NoticeLapsed => "notice-lapsed",
        Event::LaterPointAsked { .. } => "later-point-asked",
        Event::PromiseMoved { .. } => "promise-moved",
        Event::PartAssigned { .. } => "part-assigned",
        Event::HandedOver { .. } => "handed-over",
        Event::Consulted { .. } => "consulted",
        Event::Advised { .. } => "advised",
        Event::Extended { .. } => "extended",
        Event::PausedFor { .. } => "paused-for",
        Event::Resumed { .. } => "resumed",
        Event::Granted { .. } => "granted",
        Event::Refused { .. } => "refused",
        Event::Undone { .. } => "undone",
        Event::Withdrawn { .. } => "withdrawn",
        Event::Lapsed { .. } => "lapsed",
        Event::SilencePassed { .. } => "silence-passed",
        Event::Escalated { .. } => "escalated",
        Event::DelayExplained { .. } => "delay-explained",
        Event::Appealed { .. } => "appealed",
        Event::MandateOffered { .. } => "mandate-offered",
        Event::MandateTaken { .. } => "mandate-taken",
        Event::MandateEnded { .. } => "mandate-ended",
        Event::CoApplicantInvited { .. } => "co-applicant-invited",
        Event::CoApplicantJoined { .. } => "co-applicant-joined",
        Event::CoApplicantRemoved { .. } => "co-applicant-removed",
        Event::CoSigned { .. } => "co-signed",
        Event::HearingOffered { .. } => "hearing-offered",
        Event::HearingAsked { .. } => "hearing-asked",
        Event::HearingCalled { .. } => "hearing-called",
        Event::HearingHeld { .. } => "hearing-held",
        Event::ExpertAsked { .. } => "expert-asked",
        Event::ExpertSaid { .. } => "expert-said",
        Event::AppealDecided { .. } => "appeal-decided",
        Event::HandOverOffered { .. } => "hand-over-offered",
        Event::HandOverTaken { .. } => "hand-over-taken",
        Event::HandOverDeclined { .. } => "hand-over-declined",
        Event::RenewalAsked { .. } => "renewal-asked",
        Event::AmendmentAsked { .. } => "amendment-asked",
        Event::ChangeGranted { .. } => "change-granted",
        Event::ChangeRefused { .. } => "change-refused",
        Event::ChangeWithdrawn { .. } => "change-withdrawn",
        Event::GivenUp { .. } => "given-up",
        Event::LicenceIssued { .. } => "licence-issued",
        Event::PartSuspended { .. } => "part-suspended",
        Event::PartReinstated { .. } => "part-reinstated",
        Event::PartRevoked { .. } => "part-revoked",
        Event::PartExpired { .. } => "part-expired",
        Event::MessageWritten { .. } => "message-written",
        Event::RepresentativeChanged { .. } => "representative-changed",
        Event::Closed => "closed",
        Event::Erased { .. } => "erased",
    }
}

/// One example of every event, and further shapes where an event has several: shape, hand, event.
fn examples(town: &Town) -> Vec<(&'static str, Who, Event)> {
    let (sun, clock) = (official("sun", "health"), Who::Clock);
    let hygiene = || "public-hygiene".into();
    let sealed = || Kept::Sealed { subject: "wang".into(), text: "AAECAw==".into() };
    let asked = |id: &str| AskedPoint { permits: vec![hygiene()], point: point(id, "ventilation") };
    let moved = |because| Event::PromiseMoved { from: day("2026-03-09"), to: day("2026-03-12"), because };
    let facts = BTreeMap::from([
        ("owner.phone".into(), Answer { kept: sealed(), origin: Origin::Applicant }),
        ("guests".into(), Answer { kept: Kept::Plain(serde_json::json!(68)), origin: Origin::Wish }),
    ]);
    let fetched = BTreeMap::from([
        (
            "premises.area".into(),
            Answer {
                kept: plain("186.5"),
                origin: Origin::Register { register: "real-estate".into(), on: day("2026-03-02") },
            },
        ),
        (
            "company.number".into(),
            Answer { kept: plain("91110"), origin: Origin::Permit { permit: "business-registration".into() } },
        ),
        ("floors".into(), Answer { kept: Kept::Plain(serde_json::json!([1, 2])), origin: Origin::Derived }),
    ]);
    let ToBegin { event, wish, language, catalogue, number, applicant } = begun();
    let begun = Event::Begun { event, wish, language, catalogue, number, applicant };
    let ToFile { number, mut plan, representative: named, statement_version, catalogue, terms } =
        to_file(town, "2026-03-02");
    plan.latest_filing = Some(LatestFiling {
        permit: hygiene(),
        day: day("2026-04-01"),
        span: Span::working_days(20),
        fact: "opens.on".into(),
        counted_from: day("2026-05-06"),
        law: vec![law()],
        too_late: false,
    });
    let permits = plan.parts.iter().map(|p| p.permit.clone()).collect();
    let commitments = vec!["fire-check".into()];
    let mut open_ended = right("H-2");
    open_ended.valid_until = None;
    vec![
        ("", person(), begun),
        ("", clerk(), Event::Answered { facts, removed: vec!["tables".into()], not_yet: vec!["kitchen".into()] }),
        ("", clock.clone(), Event::Fetched { facts: fetched }),
        (
            "",
            person(),
            Event::Contested {
                fact: "premises.area".into(),
                says: plain("168"),
                reason: "it was measured again".into(),
            },
        ),
        ("", person(), Event::PaperAdded { paper: paper("floor-plan", "aa") }),
        ("", person(), Event::PaperRemoved { evidence: "floor-plan".into(), hash: "aa".into() }),
        ("", person(), Event::CommitmentChosen { permit: "fire-check".into() }),
        ("", person(), Event::CommitmentDropped { permit: "fire-check".into() }),
        ("", person(), Event::Signed { statement_version, permits }),
        ("", person(), Event::Filed { number, plan, representative: named.clone(), commitments, catalogue, terms }),
        ("", representative(), Event::Accepted { how: Acceptance::Complete }),
        ("deemed", clock.clone(), Event::Accepted { how: Acceptance::Deemed }),
        ("after-notice", person(), Event::Accepted { how: Acceptance::AfterNotice }),
        ("", sun.clone(), Event::NoticePointPut { permit: hygiene(), point: point("p1", "ventilation") }),
        (
            "paper",
            sun.clone(),
            Event::NoticePointPut {
                permit: hygiene(),
                point: Point { about: About::Paper("floor-plan".into()), ..point("p2", "?") },
            },
        ),
        ("", sun.clone(), Event::NoticePointDropped { point: "p2".into() }),
        ("", representative(), Event::NoticeSent { points: vec![asked("p1")], answer_until: day("2026-03-20") }),
        ("", person(), Event::PointObjected { point: "p1".into(), says: plain("you have it") }),
        (
            "",
            official("tang", "health"),
            Event::PointReviewed { point: "p1".into(), stands: true, reason: "it is needed".into() },
        ),
        (
            "",
            person(),
            Event::NoticeAnswered {
                replies: BTreeMap::from([
                    ("p1".into(), Reply::Fact(said("good"))),
                    ("p2".into(), Reply::Paper("aa".into())),
                    ("p3".into(), Reply::Words(sealed())),
                ]),
            },
        ),
        ("", clock.clone(), Event::NoticeLapsed),
        ("", representative(), Event::LaterPointAsked { asked: asked("p4"), answer_until: day("2026-03-27") }),
        ("", person(), moved(Cause::NoticeAnswered)),
        ("lapsed", clock.clone(), moved(Cause::NoticeLapsed)),
        (
            "stopped",
            sun.clone(),
            moved(Cause::Stopped { permit: hygiene(), reason: casework::StopReason::ExpertReview }),
        ),
        ("extended", sun.clone(), moved(Cause::Extended { permit: hygiene() })),
        ("late", sun.clone(), moved(Cause::PrerequisiteLate { permit: "business-registration".into() })),
        ("", sun.clone(), Event::PartAssigned { permit: hygiene(), official: "sun".into() }),
        ("", sun.clone(), Event::HandedOver { permit: hygiene(), from: "sun".into(), reason: "ill".into() }),
        (
            "",
            sun.clone(),
            Event::Consulted {
                permit: hygiene(),
                authority: "water".into(),
                question: "Is the well fit for use?".into(),
            },
        ),
        (
            "",
            official("lu", "water"),
            Event::Advised { permit: hygiene(), authority: "water".into(), text: "It is.".into() },
        ),
        (
            "",
            sun.clone(),
            Event::Extended {
                permit: hygiene(),
                until: day("2026-03-13"),
                promise_more: Span::working_days(4),
                law_more: Span::working_days(0),
                reason: "the laboratory is late".into(),
            },
        ),
        (
            "",
            sun.clone(),
            Event::PausedFor {
                permit: hygiene(),
                reason: casework::StopReason::Test,
                law: law(),
                expected_until: Some(day("2026-03-20")),
            },
        ),
        ("", sun.clone(), Event::Resumed { permit: hygiene() }),
        ("", sun.clone(), Event::Granted { permit: hygiene(), grant: right("H-1"), official: Some("sun".into()) }),
        ("clock", clock.clone(), Event::Granted { permit: hygiene(), grant: open_ended, official: None }),
        ("", sun.clone(), Event::Refused { permit: hygiene(), ground: ground(), official: "sun".into() }),
        ("", sun.clone(), Event::Undone { permit: hygiene(), what: Act::Refuse }),
        ("", clerk(), Event::Withdrawn { permit: Some(hygiene()) }),
        ("everything", person(), Event::Withdrawn { permit: None }),
        (
            "",
            official("zhao", "market-regulation"),
            Event::Lapsed { permit: "shop-sign".into(), without: "business-registration".into() },
        ),
        (
            "",
            clock.clone(),
            Event::SilencePassed { permit: "fire-check".into(), effect: Silence::Granted, receipt: None },
        ),
        (
            "escalate",
            clock.clone(),
            Event::SilencePassed { permit: hygiene(), effect: Silence::Escalate, receipt: None },
        ),
        ("", clock.clone(), Event::Escalated { permit: hygiene(), to: "city-health".into() }),
        ("", sun.clone(), Event::DelayExplained { permit: hygiene(), reason: "the laboratory had a fire".into() }),
        (
            "",
            person(),
            Event::Appealed { permit: hygiene(), says: plain("the rule changed"), to: None, decide_by: None },
        ),
        ("", clock.clone(), Event::LicenceIssued { licence: "L-1".into(), version: 1 }),
        ("", sun.clone(), suspended(None, None)),
        ("", sun.clone(), Event::PartReinstated { permit: hygiene(), reason: "put right".into() }),
        (
            "",
            sun,
            Event::PartRevoked {
                permit: hygiene(),
                reason: "the commitment was false".into(),
                law: law(),
                rule: None,
                from: None,
            },
        ),
        ("", clock.clone(), Event::PartExpired { permit: hygiene() }),
        ("", representative(), Event::MessageWritten { text: plain("when will you come?") }),
        ("", clock, Event::RepresentativeChanged { to: named, reason: "leave".into() }),
        ("", representative(), Event::Closed),
        ("", Who::Clock, Event::Erased { law: law() }),
        ("from", official("sun", "health"), suspended(Some("clean".into()), Some(day("2026-06-10")))),
    ]
    .into_iter()
    .chain(later())
    .collect()
}

/// What came after the first records, in the order in which it came.
fn later() -> Vec<(&'static str, Who, Event)> {
    let hygiene = || PermitId::new("public-hygiene");
    let (sun, tang, han) = (official("sun", "health"), official("tang", "health"), official("han", "city-health"));
    let heard = |finding| Event::AppealDecided {
        permit: hygiene(),
        finding,
        reason: "measured again".into(),
        law: law(),
        official: "han".into(),
    };
    let receipt = SilenceReceipt {
        within: "10 wd".parse().unwrap(),
        starts: day("2026-03-02"),
        stopped: vec![StoppedDays { since: day("2026-03-04"), until: day("2026-03-06"), went_on: true }],
        extended: Some(MoreTime { on: day("2026-03-09"), more: Span::working_days(5) }),
        limit: day("2026-03-25"),
        passed: day("2026-03-26"),
        effect: Silence::Escalate,
    };
    let moved = |because| Event::PromiseMoved { from: day("2026-03-09"), to: day("2026-03-16"), because };
    vec![
        (
            "",
            person(),
            Event::MandateOffered {
                mandate: "m1".into(),
                scope: [Power::Prepare, Power::File, Power::Answer, Power::Dispose].into(),
                until: day("2026-12-31"),
            },
        ),
        ("", Who::Applicant("li".into()), Event::MandateTaken { mandate: "m1".into(), agent: "li".into() }),
        ("", agent(), Event::MandateEnded { mandate: "m1".into() }),
        ("", person(), Event::CoApplicantInvited { place: 1 }),
        ("", Who::Applicant("li".into()), Event::CoApplicantJoined { place: 1, person: "li".into() }),
        ("", person(), Event::CoApplicantRemoved { place: 1 }),
        ("", Who::Applicant("li".into()), Event::CoSigned { person: "li".into(), statement_version: "s1".into() }),
        ("", sun.clone(), Event::HearingOffered { permit: hygiene(), law: law(), ask_until: day("2026-03-09") }),
        ("", person(), Event::HearingAsked { permit: hygiene() }),
        ("", sun.clone(), Event::HearingCalled { permit: hygiene(), on: day("2026-03-16"), place: "Room 3".into() }),
        ("", sun.clone(), Event::HearingHeld { permit: hygiene(), record: "Wang showed the plans.".into() }),
        (
            "",
            sun.clone(),
            Event::ExpertAsked {
                permit: hygiene(),
                expert: "Air laboratory".into(),
                question: "Is the air clean?".into(),
            },
        ),
        ("", sun.clone(), Event::ExpertSaid { permit: hygiene(), opinion: "It is.".into() }),
        (
            "receipt",
            Who::Clock,
            Event::SilencePassed { permit: hygiene(), effect: Silence::Escalate, receipt: Some(receipt) },
        ),
        (
            "above",
            person(),
            Event::Appealed {
                permit: hygiene(),
                says: plain("the rule changed"),
                to: Some("city-health".into()),
                decide_by: Some(day("2026-05-06")),
            },
        ),
        ("", han.clone(), heard(Finding::SentBack)),
        ("upheld", han.clone(), heard(Finding::Upheld)),
        ("changed", han, heard(Finding::Changed(right("H-9")))),
        ("withdrawn", person(), moved(Cause::PrerequisiteWithdrawn { permit: hygiene() })),
        ("sent-back", Who::Clock, moved(Cause::SentBack { permit: hygiene() })),
        (
            "",
            sun.clone(),
            Event::HandOverOffered {
                permit: hygiene(),
                from: "sun".into(),
                to: "tang".into(),
                reason: "on leave".into(),
            },
        ),
        ("", tang.clone(), Event::HandOverTaken { permit: hygiene(), from: "sun".into(), to: "tang".into() }),
        ("", tang, Event::HandOverDeclined { permit: hygiene(), to: "tang".into(), reason: "too much".into() }),
        (
            "",
            person(),
            Event::RenewalAsked {
                permit: hygiene(),
                promised: day("2026-08-10"),
                limit: day("2026-09-01"),
                silent: Some(law()),
            },
        ),
        (
            "",
            person(),
            Event::AmendmentAsked {
                facts: BTreeMap::from([("guests".into(), said("72"))]),
                parts: vec![ChangedPart { permit: hygiene(), promised: day("2026-04-09"), limit: day("2026-04-30") }],
            },
        ),
        (
            "",
            sun.clone(),
            Event::ChangeGranted {
                permit: hygiene(),
                grant: longer("2027-09-01"),
                official: Some("sun".into()),
                silent: None,
            },
        ),
        (
            "silence",
            Who::Clock,
            Event::ChangeGranted {
                permit: hygiene(),
                grant: longer("2027-09-01"),
                official: None,
                silent: Some(law()),
            },
        ),
        ("", sun, Event::ChangeRefused { permit: hygiene(), ground: ground(), official: "sun".into() }),
        ("", person(), Event::ChangeWithdrawn { permit: hygiene() }),
        ("", person(), Event::GivenUp { permit: None, from: None }),
        ("from", person(), Event::GivenUp { permit: Some(hygiene()), from: Some(day("2026-06-30")) }),
    ]
}

fn suspended(rule: Option<String>, from: Option<rules::Day>) -> Event {
    let (permit, reason) = ("public-hygiene".into(), "rats".into());
    Event::PartSuspended { permit, reason, law: law(), until: None, rule, from }
}
