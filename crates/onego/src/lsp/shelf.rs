//! The catalogue folders an editor works in: what lies on disk, with the open texts over it, read and checked when
//! something changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use catalogue::package::MANIFEST;
use catalogue::{Diagnostic, Names, Place, Source, compile, compile_stack, overlay, stack};

use super::layered::{Layered, layered};

/// The texts that are open in the editor, as they stand there.
pub type Open = BTreeMap<PathBuf, OpenText>;

#[derive(Clone, Debug)]
pub struct OpenText {
    /// The address as the editor writes it: it must get the same one back.
    pub uri: lsp_types::Uri,
    pub version: i32,
    pub text: String,
}

/// A folder with this many definition files, or one of this size, is not a catalogue.
const FILES_MAX: usize = 2_000;
const BYTES_MAX: u64 = 8 * 1024 * 1024;
const DEPTH_MAX: usize = 6;

/// One catalogue folder.
#[derive(Debug)]
pub struct Shelf {
    pub root: PathBuf,
    disk: BTreeMap<PathBuf, Vec<u8>>,
    read: Option<Read>,
    /// The files whose diagnostics the editor shows.
    pub shown: BTreeSet<PathBuf>,
}

/// A folder as it stands now.
#[derive(Debug)]
pub struct Read {
    /// The path of each source.
    pub paths: Vec<PathBuf>,
    pub sources: Vec<Source>,
    /// Files that are not text.
    pub unreadable: Vec<(PathBuf, Diagnostic)>,
    /// What is to be said of the package as a whole.
    pub of_package: Vec<(PathBuf, Diagnostic)>,
    pub names: Names,
    pub stories: Vec<(PathBuf, String)>,
    /// Of an overlay: how many sources each layer has, the lowest first. Empty where nothing lies below.
    layers: Vec<usize>,
    /// What lies below is not what was locked: nothing is compiled.
    is_refused: bool,
}

impl Shelf {
    pub fn new(root: PathBuf) -> Self {
        let mut shelf = Shelf { root, disk: BTreeMap::new(), read: None, shown: BTreeSet::new() };
        shelf.look();
        shelf
    }

    /// Looks at the disk again.
    pub fn look(&mut self) {
        self.disk.clear();
        collect(&self.root, DEPTH_MAX, &mut self.disk);
        self.read = None;
    }

    /// Something is written in an open text.
    pub fn stir(&mut self) {
        self.read = None;
    }

    pub fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
    }

    /// Whether it was last read with this file in it: its own, or one of a package below in another folder.
    pub fn reads(&self, path: &Path) -> bool {
        self.read.as_ref().is_some_and(|read| read.source(path).is_some())
    }

    /// The folder with the open texts over it.
    pub fn read(&mut self, open: &Open) -> &Read {
        let (root, disk) = (&self.root, &self.disk);
        self.read.get_or_insert_with(|| Read::of(root, disk, open))
    }
}

impl Read {
    fn of(root: &Path, disk: &BTreeMap<PathBuf, Vec<u8>>, open: &Open) -> Self {
        let mut texts: BTreeMap<&Path, &[u8]> =
            disk.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect();
        let here = open.iter().filter(|(path, _)| path.starts_with(root));
        texts.extend(here.map(|(path, open)| (path.as_path(), open.text.as_bytes())));
        let mut read = Read {
            paths: Vec::new(),
            sources: Vec::new(),
            unreadable: Vec::new(),
            of_package: Vec::new(),
            names: Names::default(),
            stories: Vec::new(),
            layers: Vec::new(),
            is_refused: false,
        };
        let layered = layered(root, open);
        for (path, bytes) in texts {
            if is_story(root, path) {
                read.stories.push((path.to_owned(), String::from_utf8_lossy(bytes).into_owned()));
            } else if is_definition(path) && layered.is_none() {
                let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
                match Source::from_bytes(name, bytes) {
                    Ok(source) => {
                        read.paths.push(path.to_owned());
                        read.sources.push(source);
                    }
                    Err(diagnostic) => read.unreadable.push((path.to_owned(), diagnostic)),
                }
            }
        }
        match layered {
            None => read.names = Names::of(&read.sources),
            Some(layered) => read.put(layered),
        }
        read
    }

    fn put(&mut self, layered: Layered) {
        let Layered { layers, said, unreadable, is_refused } = layered;
        self.layers = layers.iter().map(Vec::len).collect();
        (self.paths, self.sources) = layers.into_iter().flatten().unzip();
        self.unreadable.extend(unreadable);
        self.of_package = said;
        self.is_refused = is_refused;
        self.names = overlay::names(&stack(&self.layered(&self.sources)));
    }

    /// Sources by layer, as [`stack`] takes them.
    fn layered(&self, sources: &[Source]) -> Vec<Vec<Source>> {
        let mut rest = sources;
        let mut layers = Vec::with_capacity(self.layers.len());
        for many in &self.layers {
            let (layer, after) = rest.split_at((*many).min(rest.len()));
            layers.push(layer.to_vec());
            rest = after;
        }
        layers
    }

    /// What is wrong with these sources in the place of those that were read.
    pub fn check(&self, sources: &[Source]) -> Vec<Diagnostic> {
        match (self.is_refused, self.layers.is_empty()) {
            (true, _) => Vec::new(),
            (false, true) => compile(sources).diagnostics,
            (false, false) => compile_stack(&stack(&self.layered(sources)), None).diagnostics,
        }
    }

    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.check(&self.sources)
    }

    /// Whether a source belongs to a layer below, which is not written here.
    pub fn is_below(&self, source: usize) -> bool {
        let own = self.layers.last().copied().unwrap_or(self.sources.len());
        source < self.sources.len().saturating_sub(own)
    }

    pub fn source(&self, path: &Path) -> Option<usize> {
        self.paths.iter().position(|known| known == path)
    }

    pub fn text(&self, source: usize) -> &str {
        self.sources.get(source).map_or("", |source| source.text.as_str())
    }

    pub fn path(&self, place: &Place) -> Option<&Path> {
        self.paths.get(place.source).map(PathBuf::as_path)
    }
}

fn is_definition(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

/// Stories stand in the folder `stories` of the catalogue.
fn is_story(root: &Path, path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "md") && path.starts_with(root.join("stories"))
}

fn collect(folder: &Path, depth: usize, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            let is_hidden = name.to_string_lossy().starts_with('.') || name == "node_modules" || name == "target";
            if depth > 0 && !is_hidden {
                collect(&path, depth - 1, files);
            }
        } else if files.len() < FILES_MAX
            && about.len() < BYTES_MAX
            && path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "md")
            && let Ok(bytes) = std::fs::read(&path)
        {
            files.insert(path, bytes);
        }
    }
}

/// The catalogue folder of a file: the nearest folder above it that lies over a package, or that names its city in a file
/// directly in it or one folder below, not above `within`; else the file's own folder.
pub fn root_of(file: &Path, within: &[PathBuf], open: &Open) -> PathBuf {
    let own = file.parent().unwrap_or(file).to_owned();
    let ends: Vec<&Path> = within.iter().filter(|root| file.starts_with(root)).map(PathBuf::as_path).collect();
    for folder in own.ancestors().take(DEPTH_MAX) {
        if lies_over(folder) || names_a_city(folder, open) {
            return folder.to_owned();
        }
        if ends.contains(&folder) {
            break;
        }
    }
    own
}

/// Whether the folder is an overlay.
fn lies_over(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    manifest.lines().any(|line| line.starts_with("over:"))
}

fn names_a_city(folder: &Path, open: &Open) -> bool {
    let is_here =
        |path: &Path| is_definition(path) && path.strip_prefix(folder).is_ok_and(|rest| rest.components().count() <= 2);
    let says = |text: &[u8]| text.split(|b| *b == b'\n').any(|line| line.starts_with(b"city:"));
    if open.iter().any(|(path, open)| is_here(path) && says(open.text.as_bytes())) {
        return true;
    }
    let mut files = BTreeMap::new();
    collect(folder, 1, &mut files);
    files.iter().any(|(path, bytes)| is_here(path) && says(bytes))
}
