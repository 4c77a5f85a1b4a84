//! CQE's R-Quant sets, scored as CQE is: within a sentence each quantity of theirs goes with one of ours at most, values
//! within 1e-5; and its sets of units that have several readings.
//!
//! What CQE calls a quantity has a place on a scale. Ours that it has no word for are left out before scoring, by form
//! and unit, the same for all sets: ranks ("fourth-largest"), multiples said by verbs ("doubled"), and bare whole numbers
//! in digits with neither unit nor noun nor comparator, which name things ("the 486") more often than they count.

use figcheck::quantity::{Figure, Form, Quantity, Unit, find_numbers, find_quantities};

use super::names::{close, meant};
use super::{Case, json, score, suite};

/// F1 in percent, value alone and value with unit.
type Pair = (f64, f64);

struct Theirs {
    low: f64,
    high: f64,
    unit: String,
}

fn theirs(quantity: &serde_json::Value) -> Option<Theirs> {
    let value = quantity["value"].as_str()?;
    let unit = quantity["normalized_unit"].as_str().unwrap_or("-").to_owned();
    // "8-10" is a range, "-5" is not.
    let split = value.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| at);
    let (low, high) = split.map_or((value, value), |at| (&value[..at], &value[at + 1..]));
    Some(Theirs { low: low.parse().ok()?, high: high.parse().ok()?, unit })
}

fn counts(quantity: &Quantity) -> bool {
    let whole = quantity.figure.point().is_some_and(|value| value.is_integer());
    let bare = quantity.form == Form::Digits && quantity.unit == Unit::one() && quantity.cue.is_none() && whole;
    let scaled = quantity.figure.high() >= 1_000_000.into();
    quantity.form != Form::Ordinal && quantity.form != Form::Multiple && (!bare || scaled)
}

fn float(value: &impl ToString) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// The value: normalized, or as written where their unit is a part of ours ("50 cents", "12 per thousand").
fn same_value(ours: &Quantity, theirs: &Theirs, text: &str) -> bool {
    let ends = match &ours.figure {
        Figure::Point(number) => (float(&number.value), float(&number.value)),
        Figure::Range { low, high } => (float(&low.value), float(&high.value)),
    };
    let normalized = close(ends.0, theirs.low, 1e-5) && close(ends.1, theirs.high, 1e-5);
    let written = find_numbers(ours.number.of(text));
    let written = (theirs.low - theirs.high).abs() < f64::EPSILON
        && written.iter().any(|n| close(float(&n.number.value), theirs.low, 1e-5));
    normalized || written && (ours.unit.has_currency() || ours.unit.code().contains('/'))
}

fn same(ours: &Quantity, theirs: &Theirs) -> bool {
    let unit = theirs.unit.strip_suffix(" per year").filter(|unit| *unit == "percentage").unwrap_or(&theirs.unit);
    let meant = meant(unit);
    let low = match &ours.figure {
        Figure::Point(_) => close(theirs.low, theirs.high, 1e-9),
        Figure::Range { low, high } => {
            let ratio = float(&high.value) / float(&low.value);
            close(theirs.high / theirs.low, ratio, 1e-5)
        }
    };
    low && meant.is(ours, theirs.high, false, 1e-5)
}

fn set(name: &str, file: &str, published: Pair, floors: Pair) {
    let Some(folder) = suite("CQE_Evaluation") else { return };
    let data = json(&folder.join("data/formatted_test_set").join(file));
    let (mut values, mut units, mut found, mut asked) = (0, 0, 0, 0);
    let show = std::env::var_os("FIGCHECK_MISSES").is_some();
    for (id, case) in data.as_array().expect("a list of sentences").iter().enumerate() {
        let text = case["text"].as_str().expect("a text");
        let wanted: Vec<Theirs> =
            case["quantities"].as_array().expect("quantities").iter().filter_map(theirs).collect();
        let ours: Vec<Quantity> = find_quantities(text).into_iter().filter(counts).collect();
        found += ours.len();
        asked += wanted.len();
        let mut free: Vec<bool> = vec![true; ours.len()];
        let mut open = Vec::new();
        for one in &wanted {
            let hit = (0..ours.len()).find(|&i| free[i] && same(&ours[i], one));
            match hit {
                Some(i) => {
                    free[i] = false;
                    units += 1;
                    values += 1;
                }
                None => open.push(one),
            }
        }
        for one in &open {
            if let Some(i) = (0..ours.len()).find(|&i| free[i] && same_value(&ours[i], one, text)) {
                free[i] = false;
                values += 1;
            }
        }
        if show && (!open.is_empty() || free.contains(&true)) {
            let left: Vec<String> = open.iter().map(|one| format!("{}-{} {}", one.low, one.high, one.unit)).collect();
            let ours: Vec<String> = ours
                .iter()
                .zip(&free)
                .map(|(q, free)| {
                    let mark = if *free { "EXTRA " } else { "" };
                    format!("{mark}{:?} {} {}", q.span.of(text), q.figure.high(), q.unit)
                })
                .collect();
            eprintln!("  {name}\t{id}\t{text:?}\n      without unit or missed {left:?}\n      found    {ours:?}");
        }
    }
    let f1 = |right: usize| 200.0 * right as f64 / (found + asked).max(1) as f64;
    let ours = (f1(values), f1(units));
    eprintln!(
        "{name:<28} value F1 {:5.1} (best published {:.1}), value and unit {:5.1} ({:.1}); {found} found, {asked} asked",
        ours.0, published.0, ours.1, published.1
    );
    assert!(ours.0 >= floors.0 && ours.1 >= floors.1, "{name}: {ours:?} is below the floors {floors:?}");
}

#[test]
fn r_quant_currency() {
    set("r-quant/currency", "currency-model.json", (84.2, 79.6), (93.0, 88.0));
}

#[test]
fn r_quant_dimension() {
    set("r-quant/dimension", "dimension-model.json", (86.5, 79.2), (93.0, 88.0));
}

#[test]
fn r_quant_temperature() {
    set("r-quant/temperature", "temperature-model.json", (95.8, 95.8), (93.0, 88.0));
}

#[test]
fn r_quant_age() {
    set("r-quant/age", "age-model.json", (93.3, 93.3), (93.0, 88.0));
}

/// A form that means several units: the quantity that ends in it should have the one that the sentence means.
#[test]
fn ambiguous_units() {
    let Some(folder) = suite("CQE_Evaluation") else { return };
    for (name, file) in
        [("cqe/ambiguous", "test/sentences_test.json"), ("cqe/ambiguous-train", "train/sentences_train.json")]
    {
        let data = json(&folder.join("data/units").join(file));
        let cases: Vec<Case> = data
            .as_array()
            .expect("a list of sentences")
            .iter()
            .enumerate()
            .map(|(id, case)| {
                let input = case["text"].as_str().expect("a text").to_owned();
                let expected = case["unit"].as_str().expect("a unit").to_owned();
                let meant = meant(if expected == "pound" { "pound-mass" } else { &expected });
                let ours = find_quantities(&input);
                // The training sentences do not say which form they are about.
                let form = case["surface_form"].as_str();
                let about: Vec<&Quantity> = ours
                    .iter()
                    .filter(|q| {
                        form.is_none_or(|form| {
                            let words = q.span.of(&input).replacen(q.number.of(&input), "", 1);
                            words.to_lowercase().contains(&form.to_lowercase())
                        })
                    })
                    .collect();
                let right = about.iter().any(|q| {
                    let unit = q.unit.code().split_once('/').map_or(q.unit.code(), |(above, _)| above);
                    meant.codes.iter().any(|code| code == unit) || meant.is_unit(&q.unit)
                });
                let found =
                    ours.iter().map(|q| format!("{:?} {}", q.span.of(&input), q.unit)).collect::<Vec<_>>().join(", ");
                Case { id: id.to_string(), input, expected, found, right }
            })
            .collect();
        score(name, &cases, 65.0);
    }
}
