//! Two steps: growth, change, multiple, share and average growth of levels that several rows give together.

use super::lookup::fit;
use super::outcome::Outcome;
use super::pairs::{base_and_end, years_between};
use super::terms::{TERMS, Term, is_of_one_thing};
use super::{Answer, LEVELS};
use crate::check::question::{Reading, When};
use crate::check::search::{Hit, Search, Want};
use crate::quantity::Period;

/// Terms of each kind at one time, each with the term of the same series at another.
fn at_two_times(search: &Search<'_, '_>, end: &Period, base: &Period, sure: u8) -> Vec<(Term, Term)> {
    let at = |period: &Period| Want { when: When::At(*period), ..search.want(LEVELS) };
    let mut pairs = Vec::new();
    for find in TERMS {
        let now = find(search, &at(end));
        if now.is_empty() {
            continue;
        }
        let before = find(search, &at(base));
        for now in now {
            let Some(mut before) = before.iter().find(|term| alike(term, &now)).cloned() else { continue };
            before.identity.period = before.identity.period.min(sure);
            pairs.push((now, before));
        }
    }
    pairs
}

/// Whether two terms are of the same series.
fn alike(a: &Term, b: &Term) -> bool {
    let same = |(a, b): (&Hit, &Hit)| is_of_one_thing(a, b) && a.fact.counterpart == b.fact.counterpart;
    a.shape == b.shape && a.rows.iter().zip(&b.rows).all(same) && a.unit.factor_to(&b.unit).is_some()
}

/// Whether a row of the one is of the same measure and place as a row of the other.
fn alike_rows(a: &Term, b: &Term) -> bool {
    a.rows.iter().any(|a| b.rows.iter().any(|b| is_of_one_thing(a, b)))
}

/// The claim's time and its base, in terms.
fn over_time(search: &Search<'_, '_>) -> Vec<(Term, Term)> {
    let question = search.question;
    let When::At(end) = question.when else { return Vec::new() };
    if question.comparand.is_some() {
        return Vec::new();
    }
    let bases = question.bases_of(&end).into_iter();
    bases.flat_map(|(base, sure)| at_two_times(search, &end, &base, sure)).collect()
}

pub(super) fn growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = over_time(search).into_iter();
    pairs.filter_map(|(now, before)| fit(Outcome::Growth.of(&before, &now)?, search)).collect()
}

pub(super) fn change(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = over_time(search).into_iter();
    pairs.filter_map(|(now, before)| fit(Outcome::Difference.of(&now, &before)?, search)).collect()
}

pub(super) fn ratio(search: &Search<'_, '_>) -> Vec<Answer> {
    let pairs = over_time(search).into_iter();
    pairs.filter_map(|(now, before)| fit(Outcome::Ratio.of(&now, &before)?, search)).collect()
}

pub(super) fn average_growth(search: &Search<'_, '_>) -> Vec<Answer> {
    let Some((base, end)) = base_and_end(search.question) else { return Vec::new() };
    let Some(years) = years_between(&base, &end) else { return Vec::new() };
    let pairs = at_two_times(search, &end, &base, 100).into_iter();
    pairs.filter_map(|(now, before)| fit(Outcome::AverageGrowth(years).of(&before, &now)?, search)).collect()
}

/// A part or a whole that several rows give together; a part that is a row and its whole are `pairs`.
pub(super) fn share(search: &Search<'_, '_>) -> Vec<Answer> {
    let Some(whole) = search.question.whole.as_ref() else { return Vec::new() };
    let mut of_whole = search.want(LEVELS);
    of_whole.counterpart = None;
    of_whole.whole = None;
    if !whole.measure.is_empty() {
        of_whole.close = &[];
        of_whole.measures = vec![Reading { name: whole.measure.clone(), most: 100, sector: false }];
    }
    if let Some(entity) = &whole.entity {
        of_whole.entity = Some((entity.clone(), 100));
    }
    let part = Want { whole: None, ..search.want(LEVELS) };
    let rows = |want: &Want<'_>| super::usable(search, want).into_iter().filter_map(Term::row).collect::<Vec<_>>();
    let made = |want: &Want<'_>| TERMS.iter().flat_map(|find| find(search, want)).collect::<Vec<Term>>();
    let (part_rows, whole_rows) = (rows(&part), rows(&of_whole));
    let (parts, wholes) = (made(&part), made(&of_whole));
    let pairs = parts.iter().flat_map(|part| whole_rows.iter().chain(&wholes).map(move |whole| (part, whole)));
    let pairs = pairs.chain(part_rows.iter().flat_map(|part| wholes.iter().map(move |whole| (part, whole))));
    let same_time = |(part, whole): &(&Term, &Term)| match (part.rows.first(), whole.rows.first()) {
        // A sum over times has the time that was asked for, whatever its rows have.
        // What is summed up is no part of its own sum.
        _ if alike_rows(part, whole) => false,
        (Some(a), Some(b)) if part.shape == whole.shape => a.fact.period.same_days(&b.fact.period),
        (Some(_), Some(_)) => true,
        _ => false,
    };
    let answers = pairs.filter(same_time).filter_map(|(part, whole)| {
        let mut answer = Outcome::Share.of(part, whole)?;
        answer.identity = part.identity;
        let sure = whole.identity;
        answer.identity.whole = sure.measure.min(sure.entity).min(sure.counterpart);
        answer.identity.period = part.identity.period.min(sure.period);
        // Whether the parts are parts of that whole the table does not say.
        fit(answer, search)
    });
    answers.collect()
}
