//! Amounts in another currency, by an exchange rate of the same time that the tables hold.

use rust_decimal::Decimal;

use super::{Answer, bound, neat, short};
use crate::check::explain;
use crate::check::identity::Identity;
use crate::check::search::{Hit, Search};
use crate::facts::{MeasureName, RowId};
use crate::label::Kind;
use crate::quantity::{Interval, Period, Unit};

/// A text rarely says by which day's rate it converts, and rates move within a year: so far beyond its interval a
/// converted amount may lie, in percent, before it refutes.
const SLACK: i64 = 3;

pub(super) fn converted(search: &Search<'_, '_>) -> Vec<Answer> {
    let claim = search.question.claim;
    if !claim.unit.is_currency() {
        return Vec::new();
    }
    let kinds: &'static [(Kind, u8)] =
        if search.question.kind == Kind::Change { &[(Kind::Change, 90)] } else { &[(Kind::Level, 90)] };
    let other = |hit: &Hit| hit.fact.unit.is_currency() && hit.fact.unit != claim.unit && hit.identity.may_support();
    let amounts = search.find(&search.want(kinds)).into_iter().filter(other);
    amounts.filter_map(|hit| convert(hit, &claim.unit, search)).collect()
}

fn convert(amount: Hit, to: &Unit, search: &Search<'_, '_>) -> Option<Answer> {
    let from = &amount.fact.unit;
    let (row, divide) = rate(search, from, to, &amount.fact.period)?;
    let rate = Hit { row, fact: search.table.fact(row), identity: Identity::SAME, mirrored: false };
    let combine = |a: &Interval, b: &Interval| if divide { a.div(b) } else { a.mul(b) };
    let expected = combine(&amount.value(), &rate.value())?.low()?;
    let value = combine(&amount.interval(), &rate.interval())?;
    let slack = expected.abs().checked_mul(Decimal::new(SLACK, 2))?;
    let sign = if divide { "/" } else { "×" };
    let shown = amount.value().low()?;
    let decisive = bound(&amount.fact).is_none();
    Some(Answer {
        value,
        expected: neat(expected),
        unit: to.clone(),
        identity: amount.identity,
        working: format!(
            "{} {sign} {} = {}",
            explain::amount(shown, &amount.fact.unit),
            rate.fact.value.normalize(),
            explain::amount(short(expected), to)
        ),
        rows: vec![amount, rate],
        derivation: if divide { "a / fx(b)" } else { "a * fx(b)" }.to_owned(),
        possible: value.add(&Interval::new(-slack, slack))?,
        decisive,
    })
}

/// The row with the rate between two currencies for a period, and whether an amount is divided by it.
///
/// A rate of the very period is taken before one of a longer period around it, and the shorter of those first.
fn rate(search: &Search<'_, '_>, from: &Unit, to: &Unit, period: &Period) -> Option<(RowId, bool)> {
    let table = search.table;
    let direct = to.per(from);
    let inverse = from.per(to);
    let mut found: Vec<(RowId, bool)> = Vec::new();
    for measure in table.measures_like(&MeasureName::parse("exchange rate")) {
        for series in table.series_of(measure) {
            let Some(common) = table.series(series).filter(|s| s.kind == Kind::Level) else { continue };
            let divide = *common.unit != direct;
            if divide && *common.unit != inverse {
                continue;
            }
            let around = table.observations(series, measure).into_iter().filter(|o| o.period.contains(period));
            let rows = around.map(|o| o.row).filter(|&row| search.is_active(row));
            found.extend(rows.filter(|&row| table.fact(row).value > Decimal::ZERO).map(|row| (row, divide)));
        }
    }
    found.into_iter().min_by_key(|&(i, _)| (table.period(i).days(), i))
}
