//! `onego import`: reads rules of others into a folder of definitions that an author goes on with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use exchange::decisions::{self, Draft};
use exchange::dmn;

/// What to read and where to put it.
pub struct Ask<'a> {
    pub files: &'a [PathBuf],
    pub into: &'a Path,
    pub language: &'a str,
}

/// Reads DMN files, with the questions of STTR; files given together become one event.
pub fn dmn(ask: &Ask<'_>) -> ExitCode {
    match drafted(ask) {
        Ok(draft) => {
            for file in &draft.files {
                println!("wrote {}", ask.into.join(&file.name).display());
            }
            for note in &draft.notes {
                println!("note: {note}");
            }
            match &draft.catalogue {
                Some(catalogue) => {
                    println!(
                        "{} facts, {} permits, {} duties; {} notes. `onego check {}` says what to complete.",
                        catalogue.facts.len(),
                        catalogue.permits.len(),
                        catalogue.duties.len(),
                        draft.notes.len(),
                        ask.into.display()
                    );
                    ExitCode::SUCCESS
                }
                None => {
                    eprintln!("error: the draft is not a catalogue yet; `onego check {}` says why", ask.into.display());
                    ExitCode::FAILURE
                }
            }
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn drafted(ask: &Ask<'_>) -> Result<Draft, String> {
    let mut models = Vec::new();
    for path in ask.files {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))?;
        models.push(dmn::read(&shown, text.trim_start_matches('\u{feff}'))?);
    }
    let draft = decisions::draft(&models, ask.language);
    fs::create_dir_all(ask.into).map_err(|e| format!("{}: {e}", ask.into.display()))?;
    // Nothing that somebody has written is written over.
    for file in &draft.files {
        let path = ask.into.join(&file.name);
        if path.exists() {
            return Err(format!("{}: it is there already; import into an empty folder", path.display()));
        }
    }
    for file in &draft.files {
        let path = ask.into.join(&file.name);
        fs::write(&path, &file.text).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(draft)
}
