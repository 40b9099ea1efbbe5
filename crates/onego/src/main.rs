//! The binary: command line, configuration, wiring.

mod author;
mod database;
mod demo;
mod diff;
mod erase;
mod export;
mod folder;
mod import;
mod keys;
mod lock;
mod log;
mod lsp;
mod open_cases;
mod pages;
mod receipt;
mod package;
mod serve;
mod stories;
mod verify;
mod verify_credential;
mod why;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rules::Day;

/// Services-as-code for a one-visit city: one form, one date, one representative, one licence.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a demonstration city with invented people: nothing to install, nothing to configure.
    Demo {
        /// Port on this machine.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The first day of the demonstration.
        #[arg(long, default_value = "2026-03-02")]
        on: Day,
        /// The same seed gives the same city.
        #[arg(long, default_value_t = town::DEMO_SEED)]
        seed: u64,
        /// Keep the city in this folder; without it the city lives in memory and ends with the program.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Keep it in a database instead: `sqlite:FOLDER` or `postgres://USER@HOST/NAME`, with papers under --data.
        #[arg(long)]
        database: Option<String>,
        /// Another catalogue than the built-in example city.
        #[arg(long)]
        catalogue: Option<PathBuf>,
        /// Keep nothing of a drawn page: to measure what drawing costs.
        #[arg(long, hide = true)]
        draw_anew: bool,
    },
    /// Run a real city: configuration file, data folder, sign-in provider.
    Serve {
        #[arg(long, default_value = "onego.yaml")]
        config: PathBuf,
        /// `sqlite:FOLDER` or `postgres://USER@HOST[,HOST…]/NAME`, in the place of what the file says.
        #[arg(long)]
        database: Option<String>,
    },
    /// Erase a person whose cases the law no longer keeps; the program that serves must have ended.
    Erase {
        #[arg(long, default_value = "onego.yaml")]
        config: PathBuf,
        /// The handle of the person, as it stands in cases.
        #[arg(long, conflicts_with = "case")]
        subject: Option<String>,
        /// The number of any of their cases.
        #[arg(long)]
        case: Option<String>,
        /// Only say what would be erased or what still holds it.
        #[arg(long)]
        dry_run: bool,
    },
    /// Check a catalogue folder and say everything that is wrong with it.
    Check {
        folder: PathBuf,
        #[arg(long, value_enum, default_value = "text")]
        format: author::Report,
        /// Fail on warnings too, or on everything.
        #[arg(long, value_enum)]
        deny: Option<author::Deny>,
        /// The day by which sources and calendars are judged; today without it.
        #[arg(long)]
        on: Option<Day>,
        /// Write burden.lock anew; numbers that rise keep this reason.
        #[arg(long, value_name = "REASON")]
        accept_burden: Option<String>,
    },
    /// Say what a diagnostic code means and what to do; without a code, list them all.
    Explain { code: Option<String> },
    /// Serve an editor that speaks the Language Server Protocol over stdin and stdout.
    Lsp {
        /// The catalogue folder; without it, that of each file that is opened.
        folder: Option<PathBuf>,
        /// Accepted because editors pass it; there is no other way.
        #[arg(long)]
        stdio: bool,
    },
    /// Print the JSON Schema of definition files, for editors.
    Schema {
        /// That of the files of an overlay, which say only what differs.
        #[arg(long)]
        overlay: bool,
    },
    /// Compute a journey: permits with reasons, duties, bans, next question, form, plan, burden.
    Journey {
        folder: PathBuf,
        #[arg(long)]
        event: String,
        /// A JSON object of facts; `null` means "not known yet".
        #[arg(long)]
        facts: Option<PathBuf>,
        /// The day of the law and of filing.
        #[arg(long)]
        on: Day,
        #[arg(long)]
        json: bool,
        /// Language of names and reasons.
        #[arg(long, default_value = "en")]
        lang: String,
        /// Only why this permit, duty or ban applies or not: the shortest reason and the nearest change.
        #[arg(long, value_name = "NAME", conflicts_with = "receipt")]
        why: Option<String>,
        /// Only the form receipt: for each fact the event asks for, who needs it, and the proof; fails if one is not needed.
        #[arg(long)]
        receipt: bool,
    },
    /// Packages of definitions: what lies below an overlay, verified and locked.
    Catalogue {
        #[command(subcommand)]
        wish: package::Wish,
    },
    /// Write a catalogue in a format others read.
    Export {
        #[command(subcommand)]
        what: export::Export,
    },
    /// Run the stories of a catalogue folder.
    Test {
        folder: PathBuf,
        /// Say which branches and boundaries no story shows, and which small mistakes no story notices.
        #[arg(long)]
        coverage: bool,
        /// Let casework stories notice mistakes as well: minutes instead of seconds.
        #[arg(long, requires = "coverage")]
        cases: bool,
        #[arg(long, value_enum, default_value = "text")]
        format: author::Format,
    },
    /// Say what changed in meaning between two catalogue folders: who gains, who loses, what is only said otherwise.
    Diff {
        old: PathBuf,
        new: PathBuf,
        #[arg(long, value_enum, default_value = "text")]
        format: author::Format,
        /// The same as --format json.
        #[arg(long)]
        json: bool,
        /// The day of the law; today without it. Open cases keep the law of the day on which they were filed as the old one.
        #[arg(long)]
        on: Option<Day>,
        #[command(flatten)]
        open: open_cases::Ask,
    },
    /// Propose stories for the branches and boundaries of an event that no story shows.
    Examples {
        folder: PathBuf,
        #[arg(long)]
        event: String,
        /// The day of the law; without it the day on which most stories play, or today.
        #[arg(long)]
        on: Option<Day>,
        /// Also what the stories show already.
        #[arg(long)]
        all: bool,
        /// Write them as a file of accepted stories into this folder.
        #[arg(long)]
        accept: Option<PathBuf>,
    },
    /// Read rules of others into a folder of definitions; what is not understood is listed.
    Import {
        #[command(subcommand)]
        from: Import,
    },
    /// Verify a licence without any network: a PDF, a credential (SD-JWT), the text of a QR code, or a file with one.
    Verify {
        /// A file, the text of a QR code, or a credential.
        licence: String,
        /// The status list of a credential: a file, or an address to fetch it from. Without it nothing is asked.
        #[arg(long, value_name = "FILE|URL")]
        status: Vec<String>,
        /// Keys to trust, as published at /trust.json. Without it, the demonstration city's keys.
        #[arg(long)]
        trust: Option<PathBuf>,
        /// The day to judge validity by; today without it.
        #[arg(long)]
        on: Option<Day>,
        #[arg(long)]
        json: bool,
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Look through a public log, read it, take proofs out of it and check them.
    Log {
        #[command(subcommand)]
        what: OfLog,
    },
    /// Watch logs of others: cosign that they only ever grew (C2SP tlog-witness).
    Witness {
        /// The folder of this witness, with its key and what it saw; made on the first start.
        folder: PathBuf,
        /// The name of a new witness: `audit.example/witness`.
        #[arg(long)]
        name: Option<String>,
        /// The key of a log to watch from now on; may stand several times.
        #[arg(long)]
        log: Vec<String>,
        #[arg(long, default_value = "127.0.0.1:8090")]
        listen: std::net::SocketAddr,
        /// Answer the request in this file and end.
        #[arg(long)]
        once: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum OfLog {
    /// Look through all files of a log and say what does not fit together.
    Fsck {
        folder: PathBuf,
        /// Whose signatures are believed (C2SP tlog-policy).
        #[arg(long)]
        policy: Option<PathBuf>,
        /// A checkpoint kept from before: the log must have grown out of it.
        #[arg(long)]
        seen: Option<PathBuf>,
    },
    /// Print the last leaves, or those from an index on.
    Tail {
        folder: PathBuf,
        #[arg(long)]
        from: Option<u64>,
        #[arg(long, default_value_t = 20)]
        count: u64,
    },
    /// Print the proof file of a leaf (C2SP tlog-proof).
    Prove {
        folder: PathBuf,
        index: u64,
        /// Also write the leaf itself into this file.
        #[arg(long)]
        entry: Option<PathBuf>,
    },
    /// Check offline that a leaf lies in a log that enough witnesses have seen.
    Verify {
        proof: PathBuf,
        /// The file with the leaf.
        #[arg(long)]
        entry: PathBuf,
        #[arg(long)]
        policy: PathBuf,
    },
    /// Make a key for a log, if the file is not there, and print what others check it with.
    Key {
        path: PathBuf,
        /// The origin of the log: `permits.example/log/2026`.
        name: String,
    },
}

/// The formats of others.
#[derive(Subcommand)]
enum Import {
    /// DMN 1.1 to 1.3, with the questions of STTR; files given together become one event.
    Dmn {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The folder to write into; nothing there is written over.
        #[arg(long)]
        into: PathBuf,
        /// The language of the texts: `nl`.
        #[arg(long, default_value = "en")]
        language: String,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Demo { port, on, seed, data, database, catalogue, draw_anew } => {
            demo::run(&demo::Wish { port, on, seed, data, database, catalogue, draw_anew })
        }
        Command::Serve { config, database } => serve::run(&config, database),
        Command::Check { folder, format, deny, on, accept_burden } => author::check(
            &folder,
            &author::Judge {
                report: format,
                deny,
                today: on.unwrap_or_else(verify::today),
                accept_burden: accept_burden.as_deref(),
            },
        ),
        Command::Explain { code } => author::explain(code.as_deref()),
        Command::Erase { config, subject, case, dry_run } => {
            let (subject, case) = (subject.as_deref(), case.as_deref());
            erase::run(&erase::Ask { config: &config, subject, case, dry_run })
        }
        Command::Lsp { folder, stdio: _ } => lsp::run(folder.as_deref()),
        Command::Schema { overlay } => author::schema(overlay),
        Command::Journey { folder, event, facts, on, json, lang, why, receipt } => author::journey(&author::Ask {
            folder: &folder,
            event: &event,
            facts: facts.as_deref(),
            on,
            format: if json { author::Format::Json } else { author::Format::Text },
            language: &lang,
            show: match (&why, receipt) {
                (Some(name), _) => author::Show::Why(name),
                (None, true) => author::Show::Receipt,
                (None, false) => author::Show::Everything,
            },
        }),
        Command::Catalogue { wish } => package::run(&wish),
        Command::Export { what } => export::run(&what),
        Command::Test { folder, coverage, cases, format } => {
            stories::run(&stories::Ask { folder: &folder, coverage, cases, format })
        }
        Command::Diff { old, new, format, json, on, open } => diff::run(&diff::Asked {
            old: &old,
            new: &new,
            on: on.unwrap_or_else(verify::today),
            format: if json { author::Format::Json } else { format },
            open: &open,
        }),
        Command::Examples { folder, event, on, all, accept } => {
            let (event, accept) = (event.as_str(), accept.as_deref());
            stories::examples(&stories::Wanted { folder: &folder, event, on, all, accept })
        }
        Command::Import { from: Import::Dmn { files, into, language } } => {
            import::dmn(&import::Ask { files: &files, into: &into, language: &language })
        }
        Command::Log { what } => match what {
            OfLog::Fsck { folder, policy, seen } => log::fsck(&folder, policy.as_deref(), seen.as_deref()),
            OfLog::Tail { folder, from, count } => log::tail(&folder, from, count),
            OfLog::Prove { folder, index, entry } => log::prove(&folder, index, entry.as_deref()),
            OfLog::Verify { proof, entry, policy } => log::verify(&proof, &entry, &policy),
            OfLog::Key { path, name } => log::key(&path, &name, ledger::Kind::Ed25519),
        },
        Command::Witness { folder, name, log, listen, once } => witness::run(&witness::Ask {
            folder: &folder,
            name: name.as_deref(),
            logs: &log,
            listen,
            once: once.as_deref(),
        }),
        Command::Verify { licence, status, trust, on, json, lang } => {
            let trust = trust.as_deref();
            verify::run(&verify::Ask { licence: &licence, status: &status, trust, on, json, language: &lang })
        }
    }
}
