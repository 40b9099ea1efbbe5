//! The licence goes into a wallet: what that means, then a code for a few minutes that only its holder sees.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use licence::qr_svg;
use maud::{PreEscaped, html};
use office::{LicenceFile, Offered, Turned};

use super::licence::of;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::kit::shell::{Terminal, WALLET};
use crate::problem::Problem;
use crate::web::{Answer, Sent, Visit};

/// The licence for its holder alone, or for a clerk while the holder is at the window.
async fn own(visit: &Visit, number: &str) -> Result<LicenceFile, Problem> {
    let kept = of(visit, number).await?;
    match visit.person()?.as_str() == kept.subject {
        true => Ok(kept),
        false => Err(visit.problem(Turned::NotAllowed)),
    }
}

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let kept = own(&visit, &number).await?;
    Ok(page(&visit, &kept, None))
}

/// Makes an offer. Sent again it makes another one: each is good once and for minutes, so nothing is doubled.
pub async fn offer(visit: Visit, Path((_, number)): Path<(String, String)>, _form: Sent) -> Answer {
    let kept = own(&visit, &number).await?;
    let offered = visit.office().offer_credential(&kept.id).await.map_err(|t| visit.problem(t))?;
    Ok(page(&visit, &kept, Some(&offered)))
}

fn page(visit: &Visit, kept: &LicenceFile, offered: Option<&Offered>) -> axum::response::Response {
    let say = visit.say;
    let licence = &kept.licence;
    let title = say.t("wallet-add");
    let back = visit.at(&format!("licence/{}", licence.number));
    let file = format!("{back}/licence.sdjwt");
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[say.t("nav-wallet"), &licence.number], title, say.t("wallet-add-lead")))
            @if licence.specimen { (parts::note(Shape::Warn, say.t("licence-specimen-note"))) }
            @if let Some(offered) = offered {
                section.card.stack.s4 aria-labelledby="scan" {
                    h2 #scan { (say.t("wallet-scan")) }
                    div.wallet-code role="img" aria-label=(say.t("wallet-code-label")) { (PreEscaped(qr_svg(&offered.link))) }
                    p { (say.t("wallet-digits")) }
                    p.wallet-digits.mono { (offered.tx_code) }
                    p.hint { (say.with("wallet-until", &[("time", visit.office().clock_text(offered.until_us).into())])) }
                    (parts::actions(html! { (parts::link_button(&offered.link, say.t("wallet-open-here"), Tone::Quiet)) }))
                }
                (parts::note_icon(Shape::Warn, "eye", say.t("wallet-keep-to-yourself")))
            }
            section.stack.s3 aria-labelledby="what" {
                h2 #what { (say.t("wallet-what")) }
                ul.checks {
                    @for key in ["wallet-what-parts", "wallet-what-status", "wallet-what-nobody"] {
                        li { (Shape::Ok.icon()) div { (say.t(key)) } }
                    }
                }
            }
            form.stack.s4 method="post" action=(visit.at(&format!("licence/{}/wallet", licence.number))) {
                (parts::once(&visit.office().once_key()))
                (parts::actions(html! {
                    (Button { label: say.t(if offered.is_some() { "wallet-again" } else { "wallet-go" }), tone: if offered.is_some() { Tone::Quiet } else { Tone::Main }, icon: "shield-ok", ..Button::default() })
                    (parts::link_button(&back, say.t("wallet-back"), Tone::Plain))
                }))
            }
            (parts::details(say.t("wallet-file"), false, html! {
                p { (say.t("wallet-file-text")) }
                p { a href=(file) { (say.t("wallet-file-get")) } }
                p.mono { "onego verify --trust trust.json " (licence.number) ".sdjwt" }
            }))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = WALLET;
    let path = visit.at(&format!("licence/{}/wallet", licence.number));
    shell.path = &path;
    let mut response = shell.respond(StatusCode::OK, main);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The credential as a file, bound to no key.
pub async fn file(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let kept = own(&visit, &number).await?;
    let text = visit.office().credential_file(&kept.id).await.map_err(|t| visit.problem(t))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/dc+sd-jwt"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{}.sdjwt\"", kept.licence.number)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
