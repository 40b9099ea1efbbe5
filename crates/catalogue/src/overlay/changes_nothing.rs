//! An overlay says what is said below it anyway.
//!
//! **Why it matters.** It looks like a decision of the district but is none, and it pins the value: when it changes below, the
//! overlay stands in the way.
//! **Remedy.** Take the line out of the overlay.
//!
//! Bad: `decide: { promise: 5 wd }` over a permit that promises `5 wd`. Good: only `decide: { promise: 3 wd }`, or nothing.

use super::tree::Node;
use crate::Diagnostic;

pub(super) const CODE: &str = "overlay-changes-nothing";

pub(super) fn diagnostic(over: &Node, below: &Node) -> Diagnostic {
    Diagnostic::warning(CODE, over.place.clone(), format!("`{over}` is what is said below anyway"))
        .related(below.place.clone(), "here")
        .help("take it out of the overlay")
}
