//! Answers from two rows: of two times, of part and whole, of two flows.

use rust_decimal::Decimal;

use super::lookup::fit;
use super::{Answer, bound, of_two};
use crate::check::question::{Comparand, Reading, When};
use crate::check::search::{Hit, Search, Want, same};
use crate::facts::Flow;
use crate::label::Kind;
use crate::quantity::{Interval, Period, Unit};

const LEVELS: &[(Kind, u8)] = &[(Kind::Level, 100)];
const LEVELS_AND_SHARES: &[(Kind, u8)] = &[(Kind::Level, 100), (Kind::Share, 100)];
const GROWTHS: &[(Kind, u8)] = &[(Kind::Growth, 95)];
/// Wholes that are tried for one part.
const MOST_WHOLES: usize = 4;

/// Rows that are sure enough to reckon with.
fn usable(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Hit> {
    search.find(want).into_iter().filter(|h| h.identity.may_support()).collect()
}

/// The row, and what the claim holds it against: the same series in the base period, or another at the same time.
fn with_base(search: &Search<'_, '_>, kinds: &'static [(Kind, u8)]) -> Vec<(Hit, Hit)> {
    let now = usable(search, &search.want(kinds));
    if let Some(comparand) = &search.question.comparand {
        return now.into_iter().flat_map(|now| against(search, &now, comparand, kinds)).collect();
    }
    let pair = |now: Hit| {
        let (base, sure) = search.question.base_of(&now.fact.period);
        let mut before = search.sibling(&now, &base?)?;
        before.identity.period = sure;
        Some((now, before))
    };
    now.into_iter().filter_map(pair).collect()
}

/// The row beside those that the claim compares it with: "larger than its trade with the European Union".
fn against(search: &Search<'_, '_>, now: &Hit, other: &Comparand, kinds: &'static [(Kind, u8)]) -> Vec<(Hit, Hit)> {
    let mut want = search.want(kinds);
    want.when = When::At(now.fact.period);
    if !other.measure.is_empty() {
        want.measures = vec![Reading { name: other.measure.clone(), most: 100, sector: false }];
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

fn percent(value: &Interval) -> Option<Interval> {
    value.scale(Decimal::ONE_HUNDRED)
}

/// (b / a - 1) × 100; none where the sign changes, for that has no rate.
fn relative(a: &Interval, b: &Interval) -> Option<Interval> {
    let ratio = b.div(a)?;
    if ratio.low()? < Decimal::ZERO {
        return None;
    }
    percent(&ratio.shift(Decimal::NEGATIVE_ONE)?)
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
    let pairs = with_base(search, LEVELS_AND_SHARES);
    let answer = |(now, before): (Hit, Hit)| {
        let mut answer = of_two(&before, &now, Unit::percent(), relative, &|a, b, result| {
            ("growth(a, b)".to_owned(), format!("{b} / {a} - 1 = {result}"))
        })?;
        answer.decisive &= !in_other_currency(search, &now);
        fit(answer, search)
    };
    pairs.into_iter().filter_map(answer).collect()
}

pub(super) fn change(search: &Search<'_, '_>) -> Vec<Answer> {
    let answer = |(now, before): (Hit, Hit)| {
        // Percentages differ by points, everything else by its own unit.
        let unit = if now.fact.unit.is_percent() { Unit::points() } else { now.fact.unit.clone() };
        let answer = of_two(&now, &before, unit, Interval::sub, &|a, b, result| {
            ("a - b".to_owned(), format!("{a} - {b} = {result}"))
        })?;
        fit(answer, search)
    };
    with_base(search, LEVELS_AND_SHARES).into_iter().filter_map(answer).collect()
}

pub(super) fn ratio(search: &Search<'_, '_>) -> Vec<Answer> {
    let answer = |(now, before): (Hit, Hit)| {
        let answer = of_two(&now, &before, Unit::one(), Interval::div, &|a, b, result| {
            ("a / b".to_owned(), format!("{a} / {b} = {result}"))
        })?;
        fit(answer, search)
    };
    with_base(search, LEVELS_AND_SHARES).into_iter().filter_map(answer).collect()
}

pub(super) fn ratio_of_growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let answer = |hit: Hit| {
        let decisive = bound(&hit.fact).is_none();
        let times = |growth: Interval| growth.scale(Decimal::new(1, 2))?.shift(Decimal::ONE);
        let expected = times(hit.value())?.low()?;
        let value = times(hit.interval())?;
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
        }
        if let Some(entity) = &whole.entity {
            want.entity = Some((entity.clone(), 100));
        }
        let wholes = usable(search, &want).into_iter().filter(|w| w.row != part.row).take(MOST_WHOLES);
        answers.extend(wholes.filter_map(|whole| {
            let mut answer = of_two(&part, &whole, Unit::percent(), |a, b| percent(&a.div(b)?), &|a, b, result| {
                ("share(a, b)".to_owned(), format!("{a} / {b} = {result}"))
            })?;
            let sure = whole.identity;
            answer.identity = part.identity;
            answer.identity.whole = sure.measure.min(sure.entity).min(sure.counterpart);
            answer.identity.period = part.identity.period.min(sure.period);
            fit(answer, search)
        }));
    }
    answers
}

pub(super) fn average_growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let question = search.question;
    let When::At(period) = question.when else { return Vec::new() };
    let (base, end) = match question.claim.base_period {
        Some(base) => (base, period),
        None if period.is_range() => (period.first(), period.last()),
        None => return Vec::new(),
    };
    let Some(years) = years_between(&base, &end) else { return Vec::new() };
    let mut want = search.want(LEVELS);
    want.when = When::At(end);
    let answer = |now: Hit| {
        let before = search.sibling(&now, &base)?;
        let rate = |a: &Interval, b: &Interval| percent(&b.div(a)?.root(years)?.shift(Decimal::NEGATIVE_ONE)?);
        let answer = of_two(&before, &now, Unit::percent(), rate, &|a, b, result| {
            (format!("cagr(a, b, {years})"), format!("({b} / {a})^(1/{years}) - 1 = {result}"))
        })?;
        fit(answer, search)
    };
    usable(search, &want).into_iter().filter_map(answer).collect()
}

/// Whole years from one period to the other of the same length.
fn years_between(base: &Period, end: &Period) -> Option<u32> {
    let years = end.end().year().checked_sub(base.end().year())?;
    let aligned = base.years_before(years.checked_neg()?)?.same_days(end);
    u32::try_from(years).ok().filter(|&n| n > 0 && aligned)
}

pub(super) fn balance(search: &Search<'_, '_>) -> Vec<Answer> {
    let deficit = match search.question.measure().and_then(|m| m.flow) {
        Some(Flow::Surplus | Flow::Balance) => false,
        Some(Flow::Deficit) => true,
        _ => return Vec::new(),
    };
    let answer = |(exports, imports): (Hit, Hit)| {
        let (a, b) = if deficit { (imports, exports) } else { (exports, imports) };
        let answer = of_two(&a, &b, a.fact.unit.clone(), Interval::sub, &|a, b, result| {
            ("a - b".to_owned(), format!("{a} - {b} = {result}"))
        })?;
        fit(answer, search)
    };
    both_flows(search).into_iter().filter_map(answer).collect()
}

pub(super) fn trade(search: &Search<'_, '_>) -> Vec<Answer> {
    if search.question.measure().and_then(|m| m.flow) != Some(Flow::Trade) {
        return Vec::new();
    }
    let answer = |(exports, imports): (Hit, Hit)| {
        let answer = of_two(&exports, &imports, exports.fact.unit.clone(), Interval::add, &|a, b, result| {
            ("a + b".to_owned(), format!("{a} + {b} = {result}"))
        })?;
        fit(answer, search)
    };
    both_flows(search).into_iter().filter_map(answer).collect()
}

/// Exports and imports of the same thing, parties and time.
fn both_flows(search: &Search<'_, '_>) -> Vec<(Hit, Hit)> {
    let flowing = |flow: Flow| {
        let mut want = search.want(LEVELS);
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
