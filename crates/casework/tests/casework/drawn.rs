//! The page of the chart says what the chart says.

use std::path::Path;

#[test]
fn the_page_in_the_docs_is_the_chart() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/chart.md");
    let drawn = casework::drawn::drawn();
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(&page, &drawn).unwrap();
    }
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        written == drawn,
        "docs/chart.md is out of date: run `ACCEPT=1 cargo test -p casework` and keep what it writes"
    );
}
