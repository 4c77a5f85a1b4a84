//! The figures of one document against each other, without any table.
//!
//! Each check states when two or three figures are bound to one another; only then it may raise an alarm, and only if no
//! values within the rounding of the figures fit together. Figures bound less surely are reported where they fit, never
//! where they do not. Sums of parts are not checked: a text rarely says whether its parts overlap or are all there are.

mod currency;

use rust_decimal::Decimal;

use super::explain;
use super::identity::{Surroundings, likeness};
use super::question::read_whole;
use crate::claim::Claim;
use crate::facts::{EntityName, Flow, MeasureName, Pointer, plain_words};
use crate::label::{Comparator, Kind};
use crate::quantity::{Interval, Period, Unit};

/// Figures of one document that belong together, and whether they agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The figures, as indexes into the claims, in text order.
    pub claims: Vec<usize>,
    /// Which check: `growth`, `average_growth`, `ratio`, `change`, `share`, `balance`, `trade`, `currency`.
    pub check: &'static str,
    /// Whether they agree.
    pub holds: bool,
    /// The sum for a reader to redo.
    pub explanation: String,
}

/// Figures further apart than this are not about one another, unless period and measure bind them: in bytes.
const NEAR: usize = 600;
/// Measures from here on are the same, in hundredths.
const SAME: u8 = 90;

/// Holds the figures of a document against each other; the spans of its claims must be spans into `text`.
#[must_use]
pub fn consistency(text: &str, claims: &[Claim]) -> Vec<Finding> {
    let items: Vec<Item<'_>> = claims.iter().enumerate().filter_map(|(i, c)| Item::new(text, i, c)).collect();
    let mut findings = Vec::new();
    for item in &items {
        findings.extend(from_to(item, &items));
        findings.extend(share(item, &items));
        findings.extend(flows(item, &items));
    }
    findings.extend(currency::currencies(&items));
    findings.sort_by(|a, b| a.claims.cmp(&b.claims).then(a.check.cmp(b.check)));
    findings
}

/// A figure with its names in one form.
struct Item<'a> {
    index: usize,
    text: &'a str,
    claim: &'a Claim,
    kind: Kind,
    value: Decimal,
    /// Everything that the figure does not rule out.
    interval: Interval,
    measure: Option<MeasureName>,
    entity: Option<EntityName>,
    counterpart: Option<EntityName>,
}

impl<'a> Item<'a> {
    /// `None` for what has no single, closed value: ranges and "more than".
    fn new(text: &'a str, index: usize, claim: &'a Claim) -> Option<Self> {
        let closed = matches!(claim.comparator, Comparator::Equal | Comparator::About);
        let value = claim.figure.point().filter(|_| closed)?;
        let entity = |text: &str| Some(EntityName::parse(text)).filter(|_| Pointer::parse(text).is_none());
        Some(Self {
            index,
            text,
            claim,
            kind: claim.kind?,
            value,
            interval: claim.assertion().outer,
            measure: claim.measure.as_ref().map(|m| MeasureName::parse(&m.text)),
            entity: claim.entity.as_ref().and_then(|m| entity(&m.text)),
            counterpart: claim.counterpart.as_ref().and_then(|m| entity(&m.text)),
        })
    }

    fn same_sentence(&self, other: &Self) -> bool {
        self.claim.sentence == other.claim.sentence
    }

    fn distance(&self, other: &Self) -> usize {
        let (a, b) = (self.claim.span, other.claim.span);
        a.start.max(b.start).saturating_sub(a.end.min(b.end))
    }

    /// What the text says between the two.
    fn between(&self, other: &Self) -> &'a str {
        let (a, b) = (self.claim.span, other.claim.span);
        self.text.get(a.end.min(b.end)..a.start.max(b.start)).unwrap_or_default()
    }

    /// What the text says after it.
    fn follows(&self) -> &'a str {
        self.text.get(self.claim.span.end..).unwrap_or_default().trim_start()
    }

    /// Whether both are said of the world in the same way: what is expected never contradicts what was measured.
    fn same_modality(&self, other: &Self) -> bool {
        self.claim.modality == other.claim.modality
    }

    /// Whether both are of one entity and counterpart; within a sentence a name may be left out.
    fn same_parties(&self, other: &Self) -> bool {
        let same = |a: &Option<EntityName>, b: &Option<EntityName>| match (a, b) {
            (Some(a), Some(b)) => a.key() == b.key(),
            (None, None) => true,
            _ => self.same_sentence(other),
        };
        same(&self.entity, &other.entity) && same(&self.counterpart, &other.counterpart)
    }

    /// Whether both are about one measure of one entity.
    fn same_series(&self, other: &Self) -> bool {
        let measure = match (&self.measure, &other.measure) {
            (Some(a), Some(b)) => alike(a, b) >= SAME,
            (None, None) => self.same_sentence(other),
            _ => false,
        };
        measure && self.same_parties(other)
    }

    /// The other's interval and value in this one's unit.
    fn in_unit_of(&self, other: &Self) -> Option<(Interval, Decimal)> {
        let factor = self.claim.unit.factor_to(&other.claim.unit)?;
        Some((self.interval.scale(factor)?, self.value.checked_mul(factor)?))
    }

    fn number(&self) -> String {
        explain::number(self.value)
    }

    fn said(&self) -> String {
        explain::claimed(&self.claim.text, Some(self.value), &self.claim.unit, self.kind)
    }
}

fn alike(a: &MeasureName, b: &MeasureName) -> u8 {
    likeness(a, b, &Surroundings::default()).score
}

fn finding(items: &[&Item<'_>], check: &'static str, holds: bool, explanation: String) -> Finding {
    let mut claims: Vec<usize> = items.iter().map(|i| i.index).collect();
    claims.sort_unstable();
    claims.dedup();
    Finding { claims, check, holds, explanation }
}

/// "From X in A to Y in B, growth of Z %": two levels of one series, and what is said of the way from one to the other.
///
/// Condition: the levels share measure, entity, counterpart and modality with the change, each has a period, the later
/// level's is that of the change, and the earlier level's is its base: given, or for growth the year before. Agreement is
/// reported and disagreement is not where
/// - the base is left unsaid and the two levels stand in the change's own sentence;
/// - neither level stands in the change's sentence, or one stands far off;
/// - the sentence has other levels of such a unit: the change may be on those;
/// - a clause of its own lies between the change and the nearer level: it may have a subject of its own;
/// - a multiple is one "as fast as" something, "as large as" something;
/// - a level is given in two currencies;
/// - an average rate is said of shares: it may be that of the amounts;
/// - the levels agree with the change the other way round: "48.7 percent below" may have lost its sign.
fn from_to(change: &Item<'_>, items: &[Item<'_>]) -> Option<Finding> {
    let check = match change.kind {
        Kind::Growth => "growth",
        Kind::AverageGrowth => "average_growth",
        Kind::Ratio => "ratio",
        Kind::Change => "change",
        Kind::Level | Kind::Share | Kind::Rank => return None,
    };
    let levels: Vec<&Item<'_>> = items
        .iter()
        .filter(|i| matches!(i.kind, Kind::Level | Kind::Share) && i.claim.period.is_some())
        .filter(|i| i.same_modality(change) && i.same_series(change))
        .collect();
    let mut pairs = Vec::new();
    for to in &levels {
        for from in levels.iter().filter(|from| from.index != to.index) {
            if let Some(sure) = bound(change, from, to) {
                pairs.push((!sure, from.distance(change) + to.distance(change), *from, *to));
            }
        }
    }
    // What is given in two currencies grew at two rates, and the text says only one.
    let twice = |level: &Item<'_>| {
        level.claim.unit.is_currency()
            && levels.iter().any(|i| {
                i.claim.unit.is_currency() && i.claim.unit != level.claim.unit && i.claim.period == level.claim.period
            })
    };
    for (unsure, _, from, to) in &mut pairs {
        let nearer = if from.distance(change) < to.distance(change) { *from } else { *to };
        let of_shares = change.kind == Kind::AverageGrowth && from.kind == Kind::Share;
        let near = |i: &Item<'_>| i.distance(change) <= NEAR;
        let apart = !(near(from) && near(to) && (from.same_sentence(change) || to.same_sentence(change)));
        let rivals = has_others(items, change, &[from, to]);
        let compared = change.kind == Kind::Ratio && change.follows().starts_with("as ");
        *unsure |= apart
            || rivals
            || compared
            || twice(from)
            || twice(to)
            || of_shares
            || is_new_clause(nearer.between(change));
    }
    // The surest pair, then the nearest.
    pairs.sort_by_key(|&(unsure, distance, from, to)| (unsure, distance, from.index, to.index));
    pairs.into_iter().find_map(|(unsure, _, from, to)| {
        let (holds, explanation) = run(change, from, to)?;
        let (holds, reversed) = (holds.0, holds.1);
        (holds || !unsure && !reversed).then(|| finding(&[change, from, to], check, holds, explanation))
    })
}

/// Whether the sentence of a figure has levels, of such a unit as these, beside these.
fn has_others(items: &[Item<'_>], figure: &Item<'_>, these: &[&Item<'_>]) -> bool {
    let such = |i: &Item<'_>| these.iter().any(|t| i.claim.unit.factor_to(&t.claim.unit).is_some());
    let other = |i: &&Item<'_>| i.index != figure.index && these.iter().all(|t| t.index != i.index);
    let here = items.iter().filter(|i| i.same_sentence(figure) && matches!(i.kind, Kind::Level | Kind::Share));
    here.filter(other).any(such)
}

/// Whether a clause begins in these words that may speak of something else: "…, and trading volume fell by …".
fn is_new_clause(between: &str) -> bool {
    const JOINTS: &[&str] =
        &["and", "while", "whereas", "but", "as", "although", "though", "due", "driven", "because", "thanks"];
    between.contains(';') || plain_words(between).iter().any(|w| JOINTS.contains(&w.as_str()))
}

/// Whether the change runs from one level to the other, and whether that is sure.
fn bound(change: &Item<'_>, from: &Item<'_>, to: &Item<'_>) -> Option<bool> {
    let (start, end) = (from.claim.period?, to.claim.period?);
    if start.start() >= end.start() {
        return None;
    }
    let (base, at) = match (change.claim.base_period, change.claim.period) {
        (None, Some(period)) if period.is_range() && period.first().as_year().is_some() => {
            (Some(period.first()), Some(period.last()))
        }
        (base, period) => (base, period),
    };
    if at.is_some_and(|at| !at.same_days(&end)) {
        return None;
    }
    let usual = change.kind == Kind::Growth && end.years_before(1).is_some_and(|y| y.same_days(&start));
    match base {
        Some(base) => (base.same_days(&start) && at.is_some()).then_some(true),
        None if usual && at.is_some() => Some(true),
        None => (change.same_sentence(from) && change.same_sentence(to)).then_some(false),
    }
}

/// The sum of a from-to, whether the change agrees with it, and whether it does with its sign turned. Nothing grows by
/// percent from zero or less.
fn run(change: &Item<'_>, from: &Item<'_>, to: &Item<'_>) -> Option<((bool, bool), String)> {
    let (a, first) = from.in_unit_of(to)?;
    if change.kind != Kind::Change && first <= Decimal::ZERO {
        return None;
    }
    let (b, last) = (to.interval, to.value);
    let percent = |i: Interval| i.shift(Decimal::NEGATIVE_ONE)?.scale(Decimal::ONE_HUNDRED);
    let one = |x: Decimal| Interval::point(x);
    let way = format!("{} to {}", from.number(), to.number());
    let (range, exact, said) = match change.kind {
        Kind::Growth => {
            let of = |a: &Interval, b: &Interval| percent(b.div(a)?);
            (of(&a, &b)?, of(&one(first), &one(last))?, "%")
        }
        Kind::AverageGrowth => {
            let years = years(&from.claim.period?, &to.claim.period?)?;
            let of = |a: &Interval, b: &Interval| percent(b.div(a)?.root(years)?);
            (of(&a, &b)?, of(&one(first), &one(last))?, "% a year")
        }
        Kind::Ratio => (b.div(&a)?, one(last).div(&one(first))?, "times"),
        _ => {
            // Percentages differ by points.
            let unit = if to.claim.unit.is_percent() { Unit::points() } else { to.claim.unit.clone() };
            let factor = unit.factor_to(&change.claim.unit)?;
            (b.sub(&a)?.scale(factor)?, one(last).sub(&one(first))?.scale(factor)?, change.claim.unit.code())
        }
    };
    let exact = exact.low()?;
    let sign = if exact > Decimal::ZERO && change.kind != Kind::Ratio { "+" } else { "" };
    let shown = match change.kind {
        Kind::Growth | Kind::AverageGrowth => format!("{:.1}", exact.round_dp(1)),
        _ => explain::number(exact.round_sf(4).unwrap_or(exact)),
    };
    let explanation = format!("{way} is {sign}{shown} {said}, the text says {}", change.said());
    let turned = change.kind != Kind::Ratio && range.meets(&change.interval.negate());
    Some(((range.meets(&change.interval), turned), explanation))
}

fn years(from: &Period, to: &Period) -> Option<u32> {
    let years = to.end().year().checked_sub(from.end().year())?;
    let aligned = from.years_before(years.checked_neg()?)?.same_days(to);
    u32::try_from(years).ok().filter(|&n| n > 0 && aligned)
}

/// "X, accounting for Z % of Y": part, whole and share.
///
/// Condition: part and share have the same measure, parties and period, the whole's measure is the one that the share
/// names as its whole, of the same period, the three have one modality and stand near each other. A whole that is only called by a near
/// name is reported where it fits, and so is what has other levels beside it in the share's sentence.
fn share(share: &Item<'_>, items: &[Item<'_>]) -> Option<Finding> {
    let named = share.claim.whole.as_ref().filter(|_| share.kind == Kind::Share)?;
    let asked = read_whole(&named.text, |_| share.entity.clone());
    let entity = asked.entity.or_else(|| share.entity.clone());
    let same_time = |i: &Item<'_>| i.claim.period.is_some() && i.claim.period == share.claim.period;
    let beside = |i: &Item<'_>| i.same_modality(share) && same_time(i) && i.distance(share) <= NEAR;
    let levels = || items.iter().filter(|i| i.kind == Kind::Level && beside(i));
    let mut found: Vec<(bool, usize, Finding)> = Vec::new();
    for part in levels().filter(|p| p.same_series(share)) {
        for whole in levels().filter(|w| w.index != part.index && w.counterpart.is_none()) {
            let Some(measure) = &whole.measure else { continue };
            let same_entity = entity.as_ref().zip(whole.entity.as_ref()).is_some_and(|(a, b)| a.key() == b.key());
            let score = if asked.measure.is_empty() { 0 } else { alike(&asked.measure, measure) };
            if !same_entity || score < 75 || is_narrower(whole, part) {
                continue;
            }
            let Some((value, exact)) = ratio(part, whole) else { continue };
            let holds = value.meets(&share.interval);
            if holds || score >= SAME && !has_others(items, share, &[part, whole]) {
                let explanation = format!(
                    "{} / {} is {:.1} %, the text says {}",
                    part.number(),
                    whole.number(),
                    exact.round_dp(1),
                    share.said()
                );
                let distance = part.distance(share) + whole.distance(share);
                found.push((!holds, distance, finding(&[share, part, whole], "share", holds, explanation)));
            }
        }
    }
    found.into_iter().min_by_key(|(fails, distance, f)| (*fails, *distance, f.claims.clone())).map(|(_, _, f)| f)
}

/// Whether what is taken for the whole cannot be one: it is the part's own series or one within it, or it is less.
fn is_narrower(whole: &Item<'_>, part: &Item<'_>) -> bool {
    let (Some(a), Some(b)) = (&whole.measure, &part.measure) else { return false };
    let within = a.flow == b.flow && b.words.iter().all(|w| a.words.contains(w));
    let same = |a: &Option<EntityName>, b: &Option<EntityName>| {
        a.as_ref().map(EntityName::key) == b.as_ref().map(EntityName::key)
    };
    let less = part.in_unit_of(whole).is_some_and(|(_, value)| value > whole.value);
    less || within && same(&whole.entity, &part.entity) && same(&whole.counterpart, &part.counterpart)
}

/// Part by whole in percent, as an interval and as the plain quotient.
fn ratio(part: &Item<'_>, whole: &Item<'_>) -> Option<(Interval, Decimal)> {
    let (interval, value) = part.in_unit_of(whole)?;
    let percent = interval.div(&whole.interval)?.scale(Decimal::ONE_HUNDRED)?;
    let exact = value.checked_div(whole.value)?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some((percent, exact))
}

/// Exports and imports against their balance or their sum.
///
/// Condition: three levels of one measure but for the direction, of the same parties, period and modality.
fn flows(third: &Item<'_>, items: &[Item<'_>]) -> Option<Finding> {
    let measure = third.measure.as_ref().filter(|_| third.kind == Kind::Level)?;
    let flow = measure.flow?;
    let side = |flow: Flow| {
        items.iter().find(|i| {
            let same = i.measure.as_ref().is_some_and(|m| *m == measure.with_flow(flow));
            same && i.kind == Kind::Level
                && i.same_parties(third)
                && i.claim.period.is_some()
                && i.claim.period == third.claim.period
                && i.same_modality(third)
                && i.claim.unit.factor_to(&third.claim.unit).is_some()
        })
    };
    let (exports, imports) = (side(Flow::Export)?, side(Flow::Import)?);
    let (a, x) = exports.in_unit_of(third)?;
    let (b, m) = imports.in_unit_of(third)?;
    let (check, sign, result, exact) = match flow {
        Flow::Surplus | Flow::Balance => ("balance", "-", a.sub(&b)?, x.checked_sub(m)?),
        Flow::Deficit => ("balance", "-", b.sub(&a)?, m.checked_sub(x)?),
        Flow::Trade => ("trade", "+", a.add(&b)?, x.checked_add(m)?),
        Flow::Export | Flow::Import => return None,
    };
    let (first, second) = if flow == Flow::Deficit { (imports, exports) } else { (exports, imports) };
    let explanation = format!(
        "{} {sign} {} is {}, the text says {}",
        first.number(),
        second.number(),
        explain::amount(exact, &third.claim.unit),
        third.said()
    );
    Some(finding(&[third, exports, imports], check, result.meets(&third.interval), explanation))
}

#[cfg(test)]
mod tests;
