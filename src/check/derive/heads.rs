//! A total by the people whose total it is, and how many people share one.

use super::terms::{MOST_SERIES, Shape, Term};
use super::{Answer, LEVELS, neat, short, usable};
use crate::check::explain;
use crate::check::formula::{self, Args};
use crate::check::question::{Reading, When};
use crate::check::search::{Hit, Search, Want, conversion};
use crate::facts::MeasureName;
use crate::quantity::Unit;

/// Offices count a population at different days of a year: so far beyond its interval a figure per head may lie, in
/// percent, before it refutes.
const HEADS_SLACK: i64 = 3;

/// A total by the population of the same place and time.
pub(super) fn per_head(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let says = |name: &MeasureName| name.words.iter().any(|w| w == "capita");
    let unit_says = search.question.claim.unit.is_per_person();
    if !want.measures.first().is_some_and(|r| says(&r.name)) && !unit_says {
        return Vec::new();
    }
    let mut totals = want.clone();
    for reading in &mut totals.measures {
        reading.name.words.retain(|w| w != "capita" && w != "per");
    }
    let term = |total: Hit| {
        let mut heads = want.clone();
        heads.close = &[];
        heads.measures = vec![Reading { name: MeasureName::parse("population"), most: 100, sector: false }];
        heads.when = When::At(total.fact.period);
        let people = |hit: &Hit| hit.fact.unit.is_count() || hit.fact.unit.code() == "1";
        let population = usable(search, &heads).into_iter().find(people)?;
        let person = Unit::count("person");
        let quotient = total.fact.unit.per(&person);
        let mut term = Term::new(Shape::Quotient, vec![total.clone(), population])?;
        term.unit = if conversion(&quotient, search.question).is_some() { quotient } else { total.fact.unit.clone() };
        term.with_slack(HEADS_SLACK)
    };
    let is_total = |hit: &Hit| !hit.fact.unit.code().contains('/') && !hit.fact.unit.is_percent();
    usable(search, &totals).into_iter().filter(is_total).take(MOST_SERIES).filter_map(term).collect()
}

/// How many share one, of a row that says how many each of them has: 625 people a doctor of 1.6 doctors for every
/// thousand people.
///
/// Which of the two a text counts its words rarely say surely, so that it refutes nothing.
pub(super) fn reciprocal(search: &Search<'_, '_>) -> Vec<Answer> {
    let claim = search.question.claim;
    let answer = |hit: Hit| {
        let fact = &hit.fact;
        let inverse = Unit::one().per(&fact.unit);
        let factor = inverse.factor_to(&claim.unit).filter(|_| fact.unit.code().contains('/'))?;
        let reckon = |value| formula::reciprocal(&[value], Args::default())?.scale(factor);
        let (value, expected) = (reckon(hit.interval())?, reckon(hit.value())?.low()?);
        Some(Answer {
            value,
            possible: value,
            expected: neat(expected),
            unit: claim.unit.clone(),
            identity: hit.identity,
            derivation: "1 / a".to_owned(),
            working: format!(
                "1 / {} = {}",
                hit.value().low()?.normalize(),
                explain::amount(short(neat(expected)), &claim.unit)
            ),
            decisive: false,
            rows: vec![hit],
        })
    };
    usable(search, &search.want(LEVELS)).into_iter().filter_map(answer).collect()
}
