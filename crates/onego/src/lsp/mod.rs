//! `onego lsp`: what an author's editor asks while definitions are typed, over stdin and stdout (LSP 3.17).
//!
//! Read in this order: `text` (positions), `shelf` (the folders, with open texts over them),
//! `layered` (what an overlay lies over), `answer`, `rename`, `fix`
//! (what is asked), `told` (diagnostics), `session` (the conversation). What a name means is not decided here but by
//! `catalogue::names`.

mod answer;
mod fix;
mod layered;
mod rename;
mod session;
mod shelf;
mod story;
mod text;
mod told;

use std::path::Path;
use std::process::ExitCode;

use lsp_server::Connection;

use session::{End, Session};

/// Serves one editor until it says goodbye. `folder`: the catalogue; without it, that of each file that is opened.
pub fn run(folder: Option<&Path>) -> ExitCode {
    let (connection, threads) = Connection::stdio();
    let end = Session::begin(connection, folder).map(Session::serve);
    let flushed = threads.join();
    match (end, flushed) {
        (Ok(End::Asked), Ok(())) => ExitCode::SUCCESS,
        (Ok(End::Asked), Err(error)) => crate::author::fail(&format!("the editor cannot be reached: {error}")),
        // The protocol wants a failure when the editor leaves without `shutdown`.
        (Ok(End::Left), _) => ExitCode::FAILURE,
        (Err(error), _) => crate::author::fail(&format!("the editor does not follow the protocol: {error}")),
    }
}
