//! Plain numbers: Recognizers-Text's English specs of numbers, ordinals, percentages and ranges, and text2num's cases.

use figcheck::label::Comparator;
use figcheck::quantity::{Figure, Form, NumberMention, Quantity, find_numbers, find_quantities};
use serde_json::Value;

use super::{Case, json, score, suite};

/// A result of Recognizers-Text: the words, and the value as written there.
struct Expected {
    text: String,
    value: Option<String>,
}

/// The cases of a spec of Recognizers-Text, each with its results.
fn specs(file: &str) -> Option<Vec<(String, Vec<Expected>)>> {
    let folder = suite("Recognizers-Text")?.join("Specs/Number/English");
    let specs = json(&folder.join(file));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let result = |result: &Value| Expected {
        text: text(&result["Text"]),
        value: result["Resolution"]["value"].as_str().map(str::to_owned),
    };
    let case = |case: &Value| {
        let results = case["Results"].as_array().expect("results");
        (text(&case["Input"]), results.iter().map(result).collect())
    };
    Some(specs.as_array().expect("a list of cases").iter().map(case).collect())
}

/// Whether two values are equal but for the digits that a double loses.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1e-9)
}

fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

fn decimal(number: &figcheck::quantity::Number) -> f64 {
    float(&number.value.to_string())
}

/// Numbers found against numbers expected: as many, in the same words, of the same value.
fn numbers(id: usize, input: String, expected: &[&Expected], found: &[&NumberMention]) -> Case {
    let same = |a: &Expected, b: &NumberMention| {
        a.text.eq_ignore_ascii_case(b.span.of(&input))
            && close(float(a.value.as_deref().unwrap_or_default()), decimal(&b.number))
    };
    let right = expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| same(a, b));
    let expected: Vec<_> = expected.iter().map(|a| (&a.text, a.value.as_deref().unwrap_or("-"))).collect();
    let found: Vec<_> = found.iter().map(|b| (b.span.of(&input), b.number.value.normalize().to_string())).collect();
    let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
    Case { id: id.to_string(), expected, found, right, input }
}

/// Spans are compared exactly, letters' case aside; ordinals are another spec's.
#[test]
fn recognizers_number() {
    let Some(specs) = specs("NumberModel.json") else { return };
    let cases: Vec<Case> = specs
        .into_iter()
        .enumerate()
        .map(|(id, (input, expected))| {
            let found = find_numbers(&input);
            let found: Vec<_> = found.iter().filter(|number| number.form != Form::Ordinal).collect();
            numbers(id, input, &expected.iter().collect::<Vec<_>>(), &found)
        })
        .collect();
    score("recognizers/number", &cases, 98.5);
}

/// Only ordinals with a number: "last" and "the next one" have none.
#[test]
fn recognizers_ordinal() {
    let Some(specs) = specs("OrdinalModel.json") else { return };
    let cases: Vec<Case> = specs
        .into_iter()
        .enumerate()
        .map(|(id, (input, expected))| {
            let numbered = |a: &&Expected| !float(a.value.as_deref().unwrap_or_default()).is_nan();
            let found = find_numbers(&input);
            let found: Vec<_> = found.iter().filter(|number| number.form == Form::Ordinal).collect();
            numbers(id, input, &expected.iter().filter(numbered).collect::<Vec<_>>(), &found)
        })
        .collect();
    score("recognizers/ordinal", &cases, 96.0);
}

/// Percentages among the quantities: as many, each overlapping the expected words, with the same value and the unit %.
///
/// Spans need only overlap, since the suite's hold "of" and leave out signs. Where the suite has words without a number
/// ("a small percent"), whose value there is null, nothing is expected.
fn percentages(name: &str, file: &str) -> Option<Vec<Case>> {
    let cases = specs(file)?.into_iter().enumerate().map(|(id, (input, expected))| {
        let expected: Vec<(String, f64)> =
            expected.into_iter().filter_map(|a| Some((a.text, float(a.value?.strip_suffix('%')?)))).collect();
        let found = find_quantities(&input);
        let found: Vec<&Quantity> = found.iter().filter(|q| q.unit.is_percent()).collect();
        let same = |(text, value): &(String, f64), q: &Quantity| {
            let at = input.find(text.as_str()).unwrap_or(0);
            let overlaps = q.span.start < at + text.len() && at < q.span.end;
            overlaps && q.figure.point().is_some_and(|point| close(*value, float(&point.to_string())))
        };
        let right = expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| same(a, b));
        let found: Vec<_> =
            found.iter().map(|q| (q.span.of(&input), q.figure.point().map(|point| point.to_string()))).collect();
        let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
        Case { id: id.to_string(), expected, found, right, input }
    });
    let cases: Vec<Case> = cases.collect();
    assert!(!cases.is_empty(), "{name}: no cases");
    Some(cases)
}

#[test]
fn recognizers_percent() {
    let Some(cases) = percentages("recognizers/percent", "PercentModel.json") else { return };
    score("recognizers/percent", &cases, 99.0);
}

#[test]
fn recognizers_percent_mode() {
    let Some(cases) = percentages("recognizers/percent-mode", "PercentModelPercentMode.json") else { return };
    score("recognizers/percent-mode", &cases, 99.0);
}

/// An interval as the suite writes it, "[20,)"; the upper end of a closed range is open there, ours is not told apart.
fn interval(q: &Quantity) -> String {
    let (low, high) = (q.figure.low().normalize(), q.figure.high().normalize());
    match (&q.figure, q.comparator) {
        (Figure::Range { .. }, _) => format!("[{low},{high})"),
        (_, Comparator::More) => format!("({low},)"),
        (_, Comparator::AtLeast) => format!("[{low},)"),
        (_, Comparator::Less) => format!("(,{high})"),
        (_, Comparator::AtMost) => format!("(,{high}]"),
        (_, Comparator::Equal | Comparator::About) => format!("[{low},{high}]"),
    }
}

/// Bounds and ranges among the quantities: each interval of the suite is one of ours, by value and openness.
///
/// Spans are not compared: the suite's hold the comparator, ours has a span of its own. Two bounds that the suite joins
/// ("more than 20 and less than 35") are two quantities here, and both must be found. Shares are compared as parts of one.
#[test]
fn recognizers_range() {
    let Some(specs) = specs("NumberRangeModel.json") else { return };
    let cases: Vec<Case> = specs
        .into_iter()
        .enumerate()
        .map(|(id, (input, expected))| {
            let mut found: Vec<Quantity> = find_quantities(&input);
            for q in &mut found {
                if q.form == Form::Fraction
                    && let Some(part) = q.figure.scaled(rust_decimal::Decimal::new(1, 2))
                {
                    q.figure = part;
                }
            }
            let found: Vec<String> = found.iter().map(interval).collect();
            let expected: Vec<String> = expected.into_iter().filter_map(|a| a.value).collect();
            let halves = |whole: &str| {
                let (low, high) = whole.split_once(',')?;
                Some((format!("{low},)"), format!("(,{high}")))
            };
            let has = |whole: &String| {
                let joined = halves(whole).is_some_and(|(low, high)| found.contains(&low) && found.contains(&high));
                found.contains(whole) || joined
            };
            let bounded = |text: &&String| text.contains("(,") || text.contains(",)");
            let right =
                if expected.is_empty() { found.iter().find(bounded).is_none() } else { expected.iter().all(has) };
            let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
            Case { id: id.to_string(), expected, found, right, input }
        })
        .collect();
    score("recognizers/number-range", &cases, 90.0);
}

/// A number as text2num writes it: digits, the noughts said before it, the ending of an ordinal.
fn in_digits(text: &str, mention: &NumberMention) -> String {
    let said = mention.span.of(text).to_ascii_lowercase();
    let noughts = said.split_whitespace().take_while(|word| matches!(*word, "zero" | "o")).count();
    let value = mention.number.value.normalize().to_string();
    let lead = if value == "0" { noughts.saturating_sub(1) } else { noughts };
    let lead = if said.contains("point") { 0 } else { lead };
    let ending = match (mention.form, value.chars().last()) {
        (Form::Ordinal, _) if value.ends_with("11") || value.ends_with("12") || value.ends_with("13") => "th",
        (Form::Ordinal, Some('1')) => "st",
        (Form::Ordinal, Some('2')) => "nd",
        (Form::Ordinal, Some('3')) => "rd",
        (Form::Ordinal, _) => "th",
        _ => "",
    };
    let plural = if mention.form == Form::Ordinal && said.ends_with('s') { "s" } else { "" };
    format!("{}{value}{ending}{plural}", "0".repeat(lead))
}

/// The text with its numbers in digits; below ten only where another number stands beside it, as text2num has it.
fn rewritten(text: &str, all: bool) -> String {
    let found = find_numbers(text);
    let beside = |between: &str| {
        let words = between.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        !between.contains('.') && words.into_iter().all(|w| matches!(w, "and" | "plus" | "so" | "then" | "uh" | "well"))
    };
    let mut out = String::new();
    let mut at = 0;
    for (i, mention) in found.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| found.get(i));
        let after = found.get(i + 1);
        let near = before.is_some_and(|n| beside(&text[n.span.end..mention.span.start]))
            || after.is_some_and(|n| beside(&text[mention.span.end..n.span.start]));
        let small = mention.number.value < rust_decimal::Decimal::TEN && !mention.span.of(text).contains(' ');
        out.push_str(&text[at..mention.span.start]);
        if all || near || !small {
            out.push_str(&in_digits(text, mention));
        } else {
            out.push_str(mention.span.of(text));
        }
        at = mention.span.end;
    }
    out + &text[at..]
}

/// `assert_text2digits!`: one number covers the text, in these digits; `assert_invalid!`: no number covers it; the others
/// rewrite the text with its numbers in digits.
#[test]
fn text2num() {
    let Some(folder) = suite("text2num-rs") else { return };
    let lines = std::fs::read_to_string(folder.join("cases.jsonl")).expect("cases");
    let mut cases = Vec::new();
    for (id, line) in lines.lines().enumerate() {
        let case: Value = serde_json::from_str(line).expect("a case");
        if case["lang"] != "en" {
            continue;
        }
        let arg = |i: usize| case["args"][i].as_str().unwrap_or_default().to_owned();
        let input = arg(0);
        let numbers = find_numbers(&input);
        let whole = match numbers.as_slice() {
            [one] if one.span.of(&input) == input => Some(in_digits(&input, one)),
            _ => None,
        };
        let (expected, found) = match case["macro"].as_str().unwrap_or_default() {
            "assert_text2digits!" => (arg(1), whole.unwrap_or_else(|| rewritten(&input, true))),
            "assert_invalid!" => ("no whole".to_owned(), whole.unwrap_or_else(|| "no whole".to_owned())),
            "assert_replace_all_numbers!" => (arg(1), rewritten(&input, true)),
            _ => (arg(1), rewritten(&input, false)),
        };
        let right = expected == found;
        cases.push(Case { id: id.to_string(), input, expected, found, right });
    }
    score("text2num", &cases, 98.0);
}
