//! The row itself, in the claim's unit; named rates and growth for one another.

use rust_decimal::Decimal;

use super::{Answer, bound};
use crate::check::identity::{Surroundings, likeness};
use crate::check::question::Reading;
use crate::check::search::{Hit, Search, conversion};
use crate::facts::{Fact, MeasureName};
use crate::label::Kind;

/// Rates that have a name, and what they are the growth of.
const NAMED_RATES: &[(&str, &[&str])] = &[
    ("inflation", &["consumer prices", "prices", "CPI", "cost of living"]),
    ("core inflation", &["core consumer prices", "core prices", "core CPI"]),
    ("producer price inflation", &["producer prices", "PPI"]),
    ("economic growth", &["GDP", "economy", "economic output"]),
];

/// Kinds of rows, each with how sure it is that they say the same.
type RowKinds = &'static [(Kind, u8)];

/// The kinds of rows that answer a kind of claim without arithmetic, each with how sure that is.
fn kinds(kind: Kind) -> RowKinds {
    match kind {
        // A rate "GDP growth" may be kept as a level or as a growth, a share as a level in percent.
        Kind::Level => &[(Kind::Level, 100), (Kind::Growth, 95), (Kind::Share, 90)],
        Kind::Growth => &[(Kind::Growth, 100), (Kind::Level, 95)],
        Kind::Share => &[(Kind::Share, 100), (Kind::Level, 90)],
        Kind::Change => &[(Kind::Change, 100)],
        Kind::AverageGrowth => &[(Kind::AverageGrowth, 100)],
        Kind::Ratio => &[(Kind::Ratio, 100)],
        Kind::Rank => &[(Kind::Rank, 100)],
    }
}

pub(super) fn lookup(search: &Search<'_, '_>) -> Vec<Answer> {
    let question = search.question;
    if question.comparand.is_some() && [Kind::Change, Kind::Growth, Kind::Ratio].contains(&question.kind) {
        // Rows of these kinds compare with an earlier time.
        return Vec::new();
    }
    let mut answers: Vec<Answer> = search
        .find(&search.want(kinds(question.kind)))
        .into_iter()
        .filter(|hit| question.measures.iter().any(|r| is_same_kind(question.kind, &r.name, &hit.fact)))
        .filter_map(|hit| as_is(&hit, search))
        .collect();
    for (readings, rows) in by_rate(question.kind, question.measure()) {
        let mut want = search.want(rows);
        want.measures = readings;
        want.close = &[];
        answers.extend(search.find(&want).into_iter().filter_map(|hit| as_is(&hit, search)));
    }
    answers
}

/// Whether a row of another kind than the claim still says the same: a growth kept as a level only if its name says so.
fn is_same_kind(kind: Kind, claim: &MeasureName, fact: &Fact) -> bool {
    let row = MeasureName::parse(&fact.measure);
    match (kind, fact.kind) {
        (a, b) if a == b => kind != Kind::Level || claim.growth == row.growth,
        (Kind::Level, Kind::Growth) => claim.growth,
        (Kind::Growth, Kind::Level) => row.growth && fact.unit.is_percent(),
        (Kind::Level, Kind::Share) => true,
        (Kind::Share, Kind::Level) => fact.unit.is_percent() && !row.growth,
        _ => false,
    }
}

/// The readings and kinds of rows by which a named rate answers for its subject, or the other way round.
fn by_rate(kind: Kind, measure: Option<&MeasureName>) -> Vec<(Vec<Reading>, RowKinds)> {
    let Some(measure) = measure else { return Vec::new() };
    let reading = |text: &str| Reading { name: MeasureName::parse(text), most: 95, sector: false };
    let alike = |text: &str| likeness(measure, &MeasureName::parse(text), &Surroundings::default()).score >= 90;
    let mut found: Vec<(Vec<Reading>, RowKinds)> = Vec::new();
    for (rate, subjects) in NAMED_RATES {
        match kind {
            Kind::Growth if subjects.iter().any(|s| alike(s)) => {
                found.push((vec![reading(rate)], &[(Kind::Level, 95), (Kind::Growth, 95)]));
            }
            Kind::Level if alike(rate) => {
                found.push((subjects.iter().map(|s| reading(s)).collect(), &[(Kind::Growth, 95)]));
            }
            _ => {}
        }
    }
    found
}

fn as_is(hit: &Hit, search: &Search<'_, '_>) -> Option<Answer> {
    // A row that is itself a bound leaves more open than its digits.
    let possible = match bound(&hit.fact) {
        Some(bound) => hit.interval().hull(&if hit.mirrored { bound.negate() } else { bound }),
        None => hit.interval(),
    };
    let answer = Answer {
        value: hit.interval(),
        expected: hit.value().low()?,
        unit: hit.fact.unit.clone(),
        identity: hit.identity,
        rows: vec![hit.clone()],
        derivation: "lookup".to_owned(),
        working: String::new(),
        possible,
        decisive: true,
    };
    fit(answer, search)
}

/// The answer in the claim's unit; `None` where it measures something else.
pub(super) fn fit(mut answer: Answer, search: &Search<'_, '_>) -> Option<Answer> {
    let (factor, sure, unit) = conversion(&answer.unit, search.question)?;
    if factor != Decimal::ONE {
        answer.value = answer.value.scale(factor)?;
        answer.possible = answer.possible.scale(factor)?;
        answer.expected = answer.expected.checked_mul(factor)?.normalize();
    }
    answer.unit = unit;
    answer.identity.unit = answer.identity.unit.min(sure);
    Some(answer)
}
