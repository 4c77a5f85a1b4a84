//! What simpler systems would say of the same claims.

use rust_decimal::Decimal;

use crate::check::{DocumentContext, candidates};
use crate::claim::Claim;
use crate::facts::FactTable;
use crate::label::Verdict;
use crate::quantity::Figure;
use crate::report::Checked;

/// Rows that are looked at: the best ten, as systems that retrieve before they compare do.
const ROWS: usize = 10;
/// How far a row may lie from the claim and still support it, in percent: the tolerance of published verifiers, whatever the
/// text's digits say.
const TOLERANCE: i64 = 5;

/// A rule that gives every claim of a document a verdict.
pub type Rule = fn(&Checked, &FactTable) -> Vec<Verdict>;

/// Simple rules by name; the claims are those that were found.
pub const RULES: [(&str, Rule); 2] =
    [("always not_enough_info", always_open), ("nearest number within 5 %", nearest_number)];

fn always_open(checked: &Checked, _: &FactTable) -> Vec<Verdict> {
    vec![Verdict::NotEnoughInfo; checked.claims.len()]
}

/// Of the rows that are found for a claim the one with the nearest number decides, if it has the claim's unit; no row is
/// derived from others.
fn nearest_number(checked: &Checked, facts: &FactTable) -> Vec<Verdict> {
    let document = &checked.document;
    let context = DocumentContext::new(&document.text, document.title.as_deref(), document.published);
    checked.claims.iter().map(|claim| nearest(claim, &context, facts)).collect()
}

fn nearest(claim: &Claim, context: &DocumentContext<'_>, facts: &FactTable) -> Verdict {
    let value = match &claim.figure {
        Figure::Point(number) => number.value,
        Figure::Range { low, high } => (low.value + high.value) / Decimal::TWO,
    };
    let distance = |row: Decimal| -> Option<Decimal> { (value - row).abs().checked_div(row.abs()) };
    let rows = candidates(claim, context, facts).into_iter().take(ROWS);
    let values = rows.filter_map(|(row, _)| {
        let fact = facts.try_fact(row)?;
        fact.unit.convert(fact.value, &claim.unit)
    });
    match values.filter_map(distance).min() {
        Some(near) if near <= Decimal::new(TOLERANCE, 2) => Verdict::Supported,
        Some(_) => Verdict::Refuted,
        None => Verdict::NotEnoughInfo,
    }
}
