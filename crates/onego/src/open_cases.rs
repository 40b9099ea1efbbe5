//! `onego diff OLD NEW --cases STORE`: what the new definitions would mean for the cases that are open, by number only.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::Catalogue;
use journey::transition::{Difference, Verdict};
use office::{Judged, OpenCases, RealWorld, Unjudged, World};
use rules::{Day, FactId};
use serde_json::{Value as Json, json};
use store::{Place, Store};
use vault::{Actor, Vault};

use crate::{database, keys};

/// How many numbers of cases are named as examples.
const EXAMPLES: usize = 3;
/// Where somebody watches, this often it is said how far it is.
const TOLD_EVERY: u64 = 10_000;

/// Where the cases are, and who asks.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Ask {
    /// Also say what NEW would mean for each open case: a data folder, `sqlite:FOLDER` or `postgres://USER@HOST/NAME`.
    #[arg(long, value_name = "STORE")]
    pub cases: Option<String>,
    /// The data folder with `root.key`, where STORE is an address; sealed facts that changed rules read are opened with it.
    #[arg(long, requires = "cases")]
    pub data: Option<PathBuf>,
    /// A file with the password of the database.
    #[arg(long, requires = "cases")]
    pub password_file: Option<PathBuf>,
    /// Who asks; people read it beside each of their facts that was opened.
    #[arg(long, requires = "cases", default_value = "operator")]
    pub by: String,
    /// Fail when a case would fare so.
    #[arg(long, requires = "cases", value_enum)]
    pub deny: Option<Deny>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// Worse than before.
    Worse,
    /// Worse, or in need of a new fact.
    NeedsFact,
}

/// How many cases something concerns, with the numbers of a few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Concerned {
    cases: u64,
    examples: Vec<String>,
}

impl Concerned {
    fn add(&mut self, number: &str) {
        self.cases += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(number.to_owned());
        }
    }

    fn in_words(&self) -> String {
        let cases = if self.cases == 1 { "1 case".to_owned() } else { format!("{} cases", self.cases) };
        let such = if self.cases as usize > self.examples.len() { "for example " } else { "" };
        format!("{cases}: {such}{}", self.examples.join(", "))
    }

    fn to_json(&self) -> Json {
        json!({ "cases": self.cases, "examples": self.examples })
    }
}

/// What came of all cases. Its size hangs on the definitions, never on how many cases there are.
#[derive(Debug, Default)]
pub struct Tally {
    verdicts: HashMap<Verdict, Concerned>,
    differences: HashMap<Difference, Concerned>,
    needs: HashMap<FactId, Concerned>,
    unjudged: HashMap<String, Concerned>,
    cases: u64,
    opened: u64,
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same outcome",
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::NeedsFact => "needs a new fact",
    }
}

impl Tally {
    fn add(&mut self, judged: Judged) {
        let Judged { number, outcome, opened } = judged;
        self.cases += 1;
        self.opened += opened as u64;
        match outcome {
            Ok(transition) => {
                self.verdicts.entry(transition.verdict()).or_default().add(&number);
                for difference in transition.differences {
                    self.differences.entry(difference).or_default().add(&number);
                }
                for fact in transition.needs {
                    self.needs.entry(fact).or_default().add(&number);
                }
            }
            Err(why) => {
                let why = match why {
                    Unjudged::Sealed(facts) => {
                        let facts: Vec<String> = facts.iter().map(ToString::to_string).collect();
                        format!("no key to open {}; say with --data where root.key is", facts.join(", "))
                    }
                    Unjudged::Unreadable(why) => why,
                };
                self.unjudged.entry(why).or_default().add(&number);
            }
        }
    }

    fn of(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).map_or(0, |concerned| concerned.cases)
    }

    /// Whether the command fails: by what is denied, and whenever a case could not be judged.
    pub fn fails(&self, deny: Option<Deny>) -> bool {
        let worse = self.of(Verdict::Worse) > 0;
        let denied = match deny {
            None => false,
            Some(Deny::Worse) => worse,
            Some(Deny::NeedsFact) => worse || self.of(Verdict::NeedsFact) > 0,
        };
        denied || !self.unjudged.is_empty()
    }

    /// The differences that are worse or those that are not; what concerns most cases first.
    fn differences(&self, is_worse: bool) -> Vec<(String, &Difference, &Concerned)> {
        let mut found: Vec<_> = self
            .differences
            .iter()
            .filter(|(difference, _)| difference.is_worse() == is_worse)
            .map(|(difference, concerned)| (difference.to_string(), difference, concerned))
            .collect();
        found.sort_by(|a, b| b.2.cases.cmp(&a.2.cases).then_with(|| a.0.cmp(&b.0)));
        found
    }

    pub fn text(&self, on: Day) -> String {
        let mut lines = vec![format!("{} open cases under the new definitions (under the law of {on})", self.cases)];
        let width = self.cases.to_string().len();
        for verdict in Verdict::ALL {
            lines.push(format!("  {:>width$}  {}", self.of(verdict), word(verdict)));
        }
        for (title, is_worse) in [("worse", true), ("better", false)] {
            let found = self.differences(is_worse);
            if !found.is_empty() {
                lines.push(format!("{title}:"));
                lines.extend(found.iter().map(|(said, _, concerned)| format!("  {said}; {}", concerned.in_words())));
            }
        }
        for (title, all) in
            [("needed and not known:", by_cases(&self.needs)), ("not judged:", by_cases(&self.unjudged))]
        {
            if !all.is_empty() {
                lines.push(title.to_owned());
                lines.extend(all.iter().map(|(said, concerned)| format!("  {said}; {}", concerned.in_words())));
            }
        }
        if self.opened > 0 {
            lines.push(format!("{} personal facts were opened for this; each person can read it", self.opened));
        }
        lines.join("\n") + "\n"
    }

    pub fn to_json(&self) -> Json {
        let with = |concerned: &Concerned, more: Json| {
            let mut all = more;
            all["cases"] = json!(concerned.cases);
            all["examples"] = json!(concerned.examples);
            all
        };
        let differences: Vec<Json> = [true, false]
            .into_iter()
            .flat_map(|is_worse| self.differences(is_worse))
            .map(|(said, difference, concerned)| {
                let more = json!({ "kind": difference.kind.noun(), "id": difference.name, "said": said,
                    "worse": difference.is_worse() });
                with(concerned, more)
            })
            .collect();
        let needs: Vec<Json> =
            by_cases(&self.needs).into_iter().map(|(fact, all)| with(all, json!({ "fact": fact }))).collect();
        let unjudged: Vec<Json> =
            by_cases(&self.unjudged).into_iter().map(|(why, all)| with(all, json!({ "because": why }))).collect();
        let of = |verdict| self.verdicts.get(&verdict).cloned().unwrap_or_default().to_json();
        json!({ "open": self.cases, "same": of(Verdict::Same), "better": of(Verdict::Better),
            "worse": of(Verdict::Worse), "needs_fact": of(Verdict::NeedsFact), "differences": differences,
            "needs": needs, "not_judged": unjudged, "facts_opened": self.opened })
    }
}

fn by_cases<N: ToString>(all: &HashMap<N, Concerned>) -> Vec<(String, &Concerned)> {
    let mut found: Vec<_> = all.iter().map(|(name, concerned)| (name.to_string(), concerned)).collect();
    found.sort_by(|a, b| b.1.cases.cmp(&a.1.cases).then_with(|| a.0.cmp(&b.0)));
    found
}

/// The store and the folder its keys lie in. Nothing is made where nothing is.
fn place(ask: &Ask, cases: &str) -> Result<(Place, Option<PathBuf>), String> {
    let is_store = |folder: &Path| folder.join("onego.sqlite").is_file();
    if cases.starts_with("sqlite:") || cases.contains("://") {
        let asked = database::Asked {
            address: Some(cases),
            password_file: ask.password_file.as_deref(),
            ..database::Asked::default()
        };
        let place = database::place(asked, ask.data.as_ref().map(|data| data.join("store")))?;
        return match &place {
            Place::Folder(folder) if !is_store(folder) => Err(format!("there is no store in `{}`", folder.display())),
            _ => Ok((place, ask.data.clone())),
        };
    }
    let folder = Path::new(cases);
    let data = ask.data.clone().unwrap_or_else(|| folder.to_owned());
    let store = [folder.join("store"), folder.to_owned()].into_iter().find(|folder| is_store(folder));
    let store = store.ok_or_else(|| format!("there is no store in `{cases}`; it is a data folder or an address"))?;
    Ok((Place::Folder(store), Some(data)))
}

/// The vault of the store: with the root key of the data folder, or that of every demonstration city. None without a key.
async fn vault(store: &Store, data: Option<&Path>) -> Result<Option<Vault>, String> {
    let (mark, is_demo) = store
        .read(|tx| {
            let mark = tx.owner_of("installation", "root key")?;
            Ok::<_, store::Fault>((mark, tx.setting("demo day")?.is_some()))
        })
        .await
        .map_err(|fault| fault.to_string())?;
    if is_demo {
        return Ok(Some(town::demo_vault()));
    }
    let Some(path) = data.map(|data| data.join("root.key")).filter(|path| path.is_file()) else { return Ok(None) };
    let vault = Vault::new(keys::root_key(&path).map_err(|trouble| trouble.to_string())?);
    match mark {
        Some(mark) if mark != store::hexadecimal(&vault.blind_index("installation", "root key")) => {
            Err(format!("`{}` is not the key this store was begun with", path.display()))
        }
        _ => Ok(Some(vault)),
    }
}

async fn judge(ask: &Ask, cases: &str, old: Catalogue, new: Catalogue, on: Day) -> Result<Tally, String> {
    let (place, data) = place(ask, cases)?;
    let world =
        RealWorld::new(&new.city.time_zone).ok_or_else(|| format!("`{}` is not a time zone", new.city.time_zone))?;
    let reader = Actor { id: ask.by.clone(), office: new.city.issuer.to_string() };
    let store = Store::open(place).map_err(|fault| fault.to_string())?;
    let judged = async {
        let vault = vault(&store, data.as_deref()).await?.map(Arc::new);
        let open = OpenCases { store: store.clone(), vault, world: Arc::new(world) as Arc<dyn World>, reader };
        let is_watched = std::io::stderr().is_terminal();
        let mut tally = Tally::default();
        let mut each = |judged| {
            tally.add(judged);
            if is_watched && tally.cases.is_multiple_of(TOLD_EVERY) {
                eprint!("\r{} open cases judged", tally.cases);
            }
        };
        open.judge(old, Arc::new(new), on, &mut each).await.map_err(|fault| fault.to_string())?;
        if is_watched && tally.cases >= TOLD_EVERY {
            eprintln!();
        }
        Ok(tally)
    };
    let judged = judged.await;
    store.close().await;
    judged
}

/// Judges the open cases of `cases`; `old` is what is served so far.
pub fn tally(ask: &Ask, cases: &str, old: Catalogue, new: Catalogue, on: Day) -> Result<Tally, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no threads: {error}"))?;
    runtime.block_on(judge(ask, cases, old, new, on))
}
