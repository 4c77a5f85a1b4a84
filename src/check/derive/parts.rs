//! Sums over parts: what a text names together, places that it names together, the members of a group.

use super::terms::{MOST_SERIES, Shape, Term};
use super::usable;
use crate::check::additivity::Additivity;
use crate::check::question::{Reading, When};
use crate::check::search::{Hit, Search, Want, is_aggregate};
use crate::facts::{EntityName, MeasureId, MeasureName, places_in};

/// Parts that the claim names together: "wind and solar power", "exports to France and Germany" of one place each.
pub(super) fn named(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let ways = of_measures(search, want, |_| false);
    let mut found: Vec<Term> = ways.iter().flat_map(|hits| together(Shape::Sum, hits)).collect();
    if let Some(close) = search.question.close.filter(|close| close.parts.len() > 1) {
        let of =
            |part: &Vec<(MeasureId, u8)>| usable(search, &Want { measures: Vec::new(), close: part, ..want.clone() });
        let hits: Vec<Vec<Hit>> = close.parts.iter().map(of).collect();
        found.extend(together(Shape::Sum, &hits));
    }
    found.extend(together(Shape::Sum, &of_places(search, want)).into_iter().filter(adds_up));
    found
}

/// The rows of each measure that the claim names together, in each way of reading its "and"; words that `skips` are no part
/// of their names.
pub(super) fn of_measures(
    search: &Search<'_, '_>,
    want: &Want<'_>,
    skips: impl Fn(&str) -> bool,
) -> Vec<Vec<Vec<Hit>>> {
    let named = |mut name: MeasureName| {
        name.words.retain(|word| !skips(word));
        let measures = vec![Reading { name, most: 100, sector: false }];
        usable(search, &Want { measures, close: &[], ..want.clone() })
    };
    let ways = search.question.claim.measure.iter().flat_map(|m| split(&m.text));
    ways.map(|names| names.into_iter().map(named).collect()).collect()
}

/// What is no amount does not add up over places.
fn adds_up(term: &Term) -> bool {
    term.rows.first().is_some_and(|hit| Additivity::of_fact(&hit.fact) != Additivity::Rate)
}

/// The rows of each place, where the claim names several as its entity: "Chile and Peru"; empty where it does not.
pub(super) fn of_places(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Vec<Hit>> {
    let claim = search.question.claim;
    let places: Vec<EntityName> =
        claim.entity.iter().flat_map(|m| places_in(&m.text)).map(|(_, place)| place).collect();
    if places.len() < 2 { Vec::new() } else { places.iter().map(|place| at(search, want, place)).collect() }
}

fn at(search: &Search<'_, '_>, want: &Want<'_>, place: &EntityName) -> Vec<Hit> {
    usable(search, &Want { entity: Some((place.clone(), 100)), ..want.clone() })
}

/// The members of a group that has no row of its own, all of them.
///
/// Who belongs to a group changes, and trade within it is in the sum, so that it refutes nothing.
pub(super) fn members(search: &Search<'_, '_>, want: &Want<'_>) -> Vec<Term> {
    let Some((group, _)) = want.entity.as_ref().filter(|(e, _)| is_aggregate(e) && !e.is_world()) else {
        return Vec::new();
    };
    let When::At(time) = want.when else { return Vec::new() };
    let members = group.members(&time);
    if members.len() < 2 || !usable(search, want).is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Vec<Hit>> = Vec::new();
    for member in &members {
        let rows = at(search, want, member);
        if rows.is_empty() {
            return Vec::new();
        }
        hits.push(rows);
    }
    let mut terms = together(Shape::Sum, &hits);
    terms.retain(adds_up);
    for term in &mut terms {
        term.decisive = false;
    }
    terms
}

/// One term for each of the first part's rows that all other parts have the like of.
pub(super) fn together(shape: Shape, parts: &[Vec<Hit>]) -> Vec<Term> {
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
        Term::new(shape, rows)
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
pub(in crate::check) fn single(text: &str) -> Vec<(String, String)> {
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
