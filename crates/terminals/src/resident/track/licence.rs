//! The one licence: the card for the phone, what it allows, the sheet for the door, the document to keep.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use licence::{Licence, PartStanding, Standing, Words, qr_svg};
use maud::{Markup, PreEscaped, html};
use office::{LicenceFile, SignedIn, Turned};

use crate::kit::parts::{self, Button, Pass, Shape, Sheet, SheetRow, Tone};
use crate::kit::shell::{Terminal, WALLET};
use crate::problem::Problem;
use crate::web::{Answer, Visit, see};

/// The licence for its holder and for officials with a task in it; everybody else verifies the paper they hold.
pub(super) async fn of(visit: &Visit, number: &str) -> Result<LicenceFile, Problem> {
    let to_verify = || Problem::Answer(Box::new(see(&visit.at("verify"))));
    if visit.session.is_none() {
        return Err(to_verify());
    }
    let kept = match visit.office().licence_by_number(number).await {
        Ok(kept) => kept,
        // Whether there is such a number is for nobody to find out.
        Err(Turned::NotFound) => return Err(to_verify()),
        Err(turned) => return Err(visit.problem(turned)),
    };
    let holds = match visit.session.as_ref().map(|s| &s.who) {
        Some(SignedIn::Person { subject }) => *subject == kept.subject,
        Some(SignedIn::Official { .. }) => may_see(visit, &kept).await?,
        None => false,
    };
    if holds { Ok(kept) } else { Err(to_verify()) }
}

/// An official sees a licence their authority decided in, one of a case they represent, or that of whom they serve.
async fn may_see(visit: &Visit, kept: &LicenceFile) -> Result<bool, Problem> {
    let official = visit.official()?;
    let decided = kept.licence.parts.iter().any(|part| part.authority_id == official.authority.as_str());
    if decided && (official.decides() || official.roles.contains(&office::Role::Superior)) {
        return Ok(true);
    }
    if visit.window().is_some_and(|(_, _, person)| person.as_str() == kept.subject) {
        return Ok(true);
    }
    let case = visit.office().case_line(&kept.case_id).await.map_err(|t| visit.problem(t))?;
    Ok(case.representative.as_deref() == Some(official.id.as_str()))
}

pub(crate) fn standing_shape(standing: Standing) -> (Shape, &'static str) {
    match standing {
        Standing::Valid => (Shape::Ok, "licence-valid"),
        Standing::ValidInPart => (Shape::Warn, "licence-valid-in-part"),
        Standing::NotValid => (Shape::No, "licence-not-valid"),
    }
}

pub(crate) fn standing_tag(visit: &Visit, standing: Standing) -> Markup {
    let (shape, key) = standing_shape(standing);
    parts::tag(shape, visit.say.t(key))
}

/// One part as it stands: shape and words.
pub(crate) fn part_state(visit: &Visit, standing: &PartStanding) -> (Shape, String) {
    let say = visit.say;
    match standing {
        PartStanding::Valid => (Shape::Ok, say.t("licence-valid").to_owned()),
        PartStanding::NotYet(day) => (Shape::Open, say.with("licence-not-yet", &[("day", say.day_plain(*day).into())])),
        PartStanding::Expired(Some(day)) => {
            (Shape::No, say.with("licence-expired-on", &[("day", say.day_plain(*day).into())]))
        }
        PartStanding::Expired(None) => (Shape::No, say.t("part-expired").to_owned()),
        PartStanding::Suspended => (Shape::Warn, say.t("part-suspended").to_owned()),
        PartStanding::Revoked => (Shape::No, say.t("part-revoked").to_owned()),
        PartStanding::Withdrawn => (Shape::No, say.t("part-withdrawn").to_owned()),
    }
}

/// What a part allows, in one line: label and value of its scope, then its conditions.
pub(crate) fn allows(visit: &Visit, part: &licence::Part) -> String {
    let l = visit.l();
    let zh = visit.say.is_zh();
    let scope = part
        .scope
        .iter()
        .map(|(name, value)| format!("{}{}{}", name.say(l), if zh { "：" } else { ": " }, value.say(l)));
    let conditions = part.conditions.iter().map(|c| c.say(l).to_owned());
    scope.chain(conditions).collect::<Vec<_>>().join(if zh { "；" } else { "; " })
}

fn said<'w>(visit: &Visit, words: &'w Words) -> &'w str {
    words.say(visit.l())
}

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let kept = of(&visit, &number).await?;
    let say = visit.say;
    let licence = &kept.licence;
    let qr = visit.office().licence_qr(licence).map_err(|t| visit.problem(t))?;
    let svg = qr_svg(&qr);
    let (shape, key) = standing_shape(kept.state.standing);
    let title = say.t("licence-title");
    let mut authorities: Vec<&str> = licence.parts.iter().map(|p| p.authority_id.as_str()).collect();
    authorities.sort_unstable();
    authorities.dedup();
    let includes = say.with("licence-includes", &[("n", licence.parts.len().into()), ("m", authorities.len().into())]);
    let over = [said(&visit, &licence.sector), said(&visit, &licence.district)]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(if say.is_zh() { "，" } else { ", " });
    let code = licence.code.to_string();
    let rows = [(say.t("licence-number"), licence.number.as_str()), (say.t("licence-contains"), includes.as_str())];
    let pdf = visit.at(&format!("licence/{}/paper.pdf", licence.number));
    let sticker = visit.at(&format!("licence/{}/sticker.pdf", licence.number));
    let verify = visit.at(&format!("verify?code={code}"));
    let wallet = visit.at(&format!("licence/{}/wallet", licence.number));
    let is_own = visit.person().is_ok_and(|person| person.as_str() == kept.subject);
    let catalogue = visit.catalogue();
    let icon_of = |permit: &str| catalogue.permits.get(&permit.into()).map_or("file", |p| p.icon.as_str());
    let main = html! {
        div.stack.s6 {
            (parts::split(html! {
                (parts::heading(&[say.t("nav-wallet")], title, ""))
                @if licence.specimen { (parts::note(Shape::Warn, say.t("licence-specimen-note"))) }
                (Pass { title: say.t("licence-name"), shape, status: say.t(key), over: &over, name: &licence.trade_name, rows: &rows, code: PreEscaped(svg.clone()), code_label: say.t("part-code") })
                (parts::actions(html! {
                    (Button { label: say.t("licence-pdf"), href: &pdf, tone: Tone::Main, icon: "file", ..Button::default() })
                    (Button { label: say.t("licence-sticker"), href: &sticker, icon: "file", ..Button::default() })
                    @if is_own { (Button { label: say.t("wallet-add"), href: &wallet, icon: "shield-ok", ..Button::default() }) }
                    (Button { label: say.t("licence-verify"), href: &verify, icon: "eye", ..Button::default() })
                }))
                p.hint { (say.t("licence-code-text")) " " b.mono { (code) } }
                section.stack.s3 aria-labelledby="allows" {
                    h2 #allows { (say.t("licence-allows")) }
                    ul.planrows.long.card.flush {
                        @for (part, standing) in licence.parts.iter().zip(&kept.state.parts) {
                            li {
                                (crate::kit::icon(icon_of(&part.permit)))
                                div.stack.s2 {
                                    b { (said(&visit, &part.name)) }
                                    @if *standing != PartStanding::Valid { @let (shape, text) = part_state(&visit, standing); div { (parts::tag(shape, &text)) } }
                                    p.dots { span { (said(&visit, &part.authority)) } span.mono { (part.number) } }
                                    @for (name, value) in &part.scope { p { (said(&visit, name)) @if say.is_zh() { "：" } @else { ": " } b { (said(&visit, value)) } } }
                                    @if !part.conditions.is_empty() {
                                        p { b { (say.t("case-conditions")) } }
                                        ul.checks { @for condition in &part.conditions { li { (Shape::Info.icon()) div { (said(&visit, condition)) } } } }
                                    }
                                }
                                span.end { @match part.until { Some(day) => (say.with("licence-until", &[("day", say.day_plain(day).into())])), None => (say.t("licence-open-ended")) } }
                            }
                        }
                    }
                }
            }, html! {
                (parts::card(say.t("licence-next"), html! {
                    @match kept.state.next_end {
                        Some(day) => { p { b { (say.day(day)) } } p { (say.with("licence-next-text", &[("permits", ending(&visit, licence, day).into())])) } }
                        None => p { (say.t("licence-next-none")) }
                    }
                }))
                (parts::card(say.t("licence-case"), html! { p { (say.t("licence-case-text")) } p { a href=(visit.at("cases")) { (say.t("nav-cases")) } } }))
                (parts::card_quiet(say.t("licence-show"), html! { p { (say.t("licence-show-text")) } }))
            }))
            section.stack.s3 aria-labelledby="prints" {
                h2 #prints { (say.t("licence-prints")) }
                (sheet(&visit, &kept, &svg))
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = WALLET;
    Ok(visit.ok(&shell, main))
}

fn ending(visit: &Visit, licence: &Licence, day: rules::Day) -> String {
    let names: Vec<&str> =
        licence.parts.iter().filter(|p| p.until == Some(day)).map(|p| said(visit, &p.name)).collect();
    visit.say.list(&names)
}

fn sheet(visit: &Visit, kept: &LicenceFile, svg: &str) -> Markup {
    let say = visit.say;
    let licence = &kept.licence;
    let issued = say.day(licence.issued_on);
    let mut facts: Vec<(&str, &str)> = vec![(say.t("licence-holder"), &licence.holder)];
    if let Some(code) = &licence.credit_code {
        facts.push((say.t("licence-credit-code"), code));
    }
    facts.push((say.t("licence-premises"), &licence.premises));
    facts.push((say.t("licence-sector"), said(visit, &licence.sector)));
    facts.push((say.t("licence-issued"), &issued));
    let untils: Vec<String> = licence
        .parts
        .iter()
        .map(|p| p.until.map_or_else(|| say.t("licence-open-ended").to_owned(), |d| say.day_plain(d)))
        .collect();
    let allow: Vec<String> = licence.parts.iter().map(|p| allows(visit, p)).collect();
    let states: Vec<String> = kept
        .state
        .parts
        .iter()
        .map(|s| if *s == PartStanding::Valid { String::new() } else { part_state(visit, s).1 })
        .collect();
    let rows: Vec<SheetRow> = licence
        .parts
        .iter()
        .enumerate()
        .map(|(n, part)| SheetRow {
            permit: said(visit, &part.name),
            authority: said(visit, &part.authority),
            number: &part.number,
            allows: allow.get(n).map_or("", String::as_str),
            until: untils.get(n).map_or("", String::as_str),
            state: states.get(n).map_or("", String::as_str),
        })
        .collect();
    let text = say.with(
        "licence-replaces",
        &[("n", licence.parts.len().into()), ("word", say.count_word(licence.parts.len()).into())],
    );
    let address = visit.office().host().trim_end_matches('/');
    html! {
        (Sheet {
            issuer: said(visit, &licence.issuer),
            title: say.t("licence-name"),
            number_label: say.t("licence-no"),
            number: &licence.number,
            name: &licence.trade_name,
            facts: &facts,
            columns: [say.t("licence-column-permit"), say.t("licence-column-authority"), say.t("licence-column-allows"), say.t("licence-column-until")],
            rows: &rows,
            text: &text,
            code: PreEscaped(svg.to_owned()),
            code_label: say.t("part-code"),
            proof: html! {
                p { b { (say.with("licence-check-it", &[("address", format!("{address}/v").into())])) } }
                p.mono { (licence.code) }
                p { (say.t("licence-copy")) }
            },
            seal_label: said(visit, &licence.issuer),
            specimen: if licence.specimen { say.t("licence-specimen") } else { "" },
        })
    }
}

/// The signed A4 document in the reader's language.
pub async fn pdf(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let kept = of(&visit, &number).await?;
    let rendered = visit.office().licence_pdf(&kept, visit.l()).await.map_err(|t| visit.problem(t))?;
    Ok(file(rendered.bytes, &kept.licence.number))
}

/// The signed A5 sticker for the window in the reader's language.
pub async fn sticker(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let kept = of(&visit, &number).await?;
    let rendered = visit.office().licence_sticker(&kept.licence, visit.l()).await.map_err(|t| visit.problem(t))?;
    Ok(file(rendered.bytes, &format!("{}-sticker", kept.licence.number)))
}

fn file(bytes: Vec<u8>, name: &str) -> Response {
    let disposition = format!("inline; filename=\"{name}.pdf\"");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
