//! `onego demo`: the example city with invented people, on this machine alone.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use catalogue::{Catalogue, Source, compile};
use office::{Office, SeededWorld, SignedIn, Turned};
use rules::Day;
use store::Store;
use terminals::{City, DemoCity, DemoPerson, Moved, SignIn};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use town::{Persona, PersonaRole, Town};

use crate::author::fail;
use crate::{database, folder};
use crate::serve::{logs, until_told};

include!(concat!(env!("OUT_DIR"), "/example_city.rs"));

pub struct Wish {
    pub port: u16,
    pub on: Day,
    pub seed: u64,
    pub data: Option<PathBuf>,
    pub database: Option<String>,
    pub catalogue: Option<PathBuf>,
    /// Keeps nothing of a drawn page, for benches.
    pub draw_anew: bool,
}

pub fn run(wish: &Wish) -> ExitCode {
    logs();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no threads: {error}")),
    };
    match runtime.block_on(open_and_serve(wish)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why),
    }
}

/// The definitions in the binary, or those of a folder.
fn catalogue_of(folder: Option<&PathBuf>) -> Result<(Catalogue, Vec<Source>), String> {
    let (sources, shown, checked) = match folder {
        Some(folder) => {
            let folder::Folder { sources, shown, checked } = folder::check(folder).map_err(|e| e.to_string())?;
            (sources, shown, checked)
        }
        None => {
            let sources: Vec<Source> = EXAMPLE_CITY.iter().map(|(name, text)| Source::new(*name, *text)).collect();
            let checked = compile(&sources);
            (sources.clone(), sources, checked)
        }
    };
    match checked.catalogue {
        Some(catalogue) => Ok((catalogue, sources)),
        None => Err(catalogue::render(&checked.diagnostics, &shown, catalogue::Style::Plain)),
    }
}

/// The town as the pages see it.
struct Demo {
    office: Office,
    world: Arc<SeededWorld>,
    town: Arc<Town>,
    people: Vec<DemoPerson>,
    /// One day after the other, however often the button is pressed.
    moving: Mutex<()>,
}

impl DemoCity for Demo {
    fn people(&self) -> &[DemoPerson] {
        &self.people
    }

    fn next_day(&self) -> Moved<'_> {
        Box::pin(async {
            let _one_at_a_time = self.moving.lock().await;
            town::next_working_day(&self.office, &self.world).await?;
            self.town.a_day_passes(&self.office).await?;
            Ok::<(), Turned>(())
        })
    }
}

fn demo_person(persona: Persona, catalogue: &Catalogue) -> DemoPerson {
    let who = match persona.role {
        PersonaRole::Applicant { subject } => SignedIn::Person { subject },
        PersonaRole::Official { id } => SignedIn::Official { id },
    };
    let authority = persona.authority.and_then(|a| catalogue.authorities.get(&a).map(|a| a.name.clone()));
    DemoPerson { id: persona.id, name: persona.name, line: persona.line, who, start: persona.start, authority }
}

async fn open_and_serve(wish: &Wish) -> Result<(), String> {
    let began = Instant::now();
    let (catalogue, sources) = catalogue_of(wish.catalogue.as_ref())?;
    // A city in memory is gone when the demo ends; one with a folder goes on where it stopped.
    let asked = database::Asked { address: wish.database.as_deref(), ..database::Asked::default() };
    let place = database::place(asked, wish.data.clone())?;
    let address = SocketAddr::from(([127, 0, 0, 1], wish.port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|e| format!("port {} is in use ({e}); choose another one with --port", wish.port))?;
    let host = format!("http://{}", listener.local_addr().map_err(|e| e.to_string())?);
    let store = Store::open(place).map_err(|e| e.to_string())?;
    let town = Arc::new(Town::found(wish.seed));
    let known_day = store
        .read(|tx| tx.setting("demo day").map_err(Turned::from))
        .await
        .map_err(|e| e.to_string())?
        .and_then(|d| d.parse::<Day>().ok());
    let day = known_day.unwrap_or_else(|| town::day_before_it_all(&catalogue, wish.on));
    let opened = match known_day {
        Some(_) => town.open_again(catalogue, store.clone(), day, &host),
        None => town.open(catalogue, store.clone(), day, &host, true),
    };
    let (office, world) = opened.map_err(|e| e.to_string())?;
    office.keep_catalogues(&sources).await.map_err(|e| format!("the catalogues of filed cases: {e}"))?;
    office.seal_old_papers().await.map_err(|e| format!("papers of the first time: {e}"))?;
    if known_day.is_none() {
        town::populate(&office, &world, &town, wish.on).await.map_err(|e| format!("the town was not filled: {e}"))?;
        let today = office.today();
        remember_day(&store, today).await?;
    }
    let people: Vec<DemoPerson> = town.personas().into_iter().map(|p| demo_person(p, &office.catalogue())).collect();
    println!("onego demo city, ready in {} ms\n", began.elapsed().as_millis());
    println!("  {host}/\n");
    println!("  Be one of them at {host}/en/sign-in :");
    for person in &people {
        println!("    {:<26} {}", person.name.say("en"), person.line.say("en"));
    }
    println!("\n  Everything here is invented. Ctrl-C ends it.");
    let demo = Arc::new(Demo { office: office.clone(), world, town, people, moving: Mutex::new(()) });
    let city = City { office: office.clone(), sign_in: SignIn::Demo(demo), secure: false, draw_anew: wish.draw_anew };
    let errands = tokio::spawn(keep_errands(office.clone()));
    terminals::serve(listener, terminals::site(city), until_told(store.clone())).await;
    errands.abort();
    remember_day(&store, office.today()).await?;
    store.close().await;
    Ok(())
}

async fn remember_day(store: &Store, day: Day) -> Result<(), String> {
    store
        .write(move |tx| tx.put_setting("demo day", &day.to_string()).map_err(Turned::from))
        .await
        .map_err(|e| e.to_string())
}

/// Minutes pass in the demo too: a licence comes when the time for taking a decision back is over.
async fn keep_errands(office: Office) {
    loop {
        if let Err(turned) = office.perform_errands().await {
            tracing::error!(error = %turned, "errands were not done");
        }
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    }
}
