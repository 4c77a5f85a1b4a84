//! The Chinese names of units: `units.tsv` beside this file, ready for look-up at a place in a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::chars::{at, gap, reads};
use crate::quantity::unit::Unit;

const TABLE: &str = include_str!("units.tsv");

/// How a unit stands to its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    /// It belongs to the value mention.
    Unit,
    /// It is what is counted.
    Noun,
    /// It stands between the number and what is counted.
    Classifier,
}

/// A name of a unit.
#[derive(Debug)]
pub(super) struct Name {
    pub text: &'static str,
    pub unit: Unit,
    pub factor: Decimal,
    pub role: As,
    /// Whether it stands before its number too: 人民币50元.
    pub leads: bool,
    not: &'static str,
}

/// Names by their first character, the longest first.
static NAMES: LazyLock<HashMap<char, Vec<Name>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<Name>> = HashMap::new();
    for [code, _, factor, role, names, not] in rows() {
        let (Ok(unit), Ok(factor)) = (Unit::parse(code), Decimal::from_str_exact(factor)) else { continue };
        let role = match role {
            "noun" => As::Noun,
            "classifier" => As::Classifier,
            _ => As::Unit,
        };
        for written in names.split('|') {
            let name = written.strip_prefix('<').unwrap_or(written);
            let Some(first) = name.chars().next() else { continue };
            let leads = written.len() > name.len();
            all.entry(first).or_default().push(Name { text: name, unit: unit.clone(), factor, role, leads, not });
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for names in all.values_mut() {
        names.sort_by_key(|name| std::cmp::Reverse(name.text.len()));
    }
    all
});

fn rows() -> impl Iterator<Item = [&'static str; 6]> {
    TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| {
        let mut cells = line.split('\t').map(|cell| match cell.trim() {
            "-" => "",
            cell => cell,
        });
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}

/// Units that stand in no other table: code, and what one of it is in other codes.
pub(in crate::quantity) fn defined() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows().filter(|row| !row[1].is_empty()).map(|row| (row[0], row[1]))
}

/// The name that starts at byte `i`, and where it ends.
pub(super) fn name(text: &str, i: usize) -> Option<(&'static Name, usize)> {
    NAMES.get(&at(text, i)?)?.iter().find_map(|name| {
        let end = reads(text, i, name.text)?;
        let other = !name.not.is_empty() && at(text, end).is_some_and(|c| name.not.contains(c));
        (!other).then_some((name, end))
    })
}

/// The name that stands before its number at byte `i`, and where the number would be.
pub(super) fn leading(text: &str, i: usize) -> Option<(&'static Name, usize)> {
    let (name, end) = NAMES.get(&at(text, i)?)?.iter().filter(|name| name.leads).find_map(|name| {
        let end = reads(text, i, name.text)?;
        Some((name, end))
    })?;
    Some((name, gap(text, end)))
}

/// Whether a name starts here: 千 of 千瓦 and 百 of 百分点 are no scales.
pub(super) fn starts(text: &str, i: usize) -> bool {
    name(text, i).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_names_a_unit_once() {
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!(Unit::parse(row[0]).is_ok(), "{} is no unit", row[0]);
            assert!(row[2].parse::<Decimal>().is_ok(), "{} has no factor", row[0]);
            assert!(["unit", "noun", "classifier"].contains(&row[3]), "{} is a {:?}", row[0], row[3]);
            for name in row[4].split('|') {
                assert!(seen.insert(name.trim_start_matches('<')), "{name} stands twice");
            }
        }
    }

    #[test]
    fn the_longest_name_is_taken() {
        for (text, code) in
            [("千瓦时", "kW.h"), ("千瓦", "kW"), ("元人民币", "CNY"), ("人次", "{person-time}"), ("亩", "{mu}")]
        {
            let (name, end) = name(text, 0).unwrap();
            assert_eq!((name.unit.code(), end), (code, text.len()), "{text}");
        }
        for text in ["元素", "成立", "年级"] {
            assert!(name(text, 0).is_none(), "{text}");
        }
    }
}
