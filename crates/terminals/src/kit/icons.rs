//! Drawings: 20-unit line icons, the brand mark, the seal, and the figure in which many thin lines gather into one stroke.
//!
//! Colours come from classes, geometry from attributes, so that the strict content policy holds.

use std::fmt::Write;

use maud::{Markup, PreEscaped, Render, html};

/// Each icon: its name and what is drawn on a grid of 20 by 20. `f` fills with the colour of the line, `s` with the surface.
const ICONS: &[(&str, &str)] = &[
    // What permits are about.
    (
        "bowl",
        "<path d='M2.8 9.6h14.4a7.2 7.2 0 0 1-4.4 6.6H7.2a7.2 7.2 0 0 1-4.4-6.6ZM7.4 6.6c-.9-1 .9-1.9 0-3M11.6 6.6c-.9-1 .9-1.9 0-3'/>",
    ),
    (
        "fire",
        "<path d='M10 17.4c-3.2 0-5.4-2.2-5.4-5.1 0-3.1 2.3-4.3 3-7.4.2-.9.3-1.5.2-2.3 2.3 1 3.8 3 3.9 5.3.7-.4 1.2-1 1.4-1.8 1.5 1.6 2.3 3.5 2.3 5.9 0 3.2-2.2 5.4-5.4 5.4Zm0 0c-1.5 0-2.3-1.1-2.3-2.3 0-1.5 1.3-2 2.3-3.6 1 1.6 2.3 2.1 2.3 3.6 0 1.2-.8 2.3-2.3 2.3Z'/>",
    ),
    ("water", "<path d='M10 2.6c3 3.6 5 6.2 5 9.2a5 5 0 0 1-10 0c0-3 2-5.6 5-9.2Zm-2.2 9.5c.1 1.3.9 2.2 2.2 2.4'/>"),
    ("sign", "<path d='M3 6.4h14v7H3zM6.3 6.4V3.2m7.4 3.2V3.2M6.2 9.9h7.6'/>"),
    (
        "people",
        "<circle cx='7.2' cy='6.6' r='2.7'/><path d='M2.4 16.4c.3-3.2 2.1-4.9 4.8-4.9s4.5 1.7 4.8 4.9M12.6 4.2a2.7 2.7 0 0 1 0 4.9M14.2 11.8c2 .5 3.2 2.1 3.4 4.6'/>",
    ),
    ("road", "<path d='M6.8 3 3.4 17M13.2 3l3.4 14M10 3.6v2M10 8.8v2.4M10 14.4V17'/>"),
    ("shield", "<path d='M10 2.6c2 1.4 4 2 6.4 2.1 0 6-1.9 10-6.4 12.7-4.5-2.7-6.4-6.7-6.4-12.7C6 4.6 8 4 10 2.6Z'/>"),
    (
        "shield-ok",
        "<path d='M10 2.6c2 1.4 4 2 6.4 2.1 0 6-1.9 10-6.4 12.7-4.5-2.7-6.4-6.7-6.4-12.7C6 4.6 8 4 10 2.6ZM6.9 10l2.2 2.3 4-4.4'/>",
    ),
    ("leaf", "<path d='M4.2 15.8C3 9 7.4 4.2 16.6 3.6c.6 9-3.6 13.6-10.2 12M3.4 17.6c2-4.6 4.6-7.2 8.6-9'/>"),
    (
        "card",
        "<path d='M3.6 4.2h12.8c.8 0 1.4.6 1.4 1.4v8.8c0 .8-.6 1.4-1.4 1.4H3.6c-.8 0-1.4-.6-1.4-1.4V5.6c0-.8.6-1.4 1.4-1.4ZM5.2 13h3.6M11.8 8h3M11.8 10.6h3'/><circle cx='7' cy='8.4' r='1.7'/>",
    ),
    (
        "shop",
        "<path d='M3.8 9.6v7.2h12.4V9.6M2.8 7.4 4.4 3.2h11.2l1.6 4.2c0 1.4-1 2.3-2.3 2.3S12.5 8.8 12.5 7.4c0 1.4-1.1 2.3-2.5 2.3S7.5 8.8 7.5 7.4c0 1.4-1.1 2.3-2.4 2.3S2.8 8.8 2.8 7.4Zm5.4 9.4v-4h3.6v4'/>",
    ),
    (
        "stage",
        "<path d='M2.6 3.4h14.8M4 3.4c0 5-.4 7.4-1.4 9.8 2.2-.6 3.8-3 4.2-9.8M16 3.4c0 5 .4 7.4 1.4 9.8-2.2-.6-3.8-3-4.2-9.8M2.6 16.6h14.8M10 8.6v5M8.2 16.6c0-2 .6-3 1.8-3s1.8 1 1.8 3'/><circle cx='10' cy='7.6' r='1.3'/>",
    ),
    (
        "cart",
        "<path d='M2.4 3.4h2l2 9.4h8.8l1.7-6.8H5M8 16.6h.01M14 16.6h.01'/><circle cx='8' cy='16.4' r='.9'/><circle cx='13.8' cy='16.4' r='.9'/>",
    ),
    ("waste", "<path d='M3.6 5.6h12.8M7.4 5.4V3.2h5.2v2.2M5.2 5.8l.8 11h8l.8-11M8.5 8.8v5M11.5 8.8v5'/>"),
    (
        "car",
        "<path d='M3 12.8V10l1.8-4.4c.3-.7.8-1 1.5-1h7.4c.7 0 1.2.3 1.5 1L17 10v2.8c0 .5-.3.8-.8.8H3.8c-.5 0-.8-.3-.8-.8ZM3.4 9.6h13.2M4.6 13.6v2M15.4 13.6v2M5.8 11.6h1M13.2 11.6h1'/>",
    ),
    (
        "spark",
        "<path d='M9.4 3c.6 4.3 2.3 6 6.6 6.6-4.3.6-6 2.3-6.6 6.6-.6-4.3-2.3-6-6.6-6.6 4.3-.6 6-2.3 6.6-6.6ZM15.8 2.6v3M14.3 4.1h3'/>",
    ),
    (
        "train",
        "<path d='M5.6 3h8.8c.8 0 1.4.6 1.4 1.4v8c0 .8-.6 1.4-1.4 1.4H5.6c-.8 0-1.4-.6-1.4-1.4v-8C4.2 3.6 4.8 3 5.6 3ZM4.2 8.8h11.6M10 3v5.8M7 11.4h.01M13 11.4h.01M6.6 13.8l-2 3.4M13.4 13.8l2 3.4'/>",
    ),
    (
        "gift",
        "<path d='M3 7h14v3.2H3zM4.2 10.2h11.6v6.8H4.2zM10 7v10M10 7C8 7 5.8 6.4 5.8 4.6c0-2.4 3.6-2.2 4.2 2.4.6-4.6 4.2-4.8 4.2-2.4C14.2 6.4 12 7 10 7Z'/>",
    ),
    (
        "scale",
        "<path d='M10 3v13.6M6.6 16.6h6.8M4 5.4h12M4 5.4l-2 5.4c.4 1 1.1 1.5 2 1.5s1.6-.5 2-1.5L4 5.4ZM16 5.4l-2 5.4c.4 1 1.1 1.5 2 1.5s1.6-.5 2-1.5l-2-5.4Z'/>",
    ),
    // Places.
    ("home", "<path d='m2.8 9.4 7.2-6 7.2 6M4.8 8v8.6h10.4V8M8.2 16.4v-4.8h3.6v4.8'/>"),
    ("file", "<path d='M5 2.8h6.4L15 6.6v10.6H5zM11.2 3v3.8H15'/>"),
    ("files", "<path d='M6.8 2.6h5l3.4 3.5v7.7H6.8zM11.6 2.8v3.4H15M4.4 6.2v11h8'/>"),
    (
        "wallet",
        "<path d='M3 6.2v8.6c0 .8.6 1.4 1.4 1.4h11.2c.8 0 1.4-.6 1.4-1.4V7.6c0-.8-.6-1.4-1.4-1.4H4.2C3.5 6.2 3 5.7 3 5s.5-1.2 1.2-1.2h10.2v2.4M17 9.6h-3.4a1.6 1.6 0 0 0 0 3.2H17'/>",
    ),
    ("inbox", "<path d='M2.8 11 5 4.2h10l2.2 6.8v4.8H2.8V11Zm0 0h4.4c.2 1.5 1.3 2.4 2.8 2.4s2.6-.9 2.8-2.4h4.4'/>"),
    ("user", "<circle cx='10' cy='6.8' r='3.2'/><path d='M3.8 17c.3-3.6 2.7-5.6 6.2-5.6s5.9 2 6.2 5.6'/>"),
    ("building", "<path d='M4.4 17V3.4h7.2V17M11.6 8.2h4V17M2.6 17h14.8M7 6.6h2M7 9.8h2M7 13h2'/>"),
    (
        "globe",
        "<circle cx='10' cy='10' r='7.2'/><path d='M2.8 10h14.4M10 2.8c2.2 2 3.2 4.4 3.2 7.2s-1 5.2-3.2 7.2c-2.2-2-3.2-4.4-3.2-7.2s1-5.2 3.2-7.2Z'/>",
    ),
    ("flag", "<path d='M4.6 17.4V3M4.6 3.8c3.6-1.8 6.2 1.8 11 0v7.4c-4.8 1.8-7.4-1.8-11 0'/>"),
    (
        "pin",
        "<path d='M10 17.4c-3.6-3.8-5.4-6.4-5.4-9a5.4 5.4 0 0 1 10.8 0c0 2.6-1.8 5.2-5.4 9Z'/><circle cx='10' cy='8.4' r='1.9'/>",
    ),
    ("chart", "<path d='M3 3v14h14M6.8 14v-3.6M10.4 14V6.6M14 14V9'/>"),
    (
        "dice",
        "<path d='M4.6 3h10.8c.9 0 1.6.7 1.6 1.6v10.8c0 .9-.7 1.6-1.6 1.6H4.6c-.9 0-1.6-.7-1.6-1.6V4.6C3 3.7 3.7 3 4.6 3ZM6.9 6.9h.01M13.1 6.9h.01M10 10h.01M6.9 13.1h.01M13.1 13.1h.01'/>",
    ),
    ("grid", "<path d='M3.4 3.4h5.2v5.2H3.4zM11.4 3.4h5.2v5.2h-5.2zM3.4 11.4h5.2v5.2H3.4zM11.4 11.4h5.2v5.2h-5.2z'/>"),
    // Status: five shapes that can be told apart without colour.
    (
        "done",
        "<path class='f' d='M10 2.4a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 0 1 0-15.2Z'/><path class='c' d='m6.6 10.2 2.4 2.5 4.5-5'/>",
    ),
    ("half", "<circle cx='10' cy='10' r='6.8'/><path class='f' d='M10 3.2a6.8 6.8 0 0 1 0 13.6Z'/>"),
    ("triangle", "<path d='M10 3.2 18 16.6H2L10 3.2ZM10 8.2v3.8M10 14.3v.01'/>"),
    ("cross", "<path d='m4.8 4.8 10.4 10.4M15.2 4.8 4.8 15.2'/>"),
    ("dashed", "<circle cx='10' cy='10' r='6.9' stroke-dasharray='3.2 2.22'/>"),
    ("plus", "<path d='M10 3.6v12.8M3.6 10h12.8'/>"),
    ("minus", "<path d='M3.6 10h12.8'/>"),
    ("tick", "<path d='m3.6 10.6 4.2 4.2 8.6-9.4'/>"),
    ("info", "<circle cx='10' cy='10' r='7.2'/><path d='M10 9.2v4.6M10 6.2v.01'/>"),
    (
        "help",
        "<circle cx='10' cy='10' r='7.2'/><path d='M7.8 8c.1-1.3 1-2.1 2.3-2.1s2.2.8 2.2 2c0 1.7-2.3 1.8-2.3 3.5M10 14.1v.01'/>",
    ),
    ("stopped", "<circle cx='10' cy='10' r='7.2'/><path d='M8 7.2v5.6M12 7.2v5.6'/>"),
    ("star", "<path d='m10 2.8 2.2 4.7 5.1.6-3.8 3.5 1 5.1L10 14.2l-4.5 2.5 1-5.1-3.8-3.5 5.1-.6L10 2.8Z'/>"),
    // Things to do.
    ("talk", "<path d='M3 4h14v9.6H9.4L5.6 17v-3.4H3z'/>"),
    (
        "phone",
        "<path d='M6.8 3H4.4c-.8 0-1.4.6-1.3 1.4.6 6.8 5.7 11.9 12.5 12.5.8.1 1.4-.5 1.4-1.3v-2.4l-3.4-1.4-1.7 1.7c-2.3-1-4.4-3.1-5.4-5.4l1.7-1.7L6.8 3Z'/>",
    ),
    ("mail", "<path d='M2.8 4.6h14.4v10.8H2.8zM3 5l7 5.8L17 5'/>"),
    ("pencil", "<path d='m3.4 16.6.8-3.8L13.6 3.4l3 3L7.2 15.8l-3.8.8ZM11.4 5.6l3 3'/>"),
    (
        "link",
        "<path d='M8.2 11.8a3.2 3.2 0 0 0 4.6 0l2.9-2.9a3.25 3.25 0 0 0-4.6-4.6L9.8 5.6M11.8 8.2a3.2 3.2 0 0 0-4.6 0l-2.9 2.9a3.25 3.25 0 0 0 4.6 4.6l1.3-1.3'/>",
    ),
    ("lock", "<path d='M4.4 9h11.2v8H4.4zM6.8 8.8V6.4a3.2 3.2 0 0 1 6.4 0v2.4M10 12.2v1.8'/>"),
    ("key", "<circle cx='6.6' cy='13.4' r='3.6'/><path d='m9.2 10.8 7.4-7.4M13.6 6.4l2.4 2.4'/>"),
    ("clock", "<circle cx='10' cy='10' r='7.2'/><path d='M10 5.8V10l2.8 2'/>"),
    ("search", "<circle cx='8.8' cy='8.8' r='5.4'/><path d='m12.8 12.8 4.2 4.2'/>"),
    ("arrow", "<path d='M3.4 10h13M11.6 5.2l4.8 4.8-4.8 4.8'/>"),
    ("next", "<path d='m7.4 3.8 6.2 6.2-6.2 6.2'/>"),
    ("back", "<path d='M12.6 3.8 6.4 10l6.2 6.2'/>"),
    ("down", "<path d='m3.8 7.4 6.2 6.2 6.2-6.2'/>"),
    ("out", "<path d='M8 4.2H3.8v12H16V12M11.4 3.4h5.2v5.2M16.2 3.8 9.4 10.6'/>"),
    ("print", "<path d='M5.8 7V3h8.4v4M5.6 14H2.8V7h14.4v7h-2.8M5.8 11.6h8.4V17H5.8z'/>"),
    (
        "qr",
        "<path d='M3.2 3.2h5v5h-5zM11.8 3.2h5v5h-5zM3.2 11.8h5v5h-5zM11.8 11.8h2v2M16.8 11.8v2.4M14.2 16.8h2.6M11.8 16.2v.6'/>",
    ),
    (
        "bell",
        "<path d='M4.2 14.2c1.2-1.4 1.4-2.6 1.4-5.4 0-2.8 1.7-5 4.4-5s4.4 2.2 4.4 5c0 2.8.2 4 1.4 5.4H4.2ZM8.2 14.4c.1 1.4.8 2.2 1.8 2.2s1.7-.8 1.8-2.2'/>",
    ),
    ("calendar", "<path d='M3.2 4.6h13.6v12.2H3.2zM3.2 8.4h13.6M6.8 2.8v3.4M13.2 2.8v3.4'/>"),
    ("undo", "<path d='M7.2 3.8 3.4 7.6l3.8 3.8M3.8 7.6h7.8a4.5 4.5 0 0 1 0 9H7.4'/>"),
    (
        "sun",
        "<circle cx='10' cy='10' r='3.4'/><path d='M10 2.2v1.8M10 16v1.8M2.2 10H4M16 10h1.8M4.5 4.5l1.2 1.2M14.3 14.3l1.2 1.2M15.5 4.5l-1.2 1.2M5.7 14.3l-1.2 1.2'/>",
    ),
    ("moon", "<path d='M16.6 12A7.2 7.2 0 0 1 8 3.4 7.2 7.2 0 1 0 16.6 12Z'/>"),
    ("text-size", "<path d='m2.2 15.6 4.2-11 4.2 11M3.7 11.8h5.4M11.8 15.6l2.9-7.4 2.9 7.4M12.9 13h3.7'/>"),
    (
        "eye",
        "<path d='M2.2 10C4.2 6.6 6.8 5 10 5s5.8 1.6 7.8 5c-2 3.4-4.6 5-7.8 5s-5.8-1.6-7.8-5Z'/><circle cx='10' cy='10' r='2.3'/>",
    ),
    ("upload", "<path d='M10 13V3.4M6 7.2l4-4 4 4M3.4 12.6v4.2h13.2v-4.2'/>"),
    ("download", "<path d='M10 3v9.6M6 8.8l4 4 4-4M3.4 12.6v4.2h13.2v-4.2'/>"),
    ("camera", "<path d='M2.8 6.2h3.4l1.4-2h4.8l1.4 2h3.4v9.6H2.8z'/><circle cx='10' cy='10.8' r='2.7'/>"),
    (
        "share",
        "<circle cx='5' cy='10' r='2.1'/><circle cx='14.6' cy='4.8' r='2.1'/><circle cx='14.6' cy='15.2' r='2.1'/><path d='m6.9 9 5.8-3.2M6.9 11l5.8 3.2'/>",
    ),
    ("scan", "<path d='M3 6.8V3h3.8M13.2 3H17v3.8M17 13.2V17h-3.8M6.8 17H3v-3.8M5.6 10h8.8'/>"),
    ("filter", "<path d='M3 5h14M5.6 10h8.8M8.2 15h3.6'/>"),
    ("seal", "<path d='M3.6 3.4 10 3l6.5.5.4 6.5-.5 6.5-6.4.4-6.6-.5L3 10l.6-6.6ZM6.2 10.4c2.4-.6 5-.8 7.6-.5'/>"),
    ("merge", "<path d='M2.6 4c4.6.2 4.6 6 9 6M2.6 16c4.6-.2 4.6-6 9-6M2.6 10h9'/><path class='b' d='M11.6 10h5.6'/>"),
];

/// An icon by its name; a name that does not exist draws a small cross-hatched square, so that it is seen.
pub fn icon(name: &str) -> Markup {
    let drawing = ICONS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("<path d='M4 4h12v12H4zM4 4l12 12M16 4 4 16'/>", |(_, drawing)| drawing);
    html! { svg.i viewBox="0 0 20 20" aria-hidden="true" focusable="false" { (PreEscaped(drawing)) } }
}

/// An icon for a name that may be empty: then nothing is drawn.
pub fn icon_if(name: &str) -> Option<Markup> {
    (!name.is_empty()).then(|| icon(name))
}

/// The names of all icons.
pub fn names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

/// The brand mark: many lines gather into a brush stroke, and a seal signs it.
pub fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 56 24" aria-hidden="true" focusable="false" {
            path.thin d="M2 3.2C13 3.6 13.5 11 25 11.6M2 9.3c9 .1 13 2.5 23 2.7M2 15.2c9-.2 13-2.5 23-2.7M2 21c11-.4 11.5-7.6 23-8.2" {}
            path.brush d="M22 10.7c5 .7 9.6.5 14-.3 2.6-.4 4.3.4 4.4 1.9.1 1.6-1.6 2.3-4.2 1.9-4.6-.6-9.2-.6-14.2-.1Z" {}
            path.seal d="M45.2 8.2c2.2-.3 4.6-.3 7 .1.3 2.3.3 4.7-.1 7-2.3.3-4.6.3-6.9 0-.3-2.4-.3-4.7 0-7.1Z" {}
        }
    }
}

/// The seal as it signs: a carved square with the one stroke left white.
pub(crate) fn seal_at(x: f32, y: f32, size: f32) -> String {
    let unit = size / 40.0;
    format!(
        "<g transform='translate({x:.1} {y:.1}) scale({unit:.3})'>\
         <path class='seal' d='M2.4 2.8C9 1.5 15 2.2 20.3 1.9c6-.3 11.5-.6 17.2.7 1 6 .5 11.5.8 17.4.2 6 .2 11.6-.9 17.5-6 1-11.6.5-17.3.7-6 .2-11.7.2-17.6-.8C1.4 31.5 2 26 1.8 20.2 1.6 14 1.3 8.6 2.4 2.8Z'/>\
         <path class='line' d='M6 6.2c9.4-.6 18.8-.5 28.200.1.5 9.200.4 18.3-.2 27.4-9.3.5-18.6.5-27.900-.1C5.6 24.5 5.5 15.3 6 6.200Z'/>\
         <path class='carved' d='M8.8 22.4c.9-2.900 3.3-4.3 6-3.3 4.4 1.5 8.6.9 12.3-1.6 1.900-1.3 4.200-.8 5 1 .8 2-.5 3.900-3 4.3-5.8 1-11.5 1.3-17.200 1.200-2.3 0-3.5-.5-3.100-1.6Z'/></g>"
    )
}

/// The seal alone.
pub fn seal(label: &str) -> Markup {
    html! {
        svg.seal-mark viewBox="0 0 40 40" role="img" aria-label=(label) { (PreEscaped(seal_at(0.0, 0.0, 40.0))) }
    }
}

/// Where everything is in the figure: it grows downwards with the number of lines.
struct Gathering {
    height: f32,
    start: f32,
    meet: f32,
    end: f32,
}

/// Many thin lines gather into one brush stroke, signed by a seal: the idea of the product, for `labels` from top to bottom.
///
/// Decoration: the same is always said in words beside it.
pub fn merge_figure(labels: &[&str]) -> Markup {
    let count = labels.len().max(1) as f32;
    let longest = labels.iter().map(|label| width(label)).fold(0.0, f32::max);
    let start = (longest + 14.0).clamp(24.0, 190.0);
    let space = Gathering { height: (count * 34.0).max(96.0) + 12.0, start, meet: start + 150.0, end: start + 292.0 };
    let right = space.end + 66.0;
    let mut drawing = String::new();
    let middle = space.height / 2.0;
    let thick = (7.0 + count * 1.7).min(24.0);
    let step = (space.height - 34.0) / (count - 1.0).max(1.0);
    for (place, label) in labels.iter().enumerate() {
        let from = if labels.len() == 1 { middle } else { 17.0 + step * place as f32 };
        let share = thick / count;
        let to = middle - thick / 2.0 + share * (place as f32 + 0.5);
        strand(&mut drawing, &space, (from, to), share);
        // The labels are drawn with the figure and read out nowhere: the list beside it says them.
        let text = html! { text.lbl x=(format!("{:.0}", space.start - 10.0)) y=(format!("{:.1}", from + 4.5)) text-anchor="end" { (label) } };
        drawing.push_str(&text.into_string());
    }
    brush(&mut drawing, &space, middle, thick);
    drawing.push_str(&seal_at(space.end + 20.0, middle - 5.0, 40.0));
    html! {
        svg.merge viewBox=(format!("0 0 {right:.0} {:.0}", space.height)) aria-hidden="true" focusable="false" {
            (PreEscaped(drawing))
        }
    }
}

/// How wide a label is about, in the figure's units: Han characters are square.
fn width(label: &str) -> f32 {
    label.chars().map(|letter| if letter as u32 > 0x2E80 { 13.5 } else { 7.0 }).sum()
}

/// One thin line that gets thicker on its way into the stroke.
fn strand(drawing: &mut String, space: &Gathering, (from, to): (f32, f32), share: f32) {
    let (x0, x1) = (space.start, space.meet + 8.0);
    let (c0, c1) = (x0 + (x1 - x0) * 0.55, x0 + (x1 - x0) * 0.5);
    let (thin, half) = (0.7, share / 2.0 + 0.35);
    let _ = write!(
        drawing,
        "<path d='M{x0:.1} {:.2}C{c0:.1} {:.2} {c1:.1} {:.2} {x1:.1} {:.2}L{x1:.1} {:.2}C{c1:.1} {:.2} {c0:.1} {:.2} {x0:.1} {:.2}Z'/>",
        from - thin,
        from - thin,
        to - half,
        to - half,
        to + half,
        to + half,
        from + thin,
        from + thin,
    );
}

/// The one stroke: it swells, dries out a little and stops with weight, as a brush does.
fn brush(drawing: &mut String, space: &Gathering, middle: f32, thick: f32) {
    let (x0, x3) = (space.meet, space.end);
    let (x1, x2) = (x0 + 52.0, x3 - 34.0);
    let half = thick / 2.0;
    let (top, bottom) = (middle - half, middle + half);
    let _ = write!(
        drawing,
        "<path d='M{x0:.1} {top:.1}C{x1:.1} {:.1} {:.1} {:.1} {x2:.1} {:.1}C{:.1} {:.1} {x3:.1} {:.1} {x3:.1} {:.1}\
         C{x3:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{x1:.1} {:.1} {x0:.1} {bottom:.1} {x0:.1} {bottom:.1}Z'/>",
        top + 1.2,
        x2 - 40.0,
        top - 0.4,
        top - 3.2,
        x3 - 12.0,
        top - 5.6,
        middle - half,
        middle + 1.5,
        middle + half + 2.5,
        x3 - 16.0,
        bottom + 3.6,
        x2 - 6.0,
        bottom + 0.8,
        bottom + 0.6,
    );
    for (start, length, at) in [(0.38, 0.4, -0.22), (0.52, 0.34, 0.14), (0.3, 0.22, 0.34)] {
        let from = x0 + (x3 - x0) * start;
        let _ = write!(
            drawing,
            "<path class='dry' d='M{from:.1} {:.1}q{:.1} -1.2 {:.1} -1'/>",
            middle + thick * at,
            22.0,
            (x3 - x0) * length
        );
    }
}

/// The progress of a journey as one stroke under the bar: the red tip is where you are.
pub fn stroke(share: f32, label: &str) -> impl Render {
    let done = share.clamp(0.0, 1.0) * 100.0;
    html! {
        svg.stroke viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label=(label) {
            rect.bg width="100" height="4" {}
            rect.fg width=(format!("{done:.1}")) height="4" {}
            rect.tip x=(format!("{:.1}", (done - 1.0).max(0.0))) width="1" height="4" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_icon_is_drawn_twice() {
        let mut all: Vec<_> = names().collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }

    #[test]
    fn a_figure_has_a_line_for_each_label() {
        let figure = merge_figure(&["Food", "Fire", "Water"]).into_string();
        assert_eq!(figure.matches("class=\"lbl\"").count(), 3);
        assert!(!figure.contains("NaN") && !figure.contains("style="));
        assert!(!merge_figure(&[]).into_string().contains("NaN"));
    }
}
