//! What is done so that everybody can use the pages, and what to do where it fails.

use axum::Router;
use axum::routing::get;
use maud::html;

use crate::kit::parts;
use crate::kit::shell::Terminal;
use crate::web::{Answer, City, Visit};

pub fn routes() -> Router<City> {
    Router::new().route("/{l}/accessibility", get(show))
}

async fn show(visit: Visit) -> Answer {
    let say = visit.say;
    let title = say.t("access-title");
    let points = ["access-script", "access-keyboard", "access-size", "access-colour", "access-time", "access-window"];
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[], title, say.t("access-lead")))
            ul.checks { @for point in points { li.ok { (crate::kit::icon("tick")) div { (say.t(point)) } } } }
            (parts::card(say.t("access-wrong-title"), html! { p { (say.t("access-wrong")) } }))
        }
    };
    Ok(visit.ok(&visit.shell(Terminal::Public, title), main))
}
