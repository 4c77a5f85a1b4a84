//! Answers from two rows: of two times, of part and whole, of two that the claim compares.

use super::lookup::fit;
use super::outcome::Outcome;
use super::over_time::strangeness;
use super::terms::{Term, is_of_one_thing};
use super::{Answer, LEVELS, bound, usable};
use crate::check::formula::{self, Args};
use crate::check::question::{Comparand, Question, Reading, When};
use crate::check::search::{Hit, Search, same};
use crate::facts::MeasureName;
use crate::label::Kind;
use crate::quantity::{Period, Unit};

const LEVELS_AND_SHARES: &[(Kind, u8)] = &[(Kind::Level, 100), (Kind::Share, 100)];
const GROWTHS: &[(Kind, u8)] = &[(Kind::Growth, 95)];
/// Wholes that are tried for one part.
const MOST_WHOLES: usize = 4;

/// The row, and what the claim holds it against: the same series in the base period, or another at the same time.
fn with_base(search: &Search<'_, '_>, kinds: &'static [(Kind, u8)]) -> Vec<(Hit, Hit)> {
    let now = usable(search, &search.want(kinds));
    if let Some(comparand) = &search.question.comparand {
        return now.into_iter().flat_map(|now| against(search, &now, comparand, kinds)).collect();
    }
    let pairs = |now: Hit| {
        let periods = search.question.bases_of(&now.fact.period);
        let of = |(base, sure): (Period, u8)| {
            let mut before = bases(search, &now, &base);
            for hit in &mut before {
                hit.identity.period = sure;
            }
            before
        };
        let before: Vec<Hit> = periods.into_iter().flat_map(of).collect();
        before.into_iter().map(move |before| (now.clone(), before))
    };
    now.into_iter().flat_map(pairs).collect()
}

/// The rows of the same series in a base period: those of the same data set and qualifiers if there are any, and of equal
/// values one. Where several are left, none is surer than another, and all count.
fn bases(search: &Search<'_, '_>, now: &Hit, base: &Period) -> Vec<Hit> {
    let mut hits = search.siblings_at(now, base);
    hits.sort_by_key(|other| (other.fact.modality != now.fact.modality, strangeness(now, other), other.row));
    let Some(first) = hits.first() else { return Vec::new() };
    let rank = |hit: &Hit| (hit.fact.modality != now.fact.modality, strangeness(now, hit));
    let best = rank(first);
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits.iter().filter(|hit| rank(hit) == best) {
        if !kept.iter().any(|other| other.fact.value == hit.fact.value && other.fact.unit == hit.fact.unit) {
            kept.push(hit.clone());
        }
    }
    kept
}

/// The row beside those that the claim compares it with: "larger than its trade with the European Union".
fn against(search: &Search<'_, '_>, now: &Hit, other: &Comparand, kinds: &'static [(Kind, u8)]) -> Vec<(Hit, Hit)> {
    let mut want = search.want(kinds);
    want.when = When::At(now.fact.period);
    if !other.measure.is_empty() {
        want.measures = vec![Reading { name: other.measure.clone(), most: 100, sector: false }];
        want.close = &[];
    }
    if let Some(place) = &other.place {
        // Of a bilateral figure the partner changes, of any other the entity.
        let own = want.entity.as_ref().is_some_and(|(e, _)| same(e, place));
        if want.counterpart.is_some() && !own && !place.is_world() {
            want.counterpart = Some(place.clone());
        } else {
            want.entity = Some((place.clone(), 100));
        }
    }
    let hits = usable(search, &want).into_iter().filter(|hit| hit.row != now.row);
    hits.take(MOST_WHOLES).map(|hit| (now.clone(), hit)).collect()
}

/// What two rows give together, in the claim's unit.
fn answer(search: &Search<'_, '_>, outcome: Outcome, a: &Hit, b: &Hit) -> Option<Answer> {
    fit(outcome.of(&Term::row(a.clone())?, &Term::row(b.clone())?)?, search)
}

/// Whether the tables hold the same figure in another currency: it grew at another rate in that one, and which of the two
/// a text means it does not say.
fn in_other_currency(search: &Search<'_, '_>, now: &Hit) -> bool {
    let other = |hit: &Hit| {
        let (a, b) = (&hit.fact.unit, &now.fact.unit);
        a.is_currency() && b.is_currency() && a != b && hit.fact.period.same_days(&now.fact.period)
    };
    now.fact.unit.is_currency()
        && search.find(&search.want(LEVELS)).iter().any(|h| h.identity.may_support() && other(h))
}

pub(super) fn growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = with_base(search, LEVELS_AND_SHARES).into_iter();
    let grown = pairs.filter_map(|(now, before)| {
        let mut answer = answer(search, Outcome::Growth, &before, &now)?;
        answer.decisive &= !in_other_currency(search, &now);
        Some(answer)
    });
    grown.collect()
}

pub(super) fn change(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = with_base(search, LEVELS_AND_SHARES).into_iter();
    let either = search.question.is_gap();
    let answers = pairs.filter_map(|(now, before)| {
        // "The gap between the two was": the greater less the other.
        let (a, b) = if either && now.fact.value < before.fact.value { (before, now) } else { (now, before) };
        answer(search, Outcome::Difference, &a, &b)
    });
    answers.collect()
}

pub(super) fn ratio(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = with_base(search, LEVELS_AND_SHARES).into_iter();
    pairs.filter_map(|(now, before)| answer(search, Outcome::Ratio, &now, &before)).collect()
}

pub(super) fn ratio_of_growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let answer = |hit: Hit| {
        let decisive = bound(&hit.fact).is_none();
        let reckon = |growth| formula::multiple(&[growth], Args::default());
        let expected = reckon(hit.value())?.low()?;
        let value = reckon(hit.interval())?;
        let answer = Answer {
            value,
            possible: value,
            expected,
            unit: Unit::one(),
            identity: hit.identity,
            rows: vec![hit.clone()],
            derivation: "1 + a / 100".to_owned(),
            working: format!("1 + {} / 100 = {}", hit.fact.value.normalize(), expected.normalize()),
            decisive,
        };
        fit(answer, search)
    };
    let question = search.question;
    if question.comparand.is_some() || question.claim.base_period.is_none() && !question.is_verb() {
        // "three times" of something else is no growth.
        return Vec::new();
    }
    usable(search, &search.want(GROWTHS)).into_iter().filter_map(answer).collect()
}

pub(super) fn share(search: &Search<'_, '_>) -> Vec<Answer> {
    let Some(whole) = search.question.whole.as_ref() else { return Vec::new() };
    let mut answers = Vec::new();
    for part in usable(search, &search.want(LEVELS)) {
        let mut want = search.want(LEVELS);
        want.counterpart = None;
        want.whole = None;
        want.when = When::At(part.fact.period);
        if !whole.measure.is_empty() {
            want.measures = vec![Reading { name: whole.measure.clone(), most: 100, sector: false }];
            want.close = &[];
        } else if whole.entity.is_none() {
            // "The urban population made up 60% of the total": of the population.
            want.measures = heads(&want.measures);
            want.close = &[];
        }
        if let Some(entity) = &whole.entity {
            want.entity = Some((entity.clone(), 100));
        }
        let others = usable(search, &want).into_iter().filter(|w| w.row != part.row && !is_of_one_thing(w, &part));
        // One percentage is no part of another, unless both are of the same whole: two spendings in percent of GDP.
        let rates = |w: &Hit| part.fact.unit.is_percent() && (part.fact.of.is_none() || part.fact.of != w.fact.of);
        let wholes = others.filter(|w| !rates(w)).take(MOST_WHOLES);
        answers.extend(wholes.filter_map(|whole| {
            let mut answer = Outcome::Share.of(&Term::row(part.clone())?, &Term::row(whole.clone())?)?;
            let sure = whole.identity;
            answer.identity = part.identity;
            answer.identity.whole = sure.measure.min(sure.entity).min(sure.counterpart);
            answer.identity.period = part.identity.period.min(sure.period);
            fit(answer, search)
        }));
    }
    answers
}

/// The names of what a measure is a part of: single words of it, and its flow alone.
fn heads(measures: &[Reading]) -> Vec<Reading> {
    let mut found = Vec::new();
    for reading in measures.iter().filter(|r| r.name.words.len() + usize::from(r.name.flow.is_some()) > 1) {
        let bare = |words: Vec<String>, flow| MeasureName { flow, words, ..MeasureName::default() };
        let mut names: Vec<MeasureName> =
            reading.name.words.iter().map(|w| bare(vec![w.clone()], reading.name.flow)).collect();
        names.extend(reading.name.flow.map(|flow| bare(Vec::new(), Some(flow))));
        found.extend(names.into_iter().map(|name| Reading { name, ..reading.clone() }));
    }
    found
}

/// From when to when the claim's average runs.
pub(super) fn base_and_end(question: &Question<'_>) -> Option<(Period, Period)> {
    let When::At(period) = question.when else { return None };
    match question.claim.base_period {
        Some(base) => Some((base, period)),
        None if period.is_range() => Some((period.first(), period.last())),
        None => None,
    }
}

pub(super) fn average_growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let Some((base, end)) = base_and_end(search.question) else { return Vec::new() };
    let Some(years) = years_between(&base, &end) else { return Vec::new() };
    let mut want = search.want(LEVELS);
    want.when = When::At(end);
    let pairs = usable(search, &want).into_iter().flat_map(|now| {
        let before = bases(search, &now, &base).into_iter();
        before.map(move |before| (now.clone(), before))
    });
    pairs.filter_map(|(now, before)| answer(search, Outcome::AverageGrowth(years), &before, &now)).collect()
}

/// Whole years from one period to the other of the same length.
pub(super) fn years_between(base: &Period, end: &Period) -> Option<u32> {
    let years = end.end().year().checked_sub(base.end().year())?;
    let aligned = base.years_before(years.checked_neg()?)?.same_days(end);
    u32::try_from(years).ok().filter(|&n| n > 0 && aligned)
}
