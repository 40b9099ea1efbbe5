//! What pages are made of: one stylesheet, one optional script, icons, the page shell and the parts.
//!
//! A page builds parts from translated text, puts them into `main` and hands it to a [`shell::Shell`].
//! Everything works without the script; the script only makes it faster.

pub mod assets;
pub mod gallery;
pub mod icons;
pub mod parts;
pub mod shell;

pub use assets::{SCRIPT, STYLE, script_path, style_path};
pub use icons::icon;
