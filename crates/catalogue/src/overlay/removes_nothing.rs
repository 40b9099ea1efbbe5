//! An overlay takes out what is not there.
//!
//! **Why it matters.** Its author believes that something no longer holds here; it may still hold under another name.
//! **Remedy.** Write the name as it stands below, or take the line out when it has gone from there.
//!
//! Bad: `permits: [{ permit: tearoom, remove: true }]`. Good: `permits: [{ permit: tea-room, remove: true }]`.

use super::tree::Node;
use crate::Diagnostic;

pub(super) const CODE: &str = "overlay-removes-nothing";

pub(super) fn diagnostic(item: &Node) -> Diagnostic {
    let named = item.entries().iter().find(|(key, _)| key.name != super::lay::REMOVE);
    let message = match named {
        Some((key, node)) => format!("there is no {} `{node}` below that could be taken out", key.name),
        None => "nothing stands here below that could be taken out".to_owned(),
    };
    let place = named.map_or_else(|| item.place.clone(), |(_, node)| node.place.clone());
    Diagnostic::error(CODE, place, message).help("write it as it stands below, or take this line out")
}
