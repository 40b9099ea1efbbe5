//! A fee that no article sets.
//!
//! **Why it matters.** A fee without a law is money taken without a right; people may claim it back.
//! **Remedy.** Cite the article that was read, or set the amount to `0`.
//!
//! Bad: `fee: { amount: 200 }`. Good: `fee: { amount: 200, law: [TEA 44] }`.

use rust_decimal::Decimal;

use super::Draft;
use crate::Diagnostic;
use crate::build::citation;
use crate::model::Confidence;

pub(super) const CODE: &str = "fee-without-law";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let Some(fee) = &permit.it.fee else { continue };
        let costs = fee.amount.trim().parse::<Decimal>().is_ok_and(|amount| amount > Decimal::ZERO);
        let read = fee.law.iter().any(|law| citation(law).confidence == Confidence::Checked);
        if costs && !read {
            let message = format!("`{}` costs {}, and no article that was read says so", permit.it.permit.get(), fee.amount.get());
            found.push(Diagnostic::error(CODE, permit.place(&fee.amount), message).help("cite the article under `law` of the fee"));
        }
    }
}
