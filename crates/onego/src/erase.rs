//! `onego erase`: destroys what opens a person's data, once the law no longer keeps it.

use std::path::Path;
use std::process::ExitCode;

use office::{Erasure, Hold, Office};

use crate::author::fail;
use crate::serve;

/// Whom, and whether it is only asked.
pub struct Ask<'a> {
    pub config: &'a Path,
    pub subject: Option<&'a str>,
    pub case: Option<&'a str>,
    pub dry_run: bool,
}

pub fn run(ask: &Ask<'_>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no threads: {error}")),
    };
    match runtime.block_on(erase(ask)) {
        Ok(erasure) if erasure.held.is_empty() => {
            let verb = if ask.dry_run { "could be erased" } else { "erased" };
            for number in &erasure.erased {
                println!("{number}: {verb}");
            }
            if !ask.dry_run {
                println!("{} keys destroyed, {} papers removed", erasure.keys, erasure.papers);
            }
            ExitCode::SUCCESS
        }
        Ok(erasure) => {
            for (number, hold) in &erasure.held {
                eprintln!("{number}: {}", said(hold));
            }
            fail("nothing was erased: the law still keeps what is named above")
        }
        Err(why) => fail(&why),
    }
}

fn said(hold: &Hold) -> String {
    match hold {
        Hold::Open => "is not decided yet".to_owned(),
        Hold::Valid { licence } => format!("its licence {licence} is valid"),
        Hold::Until(day) => format!("is kept until the end of {day}"),
        Hold::NoPeriod => "the catalogue it was filed under has no `keep`, so nobody knows how long".to_owned(),
    }
}

async fn subject_of(office: &Office, ask: &Ask<'_>) -> Result<String, String> {
    match (ask.subject, ask.case) {
        (Some(subject), _) => Ok(subject.to_owned()),
        (None, Some(number)) => {
            let id = office.case_id_of(&number.trim().to_uppercase()).await.map_err(|e| e.to_string())?;
            let id = id.ok_or_else(|| format!("there is no case {number}"))?;
            let file = office.case_file(&id).await.map_err(|e| e.to_string())?;
            Ok(file.case.applicant().as_str().to_owned())
        }
        (None, None) => Err("say whom: --subject or --case".to_owned()),
    }
}

async fn erase(ask: &Ask<'_>) -> Result<Erasure, String> {
    let (office, store) = serve::open(ask.config).await?;
    let found = async {
        let subject = subject_of(&office, ask).await?;
        let done = if ask.dry_run { office.erasable(&subject).await } else { office.erase(&subject).await };
        done.map_err(|e| e.to_string())
    };
    let found = found.await;
    store.close().await;
    found
}
