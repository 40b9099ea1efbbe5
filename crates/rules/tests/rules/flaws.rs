//! Wrong texts: the place, the sentence and the help an author sees.

use rules::{Condition, Flaw};

use crate::town::scope;

fn flaws(text: &str) -> Vec<Flaw> {
    Condition::parse(text, &scope()).expect_err(text)
}

/// Text, the part marked, the sentence with its help.
const SPECIMENS: &[(&str, &str, &str)] = &[
    (
        "premises.operating_aera > 50",
        "premises.operating_aera",
        "no fact is called `premises.operating_aera`; did you mean `premises.operating_area`?",
    ),
    (
        "operating_area > 50",
        "operating_area",
        "no fact is called `operating_area`; did you mean `premises.operating_area`?",
    ),
    ("n > param.limt", "param.limt", "no parameter is called `param.limt`; did you mean `param.limit`?"),
    (
        "food.business_mode == \"caterng\"",
        "\"caterng\"",
        "`caterng` is not one of the choices; did you mean \"catering\"? the choices are \"retail\", \"catering\", \"canteen\"",
    ),
    (
        "food.business_mode in [\"retail\", \"school\"]",
        "\"school\"",
        "`school` is not one of the choices; the choices are \"retail\", \"catering\", \"canteen\"",
    ),
    (
        "\"z\" in s",
        "\"z\"",
        "`z` is not one of the choices; did you mean \"p\"? the choices are \"p\", \"q\", \"r\", \"x\"",
    ),
    ("n > \"50\"", "n > \"50\"", "a number cannot be compared with text; write `50` without quotes"),
    ("d < \"2026-03-02\"", "d < \"2026-03-02\"", "a day cannot be compared with text; write `day(\"2026-03-02\")`"),
    (
        "d < day(\"2026-02-30\")",
        "\"2026-02-30\"",
        "`2026-02-30` is not a day of the calendar; write it like day(\"2026-03-02\")",
    ),
    (
        "d - e > 3",
        "d",
        "each side of `-` must be a number, but this is a day; write `days_between(a, b)` for the days from one day to another",
    ),
    (
        "s == \"p\"",
        "s == \"p\"",
        "several choices cannot be compared with text; ask whether an id is among them: `\"id\" in fact`",
    ),
    ("c < \"x\"", "c", "`<` compares numbers or days, but this is one choice"),
    ("n", "n", "a condition must be yes or no, but this is a number"),
    ("n && a", "n", "each side of `&&` must be yes or no, but this is a number"),
    ("a and b", "and", "`and` is not how conditions write this; write `&&`"),
    ("n = 3", "=", "`=` is not how conditions write this; write `==`"),
    ("n ≥ 3", "≥", "`≥` is not how conditions write this; write `>=`"),
    ("a & b", "&", "`&` is not how conditions write this; write `&&`"),
    ("n > ", "", "a value is expected here, not the end"),
    ("(a && b", "(", "`(` is never closed"),
    ("a b", "b", "an operator such as `&&` is expected here, not `b`"),
    ("a ? b", "", "`:` is expected here, not the end"),
    ("t == \"abc", "\"abc", "the text has no closing quote; end it with `\"`"),
    (
        "1 < n < 5",
        "<",
        "the end of the comparison is expected here, not `<`; compare two things at a time and join them with `&&`",
    ),
    ("n > 1_000", "1_000", "`1_000` is not a number that can be kept exactly; write `1000`"),
    ("staff.exist(r, r.age > 3)", "exist", "there is no function `exist`; did you mean `staff.exists`?"),
    ("staff.exists(r, r.aeg > 3)", "r.aeg", "the rows `r` stands for have no `aeg`; did you mean `r.age`?"),
    ("staff.exists(r, r)", "r", "`r` is a whole row, not a value; name an item, such as `r.age`"),
    ("staff.exists(a, a.age > 3)", "a", "`a` already means something else here; use another letter"),
    (
        "staff.exists(r.age > 3)",
        "staff.exists(r.age > 3)",
        "`exists` takes a name for the row and what is asked of it: `rows.exists(r, r.age > 17)`",
    ),
    ("n.exists(r, r.age > 3)", "n", "what `exists` asks must be a list of rows, but this is a number"),
    ("staff > 3", "staff", "`>` compares numbers or days, but this is a list of rows"),
    ("len(s) > 1", "len", "there is no function `len`"),
    ("size(n) > 1", "n", "what `size` counts must be several choices, rows or text, but this is a number"),
    ("c in []", "[]", "nothing is in an empty list"),
    ("[1, 2] == n", "[1, 2]", "a list can only stand to the right of `in`"),
    (
        "(a ? 1 : b) == 1",
        "1 : b",
        "both branches of `?:` must be alike, but one is a number and the other is yes or no",
    ),
    ("", "", "the condition is empty"),
    ("n > 3 # why", "#", "`#` means nothing in a condition"),
];

#[test]
fn each_wrong_text_has_its_place_its_sentence_and_its_help() {
    for (text, marked, sentence) in SPECIMENS {
        let found = flaws(text);
        let flaw = &found[0];
        assert_eq!(flaw.to_string(), *sentence, "{text}: {found:?}");
        assert_eq!(&text[flaw.span.clone()], *marked, "{text}");
    }
}

#[test]
fn all_flaws_of_a_text_are_reported_at_once_and_in_order() {
    let text = "aa && n > \"x\" && (c == \"q\" || ) && size(n) == 1 x == 2";
    let marked: Vec<&str> = flaws(text).iter().map(|flaw| &text[flaw.span.clone()]).collect();
    assert_eq!(marked, ["aa", "n > \"x\"", "\"q\"", ")", "n", "x", "x"]);
}

#[test]
fn no_text_is_deep_or_long_enough_to_do_harm() {
    for text in
        ["(".repeat(100_000), "!".repeat(100_000), "-".repeat(100_000), "n + ".repeat(100_000), "a ? ".repeat(50_000)]
    {
        let flaws = Condition::parse(&text, &scope()).unwrap_err();
        let deep = |flaw: &&rules::Flaw| flaw.kind == rules::FlawKind::TooDeep;
        assert_eq!(flaws.iter().filter(deep).count(), flaws.len(), "one thing is wrong, and it is said alone");
        assert_eq!(flaws.len(), 1);
    }
    let long = vec!["a"; 20_000].join(" && ");
    assert!(Condition::parse(&long, &scope()).is_ok());
}

proptest::proptest! {
    #[test]
    fn every_flaw_points_into_the_text(text in "[abn<>=!&|()?:+*/\"'., 0-9\\[\\]数≥-]{0,40}") {
        if let Err(flaws) = Condition::parse(&text, &scope()) {
            proptest::prop_assert!(!flaws.is_empty());
            for flaw in flaws {
                proptest::prop_assert!(text.get(flaw.span.clone()).is_some(), "{:?}", flaw);
                proptest::prop_assert!(!flaw.kind.to_string().is_empty());
            }
        }
    }
}

#[test]
fn texts_are_read_with_the_escapes_of_cel() {
    let text = |written: &str| Condition::parse_value(written, &scope()).map(|c| c.value(&crate::town::Known::new()));
    let is = |written: &str, meant: &str| assert_eq!(text(written), Ok(Some(rules::Value::text(meant))), "{written}");
    is(r#"'a\n\t\\\'\"\`\?'"#, "a\n\t\\'\"`?");
    is(r"'\x41\101\u4eac\U0001f431'", "AA京\u{1f431}");
    is(r"r'\n'", r"\n");
    is("\"\"\"it's \"so\" \"\"\"", "it's \"so\" ");
    for (written, marked) in
        [(r"'a\q'", r"\q"), (r"'\u12'", r"\u"), (r"'\ud800'", r"\u"), (r"'\400'", r"\4"), (r"'\", r"\")]
    {
        let flaws = text(written).unwrap_err();
        assert!(flaws.iter().any(|flaw| &written[flaw.span.clone()] == marked), "{written}: {flaws:?}");
    }
}
