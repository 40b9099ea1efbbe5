//! `onego witness`: a complete witness (C2SP tlog-witness) with a state file of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as AtPath, State as With};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ledger::witness::{REQUEST_MAX, Refused, Request, State};
use ledger::{Disk, Kind, Signature, SigningKey, VerifierKey};
use office::LogFolder;
use tokio::sync::Mutex;

use crate::author::fail;
use crate::keys;
use crate::log::contents;

const STATE: &str = "witness.state";

pub struct Ask<'a> {
    pub folder: &'a Path,
    pub name: Option<&'a str>,
    pub logs: &'a [String],
    pub listen: SocketAddr,
    pub once: Option<&'a Path>,
}

/// The witness: its key, its state, and the folder both lie in. One request after the other.
struct Witness {
    key: SigningKey,
    disk: LogFolder,
    state: State,
}

impl Witness {
    fn open(ask: &Ask<'_>) -> Result<Witness, String> {
        let disk = LogFolder::for_writing(ask.folder).map_err(|trouble| trouble.to_string())?;
        let shown: PathBuf = ask.folder.join(STATE);
        let kept = disk.read(STATE).map_err(|trouble| trouble.to_string())?;
        let is_new = kept.is_none();
        let mut state = match kept {
            None => State::new(),
            Some(bytes) => State::parse(&String::from_utf8_lossy(&bytes)).map_err(|why| {
                format!("`{}`: {why}; without it this witness would forget what it saw", shown.display())
            })?,
        };
        let key_path = ask.folder.join("witness.key");
        let name = match ask.name {
            Some(name) => name,
            None if key_path.exists() => "",
            None => return Err("a new witness needs a name: --name witness.example".to_owned()),
        };
        if is_new && key_path.exists() {
            return Err(format!(
                "`{}` is missing although the witness has a key: with an empty memory it would sign a rewritten past; bring the file back, or begin a new witness in another folder",
                shown.display()
            ));
        }
        let key = keys::note_key(&key_path, name, Kind::Cosignature).map_err(|why| why.to_string())?;
        for text in ask.logs {
            let log = VerifierKey::parse(text).map_err(|why| format!("--log `{text}`: {why}"))?;
            if log.kind() != Kind::Ed25519 {
                return Err(format!("--log `{text}`: the key of a log is of kind 1"));
            }
            if !state.watch(log) {
                return Err(format!("--log `{text}`: this log is watched under another key already"));
            }
        }
        let mut witness = Witness { key, disk, state: State::new() };
        witness.keep(state)?;
        Ok(witness)
    }

    /// The new state is on the disk before anybody learns of it.
    fn keep(&mut self, state: State) -> Result<(), String> {
        self.disk.put(&[(STATE.to_owned(), state.to_string().into_bytes())]).map_err(|trouble| trouble.to_string())?;
        self.state = state;
        Ok(())
    }

    fn answer(&mut self, body: &[u8], seconds: u64) -> Result<Result<Signature, Refused>, String> {
        let judged = Request::parse(body)
            .map_err(Refused::Malformed)
            .and_then(|request| self.state.add_checkpoint(&request, &self.key, seconds));
        match judged {
            Ok((state, signature)) => {
                self.keep(state)?;
                Ok(Ok(signature))
            }
            Err(refused) => Ok(Err(refused)),
        }
    }
}

fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}

/// With `--once`, answers one request file and ends: 0 cosigned, 1 refused. Otherwise serves until it is told to end.
pub fn run(ask: &Ask<'_>) -> ExitCode {
    let mut witness = match Witness::open(ask) {
        Ok(witness) => witness,
        Err(why) => return fail(&why),
    };
    if let Some(path) = ask.once {
        return match contents(path).and_then(|body| witness.answer(&body, now())) {
            Ok(Ok(signature)) => {
                println!("{signature}");
                ExitCode::SUCCESS
            }
            Ok(Err(refused)) => fail(&format!("{}: {refused}", refused.status())),
            Err(why) => fail(&why),
        };
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no threads: {error}")),
    };
    match runtime.block_on(serve(witness, ask.listen)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why),
    }
}

async fn serve(witness: Witness, listen: SocketAddr) -> Result<(), String> {
    let listener = tokio::net::TcpListener::bind(listen).await;
    let listener = listener.map_err(|error| format!("{listen} cannot be listened on: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("{}", witness.key.verifier());
    println!("onego witness answers at http://{address}/add-checkpoint");
    let site = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(latest))
        .layer(DefaultBodyLimit::max(REQUEST_MAX))
        .with_state(Arc::new(Mutex::new(witness)));
    terminals::serve(listener, site, async {
        // Without a signal it serves until it is killed, which it bears.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
    .await;
    Ok(())
}

async fn add_checkpoint(With(witness): With<Arc<Mutex<Witness>>>, body: Bytes) -> Response {
    match witness.lock().await.answer(&body, now()) {
        Ok(Ok(signature)) => (StatusCode::OK, format!("{signature}\n")).into_response(),
        Ok(Err(refused)) => {
            let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
            let kind = match refused {
                Refused::OtherSize(_) => "text/x.tlog.size",
                _ => "text/plain; charset=utf-8",
            };
            (status, [(header::CONTENT_TYPE, kind)], refused.body()).into_response()
        }
        Err(why) => {
            eprintln!("error: {why}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn latest(With(witness): With<Arc<Mutex<Witness>>>, AtPath(origin): AtPath<String>) -> Response {
    match witness.lock().await.state.latest_by_hash(&origin) {
        Some(note) => note.to_string().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
