//! `onego verify` of a licence shown as a credential: on this machine alone, unless a status list is to be fetched.

use std::process::ExitCode;

use licence::credential::{Holder, Looked, SdJwt, Shown, Status, StatusToken, check, looks_like_one};
use licence::{PartStanding, Standing, TrustBundle};
use rules::Day;
use serde_json::{Value, json};

use crate::verify::{Ask, cannot, demo_trust_of, trust_of};

const LIST: &str = "application/statuslist+jwt";
/// Longer files are no status lists.
const LONGEST_LIST: u64 = 16 << 20;

/// The text of a credential, when what is to be verified is one; behind the address of the page `/v` too.
pub fn text_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let text = text.split_once("/v#").map_or(text, |(_, behind)| behind);
    looks_like_one(text).then_some(text)
}

/// Exit code 0: genuine and valid at least in part; 1: not genuine or not valid; 2: something could not be read.
pub fn run(text: &str, ask: &Ask<'_>) -> ExitCode {
    let trust = match ask.trust {
        Some(path) => match trust_of(path) {
            Ok(trust) => trust,
            Err(why) => return cannot(&why),
        },
        None => demo_trust_of(&SdJwt::read(text).ok().and_then(|it| it.claimed_issuer()).unwrap_or_default()),
    };
    let mut lists = Vec::new();
    for place in ask.status {
        match list_at(place, &trust) {
            Ok(list) => lists.push(list),
            Err(why) => return cannot(&why),
        }
    }
    let (at, today) = moment(ask.on);
    let checked = check(text, &trust, at, &lists);
    match (&checked, ask.json) {
        (Ok(shown), true) => println!("{:#}", as_json(shown, today)),
        (Err(unfit), true) => println!("{:#}", json!({ "genuine": false, "reason": unfit.to_string() })),
        (Ok(shown), false) => print!("{}", told(shown, &trust, today, ask)),
        (Err(unfit), false) => println!("NOT GENUINE: {unfit}"),
    }
    match checked {
        Ok(shown) if shown.standing_on(today) != Some(Standing::NotValid) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Now, or noon of a day: seconds since 1970, and the day.
fn moment(on: Option<Day>) -> (i64, Day) {
    match on {
        None => (jiff::Timestamp::now().as_second(), crate::verify::today()),
        Some(day) => {
            let noon = jiff::tz::TimeZone::UTC.to_timestamp(day.date().at(12, 0, 0, 0));
            (noon.map_or(0, |noon| noon.as_second()), day)
        }
    }
}

/// A status list from a file, or from its address when that is what was asked for.
fn list_at(place: &str, trust: &TrustBundle) -> Result<StatusToken, String> {
    let bytes = if place.starts_with("https://") || place.starts_with("http://") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|e| format!("no threads: {e}"))?.block_on(terminals::outside::get(place, LIST))?
    } else {
        let size = std::fs::metadata(place).map_err(|e| format!("`{place}` cannot be read: {e}"))?.len();
        if size > LONGEST_LIST {
            return Err(format!("`{place}` is too long for a status list"));
        }
        std::fs::read(place).map_err(|e| format!("`{place}` cannot be read: {e}"))?
    };
    let text = String::from_utf8(bytes).map_err(|_| format!("`{place}` is no status list: not text"))?;
    StatusToken::read(&text, |kid| trust.key(kid?)?.public()).map_err(|why| format!("`{place}`: {why}"))
}

fn status_text(status: Looked) -> &'static str {
    match status {
        Looked::NotChecked => "not checked",
        Looked::NoEntry => "it has none",
        Looked::Said(Status::Valid) => "valid",
        Looked::Said(Status::Revoked) => "revoked",
        Looked::Said(Status::Suspended) => "suspended",
        Looked::Said(Status::InPart) => "some parts are not valid",
    }
}

fn told(shown: &Shown, trust: &TrustBundle, today: Day, ask: &Ask<'_>) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let valid = match shown.standing_on(today) {
        Some(Standing::Valid) => "GENUINE AND VALID",
        Some(Standing::ValidInPart) => "GENUINE, VALID IN PART",
        Some(Standing::NotValid) => "GENUINE, BUT NOT VALID ON THIS DAY",
        None => "GENUINE",
    };
    let _ = writeln!(out, "{valid} (judged for {today})");
    if shown.specimen {
        let _ = writeln!(out, "SPECIMEN of a demonstration city: no legal force.");
    }
    let _ = writeln!(out, "  Number      {}", shown.number);
    for (label, value) in [("Name", &shown.trade_name), ("Holder", &shown.holder_name), ("Premises", &shown.premises)] {
        if let Some(value) = value {
            let _ = writeln!(out, "  {label:<11} {value}");
        }
    }
    let _ = writeln!(out, "  Issued      {}", shown.issued_on);
    let _ = writeln!(out, "  Signed by   {} ({})", shown.issuer.say(ask.language), trust.city.say(ask.language));
    match &shown.holder {
        Holder::Anybody => {}
        Holder::NotShown => {
            let _ = writeln!(out, "  Shown by    not proved: it belongs to a wallet, and no proof came with it");
        }
        Holder::Proven(binding) => {
            let _ = writeln!(out, "  Shown by    its wallet, for {} in answer to {}", binding.aud, binding.nonce);
        }
    }
    let _ = writeln!(out, "  Status      {}", status_text(shown.status));
    let _ = writeln!(out, "  Parts");
    for part in &shown.parts {
        let state = match part.standing_on(today) {
            PartStanding::Valid if matches!(part.status, Looked::Said(_)) => "valid",
            PartStanding::Valid => "valid by its dates",
            PartStanding::NotYet(_) => "not valid yet",
            PartStanding::Expired(_) => "expired",
            PartStanding::Suspended => "suspended",
            _ => "revoked",
        };
        let until = part.until.map_or_else(|| "no end date".to_owned(), |d| format!("until {d}"));
        let _ = writeln!(out, "    {:<28} {until:<18} {state}", part.permit);
    }
    if shown.withheld > 0 {
        let _ = writeln!(out, "    and {} more that are not shown", shown.withheld);
    }
    if shown.status == Looked::NotChecked {
        let _ = writeln!(out, "Status not checked: give the status list with --status, as a file or by its address.");
    }
    out
}

fn as_json(shown: &Shown, today: Day) -> Value {
    json!({
        "genuine": true, "specimen": shown.specimen, "judged_for": today, "issued_on": shown.issued_on,
        "number": shown.number, "name": shown.trade_name, "premises": shown.premises, "issuer": shown.issuer,
        "standing": shown.standing_on(today), "status": shown.status, "holder": shown.holder,
        "withheld": shown.withheld, "parts": shown.parts,
    })
}
