//! Positions among a table's entities.
//!
//! A position is only as good as the table is whole. It counts as whole if a total row leaves less than the ranked value
//! unaccounted for, so that nobody missing can stand above, and as likely whole if it holds some more entities than the
//! rank needs. Rows that surely stand above refute a better rank whatever is missing; a worse one is refuted only by a
//! table that is whole, or holds ten entities and two more than the rank.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Answer;
use crate::check::explain;
use crate::check::formula::{self, Args};
use crate::check::search::{Hit, Search, is_aggregate};
use crate::facts::{EntityKind, EntityName, RowId, plain_words};
use crate::label::Kind;
use crate::quantity::{Interval, Unit};

/// With fewer entities than this a table is no ranking.
const FEWEST: usize = 5;

/// With so many, and two more than the rank, it is taken for one.
const MANY: usize = 10;

/// Words of a rank that counts from the bottom.
const FROM_BELOW: &[&str] =
    &["lowest", "smallest", "least", "fewest", "poorest", "cheapest", "slowest", "weakest", "shortest"];

pub(super) fn rank(search: &Search<'_, '_>) -> Vec<Answer> {
    let own = search.find(&search.want(&[(Kind::Level, 100)]));
    own.into_iter().filter(|h| h.identity.may_support()).filter_map(|hit| position(&hit, search)).collect()
}

fn position(own: &Hit, search: &Search<'_, '_>) -> Option<Answer> {
    let claimed = search.question.claim.figure.high();
    let from_below = plain_words(&search.question.claim.text).iter().any(|w| FROM_BELOW.contains(&w.as_str()));
    let (rivals, total) = field(own, search);
    let sign = |interval: Interval| if from_below { interval.negate() } else { interval };
    let mine = sign(own.interval());
    let sum = rivals.iter().try_fold(own.fact.value, |sum, rival| sum.checked_add(rival.fact.value))?;
    let ranked_values: Vec<Interval> =
        std::iter::once(mine).chain(rivals.iter().map(|rival| sign(rival.interval()))).collect();
    let value = formula::rank(&ranked_values, Args::default())?;
    let surely = value.low()?;
    let mut above: Vec<Hit> =
        rivals.iter().filter(|rival| sign(rival.interval()).low() > mine.high()).cloned().collect();
    let rest = total.and_then(|t| t.checked_sub(sum));
    let proven = !from_below && rest.is_some_and(|rest| rest >= Decimal::ZERO && Some(rest) < own.interval().low());
    let needed = usize::try_from(claimed).unwrap_or(usize::MAX).saturating_add(2).max(FEWEST);
    let many = rivals.len() + 1 >= needed.max(MANY);
    let surely_worse = surely > claimed;
    if !proven && !surely_worse && rivals.len() + 1 < needed {
        return None;
    }
    above.sort_by_key(|h| (Reverse(sign(Interval::point(h.fact.value)).low()), h.row));
    let letters = (0..=above.len()).map(explain::letter).collect::<Vec<_>>();
    let names: Vec<String> =
        above.iter().map(|h| format!("{} {}", ranked(h, search, own), explain::value(&h.fact))).collect();
    let standing = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let mut rows = vec![own.clone()];
    rows.extend(above);
    Some(Answer {
        value,
        possible: value,
        expected: surely,
        unit: Unit::one(),
        identity: own.identity,
        derivation: format!("rank({})", letters.join(", ")),
        working: format!("{} among {} of the table, above it: {standing}", explain::value(&own.fact), rivals.len() + 1),
        rows,
        decisive: proven || surely_worse || many,
    })
}

/// The name that a row is ranked under: the partner where partners are ranked, else the entity.
fn ranked(hit: &Hit, search: &Search<'_, '_>, own: &Hit) -> String {
    let name = if by_partner(own, search) { search.table.counterpart(hit.row) } else { None };
    name.unwrap_or_else(|| search.table.entity(hit.row)).id.clone()
}

fn by_partner(own: &Hit, search: &Search<'_, '_>) -> bool {
    search.table.counterpart(own.row).is_some()
}

/// The rows that `own` is ranked among, and the total of all where the table has it.
fn field(own: &Hit, search: &Search<'_, '_>) -> (Vec<Hit>, Option<Decimal>) {
    let table = search.table;
    let partners = by_partner(own, search);
    let who = |row: RowId| if partners { table.counterpart(row) } else { Some(table.entity(row)) };
    let Some(me) = who(own.row) else { return (Vec::new(), None) };
    let fits = |&row: &RowId| {
        row != own.row
            && if partners { table.entity(row) == table.entity(own.row) } else { table.counterpart(row).is_none() }
    };
    let rows: BTreeSet<RowId> = search.beside_in_time(own).into_iter().filter(fits).collect();
    let is_total =
        |row: &RowId| if partners { table.counterpart(*row).is_none() } else { table.entity(*row).is_world() };
    let total = rows.iter().find(|i| is_total(i)).map(|&i| table.fact(i).value);
    let candidates: Vec<(RowId, &EntityName)> =
        rows.iter().filter(|i| !is_total(i)).filter_map(|&i| Some((i, who(i)?))).collect();
    // Partners are ranked with blocs among them, and then without the blocs' members; all else country by country.
    let in_bloc = |name: &EntityName| {
        let blocs = candidates.iter().map(|(_, n)| *n).chain([me]).filter(|n| n.kind == EntityKind::Bloc);
        blocs.into_iter().any(|bloc| name.is_member_of(bloc, &own.fact.period))
    };
    let blocs_count = me.kind == EntityKind::Bloc || partners && !in_bloc(me);
    let stands = |name: &EntityName| match name.kind {
        EntityKind::Bloc => blocs_count,
        _ if is_aggregate(name) => false,
        EntityKind::Region => me.kind == EntityKind::Region,
        _ => !(blocs_count && in_bloc(name)),
    };
    let kept = candidates.iter().filter(|(_, name)| *name != me && stands(name));
    // Of one entity one row: the first.
    let mut seen = BTreeSet::new();
    let once = kept.filter(|(_, name)| seen.insert(name.key())).map(|&(i, _)| i);
    let hits = once.map(|row| search.beside(own, row)).collect();
    (hits, total)
}
