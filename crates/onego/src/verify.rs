//! `onego verify`: a licence checked on this machine alone.

use std::path::Path;
use std::process::ExitCode;

use licence::{Outcome, PartStanding, Reason, Standing, TrustBundle, Verdict};
use rules::Day;
use serde_json::json;

use crate::author::fail;
use crate::verify_credential;

pub struct Ask<'a> {
    pub licence: &'a str,
    /// Where status lists of a credential are; nothing else is ever asked for.
    pub status: &'a [String],
    pub trust: Option<&'a Path>,
    pub on: Option<Day>,
    pub json: bool,
    pub language: &'a str,
}

/// Exit code 0: genuine and valid at least in part; 1: not genuine or not valid; 2: it could not be read at all.
pub fn run(ask: &Ask<'_>) -> ExitCode {
    let bytes = match contents(ask.licence) {
        Ok(bytes) => bytes,
        Err(why) => return cannot(&why),
    };
    if let Some(text) = verify_credential::text_of(&bytes) {
        return verify_credential::run(text, ask);
    }
    let trust = match ask.trust.map(trust_of) {
        None => demo_trust(&bytes),
        Some(Ok(trust)) => trust,
        Some(Err(why)) => return cannot(&why),
    };
    let today = ask.on.unwrap_or_else(today);
    let verdict = licence::verify(&bytes, &trust, today);
    if ask.json {
        println!("{:#}", as_json(&verdict, today));
    } else {
        print!("{}", told(&verdict, &trust, today, ask));
    }
    match &verdict.outcome {
        Outcome::Genuine { standing_by_dates: Some(Standing::NotValid), .. } | Outcome::NotGenuine { .. } => {
            ExitCode::FAILURE
        }
        Outcome::Genuine { .. } => ExitCode::SUCCESS,
    }
}

/// The trust bundle in a file.
pub fn trust_of(path: &Path) -> Result<TrustBundle, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
    TrustBundle::from_json(&text).map_err(|why| format!("`{}` is not a trust bundle: {why}", path.display()))
}

/// Without a trust bundle only demonstration cities are known. They run on this machine, at whatever port was free.
fn demo_trust(bytes: &[u8]) -> TrustBundle {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim();
    demo_trust_of(text.split_once("/v#").map_or("", |(origin, _)| origin))
}

/// The demonstration city at an address.
pub fn demo_trust_of(origin: &str) -> TrustBundle {
    match origin.starts_with("http://127.0.0.1:") {
        true => town::demo_trust_at(origin),
        false => town::demo_trust(),
    }
}

/// A file when there is one with that name, else the text of a code.
fn contents(given: &str) -> Result<Vec<u8>, String> {
    let path = Path::new(given);
    if path.is_file() {
        return std::fs::read(path).map_err(|e| format!("`{given}` cannot be read: {e}"));
    }
    let looks_like_code = given.contains('#') || given.matches('.').count() == 2;
    if verify_credential::text_of(given.as_bytes()).is_some() {
        return Ok(given.as_bytes().to_vec());
    }
    if looks_like_code && !given.contains('/') || given.contains("/v#") {
        return Ok(given.as_bytes().to_vec());
    }
    Err(format!("there is no file `{given}`, and it is not the text of a code either"))
}

pub fn today() -> Day {
    // A licence is judged by whole days; the zone of whoever checks matters for a few hours at most.
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().into()
}

fn told(verdict: &Verdict, trust: &TrustBundle, today: Day, ask: &Ask<'_>) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    match &verdict.outcome {
        Outcome::NotGenuine { reason } => {
            let _ = writeln!(out, "NOT GENUINE: {}", reason_text(reason));
        }
        Outcome::Genuine { claims, issuer, as_of, standing_by_dates, whole_file } => {
            let valid = match standing_by_dates {
                Some(Standing::Valid) => "GENUINE AND VALID",
                Some(Standing::ValidInPart) => "GENUINE, VALID IN PART",
                Some(Standing::NotValid) => "GENUINE, BUT NOT VALID ON THIS DAY",
                None => "GENUINE",
            };
            let _ = writeln!(out, "{valid} (judged for {today})");
            if verdict.specimen {
                let _ = writeln!(out, "SPECIMEN of a demonstration city: no legal force.");
            }
            let _ = writeln!(out, "  Number      {}", claims.number);
            let _ = writeln!(out, "  Code        {}", claims.code);
            let _ = writeln!(out, "  Name        {}", claims.trade_name);
            if let Some(holder) = &claims.holder {
                let _ = writeln!(out, "  Holder      {holder}");
            }
            let _ = writeln!(out, "  Premises    {}", claims.premises);
            let _ = writeln!(out, "  Issued      {as_of}");
            let _ = writeln!(out, "  Signed by   {} ({})", issuer.say(ask.language), trust.city.say(ask.language));
            if *whole_file {
                let _ = writeln!(out, "  The whole file is unchanged since it was issued.");
            }
            let _ = writeln!(out, "  Parts");
            for part in &claims.parts {
                let state = match part.standing_on(today) {
                    PartStanding::Valid => "valid by its dates",
                    PartStanding::NotYet(_) => "not valid yet",
                    PartStanding::Expired(_) => "expired",
                    _ => "not valid",
                };
                let until = part.until.map_or_else(|| "no end date".to_owned(), |d| format!("until {d}"));
                let _ = writeln!(out, "    {:<28} {until:<18} {state}", part.permit);
            }
            if claims.parts_left_out > 0 {
                let _ = writeln!(out, "    and {} more that did not fit the code", claims.parts_left_out);
            }
            let _ = writeln!(out, "{}", Verdict::cannot_be_known_offline().say(ask.language));
        }
    }
    out
}

fn reason_text(reason: &Reason) -> String {
    match reason {
        Reason::Altered => "it was changed after it was signed".to_owned(),
        Reason::UnknownKey { kid } => format!("it is signed with `{kid}`, which is not among the trusted keys"),
        Reason::KeyNotValidThen { kid, issued_on } => format!("the key `{kid}` did not sign on {issued_on}"),
        Reason::Malformed => "it is not a licence, or parts of it are missing".to_owned(),
        Reason::NewerFormat { format } => format!("it has a newer form ({format}); a newer program can read it"),
        Reason::OtherAddress { address } => format!("its code leads to `{address}`, which is not the city's address"),
        Reason::NotOurs => "it carries no signature of a city".to_owned(),
    }
}

fn as_json(verdict: &Verdict, today: Day) -> serde_json::Value {
    match &verdict.outcome {
        Outcome::NotGenuine { reason } => json!({ "genuine": false, "reason": reason_text(reason) }),
        Outcome::Genuine { claims, issuer, as_of, standing_by_dates, whole_file } => json!({
            "genuine": true, "specimen": verdict.specimen, "judged_for": today, "issued_on": as_of,
            "number": claims.number, "code": claims.code, "name": claims.trade_name,
            "premises": claims.premises, "issuer": issuer, "standing": standing_by_dates,
            "whole_file": whole_file,
            "parts": claims.parts.iter().map(|p| json!({ "permit": p.permit, "until": p.until })).collect::<Vec<_>>(),
        }),
    }
}

pub fn cannot(why: &str) -> ExitCode {
    fail(why);
    ExitCode::from(2)
}
