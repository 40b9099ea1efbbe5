//! The rules of a permit exclude each other: it can be needed, but never granted.
//!
//! **Why it matters.** Everybody who needs it will be refused, after having collected every paper.
//! **Remedy.** Correct the rules, or write a ban that tells people before they begin. The answer is exact.
//!
//! Bad: rules `shop.exits >= 2` and `shop.exits < 2`. Good: one of them.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "never-granted";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for permit in draft.outline.permits.iter().filter(|permit| !permit.it.rules.is_empty()) {
        let needed_at = &permit.it.needed_when.if_;
        let Some(needed) = decided.at(&permit.place(needed_at), needed_at) else { continue };
        if decided.cannot_be(needed) != Some(false) {
            continue;
        }
        let mut left = Some(needed);
        for rule in &permit.it.rules {
            let Some(must) = decided.at(&permit.place(&rule.must), &rule.must) else { continue };
            let applies = rule.if_.as_ref().and_then(|at| decided.at(&permit.place(at), at)).unwrap_or(decided.always());
            // The rule is broken where it applies and does not hold.
            left = left.and_then(|left| decided.without(left, decided.without(applies, must)?));
            match left.and_then(|left| decided.cannot_be(left)) {
                Some(true) => {
                    let message = format!("permit `{}` can never be granted", permit.it.permit.get());
                    found.push(
                        Diagnostic::warning(CODE, permit.place(&rule.must), message)
                            .related(permit.place(needed_at), "who needs it")
                            .because("this rule and the ones before it leave nobody")
                            .help("correct a rule, or say it before by a ban"),
                    );
                    break;
                }
                Some(false) => {}
                None => {
                    decided.leave_open(&permit.place(&rule.must));
                    break;
                }
            }
        }
    }
}
