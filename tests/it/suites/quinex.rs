//! quinex's quantity strings: the values of each, in order. Its unit checks are Python and only partly of our kind.

use figcheck::quantity::{Figure, find_numbers, find_quantities};

use super::{Case, json, near, score, suite};

/// The values that a string says: of its quantities, else of its bare numbers; of a range both ends.
///
/// A share is read in percent by us and as a fraction by quinex; the sign is a modifier to it, part of the value to us.
fn values(input: &str) -> Vec<(rust_decimal::Decimal, bool)> {
    let quantities = find_quantities(input);
    let mut all = Vec::new();
    for quantity in &quantities {
        let share = quantity.unit.is_percent() && !quantity.span.of(input).contains('%');
        match quantity.figure {
            Figure::Point(number) => all.push((number.value, share)),
            Figure::Range { low, high } => all.extend([(low.value, share), (high.value, share)]),
        }
    }
    if all.is_empty() {
        all.extend(find_numbers(input).iter().map(|number| (number.number.value, false)));
    }
    all
}

#[test]
fn quinex() {
    let Some(folder) = suite("quinex-utils") else { return };
    let all = json(&folder.join("quantity_parser_cases.json"));
    let cases: Vec<Case> = all
        .as_array()
        .expect("a list of cases")
        .iter()
        .enumerate()
        .filter_map(|(id, case)| {
            let input = case["input"].as_str()?.replace("\\xa0", "\u{a0}");
            let gold: Vec<f64> =
                case["numeric_values"].as_array()?.iter().filter_map(|pair| pair[1].as_f64()).collect();
            if gold.is_empty() {
                return None;
            }
            let found = values(&input);
            // Of a range we say the lower end first.
            let sorted = |mut ends: Vec<f64>| {
                ends.sort_by(f64::total_cmp);
                ends
            };
            let gold = sorted(gold);
            let mut found = found;
            found.sort();
            let right = found.len() == gold.len()
                && gold.iter().zip(&found).all(|(&gold, &(value, share))| {
                    let value = if share { value / rust_decimal::Decimal::ONE_HUNDRED } else { value };
                    near(value, gold) || near(-value, gold)
                });
            let found: Vec<String> = found.iter().map(|(value, _)| value.to_string()).collect();
            Some(Case { id: id.to_string(), input, expected: format!("{gold:?}"), found: found.join(", "), right })
        })
        .collect();
    score("quinex", &cases, 92.0);
}
