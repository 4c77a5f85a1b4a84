//! Two Chinese numbers that belong together: 5至7元, 30%-40%, 3万到5万元.

use super::chars::{any, gap, gap_before};
use super::numeral::{self, Numeral};
use super::value::{Measured, bare, finish, measured, multiple, paid, part};
use super::{cue, exclude};
use crate::quantity::number::Figure;
use crate::quantity::scan::Quantity;
use crate::quantity::unit::Unit;
use crate::span::Span;

const JOINTS: &[&str] = &["至", "到", "——", "—", "-", "–", "－", "~", "～", "〜"];

/// 5至7元, 30%-40%, 3万到5万元: one quantity with two ends, or `Some(None)` where two numbers are no quantity (dates,
/// scores); nothing where the first number stands for itself.
#[expect(clippy::option_option, reason = "the outer says whether two numbers are joined at all")]
pub(super) fn read(text: &str, start: usize, low: &Numeral, money: Option<&Unit>) -> Option<Option<Quantity>> {
    let own = match money {
        Some(unit) => paid(text, low, unit).filter(|own| own.end > low.end),
        None => measured(text, low).or_else(|| multiple(text, low)),
    };
    let own_end = own.as_ref().map_or(low.end, |own| own.noun.map_or(own.end, |noun| noun.end));
    let (from, joint) = any(text, own_end, JOINTS).or_else(|| any(text, gap(text, own_end), JOINTS))?;
    let from = gap(text, from);
    let high = numeral::read(text, from).ok().filter(|high| high.start == from)?;
    // 2020-2024年, 1至11月
    if exclude::dated(text, &high) && (own.is_none() || exclude::dated(text, low)) {
        return Some(None);
    }
    let (Some(a), Some(b)) = (low.number(), high.number()) else { return None };
    let mut unit = match money {
        Some(unit) => paid(text, &high, unit),
        None => measured(text, &high).or_else(|| multiple(text, &high)).or_else(|| part(text, &high)),
    };
    if unit.is_none() && own.is_none() {
        let digits = low.plain.is_some() && high.plain.is_some();
        let scaled = high.scaled && !matches!(joint, "到");
        if !scaled {
            // 3-2, 2025-11: scores, dates, telephone numbers.
            return (digits && !matches!(joint, "至" | "到")).then_some(None);
        }
        unit = bare(text, &high);
    }
    let unit = unit?;
    let b = match unit.figure {
        Figure::Point(point) => point,
        Figure::Range { .. } => b,
    };
    let factor = unit.factor;
    let a = match own {
        // 5元到7元
        Some(ref first) => {
            let Figure::Point(a) = first.figure else { return None };
            if first.unit != unit.unit {
                return None;
            }
            a
        }
        None if !low.scaled && high.scaled && a.value < high.value() => {
            a.scaled(high.scale).filter(|a| a.value <= high.value()).unwrap_or(a).scaled(factor)?
        }
        None => a.scaled(factor)?,
    };
    let led = ["从", "從", "由", "自"].iter().any(|word| {
        let head = gap_before(text, cue::ahead(text, start).map_or(start, |(_, span)| span.start));
        text.get(..head).is_some_and(|head| head.ends_with(word))
    });
    if a.value >= b.value || led {
        // 从3%到5%: two values, each for itself; the first has its unit from the second.
        let same = Measured { figure: Figure::Point(a), end: low.end, noun: None, cue: None, ..unit };
        return (own.is_none() && led).then(|| Some(finish(text, start, low.span(), same)));
    }
    let number = Span::new(low.start, high.end.max(low.end));
    let unit = Measured { figure: Figure::Range { low: a, high: b }, ..unit };
    Some(Some(finish(text, start, number, unit)))
}
