//! Levels that no single row has, but several together give: sums, means, quotients.
//!
//! A [`Term`] is such a level at one time. It answers a claim by itself, and `steps` takes it further: the growth of a
//! sum, the share of a part made of parts. Each kind of term is one function; [`TERMS`] lists them.

use rust_decimal::Decimal;

use super::lookup::fit;
use super::{Answer, LEVELS, bound, neat, short, usable};
use crate::check::additivity::{Additivity, partition};
use crate::check::explain;
use crate::check::formula;
use crate::check::identity::Identity;
use crate::check::question::{Question, Reading, When};
use crate::check::search::{Hit, Search, Want, conversion};
use crate::facts::{EntityName, Flow, MeasureId, MeasureName, canonical_words, places_in};
use crate::label::Kind;
use crate::quantity::{Interval, Period, Unit};

/// How the rows of a term make its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Row,
    Sum,
    Difference,
    Mean,
    Quotient,
    /// By how many times a length of time goes into the row's.
    Rate(Decimal),
}

impl Shape {
    fn reckon(self, values: &[Interval]) -> Option<Interval> {
        match (self, values) {
            (Self::Row, [a]) => Some(*a),
            (Self::Rate(times), [a]) => a.scale(Decimal::ONE.checked_div(times)?),
            (Self::Sum, all) => formula::sum(all),
            (Self::Mean, all) => formula::average(all),
            (Self::Difference, [a, b]) => formula::difference(a, b),
            (Self::Quotient, [a, b]) => formula::ratio(a, b),
            _ => None,
        }
    }

    /// The formula with names for its rows.
    fn write(self, names: &[String]) -> String {
        if names.len() > WRITTEN {
            let (first, last) = (names[..2].join(" + "), &names[names.len() - 1]);
            let sum = format!("{first} + … + {last}");
            return if self == Self::Mean { format!("({sum}) / {}", names.len()) } else { sum };
        }
        match self {
            Self::Row => names.concat(),
            Self::Rate(times) => format!("{} / {times}", names.concat()),
            Self::Sum => names.join(" + "),
            Self::Difference => names.join(" - "),
            Self::Quotient => names.join(" / "),
            Self::Mean => format!("({}) / {}", names.join(" + "), names.len()),
        }
    }
}

/// A level at one time, with the rows that give it.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) shape: Shape,
    pub(super) rows: Vec<Hit>,
    /// The values that the rows allow, in `unit`.
    pub(super) value: Interval,
    /// The value of the rows as written.
    pub(super) exact: Interval,
    pub(super) unit: Unit,
    pub(super) identity: Identity,
    /// What a claim must miss to be refuted.
    pub(super) possible: Interval,
    pub(super) decisive: bool,
    /// The rows' values in the unit of the first; of a quotient each in its own.
    points: Vec<Decimal>,
}

/// Rows that one term may be made of.
pub(super) const MOST_ROWS: usize = 120;
/// So many of them are written out; the rest the reader finds among the rows.
const WRITTEN: usize = 26;
/// Series that a term is tried for.
const MOST_SERIES: usize = 4;

impl Term {
    /// The term of rows in the unit of the first; `None` if a row's unit does not convert, or there are too many.
    fn new(shape: Shape, rows: Vec<Hit>) -> Option<Self> {
        let first = rows.first().filter(|_| rows.len() <= MOST_ROWS)?;
        let unit = first.fact.unit.clone();
        let factor = |hit: &Hit| match shape {
            Shape::Quotient => Some(Decimal::ONE),
            _ => hit.fact.unit.factor_to(&unit),
        };
        let factors: Vec<Decimal> = rows.iter().map(factor).collect::<Option<_>>()?;
        let scaled = |of: fn(&Hit) -> Interval| -> Option<Vec<Interval>> {
            rows.iter().zip(&factors).map(|(hit, factor)| of(hit).scale(*factor)).collect()
        };
        let value = shape.reckon(&scaled(Hit::interval)?)?;
        let points = scaled(Hit::value)?;
        let exact = shape.reckon(&points)?;
        let points = points.iter().map(Interval::low).collect::<Option<_>>()?;
        let identity = rows.iter().skip(1).fold(first.identity, |all, hit| all.and(&hit.identity));
        let decisive = rows.iter().all(|hit| bound(&hit.fact).is_none());
        Some(Self { shape, value, exact, unit, identity, possible: value, decisive, points, rows })
    }

    /// The row by itself.
    pub(super) fn row(hit: Hit) -> Option<Self> {
        Self::new(Shape::Row, vec![hit])
    }

    /// The formula with letters, the first row's being the `from`th.
    pub(super) fn letters(&self, from: usize) -> String {
        // Beyond z the rows are a1, b1, …
        let letter = |i: usize| {
            let letter = ('a'..='z').nth(i % 26).map(String::from).unwrap_or_default();
            if i < 26 { letter } else { format!("{letter}{}", i / 26) }
        };
        let letters: Vec<String> = (from..from + self.rows.len()).map(letter).collect();
        self.shape.write(&letters)
    }

    /// The formula with numbers, in another unit if a factor to it is given.
    pub(super) fn numbers(&self, factor: Option<Decimal>) -> Option<String> {
        let scaled = |(i, point): (usize, &Decimal)| match factor {
            // What is below the stroke stays.
            Some(factor) if self.shape != Shape::Quotient || i == 0 => point.checked_mul(factor),
            _ => Some(*point),
        };
        let numbers: Vec<String> =
            self.points.iter().enumerate().map(|p| scaled(p).map(explain::number)).collect::<Option<_>>()?;
        Some(self.shape.write(&numbers))
    }

    /// The term as the answer to the claim.
    fn answer(self, search: &Search<'_, '_>) -> Option<Answer> {
        let expected = self.exact.low()?;
        let derivation = self.letters(0);
        let working = format!("{} = {}", self.numbers(None)?, explain::amount(short(expected), &self.unit));
        let answer = Answer {
            value: self.value,
            expected: neat(expected),
            unit: self.unit,
            identity: self.identity,
            rows: self.rows,
            derivation,
            working,
            possible: self.possible,
            decisive: self.decisive,
        };
        fit(answer, search)
    }

    /// Room of so many percent each way before it refutes.
    fn with_slack(mut self, percent: i64) -> Option<Self> {
        let slack = self.exact.low()?.abs().checked_mul(Decimal::new(percent, 2))?;
        self.possible = self.value.add(&Interval::new(-slack, slack))?;
        Some(self)
    }
}

/// Finds the terms of one kind for what is wanted.
pub(super) type Find = fn(&Search<'_, '_>, &Want<'_>) -> Vec<Term>;

/// Every kind of term of several rows.
pub(super) const TERMS: &[Find] = &[parts, periods, mean, balance, trade, per_head];

/// A share may be kept as a level in percent.
const SHARES: &[(Kind, u8)] = &[(Kind::Share, 100), (Kind::Level, 90)];

fn answers(find: Find, search: &Search<'_, '_>) -> Vec<Answer> {
    let kinds = if search.question.kind == Kind::Share { SHARES } else { LEVELS };
    find(search, &search.want(kinds)).into_iter().filter_map(|term| term.answer(search)).collect()
}

pub(super) fn sum_of_parts(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(parts, search)
}

pub(super) fn sum_over_periods(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(periods, search)
}

pub(super) fn average(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(mean, search)
}

pub(super) fn exports_less_imports(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(balance, search)
}

pub(super) fn exports_and_imports(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(trade, search)
}

pub(super) fn for_each_head(search: &Search<'_, '_>) -> Vec<Answer> {
    answers(per_head, search)
}

/// Parts that the claim names together: "wind and solar power", "exports to France and Germany" of one place each.
fn parts(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let claim = search.question.claim;
    let mut found = Vec::new();
    for names in claim.measure.iter().flat_map(|m| split(&m.text)) {
        let named = |name: &MeasureName| {
            let measures = vec![Reading { name: name.clone(), most: 100, sector: false }];
            usable(search, &Want { measures, close: &[], ..want.clone() })
        };
        let hits: Vec<Vec<Hit>> = names.iter().map(named).collect();
        found.extend(together(&hits));
    }
    if let Some(close) = search.question.close.filter(|close| close.parts.len() > 1) {
        let of = |part: &Vec<(MeasureId, u8)>| {
            let close: Vec<(MeasureId, u8)> = part.clone();
            usable(search, &Want { measures: Vec::new(), close: &close, ..want.clone() })
        };
        let hits: Vec<Vec<Hit>> = close.parts.iter().map(of).collect();
        found.extend(together(&hits));
    }
    let places: Vec<EntityName> =
        claim.entity.iter().flat_map(|m| places_in(&m.text)).map(|(_, place)| place).collect();
    if places.len() > 1 {
        let of = |place: &EntityName| usable(search, &Want { entity: Some((place.clone(), 100)), ..want.clone() });
        let hits: Vec<Vec<Hit>> = places.iter().map(of).collect();
        // What is no amount does not add up over places.
        found.extend(together(&hits).into_iter().filter(|term| {
            let fact = &term.rows[0].fact;
            Additivity::of(&MeasureName::parse(&fact.measure), &fact.unit, fact.kind) != Additivity::Rate
        }));
    }
    found
}

/// One term for each of the first part's rows that all other parts have the like of.
fn together(parts: &[Vec<Hit>]) -> Vec<Term> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let term = |hit: &Hit| {
        let mut rows = vec![hit.clone()];
        for part in rest {
            let beside = |other: &&Hit| {
                let (a, b) = (&other.fact, &hit.fact);
                rows.iter().all(|row| row.row != other.row)
                    && a.period.same_days(&b.period)
                    && a.kind == b.kind
                    && a.modality == b.modality
                    && a.unit.factor_to(&b.unit).is_some()
            };
            rows.push(part.iter().find(beside)?.clone());
        }
        Term::new(Shape::Sum, rows)
    };
    first.iter().take(MOST_SERIES).filter_map(term).collect()
}

/// Parts that one name has at most.
const MOST_PARTS: usize = 5;

fn is_and(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "and" | "plus")
}

/// Where single words stand that an "and" joins, each the name of a part: "wind, solar and hydro power".
fn joined(words: &[&str]) -> Option<(Vec<usize>, usize)> {
    let joins = |w: &str| is_and(w) || w == ",";
    let last = words.iter().rposition(|w| is_and(w))?;
    words.get(last + 1)?;
    let mut members = vec![last + 1];
    let mut at = last;
    while at > 0 && joins(words[at]) {
        if joins(words[at - 1]) {
            at -= 1;
            continue;
        }
        members.insert(0, at - 1);
        at = at.saturating_sub(2);
    }
    (2..=MOST_PARTS).contains(&members.len()).then_some((members, last))
}

fn spaced(text: &str) -> String {
    text.replace(',', " , ").replace('&', " and ")
}

/// The words that name one part each, with the words that name all.
pub(super) fn members(text: &str) -> Vec<(String, String)> {
    let spaced = spaced(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let Some((members, last)) = joined(&words) else { return Vec::new() };
    let all = words[members[0]..=last + 1].join(" ").replace(" ,", ",");
    members.into_iter().map(|member| (words[member].to_owned(), all.clone())).collect()
}

/// The measures that "goods and services exports" names together, in each way of reading the "and".
fn split(text: &str) -> Vec<Vec<MeasureName>> {
    let spaced = spaced(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut ways = Vec::new();
    if let Some((members, last)) = joined(&words) {
        let (from, to) = (members[0], last + 1);
        let name = |&member: &usize| [&words[..from], &[words[member]], &words[to + 1..]].concat().join(" ");
        ways.push(members.iter().map(name).collect::<Vec<String>>());
    }
    // A name on each side: "oil exports and gas exports".
    if let Some(last) = words.iter().rposition(|w| is_and(w)) {
        ways.push(vec![words[..last].join(" "), words[last + 1..].join(" ")]);
    }
    let parse = |names: Vec<String>| names.iter().map(|n| MeasureName::parse(n)).collect::<Vec<_>>();
    let ways = ways.into_iter().map(parse);
    ways.filter(|names| names.iter().all(|n| !n.words.is_empty() || n.flow.is_some())).collect()
}

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
            rows.push(hit);
            for row in &mut rows {
                row.identity.period = 100;
            }
            all.push(rows);
        }
    }
    all
}

/// Rows that fill the wanted time without gap or overlap.
fn filling(rows: &[Hit], whole: &Period) -> Option<Vec<Hit>> {
    let periods: Vec<Period> = rows.iter().map(|hit| hit.fact.period).collect();
    Some(partition(whole, &periods)?.into_iter().map(|i| rows[i].clone()).collect())
}

/// Months to a quarter, quarters to a year, years to a span, where the measure adds up over time.
fn periods(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let When::At(whole) = want.when else { return Vec::new() };
    let term = |rows: Vec<Hit>| {
        let fact = &rows.first()?.fact;
        let additivity = Additivity::of(&MeasureName::parse(&fact.measure), &fact.unit, fact.kind);
        if matches!(additivity, Additivity::Rate | Additivity::Stock) {
            return None;
        }
        let mut term = Term::new(Shape::Sum, filling(&rows, &whole)?)?;
        term.decisive &= additivity == Additivity::Flow;
        Some(term)
    };
    series(search, want).into_iter().filter_map(term).collect()
}

/// Words of a mean.
const MEANS: &[&str] = &["average", "averaged", "averaging", "averages", "mean"];

/// The mean over the times within the wanted one: where the text speaks of a mean, and of several years, for which one
/// figure can be nothing else but their sum.
fn mean(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let When::At(whole) = want.when else { return Vec::new() };
    let is_mean = |w: &String| MEANS.contains(&w.as_str());
    let question = search.question;
    let named = question.claim.measure.iter().flat_map(|m| canonical_words(&m.text)).any(|w| is_mean(&w));
    let several = whole.months().is_some_and(|months| months > 12);
    let inner = question.assertion.inner;
    // A bound on several years is one on each: `throughout`.
    let plain = several && inner.low().is_some() == inner.high().is_some();
    if !named && !plain && !question.near.before.iter().any(is_mean) {
        return Vec::new();
    }
    // "average unemployment rate" of a table's "unemployment rate", unless the name itself is one of a mean.
    let mut want = want.clone();
    let mut bare = want.measures.clone();
    for reading in &mut bare {
        reading.name.words.retain(|w| !is_mean(w));
    }
    want.measures.splice(0..0, bare);
    let term = |rows: Vec<Hit>| {
        let mut term = Term::new(Shape::Mean, filling(&rows, &whole)?)?;
        term.decisive &= !is_vague(question);
        // Whatever the weights, a mean lies among its values.
        let values = term.rows.iter().map(Hit::interval);
        term.possible = values.fold(term.value, |all, value| all.hull(&value));
        Some(term)
    };
    series(search, &want).into_iter().filter_map(term).collect()
}

/// Exports less imports; a deficit is the other way round.
fn balance(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let deficit = match want.measures.first().and_then(|r| r.name.flow) {
        Some(Flow::Surplus | Flow::Balance) => false,
        Some(Flow::Deficit) => true,
        _ => return Vec::new(),
    };
    let term = |(exports, imports): (Hit, Hit)| {
        Term::new(Shape::Difference, if deficit { vec![imports, exports] } else { vec![exports, imports] })
    };
    both_flows(search, want).into_iter().filter_map(term).collect()
}

/// Exports and imports together.
fn trade(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    if want.measures.first().and_then(|r| r.name.flow) != Some(Flow::Trade) {
        return Vec::new();
    }
    let term = |(exports, imports): (Hit, Hit)| Term::new(Shape::Sum, vec![exports, imports]);
    both_flows(search, want).into_iter().filter_map(term).collect()
}

/// Exports and imports of the same thing, parties and time.
fn both_flows(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<(Hit, Hit)> {
    let flowing = |flow: Flow| {
        let mut want = want.clone();
        for reading in &mut want.measures {
            reading.name.flow = Some(flow);
        }
        usable(search, &want)
    };
    let (exports, imports) = (flowing(Flow::Export), flowing(Flow::Import));
    let table = search.table;
    let matches = |a: &Hit, b: &Hit| {
        let names = |hit: &Hit| table.names(table.measure(hit.row));
        let alike = names(a).iter().any(|n| names(b).contains(&n.with_flow(Flow::Import)));
        alike
            && table.entity(a.row) == table.entity(b.row)
            && table.counterpart(a.row) == table.counterpart(b.row)
            && a.fact.period.same_days(&b.fact.period)
            && a.fact.unit.factor_to(&b.fact.unit).is_some()
    };
    let pair = |a: &Hit| imports.iter().find(|b| matches(a, b)).map(|b| (a.clone(), b.clone()));
    exports.iter().filter_map(pair).collect()
}

/// Offices count a population at different days of a year: so far beyond its interval a figure per head may lie, in
/// percent, before it refutes.
const HEADS_SLACK: i64 = 3;

/// A total by the population of the same place and time.
fn per_head(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let says = |name: &MeasureName| name.words.iter().any(|w| w == "capita");
    let unit_says = search.question.claim.unit.code().ends_with("/{person}");
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

/// Lengths of time that a claim may give an amount for, with how many of them a day has.
const TIMES: &[(&str, i64, i64)] = &[("s", 86_400, 1), ("min", 1_440, 1), ("h", 24, 1), ("d", 1, 1), ("wk", 1, 7)];

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
    let additivity = Additivity::of(&MeasureName::parse(&fact.measure), &fact.unit, fact.kind);
    if matches!(additivity, Additivity::Rate | Additivity::Stock) {
        return None;
    }
    let times = Decimal::from(fact.period.days()).checked_mul(up.into())?.checked_div(down.into())?.normalize();
    let mut term = Term::new(Shape::Rate(times), vec![hit])?;
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

/// A claim over several times that bounds them all: "between 1990 and 2006 less than one percent".
///
/// The time that comes nearest to breaking the bound decides: one that breaks it is enough to refute; to bear the claim
/// out at least two thirds of the times must be known.
pub(super) fn throughout(search: &Search<'_, '_>) -> Vec<Answer> {
    let question = search.question;
    let When::At(whole) = question.when else { return Vec::new() };
    let inner = question.assertion.inner;
    let bounded = inner.low().is_none() != inner.high().is_none();
    let says = |words: &[&str]| question.near.before.iter().any(|w| words.contains(&w.as_str()));
    if !bounded || says(MEANS) {
        return Vec::new();
    }
    let mut want = search.want(&[(Kind::Level, 100), (Kind::Share, 100)]);
    want.when = When::At(whole);
    let mut runs: Vec<Vec<Term>> = Vec::new();
    for rows in series(search, &want) {
        runs.push(rows.iter().cloned().filter_map(|hit| rate(hit, search)).collect());
        runs.push(rows.into_iter().filter_map(Term::row).collect());
    }
    runs.push(
        yearly(&whole)
            .flat_map(|year| parts(search, &Want { when: When::At(year), ..want.clone() }).into_iter().next())
            .collect(),
    );
    let answer = |run: Vec<Term>| {
        let time = |term: &Term| term.rows.first().map(|hit| hit.fact.period);
        let mut within: Vec<(Term, Period)> =
            run.into_iter().filter_map(|term| Some((time(&term)?, term))).map(|(p, t)| (t, p)).collect();
        within.retain(|(_, period)| whole.contains(period) && !period.same_days(&whole));
        let known: i64 = within.iter().map(|(_, period)| period.days()).sum();
        within.sort_by_key(|(term, _)| term.exact.low());
        // Below a bound the largest decides, above it the smallest.
        let (term, period) = if inner.low().is_none() { within.last()? } else { within.first()? };
        let mut term = term.clone();
        term.identity.period = 100;
        term.decisive &= !says(MOSTLY) && !is_vague(question);
        let breaks = !term.possible.meets(&question.assertion.outer);
        if !breaks && known * 3 < whole.days() * 2 {
            return None;
        }
        let (letters, numbers) = (term.letters(0), term.numbers(None)?);
        let mut answer = term.answer(search)?;
        let (least, most) = if inner.low().is_none() { ("max", "largest") } else { ("min", "smallest") };
        answer.derivation = format!("{least}({letters})");
        let amount = explain::amount(short(answer.expected), &answer.unit);
        let sum = if answer.rows.len() > 1 { format!("{numbers} = ") } else { String::new() };
        answer.working = format!("{most} of {} values, in {}: {sum}{amount}", within.len(), explain::period(period));
        Some(answer)
    };
    runs.into_iter().filter_map(answer).collect()
}

/// The years of a span, at most a century.
fn yearly(whole: &Period) -> impl Iterator<Item = Period> + use<> {
    let (first, last) = (whole.start().year(), whole.end().year());
    (first..=last).take(100).filter_map(Period::year_of)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn names_joined_by_and_are_taken_apart() {
        let parts = |text: &str| {
            let names = |names: &Vec<crate::facts::MeasureName>| {
                names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
            };
            split(text).iter().map(names).collect::<Vec<_>>()
        };
        assert_eq!(parts("goods and services exports")[0], "goods exports + service exports");
        assert_eq!(parts("wind and solar power")[0], "power wind + power solar");
        assert_eq!(parts("wind, solar and hydro power")[0].matches('+').count(), 2);
        assert_eq!(parts("oil exports and gas exports")[1], "oil exports + gas exports");
        assert!(parts("exports of goods").is_empty());
        assert!(parts("and").is_empty());
    }
}
