//! The page around every page: head, header, navigation, main, footer, tabs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, Render, html};

use crate::kit::assets::{PAGE_HEADERS, mark_path, script_path, style_path};
use crate::kit::icons::{icon, mark, stroke};
use crate::words::{Language, Say};

/// Which shell a page wears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Terminal {
    /// Jingtong: the public places.
    #[default]
    Public,
    /// Jingtong inside a journey: only the brand, the journey, "Saved", the language and the way out.
    Form,
    /// Jingban: dense, with a rail and keys.
    Desk,
    /// Jingzhi: sentences with evidence.
    Pulse,
}

/// Light, dark, or as the system wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// From the value of the cookie `theme`.
    pub fn from_cookie(value: &str) -> Theme {
        match value {
            "dark" => Theme::Dark,
            "light" => Theme::Light,
            _ => Theme::System,
        }
    }

    fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// Who is signed in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Who<'a> {
    pub name: &'a str,
    /// Office or firm, shown on desks.
    pub about: &'a str,
    /// Where the name leads.
    pub href: &'a str,
}

/// The strip of a demonstration city.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demo<'a> {
    /// "Monday 11 May 2026"
    pub day: &'a str,
    /// Where the button "Next working day" posts.
    pub next_day: &'a str,
    /// Where one becomes somebody else.
    pub people: &'a str,
}

/// A link of the rail, with how many wait there.
#[derive(Clone, Copy, Debug, Default)]
pub struct RailLink<'a> {
    pub href: &'a str,
    pub icon: &'a str,
    pub label: &'a str,
    pub count: Option<usize>,
    pub current: bool,
}

/// Links of the rail under one title.
#[derive(Clone, Debug, Default)]
pub struct RailGroup<'a> {
    pub title: &'a str,
    pub links: Vec<RailLink<'a>>,
}

/// The public places, as `current` of a page.
pub const SERVICES: &str = "services";
pub const CASES: &str = "cases";
pub const WALLET: &str = "wallet";
pub const ME: &str = "me";

/// Everything around a page's own content.
#[derive(Clone)]
pub struct Shell<'a> {
    pub say: Say<'a>,
    pub terminal: Terminal,
    pub title: &'a str,
    /// The address of this page with its query: the language switch leads to the same in the other language.
    pub path: &'a str,
    pub person: Option<Who<'a>>,
    /// One of [`SERVICES`], [`CASES`], [`WALLET`], [`ME`].
    pub current: &'a str,
    /// How far a journey is, 0 to 1: the stroke under the bar.
    pub progress: Option<f32>,
    /// The name of the journey, in the form shell.
    pub journey: &'a str,
    /// "Saved 09:21"
    pub saved: &'a str,
    /// Where "Save and leave" leads.
    pub leave: &'a str,
    /// Links of the form shell's footer: `(address, text)`.
    pub help: &'a [(&'a str, &'a str)],
    pub demo: Option<Demo<'a>>,
    /// For whom a window clerk acts just now; nothing when nobody is there.
    pub serving: &'a str,
    /// Where the page can be found again and when it was made: the foot of a printed page.
    pub printed: &'a str,
    /// Groups of the rail, on desks; links of the bar, in the pulse.
    pub rail: &'a [RailGroup<'a>],
    pub theme: Theme,
    /// 100, 125 or 150, from the cookie `size`.
    pub size: u16,
    /// The page came back with problems: its title says so.
    pub came_back: bool,
    /// No wrapping column around the content: the page brings its own.
    pub bare: bool,
    /// Telephone number of the city's help line.
    pub help_line: &'a str,
}

impl<'a> Shell<'a> {
    pub fn new(say: Say<'a>, terminal: Terminal, title: &'a str, path: &'a str) -> Self {
        Shell {
            say,
            terminal,
            title,
            path,
            person: None,
            current: "",
            progress: None,
            journey: "",
            saved: "",
            leave: "",
            help: &[],
            demo: None,
            serving: "",
            printed: "",
            rail: &[],
            theme: Theme::System,
            size: 100,
            came_back: false,
            bare: false,
            help_line: "",
        }
    }

    /// The whole page.
    pub fn page(&self, main: impl Render) -> Markup {
        let say = self.say;
        let data = match self.terminal {
            Terminal::Public | Terminal::Form => "public",
            Terminal::Desk => "desk",
            Terminal::Pulse => "pulse",
        };
        let named = say.with("page-title", &[("title", self.title.into())]);
        let title = if self.came_back { say.with("error-title", &[("title", named.as_str().into())]) } else { named };
        html! {
            (DOCTYPE)
            html lang=(say.language().tag()) data-terminal=(data) data-theme=[self.theme.attribute()] data-size=[(self.size != 100).then_some(self.size)] {
                head {
                    meta charset="utf-8";
                    title { (title) }
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="color-scheme" content="light dark";
                    link rel="stylesheet" href=(style_path());
                    link rel="icon" href=(mark_path()) type="image/svg+xml";
                    link rel="alternate" hreflang=(say.language().other().tag()) href=(self.other_path());
                    script src=(script_path()) defer {}
                }
                body data-saved=(say.t("saved-at")) data-sending=(say.t("sending")) data-not-saved=(say.t("not-saved")) data-offline=(say.t("offline")) data-restored=(say.t("restored")) {
                    a.skip href="#main" { (say.t("skip")) }
                    (self.demo_strip())
                    (self.serving_strip())
                    @match self.terminal {
                        Terminal::Public => (self.public(&main)),
                        Terminal::Form => (self.form(&main)),
                        Terminal::Desk => (self.desk(&main)),
                        Terminal::Pulse => (self.pulse(&main)),
                    }
                    @if !self.printed.is_empty() { div.printfoot aria-hidden="true" { (self.printed) } }
                }
            }
        }
    }

    /// The page as an answer, with its policy headers.
    pub fn respond(&self, status: StatusCode, main: impl Render) -> Response {
        (status, PAGE_HEADERS, self.page(main)).into_response()
    }

    /// The same address in the other language.
    pub fn other_path(&self) -> String {
        let here = self.say.language();
        let other = here.other();
        let prefix = format!("/{here}");
        match self.path.strip_prefix(&prefix) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => format!("/{other}{rest}"),
            _ => format!("/{other}/"),
        }
    }

    fn at(&self, place: &str) -> String {
        format!("/{}/{place}", self.say.language())
    }

    fn brand(&self, terminal: &str, href: &str) -> Markup {
        let say = self.say;
        html! {
            a.brand href=(href) aria-label=(say.t("brand-home")) { (mark()) b { (say.t("brand")) } }
            @if !terminal.is_empty() { span.terminal { (terminal) } }
        }
    }

    fn language_switch(&self) -> Markup {
        let other: Language = self.say.language().other();
        html! { a href=(self.other_path()) lang=(other.tag()) hreflang=(other.tag()) { (other.own_name()) } }
    }

    fn look(&self) -> Markup {
        let say = self.say;
        html! {
            div.look hidden data-look {
                button.btn.sm.plain type="button" data-theme-switch { (icon("moon")) span { (say.t("theme-switch")) } }
                button.btn.sm.plain type="button" data-size-switch { (icon("text-size")) span { (say.t("size-switch")) } }
            }
        }
    }

    fn signed(&self) -> Markup {
        let say = self.say;
        html! {
            @match &self.person {
                Some(who) => { a href=(if who.href.is_empty() { self.at("me") } else { who.href.to_owned() }) { (icon("user")) span.who { (who.name) } } }
                None => { a href=(self.at("sign-in")) { (say.t("sign-in")) } }
            }
        }
    }

    fn places(&self) -> [(&'static str, String, &'a str, &'static str); 3] {
        let say = self.say;
        [
            (SERVICES, self.at(""), say.t("nav-services"), "home"),
            (CASES, self.at("cases"), say.t("nav-cases"), "file"),
            (WALLET, self.at("wallet"), say.t("nav-wallet"), "wallet"),
        ]
    }

    fn is_current(&self, key: &str) -> Option<&'static str> {
        (self.current == key).then_some("page")
    }

    fn public(&self, main: &impl Render) -> Markup {
        let say = self.say;
        let places = self.places();
        html! {
            header.bar { div.wrap.topbar {
                (self.brand(say.t("terminal-public"), &self.at("")))
                nav.places aria-label=(say.t("nav-main")) { @for (key, href, label, _) in &places { a href=(href) aria-current=[self.is_current(key)] { (label) } } }
                div.tools { (self.language_switch()) (self.signed()) }
            } }
            (self.main(main))
            footer.foot { div.wrap {
                nav aria-label=(say.t("foot-label")) { ul {
                    li { a href=(self.at("verify")) { (say.t("foot-verify")) } }
                    li { a href=(self.at("open/permits")) { (say.t("foot-permits")) } }
                    li { a href=(self.at("accessibility")) { (say.t("foot-access")) } }
                    (self.help_call())
                } }
                (self.look())
            } }
            nav.tabs aria-label=(say.t("nav-main")) {
                @for (key, href, label, shape) in &places { a href=(href) aria-current=[self.is_current(key)] { (icon(shape)) span { (if *key == CASES { say.t("nav-cases-short") } else { label }) } } }
                a href=(self.at("me")) aria-current=[self.is_current(ME)] { (icon("user")) span { (say.t("nav-me-short")) } }
            }
        }
    }

    fn form(&self, main: &impl Render) -> Markup {
        let say = self.say;
        html! {
            header.bar.inform {
                div.wrap.topbar {
                    (self.brand(self.journey, &self.at("")))
                    div.tools {
                        span.saved data-saved-text role="status" { (self.saved) }
                        (self.language_switch())
                        @if !self.leave.is_empty() { a href=(self.leave) { (say.t("save-and-leave")) } }
                    }
                }
                @if let Some(share) = self.progress { (stroke(share, &say.with("progress-label", &[("percent", ((share.clamp(0.0, 1.0) * 100.0).round() as u8).into())]))) }
            }
            (self.main(main))
            footer.foot { div.wrap {
                nav aria-label=(say.t("foot-label")) { ul {
                    @for (href, label) in self.help { li { a href=(href) { (label) } } }
                    (self.help_call())
                } }
                (self.look())
            } }
        }
    }

    fn desk(&self, main: &impl Render) -> Markup {
        let say = self.say;
        html! {
            div.app {
                header.rail {
                    div.railhead { (self.brand(say.t("terminal-desk"), &self.at("desk/inbox"))) }
                    nav aria-label=(say.t("desk-nav")) {
                        @for group in self.rail {
                            @if !group.title.is_empty() { h2 { (group.title) } }
                            ul { @for link in &group.links {
                                li { a href=(link.href) aria-current=[link.current.then_some("page")] { (icon(link.icon)) span { (link.label) } @if let Some(count) = link.count { span.c { (count) } } } }
                            } }
                        }
                    }
                    div.railfoot {
                        @if let Some(who) = &self.person { p { b { (who.name) } span { (who.about) } } }
                        (self.language_switch())
                        (self.look())
                    }
                }
                main #main tabindex="-1" { (main) }
            }
        }
    }

    fn pulse(&self, main: &impl Render) -> Markup {
        let say = self.say;
        html! {
            header.bar { div.wrap.topbar {
                (self.brand(say.t("terminal-pulse"), &self.at("pulse")))
                nav.places aria-label=(say.t("nav-main")) { @for link in self.rail.iter().flat_map(|group| &group.links) { a href=(link.href) aria-current=[link.current.then_some("page")] { (link.label) } } }
                div.tools { (self.language_switch()) (self.signed()) }
            } }
            (self.main(main))
            footer.foot { div.wrap { (self.look()) } }
        }
    }

    /// The city's help line; nothing where there is none.
    fn help_call(&self) -> Markup {
        let say = self.say;
        html! {
            @if !self.help_line.is_empty() {
                li { a href={ "tel:" (self.help_line) } { (say.with("foot-call", &[("number", self.help_line.into())])) } }
            }
        }
    }

    fn main(&self, main: &impl Render) -> Markup {
        html! { main #main .wrap[!self.bare] tabindex="-1" { (main) } }
    }

    /// The clerk never forgets for whom the form is filled in; the person can read it too.
    fn serving_strip(&self) -> Markup {
        let say = self.say;
        html! {
            @if !self.serving.is_empty() {
                aside.serving aria-label=(say.t("window-strip-label")) { div.wrap {
                    span { (icon("people")) b { (self.serving) } " " (say.t("window-strip-note")) }
                    a href=(self.at("desk/window")) { (say.t("window-strip-open")) }
                    form method="post" action=(self.at("desk/window/stop")) { button { (icon("out")) (say.t("window-stop")) } }
                } }
            }
        }
    }

    fn demo_strip(&self) -> Markup {
        let say = self.say;
        html! {
            @if let Some(demo) = &self.demo {
                aside.demo aria-label=(say.t("demo-label")) { div.wrap {
                    span title=(say.t("demo-note")) { b { (say.t("demo-label")) } " " (say.with("demo-today", &[("day", demo.day.into())])) }
                    @if !demo.next_day.is_empty() { form method="post" action=(demo.next_day) { input type="hidden" name="back" value=(self.path); button { (icon("calendar")) (say.t("demo-next")) } } }
                    @if !demo.people.is_empty() { a href=(demo.people) { (icon("people")) (match &self.person { Some(who) => say.with("demo-you", &[("name", who.name.into())]), None => say.t("demo-people").to_owned() }) } }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn the_switch_leads_to_the_same_page_in_the_other_language() {
        let say = Words::load().say(Language::En);
        let to = |path| Shell::new(say, Terminal::Public, "t", path).other_path();
        assert_eq!(to("/en/case/HD26-4187-K?a=1"), "/zh/case/HD26-4187-K?a=1");
        assert_eq!(to("/en"), "/zh");
        assert_eq!(to("/v/7Q4K"), "/zh/");
        assert_eq!(to("/enough"), "/zh/");
    }
}
