//! Chinese: Recognizers-Text's specs for numbers, percentages and units, and Duckling's examples.

use std::path::Path;

use figcheck::quantity::{Figure, Quantity, Unit, find_numbers, find_quantities};

use super::{Case, json, score, suite};

/// A result of a suite or of ours, to be held against each other.
struct Result {
    span: std::ops::Range<usize>,
    text: String,
    value: f64,
    unit: String,
}

fn decimal(value: rust_decimal::Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// Characters in full width are those of ASCII to the specs, and counted alike.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect::<String>()
        .to_lowercase()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1e-9)
}

/// The bytes of a spec's span, which is inclusive and counts UTF-16 units; searched for where it is not given.
fn bytes(input: &str, result: &serde_json::Value) -> std::ops::Range<usize> {
    let at = |units: u64| {
        let mut seen = 0;
        input
            .char_indices()
            .find(|(_, c)| {
                let here = seen >= units;
                seen += u64::try_from(c.len_utf16()).unwrap_or(1);
                here
            })
            .map_or(input.len(), |(i, _)| i)
    };
    match (result["Start"].as_u64(), result["End"].as_u64()) {
        (Some(start), Some(end)) => at(start)..at(end + 1),
        _ => 0..input.len(),
    }
}

fn specs(
    folder: &Path,
    file: &str,
    found: impl Fn(&str) -> Vec<Result>,
    same: impl Fn(&Result, &Result) -> bool,
) -> Vec<Case> {
    let specs = json(&folder.join("Specs").join(file));
    let cases = specs.as_array().expect("a list of cases").iter().enumerate();
    cases
        .map(|(id, case)| {
            let input = case["Input"].as_str().expect("a text").to_owned();
            let expected: Vec<Result> = case["Results"]
                .as_array()
                .expect("results")
                .iter()
                .map(|result| {
                    let resolution = &result["Resolution"];
                    let value = resolution["value"].as_str().unwrap_or_default();
                    Result {
                        span: bytes(&input, result),
                        text: result["Text"].as_str().unwrap_or_default().to_owned(),
                        value: value.trim_end_matches('%').parse().unwrap_or(f64::NAN),
                        unit: resolution["isoCurrency"]
                            .as_str()
                            .or(resolution["unit"].as_str())
                            .unwrap_or("%")
                            .to_owned(),
                    }
                })
                .collect();
            let found = found(&input);
            let right = expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| same(a, b));
            let show =
                |all: &[Result]| format!("{:?}", all.iter().map(|r| (&r.text, r.value, &r.unit)).collect::<Vec<_>>());
            Case { id: id.to_string(), expected: show(&expected), found: show(&found), input, right }
        })
        .collect()
}

#[test]
fn recognizers_chinese_number() {
    let Some(folder) = suite("Recognizers-Text") else { return };
    let numbers = |input: &str| {
        let found = find_numbers(input);
        let result = |n: &figcheck::quantity::NumberMention| Result {
            span: n.span.start..n.span.end,
            text: n.span.of(input).to_owned(),
            value: decimal(n.number.value),
            unit: "%".to_owned(),
        };
        found.iter().map(result).collect()
    };
    let cases = specs(&folder, "Number/Chinese/NumberModel.json", numbers, |a, b| {
        narrow(&a.text) == narrow(&b.text) && close(a.value, b.value)
    });
    score("recognizers/zh-number", &cases, 88.0);
}

fn quantities(input: &str, kept: impl Fn(&Quantity) -> bool) -> Vec<Result> {
    let result = |q: &Quantity| Result {
        span: q.span.start..q.span.end,
        text: q.span.of(input).to_owned(),
        value: q.figure.point().map_or(f64::NAN, decimal),
        unit: q.unit.code().to_owned(),
    };
    find_quantities(input).iter().filter(|q| kept(q)).map(result).collect()
}

fn overlap(a: &Result, b: &Result) -> bool {
    a.span.start < b.span.end && b.span.start < a.span.end
}

/// The codes of the units that the suites name in words.
const CODES: &[(&str, &str)] = &[
    ("Mu", "{mu}"),
    ("Jin", "{jin}"),
    ("Kilogram", "kg"),
    ("Gram", "g"),
    ("Microgram", "ug"),
    ("Ton", "t"),
    ("Centimeter", "cm"),
    ("Centimetre", "cm"),
    ("Meter", "m"),
    ("Metre", "m"),
    ("Kilometer", "km"),
    ("Kilometre", "km"),
    ("Foot", "[ft_i]"),
    ("Inch", "[in_i]"),
    ("Mile", "[mi_i]"),
    ("Litre", "L"),
    ("Millilitre", "mL"),
    ("Gallon", "[gal_us]"),
    ("Bit", "bit"),
    ("Kilobit", "kbit"),
    ("Megabyte", "MBy"),
    ("Kilobyte", "kBy"),
    ("Hertz", "Hz"),
    ("Megahertz", "MHz"),
    ("Kilowatt", "kW"),
    ("Kilocalorie", "kcal"),
    ("C", "Cel"),
    ("F", "[degF]"),
    ("Celsius", "Cel"),
    ("Fahrenheit", "[degF]"),
    ("Degree", "deg"),
    ("Year", "a"),
    ("Month", "mo"),
    ("Week", "wk"),
    ("Day", "d"),
    ("Dollar", "USD"),
    ("Bitcoin", "{bitcoin}"),
];

fn code(name: &str) -> &str {
    CODES.iter().find(|(known, _)| *known == name).map_or(name, |(_, code)| code)
}

/// Whether two values in units that may differ are the same amount.
fn same_amount(value: f64, unit: &str, of: f64, found: &str) -> bool {
    // A liang is a tenth of a jin.
    let (value, unit) = if unit == "Liang" { (value / 10.0, "{jin}") } else { (value, code(unit)) };
    let (Ok(a), Ok(b)) = (Unit::parse(unit), Unit::parse(found)) else { return false };
    let factor = if unit == found { Some(1.0) } else { a.factor_to(&b).map(decimal) };
    factor.is_some_and(|factor| (value * factor - of).abs() <= 1e-6 * of.abs().max(1e-9))
}

#[test]
fn recognizers_chinese_units() {
    let Some(folder) = suite("Recognizers-Text") else { return };
    let same = |a: &Result, b: &Result| overlap(a, b) && same_amount(a.value, &a.unit, b.value, &b.unit);
    let currency = specs(
        &folder,
        "NumberWithUnit/Chinese/CurrencyModel.json",
        |input| quantities(input, |q| q.unit.has_currency() || q.unit.code() == "{bitcoin}"),
        same,
    );
    score("recognizers/zh-currency", &currency, 95.0);
    let degrees = |q: &Quantity| matches!(q.unit.code(), "Cel" | "[degF]" | "deg");
    let time = |q: &Quantity| matches!(q.unit.code(), "a" | "mo" | "wk" | "d" | "h" | "min" | "s");
    let dimension = |q: &Quantity| {
        !q.unit.has_currency() && !q.unit.dimension().is_one() && !q.unit.is_percent() && !degrees(q) && !time(q)
    };
    let file = |model: &str| format!("NumberWithUnit/Chinese/{model}Model.json");
    score(
        "recognizers/zh-dimension",
        &specs(&folder, &file("Dimension"), |input| quantities(input, dimension), same),
        90.0,
    );
    score(
        "recognizers/zh-temperature",
        &specs(&folder, &file("Temperature"), |input| quantities(input, degrees), same),
        95.0,
    );
    score("recognizers/zh-age", &specs(&folder, &file("Age"), |input| quantities(input, time), same), 100.0);
    let percent = |q: &Quantity| matches!(q.unit.code(), "%" | "pp");
    let cases = specs(
        &folder,
        "Number/Chinese/PercentModel.json",
        |input| quantities(input, percent),
        |a, b| narrow(&a.text) == narrow(&b.text) && close(a.value, b.value),
    );
    score("recognizers/zh-percent", &cases, 88.0);
}

/// What a Duckling example says: low and high end (open where nothing), and the unit.
fn duckling(expr: &str) -> Option<(Option<f64>, Option<f64>, String)> {
    let words: Vec<&str> =
        expr.split(|c: char| c.is_whitespace() || "(),".contains(c)).filter(|w| !w.is_empty()).collect();
    let value = |i: usize| words.get(i)?.parse::<f64>().ok();
    match *words.first()? {
        "NumeralValue" => Some((value(1), value(1), "1".to_owned())),
        "simple" => Some((value(2), value(2), words.get(1)?.to_string())),
        "between" => Some((value(2), value(3), words.get(1)?.to_string())),
        "under" => Some((None, value(2), words.get(1)?.to_string())),
        "above" => Some((value(2), None, words.get(1)?.to_string())),
        _ => None,
    }
}

fn examples(folder: &Path, dimension: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(folder.join("corpus.jsonl")).expect("the corpus");
    let rows = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let ours =
        rows.filter(|row| row["dim"] == dimension && row["lang"].as_str().is_some_and(|lang| lang.starts_with("ZH")));
    let mut cases = Vec::new();
    for row in ours {
        let expr = row["expr"].as_str().unwrap_or_default();
        let Some((low, high, unit)) = duckling(expr) else { continue };
        for input in row["inputs"].as_array().into_iter().flatten().filter_map(|input| input.as_str()) {
            let (found, right) = if dimension == "Numeral" {
                let found = find_numbers(input);
                let right = found.len() == 1 && low.is_some_and(|v| close(v, decimal(found[0].number.value)));
                (format!("{:?}", found.iter().map(|n| decimal(n.number.value)).collect::<Vec<_>>()), right)
            } else {
                let found = find_quantities(input);
                let right = found.len() == 1 && says(&found[0], low, high, &unit);
                let show = |q: &Quantity| {
                    format!("{} {}..{} {} {}", q.span.of(input), q.figure.low(), q.figure.high(), q.unit, q.comparator)
                };
                (format!("{:?}", found.iter().map(show).collect::<Vec<_>>()), right)
            };
            let id = format!("{dimension}-{}", cases.len());
            cases.push(Case { id, input: input.to_owned(), expected: expr.to_owned(), found, right });
        }
    }
    cases
}

/// Whether a quantity says what the example does; its dollars and cents are of any currency.
fn says(found: &Quantity, low: Option<f64>, high: Option<f64>, unit: &str) -> bool {
    let (unit, factor) = match unit {
        "Dollar" if found.unit.is_currency() => (found.unit.code(), 1.0),
        "Cent" if found.unit.is_currency() => (found.unit.code(), 0.01),
        other => (other, 1.0),
    };
    let same = |expected: f64, value| same_amount(expected * factor, unit, decimal(value), found.unit.code());
    let bounded = match (low, high) {
        (None, _) => found.comparator.as_str().starts_with('<'),
        (_, None) => found.comparator.as_str().starts_with('>'),
        _ => true,
    };
    let ends = matches!(found.figure, Figure::Range { .. }) == (low.is_some() && high.is_some() && low != high);
    bounded
        && ends
        && low.is_none_or(|low| same(low, found.figure.low()))
        && high.is_none_or(|high| same(high, found.figure.high()))
}

#[test]
fn duckling_chinese() {
    let Some(folder) = suite("duckling") else { return };
    for (dimension, floor) in [
        ("Numeral", 80.0),
        ("AmountOfMoney", 60.0),
        ("Distance", 80.0),
        ("Volume", 84.0),
        ("Temperature", 100.0),
        ("Quantity", 95.0),
    ] {
        score(&format!("duckling/zh-{}", dimension.to_lowercase()), &examples(&folder, dimension), floor);
    }
}
