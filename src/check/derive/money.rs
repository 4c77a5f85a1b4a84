//! Amounts in another currency, by an exchange rate of the same time that the tables hold.

use rust_decimal::Decimal;

use super::terms::{Shape, Term};
use super::{Answer, usable};
use crate::check::identity::Identity;
use crate::check::search::{Hit, Search, Want};
use crate::facts::{MeasureName, RowId};
use crate::label::Kind;
use crate::quantity::{Period, Unit};

/// A text rarely says by which day's rate it converts, and rates move within a year: so far beyond its interval a
/// converted amount may lie, in percent, before it refutes.
const SLACK: i64 = 3;

/// Amounts in the claim's currency, of levels or, for a change, of rows that are changes.
pub(super) fn converted(search: &Search<'_, '_>) -> Vec<Answer> {
    let kinds: &'static [(Kind, u8)] =
        if search.question.kind == Kind::Change { &[(Kind::Change, 90)] } else { &[(Kind::Level, 90)] };
    let terms = exchanged(search, &search.want(kinds));
    terms.into_iter().filter_map(|term| term.answer(search)).collect()
}

/// Amounts of rows in other currencies than the claim's.
pub(super) fn exchanged(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let to = &search.question.claim.unit;
    if !to.is_currency() {
        return Vec::new();
    }
    let other = |hit: &Hit| hit.fact.unit.is_currency() && hit.fact.unit != *to;
    usable(search, want).into_iter().filter(other).filter_map(|hit| exchange(hit, to, search)).collect()
}

fn exchange(amount: Hit, to: &Unit, search: &Search<'_, '_>) -> Option<Term> {
    let (row, shape) = rate(search, &amount.fact.unit, to, &amount.fact.period)?;
    let rate = Hit { row, fact: search.table.fact(row), identity: Identity::SAME, mirrored: false };
    let mut term = Term::new(shape, vec![amount, rate])?;
    term.unit = to.clone();
    term.with_slack(SLACK)
}

/// The row with the rate between two currencies for a period, and how it converts.
///
/// A rate of the very period is taken before one of a longer period around it, and the shorter of those first.
fn rate(search: &Search<'_, '_>, from: &Unit, to: &Unit, period: &Period) -> Option<(RowId, Shape)> {
    let table = search.table;
    let direct = to.per(from);
    let inverse = from.per(to);
    let mut found: Vec<(RowId, Shape)> = Vec::new();
    for measure in table.measures_like(&MeasureName::parse("exchange rate")) {
        for series in table.series_of(measure) {
            let Some(common) = table.series(series).filter(|s| s.kind == Kind::Level) else { continue };
            let shape = match common.unit {
                unit if *unit == direct => Shape::Converted,
                unit if *unit == inverse => Shape::ConvertedBack,
                _ => continue,
            };
            let around = table.observations(series, measure).into_iter().filter(|o| o.period.contains(period));
            let rows = around.map(|o| o.row).filter(|&row| search.is_active(row));
            found.extend(rows.filter(|&row| table.fact(row).value > Decimal::ZERO).map(|row| (row, shape)));
        }
    }
    found.into_iter().min_by_key(|&(i, _)| (table.period(i).days(), i))
}
