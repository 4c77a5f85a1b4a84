//! The tables of units and currencies: codes, what they are in other codes, and the words that name them in text.
//!
//! `units.tsv` and `currencies.tsv` hold one row a unit; a new unit is a new row. They are read once. Chinese names,
//! and the units that only Chinese has, stand in `chinese/units.tsv`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use iso_currency::IntoEnumIterator;
use rust_decimal::Decimal;

use super::code::parse;
use super::unit::{Parts, Unit};

const UNITS: &str = include_str!("units.tsv");
const CURRENCIES: &str = include_str!("currencies.tsv");

/// UCUM's metric prefixes: symbol, name, power of ten.
pub(super) const PREFIXES: &[(&str, &str, i32)] = &[
    ("Z", "zetta", 21),
    ("E", "exa", 18),
    ("P", "peta", 15),
    ("T", "tera", 12),
    ("G", "giga", 9),
    ("M", "mega", 6),
    ("k", "kilo", 3),
    ("h", "hecto", 2),
    ("da", "deca", 1),
    ("d", "deci", -1),
    ("c", "centi", -2),
    ("m", "milli", -3),
    ("u", "micro", -6),
    ("μ", "micro", -6),
    ("µ", "micro", -6),
    ("n", "nano", -9),
    ("p", "pico", -12),
    ("f", "femto", -15),
    ("a", "atto", -18),
];

/// Nouns for people at large: rates per person and per inhabitant are the same rates.
const PEOPLE: &[&str] =
    &["person", "inhabitant", "resident", "citizen", "capita", "head", "individual", "people", "population", "human"];

/// Whether a noun means people at large.
pub(super) fn is_people(noun: &str) -> bool {
    PEOPLE.contains(&noun)
}

/// Nouns for people in some part: counts of them may be said of persons too.
const SOME_PEOPLE: &[&str] = &[
    "adult",
    "american",
    "child",
    "consumer",
    "customer",
    "death",
    "employee",
    "farmer",
    "fatality",
    "job",
    "member",
    "migrant",
    "passenger",
    "patient",
    "pensioner",
    "pupil",
    "refugee",
    "student",
    "subscriber",
    "taxpayer",
    "teacher",
    "tourist",
    "traveller",
    "user",
    "visitor",
    "voter",
    "worker",
];

/// Currencies that ISO 4217 has withdrawn and old news still writes.
const WITHDRAWN: &[&str] = &[
    "ANG", "ARA", "ATS", "BEF", "BRC", "BRE", "CSK", "CYP", "DDM", "DEM", "ECS", "EEK", "ESP", "FIM", "FRF", "GRD",
    "HRK", "IEP", "ITL", "LTL", "LUF", "LVL", "MTL", "NLG", "PEI", "PTE", "SIT", "SKK", "SUR", "VEF", "XEU", "YUM",
    "ZWL",
];

/// Whether `code` is a currency of ISO 4217, withdrawn ones included.
pub(super) fn is_currency(code: &str) -> bool {
    code.len() == 3
        && code.bytes().all(|b| b.is_ascii_uppercase())
        && (iso_currency::Currency::from_code(code).is_some() || WITHDRAWN.contains(&code))
}

/// The codes of ISO 4217 that name money; funds, metals and test codes are left out.
pub(super) fn iso_codes() -> impl Iterator<Item = String> {
    iso_currency::Currency::iter().map(|currency| currency.code().to_owned()).filter(|code| !code.starts_with('X'))
}

/// Whether two nouns of a count may speak of the same people.
pub(super) fn same_people(a: &str, b: &str) -> bool {
    let general = |noun: &str| PEOPLE.contains(&noun);
    let some = |noun: &str| SOME_PEOPLE.contains(&noun);
    (general(a) && (general(b) || some(b))) || (some(a) && general(b))
}

/// A row of `units.tsv`.
pub(super) struct Row {
    pub code: &'static str,
    pub is: &'static str,
    pub prefixes: &'static str,
    pub names: &'static str,
    pub symbols: &'static str,
}

/// A row of `currencies.tsv`.
pub(super) struct Money {
    pub code: &'static str,
    pub names: &'static str,
    pub symbols: &'static str,
    pub minor: &'static str,
    pub bare: &'static str,
}

fn lines(table: &'static str) -> impl Iterator<Item = [&'static str; 5]> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| {
        let mut cells = line.split('\t').map(|cell| match cell.trim() {
            "-" => "",
            cell => cell,
        });
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}

pub(super) fn rows() -> impl Iterator<Item = Row> {
    let chinese = super::chinese::defined().map(|(code, is)| Row { code, is, prefixes: "", names: "", symbols: "" });
    lines(UNITS).map(|[code, is, prefixes, names, symbols]| Row { code, is, prefixes, names, symbols }).chain(chinese)
}

pub(super) fn currencies() -> impl Iterator<Item = Money> {
    lines(CURRENCIES).map(|[code, names, symbols, minor, bare]| Money { code, names, symbols, minor, bare })
}

/// The single units by code, each resolved to base units.
static ATOMS: LazyLock<BTreeMap<&'static str, (Parts, bool)>> = LazyLock::new(|| {
    let mut atoms: BTreeMap<&'static str, (Parts, bool)> = BTreeMap::new();
    // A row may stand before the rows that define it, so those left over are tried again until none gets further.
    let mut left: Vec<Row> = rows().collect();
    loop {
        let before = left.len();
        left.retain(|row| match define(row, &atoms) {
            Some(parts) => {
                // What the code spells out takes its prefix inside: km2 is no kilo-m2.
                atoms.insert(row.code, (parts, !row.prefixes.is_empty() && row.is != "="));
                false
            }
            None => true,
        });
        if left.is_empty() || left.len() == before {
            return atoms;
        }
    }
});

fn define(row: &Row, atoms: &BTreeMap<&'static str, (Parts, bool)>) -> Option<Parts> {
    let known = |symbol: &str| prefixed_atom(symbol, atoms);
    match row.is.split_once(' ') {
        None if row.is == "base" => Some(Parts::base(row.code, row.code.trim_matches(['{', '}']))),
        None if row.is == "=" => Some(parse(row.code, &known).ok()?.named(row.code)),
        Some((factor, of)) => {
            let mut parts = parse(of.trim(), &known).ok()?;
            parts.times(factor.parse().ok()?)?;
            Some(parts.named(row.code))
        }
        None => None,
    }
}

fn prefixed_atom(symbol: &str, atoms: &BTreeMap<&'static str, (Parts, bool)>) -> Option<Parts> {
    if let Some((parts, _)) = atoms.get(symbol) {
        return Some(parts.clone());
    }
    // The prefix of an annotation stands inside the braces: {EFLOPS}.
    let (open, inner) = symbol.strip_prefix('{').map_or(("", symbol), |inner| ("{", inner));
    PREFIXES.iter().find_map(|(prefix, _, power)| {
        let rest = inner.strip_prefix(prefix)?;
        let (parts, metric) = atoms.get(format!("{open}{rest}").as_str())?;
        if *metric { parts.clone().prefixed(*power) } else { None }
    })
}

/// The single unit with this symbol, prefix included.
pub(super) fn atom(symbol: &str) -> Option<Parts> {
    if symbol == "1" {
        return Some(Parts::number("1", Decimal::ONE, Decimal::ONE));
    }
    if is_currency(symbol) {
        return Some(Parts::base(symbol, symbol));
    }
    prefixed_atom(symbol, &ATOMS)
}

/// Units of the table that are asked for again and again, made once.
static INTERNED: LazyLock<HashMap<&'static str, Unit>> = LazyLock::new(|| {
    let codes = rows().map(|row| row.code).chain(currencies().map(|money| money.code));
    codes.filter_map(|code| Some((code, Unit::parse_new(code).ok()?))).collect()
});

/// The unit with this code if the table holds it as it stands.
pub(super) fn interned(code: &str) -> Option<Unit> {
    INTERNED.get(code).cloned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_resolves_and_stands_once() {
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!(ATOMS.contains_key(row.code), "{} is defined by something unknown", row.code);
            assert!(seen.insert(row.code), "{} stands twice", row.code);
        }
        for money in currencies() {
            assert!(is_currency(money.code), "{} is no currency", money.code);
            assert!(seen.insert(money.code), "{} stands twice", money.code);
        }
    }
}
