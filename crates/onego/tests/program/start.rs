//! Starting, ending, and configurations that cannot be.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use store::{Place, Store};

use crate::browser::Browser;
use crate::city::Home;

#[test]
fn it_starts_and_ends_gracefully() {
    let home = Home::new();
    home.configure(&home.usual());
    let city = home.start();
    let mut browser = Browser::default();
    assert_eq!(browser.get(&city.at("/health")).status, 200);
    assert_eq!(browser.get(&city.at("/ready")).status, 200);
    assert_eq!(browser.get(&city.at("/en/")).status, 200);
    assert_eq!(browser.get(&city.at("/zh/")).status, 200);
    // Without a provider nobody can sign in, and the page says so.
    let page = browser.get(&city.at("/en/sign-in"));
    assert!(page.body.contains("Sign-in is not set up"), "{}", page.body);
    assert_eq!(browser.post(&city.at("/demo/be/anybody"), "").status, 404, "no demo people in a real city");
    assert_eq!(browser.post(&city.at("/demo/next-day"), "").status, 404);
    let trust = browser.get(&city.at("/trust.json"));

    let (status, took) = city.end();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");

    // The folder is free, whole, and its keys are for their owner alone.
    let store = Store::open(Place::Folder(home.path("data/store"))).expect("the store opens again");
    drop(store);
    for key in ["data/root.key", "data/signing.pem"] {
        let mode = std::fs::metadata(home.path(key)).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }

    // The next start has the same keys.
    let city = home.start();
    assert_eq!(browser.get(&city.at("/trust.json")).body, trust.body);
}

#[test]
fn a_kill_leaves_a_folder_that_starts_again() {
    let home = Home::new();
    home.configure(&home.usual());
    for _ in 0..3 {
        let city = home.start();
        city.kill();
    }
    let city = home.start();
    assert_eq!(Browser::default().get(&city.at("/ready")).status, 200);
}

#[test]
fn a_folder_has_one_program() {
    let home = Home::new();
    home.configure(&home.usual());
    let city = home.start();
    let other_port = home.usual().replace(&format!("listen: 127.0.0.1:{}", home.port), "listen: 127.0.0.1:0");
    home.configure(&other_port);
    let said = home.refused();
    assert!(one_sentence(&said), "{said}");
    assert_eq!(Browser::default().get(&city.at("/ready")).status, 200, "the first one is not disturbed");
}

#[test]
fn mistakes_are_said_in_one_sentence() {
    let home = Home::new();
    let said = home.refused();
    assert!(said.contains("onego.yaml") && one_sentence(&said), "missing file: {said}");

    let usual = home.usual();
    let host = format!("host: {}", home.host());
    let catalogue = usual.lines().next().expect("a line").to_owned();
    let official =
        "staff:\n  - { id: a, name: { en: A, zh: A }, authority: no-such-office, roles: [{ role: deciding }] }\n";
    let mistakes: [(&str, String, &str); 6] = [
        ("not YAML", "catalogue: [".to_owned(), "onego.yaml"),
        ("an unknown key", format!("{usual}hots: x\n"), "hots"),
        ("a host without scheme", usual.replace(&host, "host: permits.example"), "https://"),
        ("a missing key", usual.replace(&host, ""), "host"),
        ("an unknown authority", format!("{usual}{official}"), "no-such-office"),
        ("a missing catalogue", usual.replace(&catalogue, "catalogue: nowhere"), "nowhere"),
    ];
    for (what, yaml, says) in mistakes {
        home.configure(&yaml);
        let said = home.refused();
        assert!(said.contains(says), "{what}: {said}");
    }
}

#[test]
fn a_catalogue_with_an_error_is_not_served() {
    let home = Home::new();
    let copy = home.path("catalogue");
    copy_folder(&crate::city::example_city(), &copy);
    let bans = copy.join("bans.yaml");
    let text = std::fs::read_to_string(&bans).expect("bans");
    std::fs::write(&bans, format!("{text}\nno-such-key: 1\n")).expect("written");
    let first = home.usual().lines().next().expect("a line").to_owned();
    home.configure(&home.usual().replace(&first, "catalogue: catalogue"));
    let said = home.refused();
    assert!(said.contains("the catalogue has errors") && said.contains("bans.yaml"), "{said}");
    assert!(!home.path("data").exists(), "nothing is made before the catalogue is right");
}

#[test]
fn a_key_others_can_read_is_refused() {
    let home = Home::new();
    home.configure(&home.usual());
    let (status, _) = home.start().end();
    assert!(status.success());
    for key in ["data/root.key", "data/signing.pem"] {
        for mode in [0o640, 0o604, 0o644] {
            std::fs::set_permissions(home.path(key), std::fs::Permissions::from_mode(mode)).expect("chmod");
            let said = home.refused();
            assert!(said.contains("chmod 600") && one_sentence(&said), "{said}");
        }
        std::fs::set_permissions(home.path(key), std::fs::Permissions::from_mode(0o600)).expect("chmod");
        // Half a key is no key.
        let whole = std::fs::read(home.path(key)).expect("a key");
        std::fs::write(home.path(key), &whole[..whole.len() / 2]).expect("written");
        let said = home.refused();
        assert!(said.contains("is not a key"), "{said}");
        std::fs::write(home.path(key), whole).expect("written");
    }
    assert_eq!(Browser::default().get(&home.start().at("/ready")).status, 200);
}

#[test]
fn a_port_in_use_is_said() {
    let home = Home::new();
    let taken = std::net::TcpListener::bind(("127.0.0.1", home.port)).expect("free");
    home.configure(&home.usual());
    let said = home.refused();
    assert!(said.contains("cannot be listened on"), "{said}");
    drop(taken);
}

fn one_sentence(said: &str) -> bool {
    said.lines().count() == 1 && said.len() > 20
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target);
        } else {
            std::fs::copy(&source, &target).expect("copied");
        }
    }
}
