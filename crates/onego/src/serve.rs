//! `onego serve`: one configuration file, one data folder, graceful ends.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use licence::TrustBundle;
use office::{NoRegisters, Office, Official, Opening, RealWorld, Staff, World};
use serde::Deserialize;
use store::Store;
use terminals::{City, SignIn};
use tokio::net::TcpListener;
use vault::Vault;

use crate::author::fail;
use crate::{database, folder, keys};

/// The configuration file. Unknown keys are mistakes. Paths are relative to the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// Folder with the definitions.
    catalogue: PathBuf,
    /// Folder for everything that is kept; made on the first start.
    data: PathBuf,
    /// `sqlite:FOLDER` or `postgres://…`; without it the folder `store` in the data folder.
    #[serde(default)]
    database: Option<String>,
    /// The password of the database, so that it need not stand here.
    #[serde(default)]
    database_password_file: Option<PathBuf>,
    /// Address to listen on.
    #[serde(default = "loopback")]
    listen: SocketAddr,
    /// Public address of the site: `https://permits.example`.
    host: String,
    /// The officials of the city.
    #[serde(default)]
    staff: Vec<Official>,
    /// OpenID Connect; without it only public pages work.
    #[serde(default)]
    sign_in: Option<terminals::sign_in::openid::Settings>,
    /// The folder of this file.
    #[serde(skip)]
    home: PathBuf,
}

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

/// How often errands are looked at.
const ERRANDS_EVERY: Duration = Duration::from_secs(10);
/// When the clock could not do some cases, it tries them again after this long.
const AGAIN_AFTER: Duration = Duration::from_secs(3600);
/// How long requests under way may take once the program was told to end.
const GRACE: Duration = Duration::from_secs(25);

/// Logs as text on a terminal and as JSON lines elsewhere; `RUST_LOG` chooses how much.
pub fn logs() {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,onego=info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call, in tests, keeps the first subscriber.
    let set = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
    drop(set);
}

pub fn run(path: &Path, database: Option<String>) -> ExitCode {
    logs();
    let config = match read(path) {
        Ok(config) => Config { database: database.or(config.database), ..config },
        Err(why) => return fail(&why),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no threads: {error}")),
    };
    match runtime.block_on(serve(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why),
    }
}

fn read(path: &Path) -> Result<Config, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("the configuration `{}` cannot be read: {e}", path.display()))?;
    let mut config: Config =
        serde_saphyr::from_str(&text).map_err(|e| format!("the configuration `{}`: {e}", path.display()))?;
    let home = path.parent().unwrap_or(Path::new("."));
    config.catalogue = home.join(&config.catalogue);
    config.data = home.join(&config.data);
    if let Some(sign_in) = &mut config.sign_in {
        sign_in.relative_to(home);
    }
    config.database_password_file = config.database_password_file.map(|file| home.join(file));
    config.home = home.to_owned();
    config.host = config.host.trim_end_matches('/').to_owned();
    if !config.host.starts_with("https://") && !config.host.starts_with("http://") {
        return Err(format!("`host` is `{}`; write the public address with https://", config.host));
    }
    Ok(config)
}

/// The office of a configuration, without anything that listens.
async fn office_of(config: &Config) -> Result<(Office, Store), String> {
    let folder::Folder { sources, shown, checked } = folder::check(&config.catalogue).map_err(|e| e.to_string())?;
    let Some(catalogue) = checked.catalogue else {
        return Err(format!(
            "the catalogue has errors:\n{}",
            catalogue::render(&checked.diagnostics, &shown, catalogue::Style::Plain)
        ));
    };
    let world = RealWorld::new(&catalogue.city.time_zone)
        .ok_or_else(|| format!("`{}` is not a time zone", catalogue.city.time_zone))?;
    for official in &config.staff {
        if !catalogue.authorities.contains_key(&official.authority) {
            return Err(format!("staff: `{}` belongs to `{}`, which is no authority", official.id, official.authority));
        }
    }
    std::fs::create_dir_all(&config.data).map_err(|e| format!("`{}`: {e}", config.data.display()))?;
    let root = keys::root_key(&config.data.join("root.key")).map_err(|e| e.to_string())?;
    let kid = format!("{}-1", catalogue.city.id);
    let key = keys::signing_key(&config.data.join("signing.pem"), &kid).map_err(|e| e.to_string())?;
    let asked = database::Asked {
        address: config.database.as_deref(),
        password_file: config.database_password_file.as_deref(),
        home: Some(&config.home),
    };
    let place = database::place(asked, Some(config.data.join("store")))?;
    let store = Store::open(place).map_err(|e| e.to_string())?;
    let vault = Vault::new(root);
    has_the_key(&store, &vault).await?;
    let founded = founded_on(&store, world.instant().day).await?;
    let in_every_language = |words: &catalogue::Words| licence::Words(words.0.as_ref().clone());
    let issuer = catalogue.authorities.get(&catalogue.city.issuer).map(|a| &a.name).cloned().unwrap_or_default();
    let trust = TrustBundle {
        city: in_every_language(&catalogue.city.name),
        origin: config.host.clone(),
        specimen: false,
        keys: vec![key.trusted(in_every_language(&issuer), founded, None)],
    };
    let office = Office::open(Opening {
        store: store.clone(),
        vault,
        catalogue,
        world: Arc::new(world),
        registers: Arc::new(NoRegisters),
        staff: Staff::new(config.staff.clone()),
        key,
        trust,
        host: config.host.clone(),
        specimen: false,
    });
    office.keep_catalogues(&sources).await.map_err(|e| format!("the catalogues of filed cases: {e}"))?;
    let sealed = office.seal_old_papers().await.map_err(|e| format!("papers of the first time: {e}"))?;
    if sealed > 0 {
        tracing::info!(papers = sealed, "papers that lay as they came were sealed");
    }
    Ok((office, store))
}

/// Opens the office of a configuration file for a command that does one thing and ends.
pub async fn open(path: &Path) -> Result<(Office, Store), String> {
    office_of(&read(path)?).await
}

async fn serve(config: Config) -> Result<(), String> {
    let (office, store) = office_of(&config).await?;
    let secure = config.host.starts_with("https://");
    let sign_in = match config.sign_in {
        None => SignIn::Closed,
        Some(settings) => {
            let provider = terminals::sign_in::openid::Provider::discover(settings, &config.host).await?;
            SignIn::OpenId(Arc::new(provider))
        }
    };
    let listener =
        TcpListener::bind(config.listen).await.map_err(|e| format!("{} cannot be listened on: {e}", config.listen))?;
    tracing::info!(listen = %config.listen, host = %config.host, "onego serves");
    println!("onego serves {} on {}", config.host, config.listen);
    let clockwork = tokio::spawn(keep_clockwork(office.clone()));
    let city = City { office, sign_in, secure, draw_anew: false };
    let serving = terminals::serve(listener, terminals::site(city), until_told(store.clone()));
    let patience = async {
        until_told(store.clone()).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! { () = serving => {}, () = patience => {} }
    clockwork.abort();
    let stopped = store.is_stopped();
    store.close().await;
    if stopped {
        Err("the store failed and stopped; start again to check what is on the disk".to_owned())
    } else {
        Ok(())
    }
}

/// Another root key would open nothing that is here, and seal what no other program on the same database can open.
async fn has_the_key(store: &Store, vault: &Vault) -> Result<(), String> {
    let mark = store::hexadecimal(&vault.blind_index("installation", "root key"));
    let same = store.write(move |tx| tx.claim_name("installation", "root key", &mark)).await;
    if same.map_err(|fault: store::Fault| fault.to_string())? {
        return Ok(());
    }
    Err("`root.key` is not the key this database was begun with; put the right one into the data folder".to_owned())
}

/// The day this installation began: licences signed before it are not ours.
async fn founded_on(store: &Store, today: rules::Day) -> Result<rules::Day, String> {
    store
        .write(move |tx| {
            if let Some(day) = tx.setting("founded")?.and_then(|d| d.parse().ok()) {
                return Ok(day);
            }
            tx.put_setting("founded", &today.to_string())?;
            Ok::<_, store::Fault>(today)
        })
        .await
        .map_err(|e| e.to_string())
}

/// A city without a clock would break its promises in silence: if it ends by a fault, it begins again.
async fn keep_clockwork(office: Office) {
    loop {
        let mut work = tokio::task::JoinSet::new();
        work.spawn(keep_time(office.clone()));
        if let Some(Err(fault)) = work.join_next().await {
            tracing::error!(%fault, "the clock ended by a fault and begins again");
        }
        tokio::time::sleep(ERRANDS_EVERY).await;
    }
}

/// Errands all the time, the clock once a day.
async fn keep_time(office: Office) {
    let mut done_for = None;
    let mut failed: Option<Instant> = None;
    loop {
        let today = office.today();
        let again = failed.is_some_and(|since| since.elapsed() > AGAIN_AFTER);
        let worked = if done_for == Some(today) && !again {
            office.perform_errands().await.map(|_| ())
        } else {
            office.tick().await.map(|tick| {
                failed = (tick.failed > 0).then(Instant::now);
                tracing::info!(
                    clock.cases = tick.cases,
                    clock.events = tick.events,
                    clock.failed = tick.failed,
                    "the clock ran"
                );
            })
        };
        match worked {
            Ok(()) => done_for = Some(today),
            Err(turned) => tracing::error!(error = %turned, "the clock did not finish"),
        }
        tokio::time::sleep(ERRANDS_EVERY).await;
    }
}

/// Ends on Ctrl-C, on a polite kill, and when the store has stopped: a new start checks the disk.
pub async fn until_told(store: Store) {
    let interrupted = async {
        // Without signals the program can still be ended by the store or by force.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    let broken = async {
        while !store.is_stopped() {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::select! { () = interrupted => {}, () = terminated => {}, () = broken => {} }
}
