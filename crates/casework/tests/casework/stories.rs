//! Stories in Markdown tables that a lawyer can read: day, who, does, then. Each row is carried out by the real acts.

use std::fs;
use std::path::Path;

use casework::acts::{self, AfterSilence, Outcome};
use casework::clock::{due_today, part_clock};
use casework::{Case, ClockAct, Deed, Event, Owed, PartStage, Refusal, Reply, Stage, Who, errands};
use catalogue::{PermitId, Silence};
use rules::Day;

use crate::specimen::*;

#[test]
fn every_story_goes_as_it_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/casework");
    let mut told = 0;
    let mut wrong = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        told += 1;
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        wrong.extend(tell(&fs::read_to_string(file).unwrap()).into_iter().map(|w| format!("{name}, {w}")));
    }
    assert!(told >= 6, "only {told} stories");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tells one story; gives back what went otherwise.
fn tell(text: &str) -> Vec<String> {
    let town = town();
    let mut wrong = Vec::new();
    let mut case: Option<Case> = None;
    let rows = text.lines().filter(|l| l.starts_with('|')).skip(2);
    for (number, row) in rows.enumerate() {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [when, who, does, then] = cells.as_slice() else {
            wrong.push(format!("row {}: four columns are needed", number + 1));
            continue;
        };
        let today = format!("2026-{}", &when[..5]);
        let later = when.split_once('+').map_or(0, |(_, m)| m.trim().parse().unwrap());
        let case = case.get_or_insert_with(|| draft_on(&town, &today));
        let deed = minutes(on(&town, &today, hand(who)), later);
        let before = case.version();
        let outcome = carry_out(&town, case, &deed, does);
        let mut expected = then.split(';').map(str::trim).filter(|t| !t.is_empty() && *t != "–").peekable();
        match (&outcome, expected.peek().and_then(|t| t.strip_prefix("no: "))) {
            (Err(refusal), Some(kind)) => {
                let found = format!("{refusal:?}");
                if !found.starts_with(kind) {
                    wrong.push(format!("row {} ({does}): {found}, told as {kind}", number + 1));
                }
                expected.next();
            }
            (Err(refusal), None) => wrong.push(format!("row {} ({does}): {refusal:?}", number + 1)),
            (Ok(()), Some(kind)) => {
                wrong.push(format!("row {} ({does}): done, told as refused with {kind}", number + 1));
                expected.next();
            }
            (Ok(()), None) => {}
        }
        for told in expected {
            let found = look(&town, case, before, deed.today(), told);
            if let Err(found) = found {
                wrong.push(format!("row {} ({does}): told “{told}”, found “{found}”", number + 1));
            }
        }
    }
    wrong
}

fn hand(who: &str) -> Who {
    match who {
        "Wang" => person(),
        "clerk" => clerk(),
        "Zhou" => representative(),
        "clock" => Who::Clock,
        "Zhao" => official("zhao", "market-regulation"),
        "Qian" => official("qian", "fire-rescue"),
        "Sun" => official("sun", "health"),
        "Tang" => official("tang", "health"),
        "Han" => official("han", "city-health"),
        other => panic!("nobody is called {other}"),
    }
}

fn carry_out(town: &Town, case: &mut Case, deed: &Deed, does: &str) -> Result<(), Refusal> {
    if does == "what is due" {
        return do_what_is_due(town, case, deed);
    }
    let events = act(case, deed, does)?;
    for recorded in case.envelopes(&deed.by, deed.at, events) {
        case.apply(&recorded).unwrap();
    }
    Ok(())
}

/// The clock does everything that is due, and what becomes due by that.
pub fn do_what_is_due(town: &Town, case: &mut Case, deed: &Deed) -> Result<(), Refusal> {
    for _ in 0..50 {
        let due = due_today(case, deed.at, &town.calendar)?;
        let Some(first) = due.first() else { return Ok(()) };
        let events = clock_act(case, deed, first)?;
        for recorded in case.envelopes(&deed.by, deed.at, events) {
            case.apply(&recorded).unwrap();
        }
    }
    panic!("the clock does not come to an end");
}

pub fn clock_act(case: &Case, deed: &Deed, act: &ClockAct) -> Outcome {
    let above = |permit: &PermitId| format!("city-{}", case.part(permit).unwrap().authority).as_str().into();
    match act {
        ClockAct::Accept => acts::accept(case, deed),
        ClockAct::TakeAtOnce { permit } => acts::take_at_once(case, deed, permit, right("at-once")),
        ClockAct::Escalate { permit } => acts::escalate(case, deed, permit, above(permit)),
        ClockAct::PassSilence { permit, effect: Silence::Granted } => {
            acts::pass_silence(case, deed, permit, AfterSilence::Granted(right("silence")))
        }
        ClockAct::PassSilence { permit, effect: Silence::Escalate } => {
            acts::pass_silence(case, deed, permit, AfterSilence::Escalated { to: above(permit) })
        }
        ClockAct::LapseNotice => acts::lapse_notice(case, deed),
        ClockAct::Expire { permit } => acts::expire(case, deed, permit),
        ClockAct::PassRenewal { permit } => {
            let held = case.part(permit).and_then(|p| p.grant().cloned()).unwrap();
            let valid_until = held.valid_until.map(|until| until.plus_days(365));
            acts::pass_renewal(case, deed, permit, casework::Grant { valid_until, ..held })
        }
        ClockAct::Issue { version } => acts::issue(case, deed, "L-1", *version),
    }
}

fn act(case: &Case, deed: &Deed, does: &str) -> Outcome {
    let words: Vec<&str> = does.split_whitespace().collect();
    let this_year = |text: &str| day(&format!("2026-{text}"));
    match words.as_slice() {
        ["answers", point, "with", rest @ ..] if point.starts_with('p') && point.len() == 2 => {
            acts::answer_notice(case, deed, replies(point, Reply::Fact(said(&rest.join(" ")))))
        }
        ["answers", fact, value] => acts::answer(case, deed, answered(fact, value)),
        ["files"] => {
            let town = town();
            acts::file(case, deed, to_file(&town, &deed.today().to_string()), &[])
        }
        ["grants", permit] => acts::grant(case, deed, &(*permit).into(), right("N-1")),
        ["grants", permit, "until", until] => {
            acts::grant(case, deed, &(*permit).into(), longer(&format!("2026-{until}")))
        }
        ["refuses", permit] => acts::refuse(case, deed, &(*permit).into(), ground()),
        ["undoes", permit] => acts::undo(case, deed, &(*permit).into()),
        ["asks", fact, "as", id, "for", permit] => acts::put_point(case, deed, &(*permit).into(), point(id, fact)),
        ["asks", "later", fact, "as", id, "for", permit] => {
            let asked = casework::AskedPoint { permits: vec![(*permit).into()], point: point(id, fact) };
            acts::ask_later(case, deed, asked, deed.today().plus_days(21))
        }
        ["sends", "the", "notice", "until", until] => acts::send_notice(case, deed, this_year(until)),
        ["accepts"] => acts::accept(case, deed),
        ["objects", "to", point] => acts::object_to_point(case, deed, &(*point).into(), plain("you have it")),
        ["strikes", point] => {
            acts::review_point(case, deed, &(*point).into(), acts::Finding::Struck, "the register has it")
        }
        ["pauses", permit] => acts::pause(case, deed, &(*permit).into(), test_pause()),
        ["resumes", permit] => acts::resume(case, deed, &(*permit).into()),
        ["extends", permit, "until", until] => {
            acts::extend(case, deed, &(*permit).into(), this_year(until), "laboratory")
        }
        ["withdraws", "everything"] => acts::withdraw(case, deed, None),
        ["withdraws", permit] => acts::withdraw(case, deed, Some(&(*permit).into())),
        ["appeals", permit] => acts::appeal(case, deed, &(*permit).into(), to_appeal()),
        ["upholds", permit] => {
            acts::decide_appeal(case, deed, &(*permit).into(), casework::Finding::Upheld, "measured again", law())
        }
        ["changes", permit] => {
            let finding = casework::Finding::Changed(right("N-9"));
            acts::decide_appeal(case, deed, &(*permit).into(), finding, "measured again", law())
        }
        ["sends", "back", permit] => {
            acts::decide_appeal(case, deed, &(*permit).into(), casework::Finding::SentBack, "measure again", law())
        }
        ["takes", permit] => {
            let id = deed.by.official().cloned().unwrap();
            acts::assign(case, deed, &(*permit).into(), id)
        }
        ["offers", permit, "to", whom] => {
            acts::offer_hand_over(case, deed, &(*permit).into(), (*whom).into(), "on leave")
        }
        ["takes", "over", permit] => acts::take_over(case, deed, &(*permit).into()),
        ["renews", permit] => acts::renew(case, deed, &(*permit).into(), to_renew()),
        ["amends", fact, "to", value, "for", permits] => {
            let facts = answered(fact, value).facts;
            let permits = permits.split(',').map(Into::into).collect();
            acts::amend(case, deed, acts::ToAmend { facts, permits, needs: Vec::new() })
        }
        ["agrees", "to", permit] => {
            let grant = case.part(&(*permit).into()).and_then(|p| p.grant().cloned()).unwrap();
            acts::grant_change(case, deed, &(*permit).into(), grant)
        }
        ["agrees", "to", permit, "until", until] => {
            acts::grant_change(case, deed, &(*permit).into(), longer(&format!("2026-{until}")))
        }
        ["disagrees", "with", permit] => acts::refuse_change(case, deed, &(*permit).into(), ground()),
        ["closes", "the", "business"] => acts::give_up(case, deed, None, None),
        ["gives", "up", permit] => acts::give_up(case, deed, Some(&(*permit).into()), None),
        ["merges", "with", other] => acts::merge(case, deed, &(*other).into()),
        ["suspends", permit] => acts::suspend(case, deed, &(*permit).into(), to_suspend()),
        ["reinstates", permit] => acts::reinstate(case, deed, &(*permit).into(), "put right"),
        ["revokes", permit] => acts::revoke(case, deed, &(*permit).into(), to_revoke("false commitment")),
        ["closes"] => acts::close(case, deed),
        _ => panic!("nobody can do “{does}”"),
    }
}

fn look(town: &Town, case: &Case, before: u64, today: Day, told: &str) -> Result<(), String> {
    let words: Vec<&str> = told.split_whitespace().collect();
    let found = match words.as_slice() {
        ["promised", _] => format!("promised {}", short(case.promised())),
        ["case", "is", _] => format!("case is {}", stage(case.stage())),
        ["licence", _] => format!("licence {}", case.licence().map_or(0, |l| l.version)),
        ["tells", "nobody"] => {
            let told = news(case, before).iter().any(|o| matches!(o, Owed::TellApplicant { .. }));
            format!("tells {}", if told { "the applicant" } else { "nobody" })
        }
        ["tells", "Wang"] => {
            let told = news(case, before).iter().any(|o| matches!(o, Owed::TellApplicant { .. }));
            format!("tells {}", if told { "Wang" } else { "nobody" })
        }
        ["owes", "licence", _] => {
            let version = news(case, before).iter().find_map(|o| match o {
                Owed::IssueLicence { version } => Some(*version),
                _ => None,
            });
            format!("owes licence {}", version.unwrap_or(0))
        }
        ["moved", "once"] => {
            let moves = case.history().iter().filter(|r| matches!(r.event, Event::PromiseMoved { .. })).count();
            if moves == 1 { told.to_owned() } else { format!("moved {moves} times") }
        }
        [fact, "says", _] => {
            let kept = case.facts().get(&rules::FactId::new(*fact)).map(|a| &a.kept);
            let said = match kept {
                Some(casework::Kept::Plain(value)) => value.as_str().unwrap_or("?").to_owned(),
                _ => "nothing".to_owned(),
            };
            format!("{fact} says {said}")
        }
        [permit, "until", _] => {
            let until = case.part(&(*permit).into()).and_then(|p| p.grant()?.valid_until);
            format!("{permit} until {}", until.map_or_else(|| "never".to_owned(), |d| d.to_string()))
        }
        [permit, "lies", "with", _] => {
            let part = case.part(&(*permit).into()).ok_or("no such part")?;
            format!("{permit} lies with {}", part.official.as_ref().map_or("nobody", |o| o.as_str()))
        }
        [permit, "is", "with", _] => {
            let part = case.part(&(*permit).into()).ok_or("no such part")?;
            format!("{permit} is with {}", part.authority)
        }
        [permit, "is", _] => {
            let part = case.part(&(*permit).into()).ok_or("no such part")?;
            format!("{permit} is {}", part_stage(part.stage))
        }
        [permit, "has", _, "left"] => {
            let clock = part_clock(case, &(*permit).into(), today, &town.calendar).unwrap().ok_or("no such part")?;
            format!("{permit} has {} left", clock.days_left)
        }
        [permit, "due", _] => {
            let clock = part_clock(case, &(*permit).into(), today, &town.calendar).unwrap().ok_or("no such part")?;
            format!("{permit} due {}", short(Some(clock.promised)))
        }
        _ => return Err("nobody can look at that".to_owned()),
    };
    if found == words.join(" ") { Ok(()) } else { Err(found) }
}

fn news(case: &Case, before: u64) -> Vec<Owed> {
    let last = case.history().iter().filter(|r| r.seq > before);
    last.flat_map(|r| errands(r, case)).map(|e| e.owed).collect()
}

fn short(day: Option<Day>) -> String {
    day.map_or_else(|| "never".to_owned(), |d| d.to_string()[5..].to_owned())
}

fn stage(stage: Stage) -> String {
    format!("{stage:?}").to_lowercase()
}

fn part_stage(stage: PartStage) -> String {
    format!("{stage:?}").to_lowercase()
}
