//! Plain numbers: Recognizers-Text's English number specs.

use figcheck::quantity::find_numbers;

use super::{Case, json, score, suite};

#[test]
fn recognizers_number() {
    let Some(folder) = suite("Recognizers-Text") else { return };
    let specs = json(&folder.join("Specs/Number/English/NumberModel.json"));
    let cases: Vec<Case> = specs
        .as_array()
        .expect("a list of cases")
        .iter()
        .enumerate()
        .map(|(id, case)| {
            let input = case["Input"].as_str().expect("a text").to_owned();
            let expected: Vec<(String, String)> = case["Results"]
                .as_array()
                .expect("results")
                .iter()
                .map(|result| {
                    let value = result["Resolution"]["value"].as_str().unwrap_or_default();
                    (result["Text"].as_str().unwrap_or_default().to_owned(), value.to_owned())
                })
                .collect();
            let found: Vec<(String, String)> = find_numbers(&input)
                .iter()
                .map(|number| (number.span.of(&input).to_owned(), number.number.value.normalize().to_string()))
                .collect();
            let same = |a: &(String, String), b: &(String, String)| {
                let value = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
                let (x, y) = (value(&a.1), value(&b.1));
                a.0.eq_ignore_ascii_case(&b.0) && (x - y).abs() <= 1e-9 * x.abs().max(1e-9)
            };
            let right = expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| same(a, b));
            let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
            Case { id: id.to_string(), input, expected, found, right }
        })
        .collect();
    score("recognizers/number", &cases, 0.0);
}
