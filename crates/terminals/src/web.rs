//! What every page has around it: the city it belongs to, who asks, in which language, and how problems are answered.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts, OriginalUri, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{PersonId, Who as Hand};
use catalogue::{Catalogue, Words as Text};
use office::{Office, Official, Session, SignedIn};
use rules::Day;

use crate::kit::shell::{Demo, Shell, Terminal, Theme, Who};
use crate::problem::Problem;
use crate::words::{Language, Say, Words};

/// The cookie of a session. Over TLS its name has the prefix that makes browsers keep it to this host (RFC 6265bis, 4.1.3);
/// on plain loopback browsers would refuse that.
pub const fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-onego_session" } else { "onego_session" }
}

/// A demo city: people one can be, and a day that can be moved.
pub trait DemoCity: Send + Sync {
    fn people(&self) -> &[DemoPerson];
    /// Moves to the next working day and lets the city work.
    fn next_day(&self) -> Moved<'_>;
}

/// The future of [`DemoCity::next_day`]; boxed, because the city is chosen when the program starts.
pub type Moved<'a> = Pin<Box<dyn Future<Output = Result<(), office::Turned>> + Send + 'a>>;

/// Somebody one can be in the demo.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    pub id: String,
    pub name: Text,
    /// Who they are and what waits for them.
    pub line: Text,
    pub who: SignedIn,
    /// Where they start, without language: `desk/inbox`.
    pub start: String,
    /// Name of their authority, for officials.
    pub authority: Option<Text>,
}

/// How people sign in here.
#[derive(Clone, Default)]
pub enum SignIn {
    /// Nobody can: only public pages work.
    #[default]
    Closed,
    Demo(Arc<dyn DemoCity>),
    OpenId(Arc<crate::sign_in::openid::Provider>),
}

/// Everything the pages need.
#[derive(Clone)]
pub struct City {
    pub office: Office,
    pub sign_in: SignIn,
    /// Cookies only over TLS.
    pub secure: bool,
    /// Keeps nothing of a page that was drawn: to measure what drawing costs.
    pub draw_anew: bool,
}

impl City {
    pub fn demo(&self) -> Option<&Arc<dyn DemoCity>> {
        match &self.sign_in {
            SignIn::Demo(demo) => Some(demo),
            _ => None,
        }
    }
}

/// One visit of somebody to one address.
pub struct Visit {
    pub city: City,
    catalogue: Arc<Catalogue>,
    pub say: Say<'static>,
    /// Address with query, as it was asked.
    pub path: String,
    pub session: Option<Session>,
    pub token: Option<String>,
    pub theme: Theme,
    pub size: u16,
    /// The day of the city in words, for the demo strip.
    day_text: String,
    who_name: String,
    who_about: String,
    /// "You serve Lin Yue at window 07", while a clerk does.
    serving_text: String,
    /// Where this page can be found again, and when it was made: for the foot of a printed page.
    printed_text: String,
    /// What the case this page is about was filed under: its names come from there.
    of_case: std::sync::OnceLock<Arc<Catalogue>>,
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The language of a request without one in its address: cookie, then browser.
pub fn language_of(headers: &HeaderMap) -> Language {
    if let Some(language) = cookie(headers, "language").and_then(|c| c.parse().ok()) {
        return language;
    }
    let accepts = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
    Language::preferred(accepts)
}

impl Visit {
    pub(crate) async fn read(parts: &mut Parts, city: &City) -> Visit {
        let from_path = RawPathParams::from_request_parts(parts, city)
            .await
            .ok()
            .and_then(|params| params.iter().find(|(k, _)| *k == "l").and_then(|(_, v)| v.parse::<Language>().ok()));
        // A page that was not found has no parameters; its address may still begin with a language.
        let uri = <OriginalUri as FromRequestParts<City>>::from_request_parts(parts, city)
            .await
            .map(|u| u.0)
            .unwrap_or_else(|_| parts.uri.clone());
        let from_start = uri.path().split('/').nth(1).and_then(|first| first.parse::<Language>().ok());
        let language = from_path.or(from_start).unwrap_or_else(|| language_of(&parts.headers));
        let say = Words::load().say(language);
        let path = uri.path_and_query().map_or_else(|| uri.path().to_owned(), |p| p.as_str().to_owned());
        let token = cookie(&parts.headers, session_cookie_name(city.secure)).map(str::to_owned);
        let session = match &token {
            Some(token) => city.office.session(token).await.ok().flatten(),
            None => None,
        };
        let theme = Theme::from_cookie(cookie(&parts.headers, "theme").unwrap_or(""));
        let size = cookie(&parts.headers, "size").and_then(|s| s.parse().ok()).filter(|s| [100, 125, 150].contains(s));
        let day_text = if city.demo().is_some() { say.day(city.office.today()) } else { String::new() };
        let (who_name, who_about) = names(city, session.as_ref(), say);
        let now = city.office.instant();
        // Without what follows the question mark: an answer of a sign-in provider is nobody's business on paper.
        let address = format!("{}{}", city.office.host().trim_end_matches('/'), uri.path());
        let printed_text = say.with(
            "foot-printed",
            &[
                ("address", address.into()),
                ("day", say.day(now.day).into()),
                ("time", city.office.clock_text(now.at_us).into()),
            ],
        );
        let mut visit = Visit {
            city: city.clone(),
            say,
            path,
            session,
            token,
            theme,
            size: size.unwrap_or(100),
            day_text,
            who_name,
            who_about,
            catalogue: city.office.catalogue(),
            serving_text: String::new(),
            printed_text,
            of_case: std::sync::OnceLock::new(),
        };
        if let Some((_, window, _)) = visit.window() {
            let name = visit.session.as_ref().and_then(|s| s.serving.as_ref()?.name.clone());
            let name = name.unwrap_or_else(|| say.t("window-somebody").to_owned());
            visit.serving_text = say.with("window-strip", &[("name", name.into()), ("window", window.into())]);
        }
        visit
    }

    pub fn office(&self) -> &Office {
        &self.city.office
    }

    /// The catalogue of this visit, from its beginning to its end.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// From here on names are those of the catalogue a case was filed under: what was decided keeps its words, whatever
    /// the definitions are called today. The first case of a page counts.
    pub fn about(&self, catalogue: &Arc<Catalogue>) {
        // A second one does not replace it: a page has one case, or a list in which today's names are right.
        let _ = self.of_case.set(Arc::clone(catalogue));
    }

    /// Something of the case's catalogue, or of today's where that does not have it.
    pub fn named<T>(&self, find: impl Fn(&Catalogue) -> Option<T>) -> Option<T> {
        self.of_case.get().and_then(|catalogue| find(catalogue)).or_else(|| find(&self.catalogue()))
    }

    /// The language code: `en`.
    pub fn l(&self) -> &'static str {
        self.say.language().code()
    }

    pub fn today(&self) -> Day {
        self.city.office.today()
    }

    /// An address in this language: `visit.at("me")` is `/en/me`.
    pub fn at(&self, place: &str) -> String {
        format!("/{}/{}", self.l(), place)
    }

    /// A text of the catalogue in this language.
    pub fn text<'t>(&self, words: &'t Text) -> &'t str {
        words.say(self.l())
    }

    /// The shell around a page, with everything the visit knows filled in.
    pub fn shell<'v>(&'v self, terminal: Terminal, title: &'v str) -> Shell<'v> {
        let mut shell = Shell::new(self.say, terminal, title, &self.path);
        shell.theme = self.theme;
        shell.size = self.size;
        shell.help_line = &self.catalogue.city.help_line;
        if self.session.is_some() {
            shell.person = Some(Who { name: &self.who_name, about: &self.who_about, href: "" });
        }
        shell.serving = &self.serving_text;
        shell.printed = &self.printed_text;
        if self.city.demo().is_some() {
            shell.demo = Some(Demo { day: &self.day_text, next_day: "/demo/next-day", people: self.demo_people() });
        }
        shell
    }

    fn demo_people(&self) -> &'static str {
        match self.say.language() {
            Language::En => "/en/sign-in",
            Language::Zh => "/zh/sign-in",
        }
    }

    /// What the frame of a page shows of this visit besides its address: who is signed in, whom they serve, the day.
    pub(crate) fn around(&self) -> [&str; 4] {
        // Nobody has the same words as somebody without a name.
        let about = if self.session.is_some() { self.who_about.as_str() } else { "\u{0}" };
        [&self.who_name, about, &self.serving_text, &self.day_text]
    }

    /// The name to show for whoever is signed in.
    pub fn name(&self) -> &str {
        &self.who_name
    }

    /// The person this visit is about: who is signed in, or who stands at the signed-in clerk's window. Otherwise the
    /// answer leads to sign-in and back.
    pub fn person(&self) -> Result<PersonId, Problem> {
        match self.session.as_ref().map(|s| &s.who) {
            Some(SignedIn::Person { subject }) => Ok(PersonId::new(subject.clone())),
            Some(SignedIn::Official { .. }) => match self.window() {
                Some((_, _, person)) => Ok(person),
                // A clerk with nobody at the window first says who is there.
                None if self.clerk().is_some() => Err(Problem::Answer(Box::new(see(&self.at("desk/window"))))),
                None => Err(self.must_sign_in()),
            },
            None => Err(self.must_sign_in()),
        }
    }

    /// The hand that acts for the person: their own, or the clerk's while they are present. Kept with every event.
    pub fn applicant(&self) -> Result<Hand, Problem> {
        let person = self.person()?;
        Ok(match self.window() {
            Some((clerk, window, for_person)) => {
                Hand::Clerk { id: casework::OfficialId::new(clerk.id.clone()), window, for_person }
            }
            None => Hand::Applicant(person),
        })
    }

    /// Who reads the person's own facts in this visit, for the reading log: the person, or a clerk at a window.
    pub fn reader(&self, case_id: &str) -> Result<office::Reader, Problem> {
        use vault::{Actor, Purpose, PurposeCode};
        let person = self.person()?;
        let (actor, code) = match self.window() {
            Some((clerk, window, _)) => {
                (Actor { id: clerk.id.clone(), office: format!("window-{window}") }, PurposeCode::Window)
            }
            None => (Actor { id: person.as_str().to_owned(), office: "self".to_owned() }, PurposeCode::OwnView),
        };
        Ok(office::Reader { actor, purpose: Purpose::in_case(code, case_id), facts: None })
    }

    /// The signed-in clerk with their window, whoever is there.
    pub fn clerk(&self) -> Option<(&Official, &str)> {
        let Some(SignedIn::Official { id }) = self.session.as_ref().map(|s| &s.who) else { return None };
        let official = self.city.office.staff().official(id)?;
        official.window().map(|window| (official, window))
    }

    /// The clerk, the window and the person being served there, while somebody is.
    pub fn window(&self) -> Option<(&Official, String, PersonId)> {
        let (official, window) = self.clerk()?;
        let serving = self.session.as_ref()?.serving.as_ref()?;
        Some((official, window.to_owned(), PersonId::new(serving.subject.clone())))
    }

    /// The signed-in official.
    pub fn official(&self) -> Result<Official, Problem> {
        match self.session.as_ref().map(|s| &s.who) {
            Some(SignedIn::Official { id }) => {
                self.office().staff().official(id).cloned().ok_or_else(|| self.must_sign_in())
            }
            Some(SignedIn::Person { .. }) => Err(self.problem(office::Turned::NotAllowed)),
            None => Err(self.must_sign_in()),
        }
    }

    fn must_sign_in(&self) -> Problem {
        let to = format!("/{}/sign-in?back={}", self.l(), crate::address::encode(&self.path));
        Problem::Answer(Box::new(Redirect::to(&to).into_response()))
    }

    /// A turned-away act as a whole page for this reader.
    pub fn problem(&self, turned: office::Turned) -> Problem {
        crate::problem::page(self, turned)
    }

    /// "There is nothing here", with what is likely.
    pub fn not_found(&self) -> Problem {
        self.problem(office::Turned::NotFound)
    }

    /// A page with status 200.
    pub fn ok(&self, shell: &Shell<'_>, main: impl maud::Render) -> Response {
        let mut response = shell.respond(StatusCode::OK, main);
        // Pages about a person are never kept by a cache that somebody else may read.
        if self.session.is_some() {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }
}

fn names(city: &City, session: Option<&Session>, say: Say<'_>) -> (String, String) {
    let Some(session) = session else { return (String::new(), String::new()) };
    match &session.who {
        SignedIn::Official { id } => match city.office.staff().official(id) {
            Some(official) => {
                let catalogue = city.office.catalogue();
                let about = catalogue
                    .authorities
                    .get(&official.authority)
                    .map(|a| a.short.say(say.language().code()).to_owned());
                (official.name.say(say.language().code()).to_owned(), about.unwrap_or_default())
            }
            None => (id.clone(), String::new()),
        },
        SignedIn::Person { subject } => {
            let person = city.demo().and_then(|demo| {
                let is = |p: &DemoPerson| matches!(&p.who, SignedIn::Person { subject: s } if s == subject);
                demo.people().iter().find(|p| is(p))
            });
            let name = person
                .map(|p| p.name.say(say.language().code()).to_owned())
                .or_else(|| session.name.clone())
                .unwrap_or_else(|| say.t("my-account").to_owned());
            (name, String::new())
        }
    }
}

impl FromRequestParts<City> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, city: &City) -> Result<Self, Self::Rejection> {
        Ok(Visit::read(parts, city).await)
    }
}

impl OptionalFromRequestParts<City> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, city: &City) -> Result<Option<Self>, Self::Rejection> {
        Ok(Some(Visit::read(parts, city).await))
    }
}

/// What a handler gives: a page or a redirect, or a problem that is a page too.
pub type Answer = Result<Response, Problem>;

/// After a POST: see the other address.
pub fn see(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// Our own keys have twelve letters; what is longer is none of ours.
const KEY_AT_MOST: usize = 64;

/// The request key of a form: its hidden field, and a fingerprint of everything that was sent.
pub fn once(pairs: &[(String, String)]) -> Option<office::Once> {
    use sha2::{Digest, Sha256};
    let key = pairs
        .iter()
        .find(|(k, _)| k == "once")
        .map(|(_, v)| v.clone())
        .filter(|k| (1..=KEY_AT_MOST).contains(&k.len()))?;
    let mut hash = Sha256::new();
    for (k, v) in pairs {
        hash.update((k.len() as u64).to_be_bytes());
        hash.update(k.as_bytes());
        hash.update((v.len() as u64).to_be_bytes());
        hash.update(v.as_bytes());
    }
    let content = store::hexadecimal(&hash.finalize());
    Some(office::Once { key, content })
}

/// As [`once`], for pages that may be sent several times with different content: each content counts once.
pub fn once_for_content(pairs: &[(String, String)]) -> Option<office::Once> {
    once(pairs).map(|once| office::Once { key: format!("{}.{}", once.key, once.content), ..once })
}

/// A form as it was sent: pairs in order, so that repeated names stay.
pub type Sent = axum::extract::Form<Vec<(String, String)>>;

/// The first value of a name, trimmed; empty when it is not there.
pub fn sent<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim())
}
