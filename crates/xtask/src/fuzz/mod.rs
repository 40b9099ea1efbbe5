//! Feeds strange input to every door through which text comes in, for some seconds, and keeps what does harm.
//!
//! Every target runs in a process of its own, on a thread with the stack a server's threads have, and writes down what it
//! is about to be fed. A panic, an overflown stack, an input that takes longer than [`PATIENCE`] or more memory than
//! [`MOST_MEMORY_MB`] ends that process; what it was fed is then put into the corpus, where an ordinary test feeds it again.

mod mutate;
mod target;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use mutate::{Dice, mutated};
use target::Target;

/// How long one input may take, in a build without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_MEMORY_MB: u64 = 1024;
const STACK: usize = 2 * 1024 * 1024;
const SECONDS: u64 = 60;

/// `cargo xtask fuzz [--seconds N] [--seed S]` over all targets, or `cargo xtask fuzz --replay FILE`.
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str, otherwise: u64| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    if let Some(file) = value("--replay") {
        return replay(Path::new(file));
    }
    let (seconds, seed) = (number("--seconds", SECONDS), number("--seed", 1));
    if let Some(name) = value("--inside") {
        return match Target::ALL.into_iter().find(|target| target.name() == name) {
            Some(target) => inside(root, target, seconds, seed),
            None => ExitCode::FAILURE,
        };
    }
    let each = (seconds / Target::ALL.len() as u64).max(1);
    let harmed = Target::ALL.into_iter().filter(|target| !outside(root, *target, each, seed)).count();
    if harmed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn folder(root: &Path, target: Target) -> PathBuf {
    root.join("fuzz/corpus").join(target.name())
}

/// Where a process writes what it is about to feed.
fn current(root: &Path, target: Target) -> PathBuf {
    root.join("target").join(format!("fuzz-{}-current", target.name()))
}

/// The kept inputs of a target with their files, in the order of their names.
fn corpus(root: &Path, target: Target) -> Vec<(PathBuf, String)> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder(root, target)).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.into_iter().filter_map(|file| fs::read_to_string(&file).ok().map(|text| (file, text))).collect()
}

/// Starts the process that feeds one target, and keeps what ended it. Says whether nothing did.
fn outside(root: &Path, target: Target, seconds: u64, seed: u64) -> bool {
    let Ok(program) = std::env::current_exe() else { return false };
    let arguments = ["fuzz", "--inside", target.name(), "--seconds", &seconds.to_string(), "--seed", &seed.to_string()];
    let ended = Command::new(program).args(arguments).current_dir(root).status();
    if ended.is_ok_and(|status| status.success()) {
        return true;
    }
    let Ok(text) = fs::read_to_string(current(root, target)) else {
        eprintln!("error: fuzz {}: ended before it was fed anything", target.name());
        return false;
    };
    // FNV-1a: the same input has the same name.
    let name = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    let file = folder(root, target).join(format!("harm-{name:016x}.txt"));
    match fs::write(&file, text) {
        Ok(()) => {
            eprintln!("error: fuzz {}: see it again with `cargo xtask fuzz --replay {}`", target.name(), file.display())
        }
        Err(fault) => eprintln!("error: {}: {fault}", file.display()),
    }
    false
}

/// Feeds one target until the time is over.
fn inside(root: &Path, target: Target, seconds: u64, seed: u64) -> ExitCode {
    let kept: Vec<String> = corpus(root, target).into_iter().map(|(_, text)| text).collect();
    if kept.is_empty() {
        eprintln!("error: {}: no kept input", folder(root, target).display());
        return ExitCode::FAILURE;
    }
    let current = current(root, target);
    let fed = AtomicU64::new(0);
    let until = Instant::now() + Duration::from_secs(seconds);
    let well = std::thread::scope(|scope| {
        let feeding = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
            let mut dice = Dice(seed);
            while Instant::now() < until {
                let text = mutated(&mut dice, &kept);
                drop(fs::write(&current, &text));
                target.feed(&text);
                fed.fetch_add(1, Ordering::Relaxed);
            }
        });
        feeding.is_ok_and(|thread| watched(&thread, &fed, target) && thread.join().is_ok())
    });
    println!("fuzz {:<10} {:>7} inputs in {seconds} s, seed {seed}", target.name(), fed.load(Ordering::Relaxed));
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Waits for a thread; ends this process when one input takes too long or too much, because a thread cannot be stopped.
fn watched(thread: &std::thread::ScopedJoinHandle<'_, ()>, fed: &AtomicU64, target: Target) -> bool {
    let (mut last, mut since) = (u64::MAX, Instant::now());
    while !thread.is_finished() {
        std::thread::sleep(Duration::from_millis(20));
        let now = fed.load(Ordering::Relaxed);
        if now != last {
            (last, since) = (now, Instant::now());
        }
        let memory = memory_mb();
        if since.elapsed() > PATIENCE || memory > MOST_MEMORY_MB {
            eprintln!("error: fuzz {}: input {now} took {:?} and {memory} MB", target.name(), since.elapsed());
            std::process::exit(3);
        }
    }
    true
}

fn memory_mb() -> u64 {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    pages * 4096 / 1_048_576
}

/// Feeds one kept file to the target whose folder it is in.
fn replay(file: &Path) -> ExitCode {
    let name = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let target = Target::ALL.into_iter().find(|target| Some(target.name()) == name.as_deref());
    match (target, fs::read_to_string(file)) {
        (Some(target), Ok(text)) => {
            let began = Instant::now();
            let ran = std::thread::Builder::new().stack_size(STACK).spawn(move || target.feed(&text)).map(|t| t.join());
            println!("{}: {:?}", target.name(), began.elapsed());
            if matches!(ran, Ok(Ok(()))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        (_, Err(fault)) => {
            eprintln!("error: {}: {fault}", file.display());
            ExitCode::FAILURE
        }
        (None, _) => {
            eprintln!("error: {}: not in the folder of a target", file.display());
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STACK, Target, corpus};

    #[test]
    fn the_kept_corpus_does_no_harm() {
        for target in Target::ALL {
            let kept = corpus(&crate::root(), target);
            assert!(kept.len() >= 3, "{}: hardly any kept input", target.name());
            for (file, text) in kept {
                let fed = std::thread::Builder::new().stack_size(STACK).spawn(move || target.feed(&text)).unwrap();
                assert!(fed.join().is_ok(), "{} does harm", file.display());
            }
        }
    }
}
