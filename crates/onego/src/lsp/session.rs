//! The conversation with one editor: requests in the order in which they come, cancelled ones not at all, diagnostics
//! when the typing rests.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use catalogue::Diagnostic;
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability,
    CompletionOptions, CompletionParams, DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentSymbolParams, DocumentSymbolResponse,
    GotoDefinitionParams, GotoDefinitionResponse, HoverParams, HoverProviderCapability, InitializeParams, OneOf,
    PositionEncodingKind, PrepareRenameResponse, PublishDiagnosticsParams, ReferenceParams, RenameOptions,
    RenameParams, SaveOptions, ServerCapabilities, TextDocumentPositionParams, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, TextEdit, Uri, WorkspaceEdit,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use url::Url;

use super::answer::Asked;
use super::shelf::{Open, OpenText, Shelf, root_of};
use super::{fix, rename, text, told};

/// How long the typing rests before the catalogue is checked.
const REST: Duration = Duration::from_millis(200);

/// How a conversation ended.
pub enum End {
    /// With `shutdown` and `exit`.
    Asked,
    /// The other side is gone.
    Left,
}

/// Why a request has no answer.
struct Refused {
    code: ErrorCode,
    why: String,
}

impl Refused {
    fn unfit(why: impl Into<String>) -> Self {
        Refused { code: ErrorCode::RequestFailed, why: why.into() }
    }
}

type Answer = Result<Json, Refused>;

pub struct Session {
    connection: Connection,
    heard: Receiver<Message>,
    fixed: Option<PathBuf>,
    workspace: Vec<PathBuf>,
    open: Open,
    shelves: Vec<Shelf>,
    /// By the root of their shelf: the diagnostics of the last check and whether they are still true.
    checked: HashMap<PathBuf, Vec<Diagnostic>>,
    due: Option<Instant>,
    waiting: VecDeque<Message>,
    /// After `shutdown`.
    is_over: bool,
}

/// Takes messages from the connection as they come. The connection itself holds back all but one until it is answered,
/// so that a request could never be seen to be cancelled.
fn listen(connection: &Connection) -> Receiver<Message> {
    let (tell, heard) = mpsc::channel();
    let receiver = connection.receiver.clone();
    std::thread::spawn(move || receiver.into_iter().try_for_each(|message| tell.send(message)));
    heard
}

impl Session {
    /// Waits for `initialize` and says what can be asked.
    pub fn begin(connection: Connection, folder: Option<&Path>) -> Result<Self, ProtocolError> {
        let (id, hello) = connection.initialize_start()?;
        // What cannot be read of it is as if it had not been said.
        let hello: InitializeParams = serde_json::from_value(hello).unwrap_or_default();
        let able = serde_json::to_value(capabilities()).unwrap_or_default();
        let about = json!({ "name": "onego", "version": env!("CARGO_PKG_VERSION") });
        connection.initialize_finish(id, json!({ "capabilities": able, "serverInfo": about }))?;
        let heard = listen(&connection);
        let session = Session {
            connection,
            heard,
            fixed: folder.map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.to_owned())),
            workspace: workspace(&hello),
            open: Open::new(),
            shelves: Vec::new(),
            checked: HashMap::new(),
            due: None,
            waiting: VecDeque::new(),
            is_over: false,
        };
        session.watch(&hello);
        Ok(session)
    }

    /// Asks to be told about files that change outside of the editor's texts.
    fn watch(&self, hello: &InitializeParams) {
        let files = hello.capabilities.workspace.as_ref().and_then(|w| w.did_change_watched_files);
        if files.and_then(|files| files.dynamic_registration) == Some(true) {
            let watchers =
                json!([{ "globPattern": "**/*.{yaml,yml,md}" }, { "globPattern": "**/onego.{package,lock}" }]);
            let registration = json!({ "registrations": [{ "id": "files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers } }] });
            let id = RequestId::from("onego-files".to_owned());
            self.send(Request::new(id, "client/registerCapability".to_owned(), registration).into());
        }
    }

    /// A message that cannot be sent has nobody to read it; the next receive ends the conversation.
    fn send(&self, message: Message) {
        drop(self.connection.sender.send(message));
    }

    pub fn serve(mut self) -> End {
        loop {
            let Some(message) = self.next() else { return End::Left };
            match message {
                Some(Message::Request(request)) => {
                    let response = self.answer(request);
                    self.send(response.into());
                }
                Some(Message::Notification(said)) if said.method == "exit" => {
                    return if self.is_over { End::Asked } else { End::Left };
                }
                Some(Message::Notification(said)) => self.hear(said),
                // Answers to what was asked of the editor: nothing depends on them.
                Some(Message::Response(_)) => {}
                None => self.check(),
            }
        }
    }

    /// The next message; `Some(None)` when the typing rests; nothing when nobody is there any more.
    fn next(&mut self) -> Option<Option<Message>> {
        if self.waiting.is_empty() {
            let received = match self.due {
                None => self.heard.recv().ok()?,
                Some(due) => match self.heard.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Timeout) => return Some(None),
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            };
            self.waiting.push_back(received);
        }
        // Everything that has come by now, so that a cancelled request is seen before it is worked on.
        self.waiting.extend(self.heard.try_iter());
        self.waiting.pop_front().map(Some)
    }

    fn is_cancelled(&self, id: &RequestId) -> bool {
        self.waiting.iter().any(|message| match message {
            Message::Notification(said) if said.method == "$/cancelRequest" => {
                serde_json::from_value::<RequestId>(said.params["id"].clone()).is_ok_and(|cancelled| cancelled == *id)
            }
            _ => false,
        })
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        if self.is_cancelled(&id) {
            return Response::new_err(id, ErrorCode::RequestCanceled as i32, "cancelled".to_owned());
        }
        if self.is_over {
            return Response::new_err(id, ErrorCode::InvalidRequest as i32, "the session is over".to_owned());
        }
        let answer = match method.as_str() {
            "shutdown" => {
                self.is_over = true;
                Ok(Json::Null)
            }
            "textDocument/hover" => self.with(params, |s, p| s.hover(&p)),
            "textDocument/completion" => self.with(params, |s, p: CompletionParams| {
                s.asked(&p.text_document_position, |asked| json_of(asked.complete()))
            }),
            "textDocument/definition" => self.with(params, |s, p: GotoDefinitionParams| {
                let found = |asked: &Asked| json_of(GotoDefinitionResponse::Array(asked.definition()));
                s.asked(&p.text_document_position_params, found)
            }),
            "textDocument/references" => self.with(params, |s, p: ReferenceParams| {
                let with_definition = p.context.include_declaration;
                s.asked(&p.text_document_position, |asked| json_of(asked.references(with_definition)))
            }),
            "textDocument/documentSymbol" => self.with(params, |s, p: DocumentSymbolParams| {
                let at = TextDocumentPositionParams::new(p.text_document, lsp_types::Position::default());
                s.asked(&at, |asked| json_of(DocumentSymbolResponse::Nested(asked.symbols())))
            }),
            "textDocument/prepareRename" => self.with(params, |s, p| s.prepare_rename(&p)),
            "textDocument/rename" => self.with(params, |s, p| s.rename(p)),
            "textDocument/codeAction" => self.with(params, |s, p| s.fixes(&p)),
            _ => Err(Refused {
                code: ErrorCode::MethodNotFound,
                why: format!("`{method}` is not something onego answers"),
            }),
        };
        match answer {
            Ok(result) => Response::new_ok(id, result),
            Err(Refused { code, why }) => Response::new_err(id, code as i32, why),
        }
    }

    fn with<P: DeserializeOwned>(&mut self, params: Json, work: impl FnOnce(&mut Self, P) -> Answer) -> Answer {
        match serde_json::from_value(params) {
            Ok(params) => work(self, params),
            Err(error) => Err(Refused { code: ErrorCode::InvalidParams, why: error.to_string() }),
        }
    }

    fn asked(&mut self, at: &TextDocumentPositionParams, answer: impl FnOnce(&Asked) -> Answer) -> Answer {
        let Some(path) = path_of(&at.text_document.uri) else { return Ok(Json::Null) };
        let Session { shelves, open, .. } = self;
        let Some(shelf) = shelves.iter_mut().find(|shelf| shelf.holds(&path)) else { return Ok(Json::Null) };
        let uri = |path: &Path| uri_of(path, open);
        answer(&Asked { read: shelf.read(open), path: &path, position: at.position, uri: &uri })
    }

    fn hover(&mut self, params: &HoverParams) -> Answer {
        let at = &params.text_document_position_params;
        let diagnostics = path_of(&at.text_document.uri).map(|path| self.diagnostics(&path)).unwrap_or_default();
        self.asked(at, |asked| json_of(asked.hover(&diagnostics)))
    }

    fn prepare_rename(&mut self, at: &TextDocumentPositionParams) -> Answer {
        self.asked(at, |asked| {
            let Some(meant) = asked.meant() else { return Ok(Json::Null) };
            let [thing] = meant.things.as_slice() else {
                return Err(Refused::unfit("several things are called so; rename it where it is defined"));
            };
            rename::may_change(thing).map_err(Refused::unfit)?;
            let placeholder = thing.name().to_owned();
            json_of(PrepareRenameResponse::RangeWithPlaceholder { range: meant.range, placeholder })
        })
    }

    fn rename(&mut self, params: RenameParams) -> Answer {
        let new = params.new_name.trim().to_owned();
        self.asked(&params.text_document_position, |asked| {
            let meant = asked.meant().ok_or_else(|| Refused::unfit("there is no name here"))?;
            let [thing] = meant.things.as_slice() else {
                return Err(Refused::unfit("several things are called so; rename it where it is defined"));
            };
            let places = rename::rename(asked.read, thing, &new).map_err(Refused::unfit)?;
            let changes = places.into_iter().filter_map(|(path, ranges)| {
                let source = asked.read.source(&path).map(|number| asked.read.text(number));
                let story = || asked.read.stories.iter().find(|(of, _)| *of == path).map(|(_, text)| text.as_str());
                let written = source.or_else(story)?;
                let edits = ranges.into_iter().map(|bytes| TextEdit::new(text::range(written, bytes), new.clone()));
                Some(((asked.uri)(&path)?, edits.collect()))
            });
            json_of(WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() })
        })
    }

    fn fixes(&mut self, params: &CodeActionParams) -> Answer {
        let Some(path) = path_of(&params.text_document.uri) else { return Ok(Json::Null) };
        let all = self.diagnostics(&path);
        let at = TextDocumentPositionParams::new(params.text_document.clone(), params.range.start);
        let wanted = params.range;
        self.asked(&at, |asked| {
            let Some(source) = asked.read.source(asked.path) else { return Ok(Json::Null) };
            let written = asked.read.text(source);
            let touches = |d: &&Diagnostic| {
                d.place.as_ref().is_some_and(|place| {
                    let range = told::range(asked.read, place);
                    place.source == source && range.start <= wanted.end && wanted.start <= range.end
                })
            };
            let actions = all.iter().filter(touches).filter_map(|wrong| {
                let fix = fix::fix(asked.read, &all, wrong).filter(|fix| fix.source == source)?;
                let edit = TextEdit::new(text::range(written, fix.bytes), fix.writes);
                let changes = HashMap::from([(params.text_document.uri.clone(), vec![edit])]);
                let range = told::range(asked.read, wrong.place.as_ref()?);
                let repaired = params.context.diagnostics.iter().filter(|d| d.range == range).cloned().collect();
                Some(CodeActionOrCommand::CodeAction(CodeAction {
                    title: fix.title,
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(repaired),
                    is_preferred: Some(true),
                    edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
                    ..CodeAction::default()
                }))
            });
            json_of(actions.collect::<Vec<_>>())
        })
    }

    fn hear(&mut self, said: Notification) {
        let Notification { method, params } = said;
        match method.as_str() {
            "textDocument/didOpen" => self.heard(params, Self::opened),
            "textDocument/didChange" => self.heard(params, Self::changed),
            "textDocument/didClose" => self.heard(params, |s, p: DidCloseTextDocumentParams| {
                if let Some(path) = path_of(&p.text_document.uri) {
                    s.open.remove(&path);
                    s.look();
                }
            }),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.look(),
            "workspace/didChangeWorkspaceFolders" => self.heard(params, |s, p: DidChangeWorkspaceFoldersParams| {
                let gone: Vec<PathBuf> = p.event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
                s.workspace.retain(|folder| !gone.contains(folder));
                s.workspace.extend(p.event.added.iter().filter_map(|folder| path_of(&folder.uri)));
            }),
            // The rest says nothing that changes an answer; what is unknown is passed over, as the protocol wants.
            _ => {}
        }
    }

    /// A notification that cannot be read has no answer in which to say so.
    fn heard<P: DeserializeOwned>(&mut self, params: Json, work: impl FnOnce(&mut Self, P)) {
        if let Ok(params) = serde_json::from_value(params) {
            work(self, params);
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = path_of(&document.uri) else { return };
        let opened = OpenText { uri: document.uri, version: document.version, text: document.text };
        self.open.insert(path.clone(), opened);
        if let Some(shelf) = self.shelves.iter_mut().find(|shelf| shelf.holds(&path)) {
            shelf.look();
        } else {
            let root = match &self.fixed {
                Some(fixed) if path.starts_with(fixed) => fixed.clone(),
                Some(_) => return,
                None => root_of(&path, &self.workspace, &self.open),
            };
            self.shelves.push(Shelf::new(root));
        }
        self.stir();
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = path_of(&params.text_document.uri) else { return };
        let Some(open) = self.open.get_mut(&path) else { return };
        open.version = params.text_document.version;
        for change in params.content_changes {
            text::change(&mut open.text, change);
        }
        self.shelves.iter_mut().filter(|shelf| shelf.holds(&path) || shelf.reads(&path)).for_each(Shelf::stir);
        self.stir();
    }

    fn look(&mut self) {
        self.shelves.iter_mut().for_each(Shelf::look);
        self.stir();
    }

    fn stir(&mut self) {
        self.checked.clear();
        self.due = Some(Instant::now() + REST);
    }

    /// The diagnostics of the catalogue of a file, as its texts stand now.
    fn diagnostics(&mut self, path: &Path) -> Vec<Diagnostic> {
        let Some(shelf) = self.shelves.iter_mut().find(|shelf| shelf.holds(path)) else { return Vec::new() };
        let (root, open) = (shelf.root.clone(), &self.open);
        self.checked.entry(root).or_insert_with(|| shelf.read(open).diagnostics()).clone()
    }

    /// Checks every folder that changed and tells the editor; files that are right again are told so too.
    fn check(&mut self) {
        self.due = None;
        for number in 0..self.shelves.len() {
            let Some(root) = self.shelves.get(number).map(|shelf| shelf.root.clone()) else { continue };
            let diagnostics = self.diagnostics(&root);
            let Session { shelves, open, connection, .. } = self;
            let Some(shelf) = shelves.get_mut(number) else { continue };
            let uri = |path: &Path| uri_of(path, open);
            let mut files: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> =
                told::by_file(shelf.read(open), &diagnostics, uri);
            // What lies in a folder of its own is told by that folder.
            files.retain(|path, _| shelf.holds(path));
            let now = files.keys().cloned().collect();
            for path in std::mem::replace(&mut shelf.shown, now) {
                files.entry(path).or_default();
            }
            for path in open.keys().filter(|path| shelf.holds(path)) {
                files.entry(path.clone()).or_default();
            }
            for (path, diagnostics) in files {
                let Some(uri) = uri_of(&path, open) else { continue };
                let version = open.get(&path).map(|open| open.version);
                let told = PublishDiagnosticsParams { uri, diagnostics, version };
                let said = Notification::new("textDocument/publishDiagnostics".to_owned(), told);
                drop(connection.sender.send(said.into()));
            }
        }
    }
}

fn capabilities() -> ServerCapabilities {
    let completion = CompletionOptions {
        trigger_characters: Some([".", "\"", "'", ":", " "].map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(completion),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
        ..ServerCapabilities::default()
    }
}

#[expect(deprecated, reason = "older editors still say their folder this way")]
fn workspace(hello: &InitializeParams) -> Vec<PathBuf> {
    let folders = hello.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    folders.chain(&hello.root_uri).filter_map(path_of).collect()
}

/// The file behind an address; nothing for texts that are no files.
fn path_of(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file, in the editor's own writing when it is open there.
fn uri_of(path: &Path, open: &Open) -> Option<Uri> {
    if let Some(open) = open.get(path) {
        return Some(open.uri.clone());
    }
    Url::from_file_path(path).ok()?.as_str().parse().ok()
}

fn json_of(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| Refused { code: ErrorCode::InternalError, why: error.to_string() })
}
