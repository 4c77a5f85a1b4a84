//! From the times within a longer one: sums, means, what falls on a day or an hour, bounds that every time keeps.

use rust_decimal::Decimal;

use super::lookup::fit;
use super::terms::{MOST_SERIES, Shape, Term};
use super::{Answer, LEVELS, bound, neat, parts, short, usable};
use crate::check::additivity::{Additivity, partition};
use crate::check::explain;
use crate::check::formula::{self, Args};
use crate::check::identity::Identity;
use crate::check::question::When;
use crate::check::search::{Hit, Search, Want};
use crate::facts::canonical_words;
use crate::label::Kind;
use crate::quantity::{Period, Unit};

/// Rows of every series that may be meant, at whatever time, the surest series first.
fn series(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Vec<Hit>> {
    let sure = |hit: &Hit| Identity { period: 100, ..hit.identity };
    let mut hits: Vec<Hit> = search.find(want).into_iter().filter(|hit| sure(hit).may_support()).collect();
    hits.sort_by_key(|hit| (std::cmp::Reverse(sure(hit).score()), hit.row));
    let mut all: Vec<Vec<Hit>> = Vec::new();
    for hit in hits {
        if all.len() < MOST_SERIES && !all.iter().flatten().any(|other| other.row == hit.row) {
            let mut rows = search.siblings(&hit);
            rows.retain(|other| other.fact.modality == hit.fact.modality && other.fact.unit == hit.fact.unit);
            // Of a time that has several rows the one most like the first: of its data set, with its qualifiers.
            rows.sort_by_key(|other| (strangeness(&hit, other), other.row));
            rows.insert(0, hit);
            for row in &mut rows {
                row.identity.period = 100;
            }
            all.push(rows);
        }
    }
    all
}

/// How unlike a row of the same measure is in what names do not say: its data set and its qualifiers.
pub(super) fn strangeness(hit: &Hit, other: &Hit) -> u8 {
    let (a, b) = (&hit.fact, &other.fact);
    u8::from(a.qualifiers != b.qualifiers) * 2 + u8::from(a.table != b.table)
}

/// Rows that fill a time without gap or overlap.
struct Filling {
    rows: Vec<Hit>,
    /// Whether each of them is the only one of its time, as far as can be told.
    sole: bool,
}

fn filling(rows: &[Hit], whole: &Period) -> Option<Filling> {
    let first = rows.first()?;
    let periods: Vec<Period> = rows.iter().map(|hit| hit.fact.period).collect();
    let rows_within: Vec<Hit> = partition(whole, &periods)?.into_iter().map(|i| rows[i].clone()).collect();
    let rivals = |hit: &Hit| {
        let rival = |other: &&Hit| {
            other.row != hit.row
                && other.fact.period.same_days(&hit.fact.period)
                && other.fact.value != hit.fact.value
                && strangeness(first, other) <= strangeness(first, hit)
        };
        rows.iter().any(|other| rival(&other))
    };
    let sole = !rows_within.iter().any(rivals);
    Some(Filling { rows: rows_within, sole })
}

/// Months to a quarter, quarters to a year, years to a span, where the measure adds up over time.
///
/// Refutes only where the name of the measure says that it adds up.
pub(super) fn sums(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let When::At(whole) = want.when else { return Vec::new() };
    let term = |rows: Vec<Hit>| {
        let additivity = Additivity::of_fact(&rows.first()?.fact);
        if matches!(additivity, Additivity::Rate | Additivity::Stock) {
            return None;
        }
        let Filling { rows, sole } = filling(&rows, &whole)?;
        let mut term = Term::new(Shape::Sum, rows)?;
        term.decisive &= sole && additivity == Additivity::Flow;
        Some(term)
    };
    series(search, want).into_iter().filter_map(term).collect()
}

/// Words of a mean.
const MEANS: &[&str] = &["average", "averaged", "averaging", "averages", "mean"];

fn is_mean(word: &String) -> bool {
    MEANS.contains(&word.as_str())
}

/// The mean over the times within the wanted one, or over places that are named together, where the text speaks of a mean.
///
/// The table does not say by what a mean should be weighted, so that it refutes only what lies beyond all its values.
pub(super) fn means(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let When::At(whole) = want.when else { return Vec::new() };
    let question = search.question;
    let named = question.claim.measure.iter().flat_map(|m| canonical_words(&m.text)).any(|w| is_mean(&w));
    if !named && !question.near.before.iter().any(is_mean) {
        return Vec::new();
    }
    // "average unemployment rate" of a table's "unemployment rate", unless the name itself is one of a mean.
    let mut want = want.clone();
    let mut bare = want.measures.clone();
    for reading in &mut bare {
        reading.name.words.retain(|w| !is_mean(w));
    }
    want.measures.splice(0..0, bare);
    let within = |mut term: Term| {
        let values = term.rows.iter().map(Hit::interval);
        term.possible = values.fold(term.value, |all, value| all.hull(&value));
        term
    };
    let over_time = |rows: Vec<Hit>| {
        let Filling { rows, sole } = filling(&rows, &whole)?;
        let mut term = Term::new(Shape::Mean, rows)?;
        term.decisive &= sole;
        Some(within(term))
    };
    let places = parts::together(Shape::Mean, &parts::of_places(search, &want)).into_iter().map(within);
    series(search, &want).into_iter().filter_map(over_time).chain(places).collect()
}

/// Lengths of time that a claim may give an amount for, with how many of them a day has.
const TIMES: &[(&str, i64, i64)] = &[("s", 86_400, 1), ("min", 1_440, 1), ("h", 24, 1), ("d", 1, 1), ("wk", 1, 7)];

/// What happens in an hour or a day, of what happened in a year.
pub(super) fn per_time(search: &Search<'_, '_>) -> Vec<Answer> {
    let claim = search.question.claim;
    let time = |code: &str| claim.unit.code().split_once('/').is_some_and(|(_, below)| below.contains(code));
    let Some(&(code, up, down)) = TIMES.iter().find(|(code, ..)| time(code)) else { return Vec::new() };
    let Ok(unit) = Unit::parse(code) else { return Vec::new() };
    let answer = |hit: Hit| {
        let fact = &hit.fact;
        let additivity = Additivity::of_fact(fact);
        if matches!(additivity, Additivity::Rate | Additivity::Stock) {
            return None;
        }
        let n = Decimal::from(fact.period.days()).checked_mul(up.into())?.checked_div(down.into())?.normalize();
        let reckon = |value| formula::per_time(&[value], Args { n });
        let expected = reckon(hit.value())?.low()?;
        let (value, unit) = (reckon(hit.interval())?, fact.unit.per(&unit));
        let shown = hit.value().low().map(explain::number)?;
        let answer = Answer {
            value,
            possible: value,
            expected: neat(expected),
            identity: hit.identity,
            derivation: format!("a / {n}"),
            working: format!("{shown} / {n} = {}", explain::amount(short(expected), &unit)),
            unit,
            decisive: additivity == Additivity::Flow && bound(fact).is_none(),
            rows: vec![hit],
        };
        fit(answer, search)
    };
    usable(search, &search.want(LEVELS)).into_iter().filter_map(answer).collect()
}

/// Words that say a bound of every time.
const EVERY_TIME: &[&str] = &[
    "never",
    "always",
    "throughout",
    "every",
    "each",
    "consistently",
    "constantly",
    "continuously",
    "remained",
    "stayed",
];

/// Which bound a run keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Below,
    Above,
}

/// "Never more than 8 percent between 1990 and 2006": the largest decides.
pub(super) fn never_above(search: &Search<'_, '_>) -> Vec<Answer> {
    throughout(search, Side::Below)
}

/// "At least 7 percent in every year since 1990": the smallest decides.
pub(super) fn never_below(search: &Search<'_, '_>) -> Vec<Answer> {
    throughout(search, Side::Above)
}

/// A claim over several times that bounds them all.
///
/// Where no word says that every time is meant it may be the last or the sum of all, so that such a claim is refuted only
/// if no time keeps the bound.
fn throughout(search: &Search<'_, '_>, side: Side) -> Vec<Answer> {
    let question = search.question;
    let When::At(whole) = question.when else { return Vec::new() };
    let inner = question.assertion.inner;
    let asked = match (inner.low(), inner.high()) {
        (None, Some(_)) => Side::Below,
        (Some(_), None) => Side::Above,
        _ => return Vec::new(),
    };
    if asked != side || question.near.before.iter().any(is_mean) {
        return Vec::new();
    }
    let time = question.claim.period_text.iter().flat_map(|m| canonical_words(&m.text));
    let every = question.near.before.iter().cloned().chain(time).any(|w| EVERY_TIME.contains(&w.as_str()));
    let mut want = search.want(&[(Kind::Level, 100), (Kind::Share, 100)]);
    want.when = When::At(whole);
    let answer = |rows: Vec<Hit>| {
        let Filling { rows: mut within, sole } = filling(&rows, &whole)?;
        within.sort_by_key(|hit: &Hit| hit.value().low());
        let (reckon, hit, name, word): (formula::Formula, _, _, _) = match side {
            Side::Below => (formula::greatest, within.last()?, "max", "largest"),
            Side::Above => (formula::least, within.first()?, "min", "smallest"),
        };
        let all = within.iter().map(Hit::interval).collect::<Vec<_>>();
        let mut term = Term::row(hit.clone())?;
        term.value = reckon(&all, Args::default())?;
        term.possible = if every { term.value } else { all.iter().fold(term.value, |all, value| all.hull(value)) };
        term.decisive = sole && within.iter().all(|hit| bound(&hit.fact).is_none());
        let mut answer = term.answer(search)?;
        answer.derivation = format!("{name}(a)");
        let time = explain::period(&hit.fact.period);
        answer.working = format!("{word} of {} values, in {time}: {}", within.len(), explain::value(&hit.fact));
        Some(answer)
    };
    series(search, &want).into_iter().filter_map(answer).collect()
}
