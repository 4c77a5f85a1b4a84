//! From the times within a longer one: sums, means, what falls on a day or an hour, bounds that every time keeps.

use rust_decimal::Decimal;

use super::terms::{MOST_SERIES, Shape, Term};
use super::{Answer, LEVELS, parts, short, usable};
use crate::check::additivity::{Additivity, partition};
use crate::check::explain;
use crate::check::formula::{self, Args};
use crate::check::identity::Identity;
use crate::check::question::{Question, When};
use crate::check::search::{Hit, Search, Want, conversion};
use crate::facts::canonical_words;
use crate::label::Kind;
use crate::quantity::{Interval, Period, Unit};

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

/// A mean over times whose weights are not quite equal: the plain one, and a quarter of the way to either end.
fn leaning(mean: &Interval, all: &Interval) -> Option<Interval> {
    let quarter = |from: Decimal, to: Decimal| from.checked_add(to.checked_sub(from)?.checked_div(4.into())?);
    Some(Interval::new(quarter(mean.low()?, all.low()?)?, quarter(mean.high()?, all.high()?)?))
}

/// Words of a mean.
const MEANS: &[&str] = &["average", "averaged", "averaging", "averages", "mean"];

fn is_mean(word: &str) -> bool {
    MEANS.contains(&word)
}

/// The mean over the times within the wanted one, or over places or measures that are named together, where the text speaks of a mean
/// or of several years.
///
/// The table does not say by what a mean should be weighted. Places may have any size: their mean refutes only what lies
/// beyond all values. What years are weighted by changes little from one to the next.
pub(super) fn means(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let When::At(whole) = want.when else { return Vec::new() };
    let question = search.question;
    let named = question.claim.measure.iter().flat_map(|m| canonical_words(&m.text)).any(|w| is_mean(&w));
    // One figure of several years can be nothing else but their mean or their sum; a bound on them is one on each.
    let several = whole.months().is_some_and(|months| months > 12);
    let inner = question.assertion.inner;
    let plain = several && inner.low().is_some() == inner.high().is_some();
    if !named && !plain && !question.near.before.iter().any(|w| is_mean(w)) {
        return Vec::new();
    }
    // "average unemployment rate" of a table's "unemployment rate", unless the name itself is one of a mean.
    let mut want = want.clone();
    let mut bare = want.measures.clone();
    for reading in &mut bare {
        reading.name.words.retain(|w| !is_mean(w));
    }
    want.measures.splice(0..0, bare);
    let all = |term: &Term| term.rows.iter().map(Hit::interval).fold(term.value, |all, value| all.hull(&value));
    // Places and parts differ in size as they like.
    let of_any_size = |mut term: Term| {
        term.possible = all(&term);
        term
    };
    let over_time = |rows: Vec<Hit>| {
        let Filling { rows, sole } = filling(&rows, &whole)?;
        let mut term = Term::new(Shape::Mean, rows)?;
        term.decisive &= sole && !is_vague(question);
        term.possible = leaning(&term.value, &all(&term))?;
        Some(term)
    };
    let places = parts::together(Shape::Mean, &parts::of_places(search, &want));
    let measures = if named { parts::of_measures(search, &want, is_mean) } else { Vec::new() };
    let measures = measures.iter().flat_map(|hits| parts::together(Shape::Mean, hits));
    let beside = places.into_iter().chain(measures).map(of_any_size);
    series(search, &want).into_iter().filter_map(over_time).chain(beside).collect()
}

/// Lengths of time that a claim may give an amount for, with how many of them a day has.
pub(in crate::check) const TIMES: &[(&str, i64, i64)] =
    &[("s", 86_400, 1), ("min", 1_440, 1), ("h", 24, 1), ("d", 1, 1), ("wk", 1, 7)];

/// What happens in an hour or a day, of what happened in a year.
pub(super) fn per_time(search: &Search<'_, '_>) -> Vec<Answer> {
    let hits = usable(search, &search.want(LEVELS));
    hits.into_iter().filter_map(|hit| rate(hit, search)?.answer(search)).collect()
}

/// A row by the length of time that the claim's unit names, where the row adds up over time.
fn rate(hit: Hit, search: &Search<'_, '_>) -> Option<Term> {
    let claim = search.question.claim;
    let named = |code: &str| {
        let below = claim.unit.code().split_once('/').map(|(_, below)| below);
        below.is_some_and(|below| below.split('.').any(|part| part.trim_matches(['(', ')']) == code))
    };
    let &(code, up, down) = TIMES.iter().find(|(code, ..)| named(code))?;
    let fact = hit.fact.clone();
    let additivity = Additivity::of_fact(&fact);
    if matches!(additivity, Additivity::Rate | Additivity::Stock) {
        return None;
    }
    let n = Decimal::from(fact.period.days()).checked_mul(up.into())?.checked_div(down.into())?.normalize();
    let mut term = Term::new(Shape::Rate(n), vec![hit])?;
    term.unit = fact.unit.per(&Unit::parse(code).ok()?);
    term.decisive &= additivity == Additivity::Flow;
    Some(term)
}

/// Words of times that have no sharp ends.
const VAGUE: &[&str] = &["early", "late", "mid", "around", "about", "before", "prior", "after", "leading", "recent"];

/// Whether the claim's time has no sharp ends: "in the early 1990s".
fn is_vague(question: &Question<'_>) -> bool {
    let words = question.claim.period_text.iter().flat_map(|m| canonical_words(&m.text));
    words.into_iter().any(|w| VAGUE.contains(&w.as_str()))
}

/// Words that leave room for exceptions.
const MOSTLY: &[&str] = &["almost", "mostly", "nearly", "generally", "largely", "most"];

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
/// Where a word says that every time is meant, one time that breaks the bound is enough to refute; without such a word it
/// may be the last or the sum of all, so that the claim is refuted only if no time keeps the bound. To bear it out at least
/// two thirds of the times must be known.
fn throughout(search: &Search<'_, '_>, side: Side) -> Vec<Answer> {
    let question = search.question;
    let When::At(whole) = question.when else { return Vec::new() };
    let inner = question.assertion.inner;
    let asked = match (inner.low(), inner.high()) {
        (None, Some(_)) => Side::Below,
        (Some(_), None) => Side::Above,
        _ => return Vec::new(),
    };
    let says = |words: &[&str]| question.near.before.iter().any(|w| words.contains(&w.as_str()));
    if asked != side || says(MEANS) {
        return Vec::new();
    }
    let time = question.claim.period_text.iter().flat_map(|m| canonical_words(&m.text));
    let every = says(EVERY_TIME) || time.into_iter().any(|w| EVERY_TIME.contains(&w.as_str()));
    let exceptions = says(MOSTLY) || is_vague(question);
    let mut want = search.want(&[(Kind::Level, 100), (Kind::Share, 100)]);
    want.when = When::At(whole);
    let mut runs: Vec<Vec<Term>> = Vec::new();
    for rows in series(search, &want) {
        runs.push(rows.iter().filter_map(|hit| rate(hit.clone(), search)).collect());
        // What flows in the parts of a time adds up, but for what falls on a day: their largest is none of the whole.
        let adds_up = rows.first().is_some_and(|hit| Additivity::of_fact(&hit.fact) == Additivity::Flow);
        if every || !adds_up {
            runs.push(rows.into_iter().filter_map(Term::row).collect());
        }
    }
    let of_parts = |year| parts::named(search, &Want { when: When::At(year), ..want.clone() }).into_iter().next();
    runs.push(yearly(&whole).filter_map(of_parts).collect());
    let answer = |run: Vec<Term>| {
        let mut within: Vec<(Term, Period)> = Vec::new();
        let mut sole = true;
        for term in run {
            let Some(period) = term.rows.first().map(|hit| hit.fact.period) else { continue };
            if !whole.contains(&period) || period.same_days(&whole) {
                continue;
            }
            // Of a time that has several rows the first is the one most like the others; the rest are rivals.
            match within.iter().find(|(_, other)| other.same_days(&period)) {
                Some((first, _)) => sole &= first.exact == term.exact,
                None => within.push((term, period)),
            }
        }
        let known: i64 = within.iter().map(|(_, period)| period.days()).sum();
        within.sort_by_key(|(term, _)| term.exact.low());
        let (reckon, (term, period), name, word): (formula::Formula, _, _, _) = match side {
            Side::Below => (formula::greatest, within.last()?, "max", "largest"),
            Side::Above => (formula::least, within.first()?, "min", "smallest"),
        };
        let all = within.iter().map(|(term, _)| term.value).collect::<Vec<_>>();
        let mut term = term.clone();
        term.identity.period = 100;
        term.value = reckon(&all, Args::default())?;
        term.possible = if every { term.value } else { all.iter().fold(term.value, |all, value| all.hull(value)) };
        term.decisive = sole && !exceptions && within.iter().all(|(term, _)| term.decisive);
        let unit_fits = conversion(&term.unit, question)?.0;
        let breaks = !term.possible.scale(unit_fits)?.meets(&question.assertion.outer);
        if !breaks && known * 3 < whole.days() * 2 {
            return None;
        }
        let (letters, numbers) = (term.letters(0), term.numbers(None)?);
        let mut answer = term.answer(search)?;
        answer.derivation = format!("{name}({letters})");
        let amount = explain::amount(short(answer.expected), &answer.unit);
        let sum = if numbers.contains(' ') && answer.rows.len() > 1 { format!("{numbers} = ") } else { String::new() };
        answer.working = format!("{word} of {} values, in {}: {sum}{amount}", within.len(), explain::period(period));
        Some(answer)
    };
    runs.into_iter().filter_map(answer).collect()
}

/// The years of a span, at most a century.
fn yearly(whole: &Period) -> impl Iterator<Item = Period> + use<> {
    let (first, last) = (whole.start().year(), whole.end().year());
    (first..=last).take(100).filter_map(Period::year_of)
}
