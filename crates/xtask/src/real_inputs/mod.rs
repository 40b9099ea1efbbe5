//! Runs onego on rules other people wrote, where the right answers are known; one module an input.
//!
//! Every command ends with one line of JSON: how many cases there were, how many came out exactly right. A file that is
//! missing, unreadable or malformed is an error with its name; it never makes the count smaller.

mod amsterdam;
mod cel;
mod dmn_tck;
pub mod files;
mod ledger;
mod openid4vci;
mod sd_jwt;
mod status_list;
mod uk_licence_finder;
mod wabo;

use std::path::Path;
use std::process::ExitCode;

/// What there is.
const INPUTS: &str = "amsterdam, cel, dmn-tck, ledger, openid4vci, sd-jwt, status-list, uk-licence-finder, wabo";

/// Runs `cargo xtask real-inputs INPUT DIR`.
pub fn run(arguments: &[String]) -> ExitCode {
    let (input, folder) = match arguments {
        [input, folder] => (input.as_str(), Path::new(folder)),
        _ => {
            return fail(&format!(
                "say which input and in which folder it lies: `cargo xtask real-inputs INPUT DIR`; the inputs are {INPUTS}"
            ));
        }
    };
    let ran = match input {
        "dmn-tck" => dmn_tck::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "uk-licence-finder" => uk_licence_finder::run(folder).map(|score| (score.to_json(), score.is_exact())),
        "ledger" => ledger::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "openid4vci" => openid4vci::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "sd-jwt" => sd_jwt::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "status-list" => status_list::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "cel" => cel::run(folder).map(|score| (score.to_json(), score.is_exact())),
        "amsterdam" => amsterdam::run(folder).map(|(line, exact)| (line.to_string(), exact)),
        "wabo" => wabo::run(folder).map(|(line, held)| (line.to_string(), held)),
        _ => return fail(&format!("there is no input `{input}`; there are {INPUTS}")),
    };
    match ran {
        Ok((json, exact)) => {
            println!("{json}");
            if exact { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => fail(&why),
    }
}

fn fail(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}
