//! The file is not text in UTF-8.
//!
//! **Why it matters.** Definitions are read by people, editors and onego alike; in another encoding 食品 becomes noise for one of them.
//! **Remedy.** Save the file as UTF-8. Old editors in Chinese offices often save GB 18030: `iconv -f GB18030 -t UTF-8`.
//!
//! Bad: a file saved as GB 18030, as UTF-16, or a picture that was renamed.
//! Good: UTF-8, with or without a byte order mark.

use crate::Diagnostic;

pub(crate) const CODE: &str = "not-text";

pub(crate) fn diagnostic(name: &str, readable: usize) -> Diagnostic {
    Diagnostic::anywhere(CODE, format!("`{name}` is not text in UTF-8"))
        .because(format!("its byte {} belongs to no letter", readable + 1))
        .help("save it as UTF-8")
}
