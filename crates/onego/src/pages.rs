//! The pages of codes that need a whole journey to be found: what people are asked, and what it costs them.

use crate::{lock, receipt};

/// The page of a code.
pub struct Page {
    pub code: &'static str,
    /// Markdown.
    pub text: &'static str,
}

impl Page {
    /// Its first sentence.
    pub fn summary(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default()
    }
}

pub const PAGES: &[Page] = &[
    Page {
        code: receipt::REMOVABLE,
        text: "A fact is asked that changes nothing, whatever it is.\n\n\
               No authority names it, and no two applicants who differ in it alone have different journeys.\n\
               **Why it matters.** People give answers that nobody uses.\n\
               **Remedy.** Take it out of the conditions that read it, or name what needs it; `onego journey … --receipt` lists who reads it.",
    },
    Page {
        code: receipt::UNPROVEN,
        text: "A fact is asked of which it is not proven that it changes something.\n\n\
               Comparisons of several facts, of rows or of the size of a list stand in the way of finding two applicants whom it tells apart.\n\
               **Remedy.** Look at the conditions with `onego journey … --receipt`; nothing has to be done when the comparison is meant.",
    },
    Page {
        code: lock::RAISED,
        text: "An event costs people more than its lock says.\n\n\
               `burden.lock` keeps the most that an event can ask of anybody: forms, facts, papers, trips, visits, days and fees.\n\
               **Remedy.** Lower the number, or give the reason for it: `onego check FOLDER --accept-burden \"the reason\"`; it is kept in the lock beside the number.",
    },
    Page {
        code: lock::NOT_LOCKED,
        text: "An event is not in burden.lock.\n\n\
               **Remedy.** `onego check FOLDER --accept-burden \"new event\"` adds it.",
    },
    Page {
        code: lock::FELL,
        text: "An event costs people less than its lock says.\n\n\
               **Remedy.** `onego check FOLDER --accept-burden \"reason\"` keeps the gain, so that it cannot be lost unseen.",
    },
    Page {
        code: lock::UNREADABLE,
        text: "burden.lock cannot be read, or not be computed for its day.\n\n\
               **Remedy.** Write it anew: `onego check FOLDER --accept-burden \"reason\" --on DAY`, for a day whose calendar is published.",
    },
];
