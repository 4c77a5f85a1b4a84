//! Quantities with units: Recognizers-Text's English specs of money, dimensions, temperatures and ages.
//!
//! A spec lists what its own family finds, so only our quantities of that family are held against it, extras included.
//! Units named without a number ("to fahrenheit") are no values of ours and not asked for. Where their mention stops
//! before a rate ("500,000 barrels" of "500,000 barrels a day") ours may go on to it.

use figcheck::quantity::{Quantity, Unit, find_quantities};

use super::names::{Meant, meant};
use super::{Case, json, score, suite};

struct Expected {
    text: String,
    start: usize,
    end: usize,
    value: f64,
    unit: Meant,
}

fn expected(case: &serde_json::Value, dimension: bool) -> Vec<Expected> {
    let results = case["Results"].as_array().expect("results").iter();
    results
        .filter_map(|result| {
            let resolution = &result["Resolution"];
            let value = resolution["value"].as_str()?.parse().ok()?;
            let name = resolution["unit"].as_str().unwrap_or_default();
            let name = if name == "Pound" && !dimension { "pound sterling" } else { name };
            let name = if name == "Pound" { "pound-mass" } else { name };
            let at = |key: &str| usize::try_from(result[key].as_u64().unwrap_or(0)).unwrap_or(0);
            Some(Expected {
                text: result["Text"].as_str().unwrap_or_default().to_owned(),
                start: at("Start"),
                end: at("End") + 1,
                value,
                unit: meant(name),
            })
        })
        .collect()
}

/// The part of a unit above its stroke.
fn above(unit: &Unit) -> Unit {
    unit.code().split_once('/').and_then(|(above, _)| Unit::parse(above).ok()).unwrap_or_else(|| unit.clone())
}

fn is_time(unit: &Unit) -> bool {
    matches!(unit.code(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s")
}

fn is_temperature(unit: &Unit) -> bool {
    matches!(above(unit).code(), "Cel" | "[degF]" | "K")
}

fn is_money(q: &Quantity, _: &str) -> bool {
    q.unit.has_currency() || matches!(above(&q.unit).code(), "{BTC}" | "{satoshi}")
}

fn temperature(q: &Quantity, _: &str) -> bool {
    is_temperature(&q.unit)
}

/// A span of time said to be an age.
fn age(q: &Quantity, text: &str) -> bool {
    let after = text[q.span.end..].trim_start_matches([' ', '-']);
    let before = text[..q.span.start].trim_end();
    is_time(&q.unit)
        && (["old", "of age", "yo"].iter().any(|word| after.starts_with(word))
            || q.span.of(text).ends_with("yo")
            || q.span.of(text).ends_with("old")
            || before.ends_with("age"))
}

/// Whatever else is measured. Bare degrees are angles or temperatures, as the spec has it, and never extra.
fn dimension(q: &Quantity, _: &str) -> bool {
    let unit = above(&q.unit);
    let counts = unit.dimension().is_one() || matches!(unit.code(), "%" | "pp" | "bp" | "deg");
    !counts && !is_time(&unit) && !q.unit.has_currency() && !is_temperature(&unit)
}

/// Counts code units as the specs do: in UTF-16.
fn utf16(text: &str, byte: usize) -> usize {
    text[..byte].encode_utf16().count()
}

fn family(name: &str, file: &str, of: fn(&Quantity, &str) -> bool, floor: f64) {
    let Some(folder) = suite("Recognizers-Text") else { return };
    let specs = json(&folder.join("Specs/NumberWithUnit/English").join(file));
    let (mut exact, mut spans) = (0, 0);
    let cases: Vec<Case> = specs
        .as_array()
        .expect("a list of cases")
        .iter()
        .enumerate()
        .map(|(id, case)| {
            let input = case["Input"].as_str().expect("a text").to_owned();
            let expected = expected(case, name == "recognizers/dimension");
            let mut left = find_quantities(&input);
            let all = show(&left, &input);
            let mut right = true;
            for one in &expected {
                let hit = left.iter().position(|q| {
                    let (start, end) = (utf16(&input, q.span.start), utf16(&input, q.span.end));
                    start < one.end && one.start < end && one.unit.is(q, one.value, true, 1e-6)
                });
                spans += 1;
                match hit {
                    Some(at) => {
                        let q = left.remove(at);
                        exact += usize::from(q.span.of(&input).eq_ignore_ascii_case(&one.text));
                    }
                    None => right = false,
                }
            }
            right &= !left.iter().any(|q| of(q, &input));
            let expected: Vec<(&str, f64, &str)> = expected
                .iter()
                .map(|one| (one.text.as_str(), one.value, one.unit.codes.first().map_or("", String::as_str)))
                .collect();
            Case { id: id.to_string(), expected: format!("{expected:?}"), found: all, input, right }
        })
        .collect();
    eprintln!("{name}: {exact} of {spans} mentions have the very same words");
    score(name, &cases, floor);
}

fn show(all: &[Quantity], input: &str) -> String {
    let each = all.iter().map(|q| format!("{:?} {} {}", q.span.of(input), q.figure.high(), q.unit));
    each.collect::<Vec<_>>().join(", ")
}

#[test]
fn recognizers_currency() {
    family("recognizers/currency", "CurrencyModel.json", is_money, 95.0);
}

#[test]
fn recognizers_dimension() {
    family("recognizers/dimension", "DimensionModel.json", dimension, 95.0);
}

#[test]
fn recognizers_temperature() {
    family("recognizers/temperature", "TemperatureModel.json", temperature, 95.0);
}

#[test]
fn recognizers_age() {
    family("recognizers/age", "AgeModel.json", age, 95.0);
}
