//! `onego test`: the stories of a catalogue folder, run.

use std::path::Path;
use std::process::ExitCode;

use crate::author::fail;
use crate::folder;

pub fn run(path: &Path) -> ExitCode {
    let (sources, checked) = match folder::check(path) {
        Ok(found) => found,
        Err(unusable) => return fail(&unusable.to_string()),
    };
    let Some(catalogue) = checked.catalogue else {
        eprint!("{}", catalogue::render(&checked.diagnostics, &sources, catalogue::Style::Plain));
        return fail("the catalogue has errors; no story was run");
    };
    let stories = match read(&path.join("stories")) {
        Ok(stories) if stories.is_empty() => return fail(&format!("`{}/stories` has no .md files", path.display())),
        Ok(stories) => stories,
        Err(error) => return fail(&format!("`{}/stories` cannot be read: {error}", path.display())),
    };
    let reports = town::story::run_folder(&stories, &catalogue);
    let failed: usize = reports.iter().map(|r| r.report.failures.len()).sum();
    print!("{}", town::story::render(&reports));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut stories = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "md") {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            stories.push((name, std::fs::read_to_string(&path)?));
        }
    }
    stories.sort();
    Ok(stories)
}
