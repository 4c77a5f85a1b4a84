//! Duckling's English cases, each a whole string: numbers, ordinals, money, and measures. Its times are read elsewhere.
//!
//! Cases of single countries are left out: their dimes and grands are of the currency that a setting names.

use figcheck::label::Comparator;
use figcheck::quantity::{Figure, Quantity, Unit, find_numbers, find_quantities};

use super::{Case, near, score, suite};

/// Duckling's units and ours. It leaves "m", "dollars", "degrees" and "pounds" open, we say the likeliest.
const UNITS: &[(&str, &[&str])] = &[
    ("Kilometre", &["km"]),
    ("Mile", &["[mi_i]"]),
    ("M", &["m", "[mi_i]"]),
    ("Metre", &["m"]),
    ("Centimetre", &["cm"]),
    ("Millimetre", &["mm"]),
    ("Inch", &["[in_i]"]),
    ("Foot", &["[ft_i]"]),
    ("Litre", &["L"]),
    ("Millilitre", &["mL"]),
    ("Hectolitre", &["hL"]),
    ("Gallon", &["[gal_us]"]),
    ("Pound", &["[lb_av]", "GBP"]),
    ("Gram", &["g"]),
    ("Ounce", &["[oz_av]"]),
    ("Cup", &["[cup_us]", "{cup}"]),
    ("Celsius", &["Cel"]),
    ("Fahrenheit", &["[degF]"]),
    ("Degree", &["deg", "Cel", "[degF]"]),
    ("Dollar", &["USD"]),
    ("Cent", &["USD"]),
    ("Dinar", &["{dinar}", "KWD", "IQD", "JOD", "RSD"]),
    ("Riyal", &["{riyal}", "SAR", "QAR"]),
    ("Rial", &["{rial}", "IRR", "OMR", "YER"]),
    ("Unnamed", &["1", "USD"]),
    ("Second", &["s"]),
    ("Minute", &["min"]),
    ("Hour", &["h"]),
    ("Day", &["d"]),
    ("Week", &["wk"]),
    ("Month", &["mo"]),
    ("Quarter", &["{quarter}"]),
    ("Year", &["a"]),
];

/// What an expression of its test data says.
struct Gold {
    low: f64,
    high: f64,
    unit: String,
    bound: Option<bool>,
}

/// "(simple Mile 8)", "(between Gram (2,7) Nothing)", "(under EUR 7)", "(`DurationData` 30 Day)", "(`NumeralValue` (-504))".
fn gold(expr: &str) -> Option<Gold> {
    let words: Vec<&str> = expr.split(['(', ')', ' ', ',']).filter(|word| !word.is_empty()).collect();
    let numbers: Vec<f64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let (head, low) = (*words.first()?, *numbers.first()?);
    let unit = if head == "DurationData" { words.get(2)? } else { words.get(1)? };
    let bound = match head {
        "under" => Some(false),
        "above" => Some(true),
        _ => None,
    };
    let factor = if *unit == "Cent" { 0.01 } else { 1.0 };
    let high = if head == "between" { *numbers.get(1)? } else { low };
    Some(Gold { low: low * factor, high: high * factor, unit: (*unit).to_owned(), bound })
}

/// Whether a quantity has the unit and one of the values, converted where it is another unit of the same kind.
fn is(gold: &Gold, found: &Quantity, low: f64, high: f64) -> bool {
    let own = [gold.unit.as_str()];
    let codes = UNITS.iter().find(|(name, _)| *name == gold.unit).map_or(&own[..], |(_, codes)| codes);
    let all = std::iter::once(&found.unit).chain(&found.alternatives);
    let plain = gold.unit == "Unnamed" && found.unit.is_count();
    let factors = all.flat_map(|unit| codes.iter().filter_map(|code| unit.factor_to(&Unit::parse(code).ok()?)));
    let factors: Vec<rust_decimal::Decimal> = factors.chain(plain.then_some(rust_decimal::Decimal::ONE)).collect();
    factors.iter().any(|factor| near(found.figure.low() * factor, low) && near(found.figure.high() * factor, high))
}

fn right(gold: &Gold, found: &[Quantity]) -> bool {
    let bounded = |comparator: Comparator| match gold.bound {
        Some(true) => matches!(comparator, Comparator::More | Comparator::AtLeast),
        Some(false) => matches!(comparator, Comparator::Less | Comparator::AtMost),
        None => matches!(comparator, Comparator::Equal | Comparator::About),
    };
    match found {
        [one] => is(gold, one, gold.low, gold.high) && bounded(one.comparator),
        // By the contract "from 5 to 7" is two values.
        [a, b] if gold.low < gold.high => {
            matches!((&a.figure, &b.figure), (Figure::Point(_), Figure::Point(_)))
                && is(gold, a, gold.low, gold.low)
                && is(gold, b, gold.high, gold.high)
        }
        _ => false,
    }
}

fn show(input: &str, found: &[Quantity]) -> String {
    let one = |q: &Quantity| {
        format!("{:?} {}..{} {} {}", q.span.of(input), q.figure.low(), q.figure.high(), q.unit, q.comparator.as_str())
    };
    found.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn case(id: String, dimension: &str, expr: &str, input: &str) -> Option<Case> {
    let expected = format!("{dimension} {expr}");
    // A number alone is money or an amount only to one who expects it.
    let alone = expr.contains("Unnamed") && !input.contains("bucks");
    let dimension = if alone { "Numeral" } else { dimension };
    let (found, right) = match dimension {
        "Numeral" => {
            let value: f64 = expr.split(['(', ')', ' ']).find_map(|word| word.parse().ok())?;
            let found = find_numbers(input);
            let right = matches!(found.as_slice(), [one] if near(one.number.value, value));
            (found.iter().map(|n| n.number.value.to_string()).collect::<Vec<_>>().join("; "), right)
        }
        // An ordinal alone is no quantity; where a rank is said it is one.
        "Ordinal" => {
            let value: f64 = expr.split(['(', ')', ' ']).find_map(|word| word.parse().ok())?;
            let text = format!("It ranked {input} in the world.");
            let found = find_quantities(&text);
            let right = matches!(found.as_slice(), [one] if one.figure.point().is_some_and(|d| near(d, value)));
            (show(&text, &found), right)
        }
        _ => {
            let gold = gold(expr)?;
            let found = find_quantities(input);
            let right = right(&gold, &found);
            (show(input, &found), right)
        }
    };
    Some(Case { id, input: input.to_owned(), expected, found, right })
}

#[test]
fn duckling() {
    let Some(folder) = suite("duckling") else { return };
    let text = std::fs::read_to_string(folder.join("corpus.jsonl")).expect("the corpus");
    let mut cases = Vec::new();
    for (line, row) in text.lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let (dimension, language) = (row["dim"].as_str().unwrap_or_default(), row["lang"].as_str().unwrap_or_default());
        if language != "EN" || dimension == "Time" {
            continue;
        }
        let expr = row["expr"].as_str().unwrap_or_default();
        for (k, input) in row["inputs"].as_array().expect("inputs").iter().enumerate() {
            let id = format!("{line}/{k}");
            let case = case(id, dimension, expr, input.as_str().unwrap_or_default());
            cases.push(case.unwrap_or_else(|| panic!("line {line}: no reading of {expr}")));
        }
    }
    score("duckling/english", &cases, 95.0);
}
