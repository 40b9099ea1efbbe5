//! `onego catalogue`: packages of definitions, what lies below them, and their seals.

pub mod files;
pub mod layers;
mod sign;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use catalogue::overlay::{Change, update};
use catalogue::package::{LOCK, Lock, MANIFEST, Manifest, PackageId, Refused, SIGNATURE, SUMS, may_lie_below};
use catalogue::{Severity, Style, compile_stack, stack};

use crate::author::fail;
use files::{Files, Which};
use layers::{Layers, Sealed, Signed, below_of, home_of, lock_of, manifest_of, sums_of};

#[derive(clap::Subcommand)]
pub enum Wish {
    /// Put a package below a folder of definitions: copied into it, verified, locked.
    Add {
        /// The folder with `onego.package`.
        folder: PathBuf,
        /// The package: a folder (also of a git checkout) or a .tar.zst.
        source: PathBuf,
    },
    /// Put another version of the package below; conflicts are shown and nothing is changed then.
    Update {
        folder: PathBuf,
        /// The new version: a folder (also of a git checkout) or a .tar.zst.
        source: PathBuf,
        /// Keep what the overlay says although the new version changed it too; the path of a conflict.
        #[arg(long, value_name = "PATH")]
        keep: Vec<String>,
        /// Only say what would come in.
        #[arg(long)]
        dry_run: bool,
    },
    /// Verify all that lies below against the lock, the sums and the signatures.
    Verify { folder: PathBuf },
    /// Seal a package for others: write the sums of its files, and sign them.
    Seal {
        folder: PathBuf,
        /// The publisher's P-256 key, PKCS#8 in PEM.
        #[arg(long)]
        key: Option<PathBuf>,
    },
}

pub fn run(wish: &Wish) -> ExitCode {
    let done = match wish {
        Wish::Add { folder, source } => add(folder, source),
        Wish::Update { folder, source, keep, dry_run } => renew(folder, source, keep, *dry_run),
        Wish::Verify { folder } => verify(folder),
        Wish::Seal { folder, key } => seal(folder, key.as_deref()),
    };
    match done {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => fail(why.trim_end()),
    }
}

/// A folder of definitions that says what package it is.
struct Upper {
    files: Files,
    manifest: Manifest,
    manifest_text: String,
}

impl Upper {
    fn read(folder: &Path) -> Result<Self, String> {
        let files = files::folder(folder, Which::ToCompile)?;
        if !files.contains_key(MANIFEST) {
            return Err(format!(
                "`{}` has no {MANIFEST}; write one, for example\n\n  package: my-district/services@1.0.0\n  publishers:\n    - {{ publisher: my-city }}\n",
                folder.display()
            ));
        }
        let manifest = manifest_of(&files, "").map_err(said)?;
        let manifest_text = String::from_utf8_lossy(&files[MANIFEST]).into_owned();
        Ok(Upper { files, manifest, manifest_text })
    }

    /// Whether a package may be put below this one.
    fn accepts(&self, below: &Sealed) -> Result<Signed, Refused> {
        let package = &below.manifest.package;
        let publisher = self.manifest.publisher(package)?;
        may_lie_below(std::slice::from_ref(&self.manifest.package), package)?;
        let deeper = Layers::of(&below.files)?;
        let mut chain = vec![self.manifest.package.clone()];
        for layer in deeper.layers.iter().rev() {
            may_lie_below(&chain, &layer.package)?;
            chain.push(layer.package.clone());
        }
        below.signed_by(publisher)
    }
}

fn said(refused: Refused) -> String {
    refused.to_string()
}

fn add(folder: &Path, source: &Path) -> Result<String, String> {
    let upper = Upper::read(folder)?;
    let below = Sealed::of(files::read(source)?).map_err(said)?;
    let package = below.manifest.package.clone();
    let other = |wanted: &PackageId| Refused::OtherPackage { found: package.clone(), wanted: wanted.clone() };
    match &upper.manifest.over {
        Some(over) if over.title() == package.title() && *over != package && upper.files.contains_key(LOCK) => {
            return Err(format!(
                "`{over}` lies below; to put `{package}` there run `onego catalogue update {} {}`",
                folder.display(),
                source.display()
            ));
        }
        Some(over) if *over != package => return Err(other(over).to_string()),
        _ => {}
    }
    let signed = upper.accepts(&below).map_err(said)?;
    let hash = below.sums.hash();
    if let Some(lock) = lock_of(&upper.files, "").map_err(said)?
        && lock.package == package
        && lock.hash != hash
    {
        return Err(Refused::OtherHash { package, locked: lock.hash, found: hash }.to_string());
    }
    put(folder, &upper, &below)?;
    Ok(format!("`{package}` lies below `{}`; {hash}; {}\n", upper.manifest.package, told(signed)))
}

/// Copies the package, then writes the manifest and the lock: until the lock is there, nothing counts.
fn put(folder: &Path, upper: &Upper, below: &Sealed) -> Result<(), String> {
    let package = &below.manifest.package;
    files::write(&below.files, &folder.join(home_of(package)))?;
    keep(&folder.join(MANIFEST), &over_in(&upper.manifest_text, package))?;
    keep(&folder.join(LOCK), &Lock { package: package.clone(), hash: below.sums.hash() }.write())
}

/// The manifest with this package below; comments and the rest stay.
fn over_in(manifest: &str, package: &PackageId) -> String {
    let line = format!("over: {package}");
    let is_over = |text: &str| text.starts_with("over:");
    let mut lines: Vec<&str> = manifest.lines().collect();
    match lines.iter().position(|text| is_over(text)) {
        Some(at) => lines[at] = &line,
        None => lines.push(&line),
    }
    lines.join("\n") + "\n"
}

fn keep(path: &Path, text: &str) -> Result<(), String> {
    let wrong = |e: std::io::Error| format!("`{}` cannot be written: {e}", path.display());
    let new = path.with_extension("new");
    fs::write(&new, text).and_then(|()| fs::rename(&new, path)).map_err(wrong)
}

fn told(signed: Signed) -> &'static str {
    match signed {
        Signed::ByKey => "signed by its publisher",
        Signed::NotAsked => "not signed: no key of its publisher is known here",
    }
}

fn renew(folder: &Path, source: &Path, kept: &[String], dry_run: bool) -> Result<String, String> {
    let upper = Upper::read(folder)?;
    let package = &upper.manifest.package;
    let nothing =
        || format!("nothing lies below `{package}` yet; run `onego catalogue add {} SOURCE`", folder.display());
    let lock = lock_of(&upper.files, "").map_err(said)?.ok_or_else(nothing)?;
    let (old, _) = below_of(&upper.files, &upper.manifest, &lock).map_err(said)?;
    let new = Sealed::of(files::read(source)?).map_err(said)?;
    let (from, to) = (&old.manifest.package, &new.manifest.package);
    if from.title() != to.title() {
        return Err(Refused::OtherPackage { found: to.clone(), wanted: from.clone() }.to_string());
    }
    let signed = upper.accepts(&new).map_err(said)?;
    if from == to {
        if lock.hash != new.sums.hash() {
            let (locked, found) = (lock.hash, new.sums.hash());
            return Err(Refused::OtherHash { package: to.clone(), locked, found }.to_string());
        }
        return Ok(format!("`{to}` lies below already\n"));
    }
    let below = Layers::named(&old.files, &home_of(from)).map_err(said)?;
    let above = Layers::named(&new.files, &home_of(to)).map_err(said)?;
    let own = Layers::of(&upper.files).or_else(|refused| match refused {
        // The manifest was already given the new version by hand: the lock still knows what it was written over.
        Refused::LockIsFor { .. } => {
            let mut files = upper.files.clone();
            files.insert(MANIFEST.to_owned(), over_in(&upper.manifest_text, from).into_bytes());
            Layers::of(&files)
        }
        other => Err(other),
    });
    let mut own = own.map_err(said)?.layers;
    let over = own.pop().map(|layer| layer.sources).unwrap_or_default();
    let updated = update(&below.sources(), &over, &above.sources(), kept);
    if !updated.diagnostics.is_empty() {
        let shown = catalogue::render(&updated.diagnostics, &updated.shown, Style::Plain);
        return Err(format!("`{to}` cannot be put below `{package}` as it is; nothing was changed\n{shown}"));
    }
    let mut out = format!("`{package}`: `{from}` → `{to}`; {}\n", told(signed));
    for Change { path, before, after } in &updated.changes {
        let said = |node: &Option<catalogue::overlay::Node>| node.as_ref().map_or("nothing".to_owned(), short);
        out.push_str(&format!("  {path}: {} → {}\n", said(before), said(after)));
    }
    let result = compile_stack(&stack(&[above.sources(), vec![over]].concat()), None);
    let errors = result.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    out.push_str(&format!("{} changes come in", updated.changes.len()));
    out.push_str(&match errors {
        0 => "\n".to_owned(),
        errors => format!("; the result has {errors} errors, see `onego check {}`\n", folder.display()),
    });
    if !dry_run {
        put(folder, &upper, &new)?;
        let gone = folder.join(home_of(from));
        fs::remove_dir_all(&gone).map_err(|e| format!("`{}` cannot be removed: {e}", gone.display()))?;
    }
    Ok(out)
}

/// A value in one line that fits beside another.
fn short(node: &catalogue::overlay::Node) -> String {
    let text = node.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn verify(folder: &Path) -> Result<String, String> {
    let upper = Upper::read(folder)?;
    let layers = Layers::of(&upper.files).map_err(said)?;
    let mut out = String::new();
    for layer in layers.layers.iter().rev() {
        out.push_str(&match &layer.sealed {
            None => format!("{}\n", layer.package),
            Some((hash, signed)) => format!("  over {}: {hash}; {}\n", layer.package, told(*signed)),
        });
    }
    Ok(out)
}

fn seal(folder: &Path, key: Option<&Path>) -> Result<String, String> {
    let files = files::folder(folder, Which::All)?;
    let manifest = manifest_of(&files, "").map_err(said)?;
    Layers::of(&files).map_err(said)?;
    let sums = sums_of(&files);
    let text = sums.write();
    let mut out = format!("`{}` is sealed: {}\n", manifest.package, sums.hash());
    let signature = match key {
        None => None,
        Some(path) => {
            let wrong = |why: &dyn std::fmt::Display| format!("`{}` cannot be used: {why}", path.display());
            let pem = fs::read_to_string(path).map_err(|e| wrong(&e))?;
            let signed = sign::sign(&pem, &text).ok_or_else(|| wrong(&"it is no P-256 key, PKCS#8 in PEM"))?;
            out.push_str(&format!(
                "for `publishers`: {{ publisher: {}, key: \"{}\" }}\n",
                manifest.package.publisher, signed.1
            ));
            Some(signed.0)
        }
    };
    keep(&folder.join(SUMS), &text)?;
    match signature {
        Some(signature) => keep(&folder.join(SIGNATURE), &signature)?,
        // An older signature would be over other files.
        None if folder.join(SIGNATURE).exists() => fs::remove_file(folder.join(SIGNATURE))
            .map_err(|e| format!("`{}` cannot be removed: {e}", folder.join(SIGNATURE).display()))?,
        None => {}
    }
    Ok(out)
}
