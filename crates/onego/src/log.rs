//! `onego log`: look through a log, read its end, take proofs out of it, check them.

use std::path::Path;
use std::process::ExitCode;

use ledger::{Checkpoint, Kind, LogFault, Policy, Proof};
use office::LogFolder;

use crate::author::fail;
use crate::keys;

/// Reads a file and names it when it cannot.
pub fn contents(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
}

fn policy(path: &Path) -> Result<Policy, String> {
    let text = String::from_utf8(contents(path)?).map_err(|_| format!("`{}` is not text", path.display()))?;
    Policy::parse(&text).map_err(|why| format!("`{}`: {why}", path.display()))
}

fn done(outcome: Result<ExitCode, String>) -> ExitCode {
    outcome.unwrap_or_else(|why| {
        fail(&why);
        ExitCode::from(2)
    })
}

/// Exit code 0: sound; 1: something does not fit; 2: it could not be looked at.
pub fn fsck(folder: &Path, policy_file: Option<&Path>, seen: Option<&Path>) -> ExitCode {
    done((|| {
        let policy = policy_file.map(policy).transpose()?;
        let seen = match seen {
            None => None,
            Some(path) => {
                let (checkpoint, _) =
                    Checkpoint::from_note(&contents(path)?).map_err(|why| format!("`{}`: {why}", path.display()))?;
                Some(checkpoint)
            }
        };
        is_folder(folder)?;
        let report = ledger::fsck(&LogFolder::for_reading(folder), policy.as_ref(), seen.as_ref());
        for finding in &report.findings {
            println!("{finding}");
        }
        if report.is_sound() {
            println!(
                "sound: {} leaves, {} tiles{}",
                report.leaves,
                report.tiles,
                match policy {
                    Some(_) => "",
                    None => "; signatures were not judged, give --policy",
                }
            );
            Ok(ExitCode::SUCCESS)
        } else {
            Ok(ExitCode::FAILURE)
        }
    })())
}

fn is_folder(folder: &Path) -> Result<(), String> {
    if folder.is_dir() { Ok(()) } else { Err(format!("`{}` is not a folder", folder.display())) }
}

fn published(folder: &Path) -> Result<(LogFolder, Checkpoint), String> {
    is_folder(folder)?;
    let disk = LogFolder::for_reading(folder);
    let (checkpoint, _) = ledger::read_checkpoint(&disk)
        .map_err(|fault| fault.to_string())?
        .ok_or_else(|| format!("`{}` has published nothing yet", folder.display()))?;
    Ok((disk, checkpoint))
}

/// The last entries, or those from an index on, one a line with its index.
pub fn tail(folder: &Path, from: Option<u64>, count: u64) -> ExitCode {
    done((|| {
        let (disk, checkpoint) = published(folder)?;
        let first = from.unwrap_or(checkpoint.size.saturating_sub(count));
        for index in first..first.saturating_add(count).min(checkpoint.size) {
            let entry = ledger::read_entry(&disk, checkpoint.size, index).map_err(|fault| fault.to_string())?;
            println!("{index}\t{}", String::from_utf8_lossy(&entry.unwrap_or_default()).escape_debug());
        }
        eprintln!("{} has {} leaves", checkpoint.origin, checkpoint.size);
        Ok(ExitCode::SUCCESS)
    })())
}

/// Prints the proof file of a leaf, and its entry to a file if wished.
pub fn prove(folder: &Path, index: u64, entry_to: Option<&Path>) -> ExitCode {
    done((|| {
        let (disk, checkpoint) = published(folder)?;
        let said = |fault: LogFault| fault.to_string();
        let Some(proof) = ledger::prove(&disk, index).map_err(said)? else {
            return Err(format!("there is no leaf {index}: {} are published", checkpoint.size));
        };
        if let Some(path) = entry_to {
            let entry = ledger::read_entry(&disk, checkpoint.size, index).map_err(said)?.unwrap_or_default();
            std::fs::write(path, entry).map_err(|error| format!("`{}`: {error}", path.display()))?;
        }
        print!("{proof}");
        Ok(ExitCode::SUCCESS)
    })())
}

/// Exit code 0: the entry lies in the log; 1: the proof does not show it; 2: it could not be read.
pub fn verify(proof: &Path, entry: &Path, policy_file: &Path) -> ExitCode {
    done((|| {
        let policy = policy(policy_file)?;
        let entry = contents(entry)?;
        let proof = Proof::parse(&contents(proof)?).map_err(|why| format!("`{}`: {why}", proof.display()))?;
        Ok(match proof.check(&entry, &policy) {
            Ok(proven) => {
                let Checkpoint { origin, size, .. } = proven.checkpoint;
                println!("IN THE LOG: leaf {} of {origin}, which had {size} leaves", proof.index);
                match proven.seen_at.and_then(|seconds| jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok())
                {
                    Some(moment) => println!("  seen by the witnesses the policy asks for until {moment}"),
                    None => println!("  the policy asks for no witness: only the log itself signed it"),
                }
                ExitCode::SUCCESS
            }
            Err(why) => {
                println!("NOT PROVEN: {why}");
                ExitCode::FAILURE
            }
        })
    })())
}

/// Makes a key, or reads it, and prints what others check it with.
pub fn key(path: &Path, name: &str, kind: Kind) -> ExitCode {
    match keys::note_key(path, name, kind) {
        Ok(key) => {
            println!("{}", key.verifier());
            ExitCode::SUCCESS
        }
        Err(why) => fail(&why.to_string()),
    }
}
