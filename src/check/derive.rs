//! The ways to answer a claim from rows: one entry each in [`DERIVATIONS`].
//!
//! Searched backwards from the claim: its kind picks the entries, and each looks for the rows that it needs. The values are
//! intervals, so that the rounding of the rows is carried along. To add a way, add an entry.

mod lookup;
mod money;
mod pairs;
mod ranking;

use rust_decimal::Decimal;

use super::explain;
use super::identity::Identity;
use super::search::{Hit, Search};
use crate::facts::Fact;
use crate::label::Kind;
use crate::quantity::{Interval, Unit};

/// One way to answer claims from rows.
#[derive(Clone, Copy)]
pub struct Derivation {
    /// Its name.
    pub name: &'static str,
    /// The formula shown with the evidence; its letters stand for the rows in order.
    pub formula: &'static str,
    /// How many rows it takes; `None` for any number.
    pub rows: Option<usize>,
    /// The kinds of claims that it answers.
    pub answers: &'static [Kind],
    find: fn(&Search<'_, '_>) -> Vec<Answer>,
}

impl std::fmt::Debug for Derivation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Derivation").field("name", &self.name).field("formula", &self.formula).finish_non_exhaustive()
    }
}

const ALL_KINDS: &[Kind] = Kind::ALL;

/// Every way, the plainest first.
pub const DERIVATIONS: &[Derivation] = &[
    Derivation { name: "look-up", formula: "lookup", rows: Some(1), answers: ALL_KINDS, find: lookup::lookup },
    // Relative change: (b / a - 1) × 100, a being the base.
    Derivation {
        name: "growth",
        formula: "growth(a, b)",
        rows: Some(2),
        answers: &[Kind::Growth],
        find: pairs::growth,
    },
    // Absolute change, in percentage points between percentages.
    Derivation { name: "change", formula: "a - b", rows: Some(2), answers: &[Kind::Change], find: pairs::change },
    // The value as a multiple of what it was.
    Derivation { name: "ratio", formula: "a / b", rows: Some(2), answers: &[Kind::Ratio], find: pairs::ratio },
    // A growth of 120 % makes 2.2 times.
    Derivation {
        name: "ratio of growth",
        formula: "1 + a / 100",
        rows: Some(1),
        answers: &[Kind::Ratio],
        find: pairs::ratio_of_growth,
    },
    // Part by whole, × 100.
    Derivation { name: "share", formula: "share(a, b)", rows: Some(2), answers: &[Kind::Share], find: pairs::share },
    // Compound growth a year: ((b / a)^(1/n) - 1) × 100 over n years.
    Derivation {
        name: "average growth",
        formula: "cagr(a, b, n)",
        rows: Some(2),
        answers: &[Kind::AverageGrowth],
        find: pairs::average_growth,
    },
    // Exports less imports; a deficit is the other way round.
    Derivation { name: "balance", formula: "a - b", rows: Some(2), answers: &[Kind::Level], find: pairs::balance },
    // Exports and imports together.
    Derivation { name: "trade", formula: "a + b", rows: Some(2), answers: &[Kind::Level], find: pairs::trade },
    // Another currency, by a rate of the same time.
    Derivation {
        name: "currency",
        formula: "a * fx(b)",
        rows: Some(2),
        answers: &[Kind::Level, Kind::Change],
        find: money::converted,
    },
    // One more than the rows above.
    Derivation { name: "rank", formula: "rank(a, b, …)", rows: None, answers: &[Kind::Rank], find: ranking::rank },
];

/// What rows say in answer to a claim.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The values that the rows allow, in `unit`.
    pub(super) value: Interval,
    /// The value of the rows as written.
    pub(super) expected: Decimal,
    pub(super) unit: Unit,
    pub(super) identity: Identity,
    pub(super) rows: Vec<Hit>,
    /// The formula with its numbers of years and letters filled in.
    pub(super) derivation: String,
    /// The sum with numbers, for a reader to redo; empty for a look-up.
    pub(super) working: String,
    /// What a claim must miss to be refuted: more than `value` where a row is itself only a bound, or a rate is not that of
    /// the text.
    pub(super) possible: Interval,
    /// Whether it may refute, however sure the rows are.
    pub(super) decisive: bool,
}

impl Answer {
    pub(super) fn is_lookup(&self) -> bool {
        self.derivation == "lookup"
    }
}

/// Every answer, surest first, look-ups before derivations of the same rank.
pub(super) fn answers(search: &Search<'_, '_>) -> Vec<Answer> {
    let kind = search.question.kind;
    let mut all: Vec<Answer> =
        DERIVATIONS.iter().filter(|d| d.answers.contains(&kind)).flat_map(|d| (d.find)(search)).collect();
    // A stable sort: of equals the plainer derivation and the earlier row come first.
    all.sort_by_key(|a| (std::cmp::Reverse(a.identity.score()), !a.is_lookup()));
    all
}

/// The answer of two rows: `combine` works on intervals, so the rows' rounding is carried along, and on their values.
fn of_two(
    a: &Hit,
    b: &Hit,
    unit: Unit,
    combine: impl Fn(&Interval, &Interval) -> Option<Interval>,
    sign: &dyn Fn(&str, &str, &str) -> (String, String),
) -> Option<Answer> {
    let factor = b.fact.unit.factor_to(&a.fact.unit)?;
    let second = b.interval().scale(factor)?;
    let value = combine(&a.interval(), &second)?;
    let exact = combine(&a.value(), &b.value().scale(factor)?)?;
    let expected = exact.low()?;
    let shown = |hit: &Hit, factor: Decimal| {
        let value = hit.value().low().and_then(|v| v.checked_mul(factor)).unwrap_or(hit.fact.value);
        explain::number(value)
    };
    let outcome = explain::amount(short(expected), &unit);
    let (derivation, working) = sign(&shown(a, Decimal::ONE), &shown(b, factor), &outcome);
    Some(Answer {
        value,
        expected: neat(expected),
        unit,
        identity: a.identity.and(&b.identity),
        rows: vec![a.clone(), b.clone()],
        derivation,
        working,
        possible: value,
        decisive: bound(&a.fact).is_none() && bound(&b.fact).is_none(),
    })
}

/// What a row's value only bounds, where a qualifier says so: a source's "more than $933 billion" refutes nothing above.
fn bound(fact: &Fact) -> Option<Interval> {
    let named =
        fact.qualifiers.iter().find(|(name, _)| ["bound", "comparator"].contains(&name.to_lowercase().as_str()));
    let value = fact.value;
    Some(match named?.1.as_str() {
        "more than" | "over" | "above" | "exceeding" | "at least" | ">" | ">=" => Interval::at_least(value),
        "less than" | "under" | "below" | "at most" | "up to" | "<" | "<=" => Interval::at_most(value),
        "about" | "around" | "roughly" | "nearly" | "almost" | "some" | "~" => {
            Interval::around(value, value.checked_div(Decimal::TEN)?)
        }
        _ => return None,
    })
}

/// A computed value without the tail of digits that division leaves.
fn neat(value: Decimal) -> Decimal {
    value.round_sf(12).unwrap_or(value).normalize()
}

/// A computed value as a reader needs it.
fn short(value: Decimal) -> Decimal {
    if value.abs() >= Decimal::ONE_THOUSAND {
        value.round_sf(6).unwrap_or(value)
    } else {
        value.round_sf(4).unwrap_or(value)
    }
    .normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_its_own_name_and_letters_for_its_rows() {
        for (i, d) in DERIVATIONS.iter().enumerate() {
            assert!(DERIVATIONS[..i].iter().all(|other| other.name != d.name), "{d:?}");
            let letters = ['a', 'b']
                .iter()
                .filter(|&&c| d.formula.split(|c: char| !c.is_alphanumeric()).any(|w| w == c.to_string()))
                .count();
            if let Some(rows) = d.rows.filter(|_| d.formula != "lookup") {
                assert_eq!(letters, rows, "{d:?}");
            }
            assert!(!d.answers.is_empty());
        }
    }

    #[test]
    fn every_kind_can_be_answered() {
        for kind in Kind::ALL {
            assert!(DERIVATIONS.iter().any(|d| d.answers.contains(kind)));
        }
    }
}
