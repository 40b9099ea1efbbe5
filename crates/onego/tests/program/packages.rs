//! A district puts the city's package below its own: added, verified, checked, updated, and refused when something is wrong.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::city::{example_city, onego};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() && name != "packages" {
            copy(&path, &to.join(name));
        } else if path.is_file() && name != "onego.lock" {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// The example city and the example district over it, in folders of their own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        copy(&example_city(), &desk.city());
        copy(&example_city().join("../haidian-example"), &desk.district());
        desk
    }

    fn city(&self) -> PathBuf {
        self.folder.path().join("city")
    }

    fn district(&self) -> PathBuf {
        self.folder.path().join("district")
    }

    fn below(&self) -> PathBuf {
        self.district().join("packages/beijing/services@1.0.0")
    }

    fn catalogue(&self, wish: &str, more: &[&str]) -> Output {
        onego().arg("catalogue").arg(wish).arg(self.district()).args(more).output().unwrap()
    }

    fn add(&self) -> Output {
        self.catalogue("add", &[self.city().to_str().unwrap()])
    }

    fn update(&self, more: &[&str]) -> Output {
        self.catalogue("update", &[&[self.city().to_str().unwrap()], more].concat())
    }

    fn check(&self) -> Output {
        onego().args(["check", "--on", "2026-03-02"]).arg(self.district()).output().unwrap()
    }

    fn next_city(&self, old: &str, new: &str) {
        replace(&self.city().join("onego.package"), "services@1.0.0", "services@1.1.0");
        replace(&self.city().join("permits/food.yaml"), old, new);
    }
}

fn replace(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{} has no `{old}`", path.display());
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What the program says when it does what was asked.
fn done(output: Output) -> String {
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

/// What the program says when it refuses.
fn refused(output: Output) -> String {
    assert!(!output.status.success(), "{}", said(&output));
    said(&output)
}

const PROMISE: &str = "extend: \"5 wd\", promise: \"8 wd\"";

#[test]
fn a_district_lies_over_its_city() {
    let desk = Desk::new();
    assert!(refused(desk.check()).contains("onego catalogue add"));
    assert!(done(desk.add()).contains("`beijing/services@1.0.0` lies below `haidian/services@1.0.0`"));
    assert!(done(desk.check()).contains("0 errors, 0 warnings"), "{}", said(&desk.check()));
    assert!(done(desk.catalogue("verify", &[])).contains("over beijing/services@1.0.0: sha256:"));
    let facts = desk.folder.path().join("facts.json");
    fs::write(&facts, "{\"venue.kind\": \"bar\"}").unwrap();
    let mut journey = onego();
    journey.args(["journey", "--event", "open-restaurant", "--on", "2026-03-02", "--facts"]).arg(&facts);
    let told = done(journey.arg(desk.district()).output().unwrap());
    let food = told.lines().find(|line| line.contains("food-business") && line.contains("promised")).unwrap();
    assert!(food.contains("(5 wd)"), "{food}");
}

#[test]
fn a_changed_file_is_named_and_nothing_is_compiled() {
    let desk = Desk::new();
    done(desk.add());
    replace(&desk.below().join("permits/food.yaml"), PROMISE, "promise: \"1 wd\"");
    fs::remove_file(desk.below().join("bans.yaml")).unwrap();
    let told = refused(desk.check());
    assert!(told.contains("`permits/food.yaml` was changed") && told.contains("`bans.yaml` is missing"), "{told}");
    assert_eq!(
        told.matches("permits/food.yaml").count(),
        refused(desk.catalogue("verify", &[])).matches("permits/food.yaml").count()
    );
    // Sums that were made to fit do not fit the lock.
    fs::remove_file(desk.below().join("onego.sum")).unwrap();
    assert!(refused(desk.check()).contains("one version must never have two contents"));
}

#[test]
fn an_unknown_publisher_is_refused_with_the_line_that_would_accept_it() {
    let desk = Desk::new();
    replace(&desk.district().join("onego.package"), "publisher: beijing", "publisher: tianjin");
    assert!(refused(desk.add()).contains("add `{ publisher: beijing }`"));
    assert!(!desk.below().exists());
}

#[test]
fn packages_never_lie_over_themselves() {
    let desk = Desk::new();
    done(desk.add());
    // The city would lie over the district, which lies over the city.
    let manifest = "package: beijing/services@2.0.0\npublishers: [{ publisher: haidian }]\n";
    fs::write(desk.city().join("onego.package"), manifest).unwrap();
    let added = onego().args(["catalogue", "add"]).arg(desk.city()).arg(desk.district()).output().unwrap();
    let told = refused(added);
    assert!(told.contains("in a circle: `beijing/services@2.0.0` over `haidian/services@1.0.0` over"), "{told}");
}

#[test]
fn a_lock_that_is_older_or_of_another_format_says_what_to_run() {
    let desk = Desk::new();
    done(desk.add());
    replace(&desk.district().join("onego.package"), "services@1.0.0\npub", "services@1.1.0\npub");
    let told = refused(desk.check());
    assert!(told.contains("holds `beijing/services@1.0.0`") && told.contains("onego catalogue update"), "{told}");
    // And that works, although the manifest was changed by hand.
    desk.next_city("valid: \"5 y\"", "valid: \"6 y\"");
    done(desk.update(&[]));
    replace(&desk.district().join("onego.lock"), "version: 1", "version: 2");
    assert!(refused(desk.check()).contains("`onego.lock` has version 2"));
}

#[test]
fn what_only_the_city_changed_comes_in_with_a_new_version() {
    let desk = Desk::new();
    done(desk.add());
    desk.next_city("within: \"10 wd\"", "within: \"9 wd\"");
    let told = done(desk.update(&["--dry-run"]));
    assert!(told.contains("permits/food-business/decide/within: 10 wd → 9 wd") && told.contains("1 changes"), "{told}");
    assert!(desk.below().exists());
    done(desk.update(&[]));
    assert!(!desk.below().exists());
    done(desk.check());
    assert!(done(desk.update(&[])).contains("already"));
}

#[test]
fn a_conflict_changes_nothing_until_somebody_decides() {
    let desk = Desk::new();
    done(desk.add());
    desk.next_city(PROMISE, "extend: \"5 wd\", promise: \"6 wd\"");
    let told = refused(desk.update(&[]));
    for part in ["overlay-conflict", "district.yaml:4", "it was `8 wd`; here it is `5 wd`, in the new version `6 wd`"] {
        assert!(told.contains(part), "{told}");
    }
    done(desk.check());
    assert!(desk.below().exists());
    done(desk.update(&["--keep", "permits/food-business/decide/promise"]));
    done(desk.check());
}

#[test]
fn a_signed_package_must_be_signed_by_the_key_that_is_known() {
    let desk = Desk::new();
    let key = desk.folder.path().join("publisher.pem");
    let made = licence::SigningKey::from_seed("test", &[7; 32]).unwrap();
    fs::write(&key, made.to_pem().unwrap()).unwrap();
    let seal = |more: &[&Path]| done(onego().args(["catalogue", "seal"]).arg(desk.city()).args(more).output().unwrap());
    let told = seal(&[Path::new("--key"), &key]);
    let entry = told.lines().find_map(|line| line.strip_prefix("for `publishers`: ")).unwrap();
    replace(&desk.district().join("onego.package"), "{ publisher: beijing }", entry);
    assert!(done(desk.add()).contains("signed by its publisher"));
    done(desk.check());
    let other = entry.replace("key: \"A", "key: \"B");
    assert_ne!(other, entry);
    replace(&desk.district().join("onego.package"), entry, &other);
    assert!(refused(desk.check()).contains("is not signed by the key of its publisher"));
    seal(&[]);
    replace(&desk.district().join("onego.package"), &other, entry);
    assert!(refused(desk.add()).contains("there is no signature"));
}

#[test]
fn an_archive_is_a_source_too_and_its_links_are_refused() {
    let desk = Desk::new();
    let archive = desk.folder.path().join("city.tar.zst");
    let mut tar = tar::Builder::new(Vec::new());
    tar.append_dir_all("beijing-services", desk.city()).unwrap();
    fs::write(&archive, stored(&tar.into_inner().unwrap())).unwrap();
    done(desk.catalogue("add", &[archive.to_str().unwrap()]));
    done(desk.check());
    let mut tar = tar::Builder::new(Vec::new());
    let mut link = tar::Header::new_gnu();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_size(0);
    tar.append_link(&mut link, "onego.package", "/etc/hostname").unwrap();
    fs::write(&archive, stored(&tar.into_inner().unwrap())).unwrap();
    assert!(refused(desk.catalogue("add", &[archive.to_str().unwrap()])).contains("a link or a device"));
}

/// A frame of Zstandard.
fn stored(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}
