//! Sign-in with a real provider: who gets in, as whom, and who does not.

use std::time::{Duration, Instant};

use crate::browser::{Browser, Page};
use crate::city::{City, Home};
use crate::provider::{Provider, SECRET};

struct Town {
    provider: Provider,
    city: City,
    home: Home,
}

const STAFF: &str = r#"
staff:
  - { id: lin-yue, name: { en: "Lin Yue", zh: "林悦" }, authority: market-regulation, roles: [{ role: deciding }], sign_in: official-sub-7 }
  - { id: he-rui, name: { en: "He Rui", zh: "何睿" }, authority: market-regulation, roles: [{ role: representative }], sign_in: he.rui@city.example }
"#;

fn settings(home: &Home, issuer: &str) -> String {
    let secret = home.path("client.secret");
    std::fs::write(&secret, SECRET).expect("written");
    owner_only(&secret);
    format!(
        "{}{STAFF}sign_in:\n  issuer: {issuer}\n  client_id: onego\n  client_secret_file: {}\n  scopes: [openid, profile, email]\n  name: {{ en: City Account, zh: 城市账户 }}\n",
        home.usual(),
        secret.display()
    )
}

pub fn owner_only(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("chmod");
}

impl Town {
    fn start() -> Town {
        let home = Home::new();
        let provider = Provider::start(&home);
        home.configure(&settings(&home, &provider.issuer));
        let city = home.start();
        Town { provider, city, home }
    }

    /// From a page that asks for sign-in to the address the provider leads back to.
    fn to_the_return(&self, browser: &mut Browser, name: &str, back: &str) -> String {
        let question = self.question(browser, back);
        self.provider.sign_in_as(browser, &question, name)
    }

    fn question(&self, browser: &mut Browser, back: &str) -> String {
        let page = browser.get(&self.city.at(&format!("/en/sign-in?back={back}")));
        assert_eq!(page.status, 303, "{}", page.body);
        page.leads_to()
    }

    /// The whole way; gives the answer of our return address.
    fn sign_in(&self, browser: &mut Browser, name: &str, back: &str) -> Page {
        let to = self.to_the_return(browser, name, back);
        assert!(to.starts_with(&self.city.at("/sign-in/return?")), "{to}");
        browser.get(&to)
    }

    fn session(&self, browser: &Browser) -> Option<String> {
        browser.cookie_of(&self.city.host, "onego_session").cloned()
    }

    /// A page that says what went wrong, has a way forward, and signs nobody in.
    fn assert_refused(&self, browser: &Browser, page: &Page, status: u16, title: &str) {
        assert_eq!(page.status, status, "{}", page.body);
        assert!(page.body.contains(title), "{title}:\n{}", page.body);
        assert!(page.body.contains("/en/sign-in"), "no way forward:\n{}", page.body);
        assert!(self.session(browser).is_none(), "signed in nevertheless");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert!(!page.body.contains("code="), "the page repeats the code");
    }
}

fn parameter<'u>(url: &'u str, name: &str) -> &'u str {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
}

fn changed(url: &str, name: &str, value: &str) -> String {
    url.replace(&format!("{name}={}", parameter(url, name)), &format!("{name}={value}"))
}

const OVER: &str = "This sign-in is over";
const NOT_CONFIRMED: &str = "We could not confirm who you are";

#[test]
fn a_person_signs_in_comes_back_and_signs_out() {
    let town = Town::start();
    let mut browser = Browser::default();

    let closed = browser.get(&town.city.at("/en/me"));
    assert_eq!(closed.leads_to(), town.city.at("/en/sign-in?back=%2Fen%2Fme"));

    let question = town.question(&mut browser, "%2Fen%2Fme%3Fa%3D1");
    for (name, value) in [("response_type", "code"), ("code_challenge_method", "S256"), ("client_id", "onego")] {
        assert_eq!(parameter(&question, name), value, "{question}");
    }
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(parameter(&question, name).len(), 43, "{question}");
    }
    let to = town.provider.sign_in_as(&mut browser, &question, "zhou-lan");
    let landed = browser.get(&to);
    assert_eq!(landed.leads_to(), town.city.at("/en/me?a=1"), "{}", landed.body);
    let set = landed.cookie("onego_session").expect("a session").to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && !set.contains("Secure"), "{set}");
    assert!(browser.cookie_of(&town.city.host, "onego_sign_in").is_none(), "the sign-in cookie stays");

    let me = browser.get(&town.city.at("/en/me"));
    assert_eq!(me.status, 200);
    assert!(me.body.contains("Zhou Lan"), "the name came from the provider");

    // A second sign-in of somebody who is signed in is a choice, not a circle.
    let again = browser.get(&town.city.at("/en/sign-in?back=%2Fen%2Fme"));
    assert_eq!(again.status, 200);
    assert!(again.body.contains("You are signed in as Zhou Lan"), "{}", again.body);

    let copied = browser.clone();
    let out = browser.post(&town.city.at("/en/sign-out"), "");
    assert_eq!(out.leads_to(), town.city.at("/en/signed-out"));
    let gone = browser.get(&out.leads_to());
    assert!(gone.body.contains(&format!("{}/session/end?client_id=onego", town.provider.issuer)), "{}", gone.body);
    assert!(town.session(&browser).is_none());
    // The token is worth nothing afterwards, wherever it was copied to.
    let mut copied = copied;
    assert_eq!(copied.get(&town.city.at("/en/me")).status, 303);

    // The same person has the same account again; another one has another.
    assert!(town.sign_in(&mut browser, "zhou-lan", "").leads_to().ends_with("/en/me"));
    let log = town.city.log();
    for personal in ["Zhou", "zhou-lan", "code=", SECRET] {
        assert!(!log.contains(personal), "`{personal}` is in the log:\n{log}");
    }
}

#[test]
fn an_official_lands_as_an_official() {
    let town = Town::start();
    let mut by_sub = Browser::default();
    let landed = town.sign_in(&mut by_sub, "official-sub-7", "");
    assert_eq!(landed.leads_to(), town.city.at("/en/desk/inbox"), "{}", landed.body);
    // Pages of applicants are not theirs, and asking for one does not lead in a circle.
    let page = by_sub.get(&town.city.at("/en/sign-in?back=%2Fen%2Fme"));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("You are signed in as Lin Yue"), "{}", page.body);

    let mut by_mail = Browser::default();
    assert!(town.sign_in(&mut by_mail, "by-mail", "").leads_to().ends_with("/en/desk/inbox"));

    // An address nobody verified makes no official.
    let mut impostor = Browser::default();
    assert!(town.sign_in(&mut impostor, "by-unverified-mail", "").leads_to().ends_with("/en/me"));
    let desk = impostor.get(&town.city.at("/en/desk/inbox"));
    assert_eq!(desk.status, 403, "{}", desk.body);
}

#[test]
fn a_return_works_once_in_its_own_browser() {
    let town = Town::start();

    // Without the cookie: a link that somebody else sent.
    let mut attacker = Browser::default();
    let link = town.to_the_return(&mut attacker, "zhou-lan", "");
    let mut victim = Browser::default();
    let page = victim.get(&link);
    town.assert_refused(&victim, &page, 400, OVER);

    // With the cookie of another sign-in.
    town.question(&mut victim, "");
    let page = victim.get(&link);
    town.assert_refused(&victim, &page, 400, OVER);

    // With a changed or missing state.
    for state in ["", "AAAA", "x".repeat(43).as_str()] {
        let mut browser = Browser::default();
        let to = changed(&town.to_the_return(&mut browser, "zhou-lan", ""), "state", state);
        let page = browser.get(&to);
        town.assert_refused(&browser, &page, 400, OVER);
    }
    // A state that comes twice is none.
    let mut browser = Browser::default();
    let to = town.to_the_return(&mut browser, "zhou-lan", "");
    let page = browser.get(&format!("{to}&state={}", parameter(&to, "state")));
    town.assert_refused(&browser, &page, 400, OVER);

    // Replayed with everything the browser had.
    let mut browser = Browser::default();
    let to = town.to_the_return(&mut browser, "zhou-lan", "");
    let mut copy = browser.clone();
    assert_eq!(browser.get(&to).status, 303);
    let page = copy.get(&to);
    town.assert_refused(&copy, &page, 400, OVER);

    // Another code in a sign-in of one's own: PKCE and nonce bind it to where it began.
    let mut other = Browser::default();
    let foreign = town.to_the_return(&mut other, "official-sub-7", "");
    let mut browser = Browser::default();
    let own = town.to_the_return(&mut browser, "zhou-lan", "");
    let page = browser.get(&changed(&own, "code", parameter(&foreign, "code")));
    town.assert_refused(&browser, &page, 502, NOT_CONFIRMED);

    // Another issuer answers (mix-up, RFC 9207), or none says who it is.
    for iss in ["iss=https%3A%2F%2Fevil.example", "issuer=nobody"] {
        let mut browser = Browser::default();
        let to = town.to_the_return(&mut browser, "zhou-lan", "");
        let page = browser.get(&to.replace(&format!("iss={}", parameter(&to, "iss")), iss));
        town.assert_refused(&browser, &page, 502, NOT_CONFIRMED);
    }
}

#[test]
fn a_session_is_new_with_every_sign_in() {
    let town = Town::start();
    let mut browser = Browser::default();
    // A token planted before sign-in is not taken over.
    browser.cookies.entry(town.city.host.clone()).or_default().insert("onego_session".to_owned(), "PLANTED".to_owned());
    town.sign_in(&mut browser, "zhou-lan", "");
    let first = town.session(&browser).expect("signed in");
    assert_ne!(first, "PLANTED");
    assert!(first.len() >= 26, "128 bits in letters of five bits");

    // Signing in again ends the session before, also when it was begun before signing in the first time.
    let mut second_tab = Browser::default();
    let to = town.to_the_return(&mut second_tab, "zhou-lan", "");
    second_tab.cookies.get_mut(&town.city.host).expect("a jar").insert("onego_session".to_owned(), first.clone());
    assert_eq!(second_tab.get(&to).status, 303);
    assert_ne!(town.session(&second_tab).expect("signed in"), first);
    assert_eq!(browser.get(&town.city.at("/en/me")).status, 303, "the first token is over");
}

#[test]
fn no_spoiled_answer_of_the_provider_is_believed() {
    let town = Town::start();
    // The fault, and why it is refused: not for some other reason.
    let refused = [
        ("nonce", "nonce"),
        ("no-nonce", "nonce"),
        ("aud", "audience"),
        ("more-aud", "audience"),
        ("azp", "audience"),
        ("iss", "issuer"),
        ("expired", "expired"),
        ("future", "expired"),
        ("at-hash", "token"),
        ("sub", "signature"),
        ("stranger", "signature"),
        ("forged-kid", "signature"),
        ("unsigned", "signature"),
        ("hmac-secret", "signature"),
        ("hmac-public-key", "signature"),
        ("no-id-token", "token"),
    ];
    for (fault, why) in refused {
        town.provider.fault(fault);
        let mut browser = Browser::default();
        let page = town.sign_in(&mut browser, "zhou-lan", "");
        town.assert_refused(&browser, &page, 502, NOT_CONFIRMED);
        assert!(page.body.contains("E-"), "{fault}: no reference");
        let log = town.city.log();
        let line = log.lines().last().unwrap_or_default();
        assert!(line.contains(&format!("\"sign_in.refused\":\"{why}\"")), "{fault}: {line}");
    }
    // What is right in another way is taken: other algorithms, a clock half a minute away.
    for fine in ["PS256", "ES256", "EdDSA", "late-clock", "none"] {
        town.provider.fault(fine);
        let page = town.sign_in(&mut Browser::default(), "zhou-lan", "");
        assert_eq!(page.status, 303, "{fine}: {}\n{}", page.body, town.city.log());
    }
    // The name of somebody else is nobody's name here.
    town.provider.fault("userinfo-sub");
    let mut browser = Browser::default();
    let page = town.sign_in(&mut browser, "zhou-lan", "");
    assert!(!page.body.contains("Another Person") && page.status != 303, "userinfo of another subject was taken");
}

#[test]
fn new_keys_of_the_provider_are_fetched() {
    let town = Town::start();
    town.provider.fault("rotated");
    let began = Instant::now();
    loop {
        let page = town.sign_in(&mut Browser::default(), "zhou-lan", "");
        if page.status == 303 {
            return;
        }
        // Unknown keys lead to the provider at most every few seconds.
        assert!(began.elapsed() < Duration::from_secs(20), "{}", page.body);
        std::thread::sleep(Duration::from_secs(1));
    }
}

#[test]
fn the_way_back_stays_on_this_site() {
    let town = Town::start();
    for away in [
        "https%3A%2F%2Fevil.example%2F",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2F%09%2Fevil.example",
        "%2F%0D%0A%2Fevil.example",
        "javascript%3Aalert(1)",
        "evil.example",
    ] {
        let mut browser = Browser::default();
        let page = town.sign_in(&mut browser, "zhou-lan", away);
        assert_eq!(page.leads_to(), town.city.at("/en/me"), "{away}");
    }
}

#[test]
fn a_cancelled_sign_in_has_a_way_forward() {
    let town = Town::start();
    let mut browser = Browser::default();
    let question = town.question(&mut browser, "%2Fen%2Fapply");
    let to = town.provider.cancel(&mut browser, &question);
    assert_eq!(parameter(&to, "error"), "access_denied");
    let page = browser.get(&to);
    town.assert_refused(&browser, &page, 400, "Sign-in was cancelled");
    assert!(page.body.contains("/en/sign-in?back=%2Fen%2Fapply"), "{}", page.body);
    assert!(!page.body.contains("End-User"), "the provider's words are not ours");

    // In the language in which it began.
    let question = browser.get(&town.city.at("/zh/sign-in")).leads_to();
    let to = town.provider.cancel(&mut browser, &question);
    assert!(browser.get(&to).body.contains("登录已取消"));
}

#[test]
fn without_the_provider_everything_public_works() {
    let town = Town::start();
    let Town { provider, city, home } = town;
    drop(provider);
    drop(city);

    // Also a start does not need it.
    let city = home.start();
    let mut browser = Browser::default();
    assert_eq!(browser.get(&city.at("/ready")).status, 200);
    let page = browser.get(&city.at("/en/sign-in?back=%2Fen%2Fme"));
    assert_eq!(page.status, 502);
    assert!(page.body.contains("We cannot reach City Account"), "{}", page.body);
    assert!(city.log().contains("the sign-in provider does not answer"), "{}", city.log());

    // It comes back by itself when the provider does.
    let issuer = std::fs::read_to_string(home.path("onego.yaml")).expect("text");
    let port =
        issuer.lines().find_map(|l| l.trim().strip_prefix("issuer: http://127.0.0.1:")).and_then(|p| p.parse().ok());
    let provider = Provider::start_at(port.expect("a port"), &home);
    let town = Town { provider, city, home };
    let began = Instant::now();
    while browser.get(&town.city.at("/en/sign-in")).status != 303 {
        assert!(began.elapsed() < Duration::from_secs(20), "it is not asked again");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!(town.sign_in(&mut browser, "zhou-lan", "").status, 303);
}

#[test]
fn over_tls_cookies_are_kept_to_this_host() {
    let home = Home::new();
    let provider = Provider::start(&home);
    let host = format!("host: {}", home.host());
    home.configure(&settings(&home, &provider.issuer).replace(&host, "host: https://permits.example"));
    let city = home.start();
    let page = Browser::default().get(&city.at("/en/sign-in"));
    let set = page.cookie("__Host-onego_sign_in").expect("a cookie");
    assert!(set.contains("; Secure") && set.contains("; HttpOnly") && set.contains("; Path=/"), "{set}");
    assert!(
        page.leads_to().contains("redirect_uri=https%3A%2F%2Fpermits.example%2Fsign-in%2Freturn"),
        "{}",
        page.leads_to()
    );
}

#[test]
fn a_provider_is_spoken_to_over_tls_and_only_if_it_is_vouched_for() {
    let home = Home::new();
    let provider = Provider::start_with_tls(&home);
    let trusted = settings(&home, &provider.issuer);
    home.configure(&format!("{trusted}  ca_file: {}\n", home.path("provider.pem").display()));
    let city = home.start();
    let question = Browser::default().get(&city.at("/en/sign-in")).leads_to();
    assert!(question.starts_with("https://localhost:"), "{question}");
    drop(city);

    // The public authorities do not know it.
    home.configure(&trusted);
    let city = home.start();
    let page = Browser::default().get(&city.at("/en/sign-in"));
    assert_eq!(page.status, 502);
    assert!(city.log().contains("TLS: "), "{}", city.log());
    drop(city);

    home.configure(&format!("{trusted}  ca_file: {}\n", home.path("client.secret").display()));
    assert!(home.refused().contains("has no certificate"));
}

#[test]
fn mistakes_in_the_settings_are_said_in_one_sentence() {
    let home = Home::new();
    let provider = Provider::start(&home);
    let right = settings(&home, &provider.issuer);
    let issuer = format!("issuer: {}", provider.issuer);
    let mistakes = [
        (issuer.as_str(), "issuer: http://login.example", "write an https:// address"),
        (issuer.as_str(), "issuer: login", "no address"),
        // Exactly as the provider names itself: a slash more is another issuer.
        (issuer.as_str(), &format!("{issuer}/"), "exactly as the provider names itself"),
        ("scopes: [openid, profile, email]", "scopes: [profile]", "`openid`"),
        ("client_id: onego", "client_id: ''", "`client_id` is empty"),
        ("client.secret", "missing.secret", "missing.secret"),
        ("client_id: onego", "client: onego", "client"),
    ];
    for (right_line, wrong_line, says) in mistakes {
        assert!(right.contains(right_line));
        home.configure(&right.replace(right_line, wrong_line));
        let said = home.refused();
        assert!(said.contains(says), "{wrong_line}: {said}");
    }
    // A secret that everybody can read is no secret.
    home.configure(&right);
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(home.path("client.secret"), std::fs::Permissions::from_mode(0o644)).expect("chmod");
    let said = home.refused();
    assert!(said.contains("everybody can read the secret"), "{said}");
    assert!(!said.contains(SECRET));
}
